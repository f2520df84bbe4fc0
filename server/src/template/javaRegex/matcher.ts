import { JavaException } from '../javaException.ts'
import { codePointAt, widthOf } from './characters.ts'
import type { CharacterSet, Fold, RegexNode, RepeatMode } from './regexTree.ts'

/** A match: offsets in UTF-16 code units. */
export interface RegexMatch {
  readonly start: number
  readonly end: number
  /** Beginning and end of each group by its number, group 0 being the whole; undefined for one that took no part. */
  readonly groups: readonly (readonly [number, number] | undefined)[]
}

/** Finds a match at `from`, and unless the whole text has to match, at any later position. */
export type Matcher = (
  text: string,
  from: number,
  search: { readonly isWhole: boolean; readonly budget: RegexBudget },
) => RegexMatch | undefined

/** Most steps of one call, all its searches together. Java itself would go on for as long as it takes. */
const maxSteps = 1_000_000

/** The steps that a call such as `replaceAll` may still take, which searches a text many times. */
export class RegexBudget {
  #left = maxSteps

  step(): void {
    if (--this.#left < 0)
      throw new JavaException(
        `not emulated: the regular expression takes more than ${maxSteps} steps on this text`,
      )
  }
}

/** Compiles to closures, each of which knows what follows; they backtrack by returning -1. */
export function compileMatcher(node: RegexNode, groupCount: number): Matcher {
  const builder = new MatcherBuilder()
  const some = builder.build(node, (_, position) => position)
  const whole = builder.build(node, (state, position) => (position === state.text.length ? position : -1))
  return (text, from, { isWhole, budget }) => {
    const state = new MatchState({ text, from, budget }, groupCount)
    for (let start = from; start <= text.length; start++) {
      state.step()
      const end = (isWhole ? whole : some)(state, start)
      if (end >= 0) return { start, end, groups: [[start, end], ...state.groups.slice(1)] }
      if (isWhole) return undefined
    }
    return undefined
  }
}

class MatchState {
  readonly text: string
  readonly searchStart: number
  groups: (readonly [number, number] | undefined)[]
  /** Where the groups that are being matched began. */
  readonly starts: (number | undefined)[] = []
  /** Of every repetition that runs: how often its body matched, and where its last turn began. */
  readonly turns: { count: number; start: number }[] = []
  readonly #budget: RegexBudget

  constructor(
    { text, from, budget }: { readonly text: string; readonly from: number; readonly budget: RegexBudget },
    groupCount: number,
  ) {
    this.#budget = budget
    this.text = text
    this.searchStart = from
    this.groups = Array.from({ length: groupCount + 1 }, () => undefined)
  }

  step(): void {
    this.#budget.step()
  }
}

/** Matches at a position, with all that follows: the end of the match, or -1. */
type Match = (state: MatchState, position: number) => number

class MatcherBuilder {
  #repeats = 0

  build(node: RegexNode, next: Match): Match {
    switch (node.type) {
      case 'set':
        return matchSet(node.holds, next)
      case 'sequence':
        return node.nodes.reduceRight((following, each) => this.build(each, following), next)
      case 'choice':
        return matchChoice(node.branches.map(branch => this.build(branch, next)))
      case 'capture':
        return this.#capture(node.index, node.node, next)
      case 'atomic':
        return matchAtomic(this.build(node.node, accept), next)
      case 'repeat':
        return this.#repeat(node, next)
      case 'look':
        return node.isBehind
          ? this.#lookBehind(node.node, node.isNegative, next)
          : matchAhead(this.build(node.node, accept), node.isNegative, next)
      case 'backReference':
        return matchBackReference(node.index, node.fold, next)
      case 'place':
        return (state, position) =>
          node.isAt(state.text, position, state.searchStart) ? next(state, position) : -1
    }
  }

  /** The beginning of a group is kept aside until its end is known, as `(a|\1b)+` may refer to the turn before. */
  #capture(index: number, node: RegexNode, next: Match): Match {
    const body = this.build(node, (state, position) => {
      const before = state.groups[index]
      state.groups[index] = [state.starts[index] ?? position, position]
      const end = next(state, position)
      if (end < 0) state.groups[index] = before
      return end
    })
    return (state, position) => {
      const outer = state.starts[index]
      state.starts[index] = position
      const end = body(state, position)
      state.starts[index] = outer
      return end
    }
  }

  #repeat(node: RegexNode & { type: 'repeat' }, next: Match): Match {
    const { min, max, mode } = node
    if (mode === 'possessive') return matchAtomic(this.#repeat({ ...node, mode: 'greedy' }, accept), next)
    if (node.node.type === 'set') return matchSetRepeat(node.node.holds, min, max, mode, next)
    const id = this.#repeats++
    const again: Match = (state, position) => {
      state.step()
      const { count, start } = state.turns[id] ?? { count: 0, start: -1 }
      const turn = (): number => {
        state.turns[id] = { count: count + 1, start: position }
        const end = body(state, position)
        if (end < 0) state.turns[id] = { count, start }
        return end
      }
      if (count < min) return turn()
      // A turn that took nothing is not followed by another one.
      const mayTurn = count < max && position !== start
      if (mode === 'lazy') {
        const end = next(state, position)
        return end >= 0 || !mayTurn ? end : turn()
      }
      const end = mayTurn ? turn() : -1
      return end >= 0 ? end : next(state, position)
    }
    const body = this.build(node.node, again)
    return (state, position) => {
      const outer = state.turns[id]
      state.turns[id] = { count: 0, start: -1 }
      const end = again(state, position)
      if (outer) state.turns[id] = outer
      return end
    }
  }

  #lookBehind(node: RegexNode, isNegative: boolean, next: Match): Match {
    let wanted = -1
    const body = this.build(node, (_, position) => (position === wanted ? position : -1))
    return (state, position) => {
      const outer = wanted
      wanted = position
      let isFound = false
      for (let start = position; start >= 0 && !isFound; start--) {
        state.step()
        isFound = body(state, start) >= 0
      }
      wanted = outer
      return isFound === isNegative ? -1 : next(state, position)
    }
  }
}

function accept(_: MatchState, position: number): number {
  return position
}

function matchSet(holds: CharacterSet, next: Match): Match {
  return (state, position) => {
    if (position >= state.text.length) return -1
    const codePoint = codePointAt(state.text, position)
    return holds(codePoint) ? next(state, position + widthOf(codePoint)) : -1
  }
}

function matchChoice(branches: readonly Match[]): Match {
  return (state, position) => {
    for (const branch of branches) {
      state.step()
      const end = branch(state, position)
      if (end >= 0) return end
    }
    return -1
  }
}

function matchAtomic(body: Match, next: Match): Match {
  return (state, position) => {
    const groups = [...state.groups]
    const end = body(state, position)
    if (end < 0) return -1
    const whole = next(state, end)
    if (whole < 0) state.groups = groups
    return whole
  }
}

function matchAhead(body: Match, isNegative: boolean, next: Match): Match {
  return (state, position) => {
    const groups = [...state.groups]
    const isFound = body(state, position) >= 0
    if (isFound === isNegative) {
      state.groups = groups
      return -1
    }
    const end = next(state, position)
    if (end < 0) state.groups = groups
    return end
  }
}

function matchBackReference(index: number, fold: Fold, next: Match): Match {
  return (state, position) => {
    const group = state.groups[index]
    if (!group) return -1
    const { text } = state
    let [from, at] = [group[0], position]
    while (from < group[1]) {
      state.step()
      if (at >= text.length) return -1
      const [wanted, found] = [codePointAt(text, from), codePointAt(text, at)]
      if (fold(wanted) !== fold(found)) return -1
      from += widthOf(wanted)
      at += widthOf(found)
    }
    return next(state, at)
  }
}

/** A repeated set needs no turns: it takes all that it can and gives back one by one, or the other way round. */
function matchSetRepeat(holds: CharacterSet, min: number, max: number, mode: RepeatMode, next: Match): Match {
  const take = (state: MatchState, from: number, count: number): [number, number] => {
    let [position, taken] = [from, 0]
    while (taken < count && position < state.text.length) {
      const codePoint = codePointAt(state.text, position)
      if (!holds(codePoint)) break
      state.step()
      position += widthOf(codePoint)
      taken++
    }
    return [position, taken]
  }
  if (mode === 'lazy')
    return (state, from) => {
      let [position, taken] = take(state, from, min)
      if (taken < min) return -1
      for (;;) {
        const end = next(state, position)
        if (end >= 0 || taken >= max) return end
        const [further, more] = take(state, position, 1)
        if (more === 0) return -1
        position = further
        taken++
      }
    }
  return (state, from) => {
    let [position, taken] = take(state, from, max)
    for (; taken >= min; taken--) {
      const end = next(state, position)
      if (end >= 0 || taken === min) return end
      state.step()
      position = before(state.text, position)
    }
    return -1
  }
}

function before(text: string, position: number): number {
  const isPair = position > 1 && codePointAt(text, position - 2) > 0xffff
  return position - (isPair ? 2 : 1)
}
