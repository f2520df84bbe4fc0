import type {
  Block,
  DirectiveNode,
  Expression,
  IfNode,
  ReferenceNode,
  Span,
  Statement,
  Template,
} from '../../template/tree.ts'
import type { JsonFault, JsonState } from './jsonMachine.ts'
import { afterValue, anyState, faultAtEnd, keyOf, nextState, startState } from './jsonMachine.ts'

/** A choice that leads to output that is no JSON: how often a loop runs, or which branch of an `#if` is taken. */
export type Choice =
  | { readonly node: DirectiveNode; readonly passes: number }
  /** `branch` counts from 0; the number of branches stands for `#else`, or for none of them. */
  | { readonly node: IfNode; readonly branch: number }

/** Output that is no JSON, whatever the values are. */
export interface JsonFailure {
  readonly fault: JsonFault
  /** Undefined when no way through the template gives JSON. */
  readonly choice: Choice | undefined
}

/** Where the references of a template print. */
export interface JsonShape {
  /** Inside the double quotes of a value or name, on every way through the template. */
  readonly inString: ReadonlySet<ReferenceNode>
  readonly failure: JsonFailure | undefined
}

export interface ShapeOptions {
  /** Whether a reference may print brackets, quotes or commas that belong to the JSON around it. */
  readonly isFragment: (reference: ReferenceNode) => boolean
  /** Whether a stretch of the text is only known when it is deployed. */
  readonly isComputed: (span: Span) => boolean
}

/**
 * Follows what a template prints as a reader of JSON would, on all ways through it at once. A failure is one where every
 * way that makes some choice fails, so that it does not hang on how conditions go together.
 */
export function jsonShapeOf(template: Template, options: ShapeOptions): JsonShape {
  const budget = { left: mostSteps }
  const seen = new Map<ReferenceNode, boolean>()
  const first = new Run(options, budget, new Map(), seen).fault(template)
  const inString = new Set([...seen].flatMap(([node, isInside]) => (isInside ? [node] : [])))
  if (budget.left <= 0) return { inString: new Set(), failure: undefined }
  if (first) return { inString, failure: { fault: first, choice: undefined } }
  for (const { choice, forced } of choicesIn(template.body, new Map())) {
    const fault = new Run(options, budget, forced, undefined).fault(template)
    if (budget.left <= 0) break
    if (fault) return { inString, failure: { fault, choice } }
  }
  return { inString, failure: undefined }
}

/** Characters read times ways followed; beyond it nothing is said. */
const mostSteps = 500_000
const mostWays = 64

/** Passes of a loop or branch of an `#if` that are settled; all others are free. */
type Forced = ReadonlyMap<Statement, number>

interface Candidate {
  readonly choice: Choice
  readonly forced: Forced
}

/** Each choice with those around it, without which it would not be met: enclosing branches taken, enclosing loops run once. */
function* choicesIn(body: readonly Statement[], around: Forced): Iterable<Candidate> {
  for (const node of body) {
    if (node.kind === 'if') {
      for (let branch = 0; branch <= node.branches.length; branch++) {
        const forced = new Map([...around, [node, branch]])
        yield { choice: { node, branch }, forced }
        yield* choicesIn(branchBody(node, branch), forced)
      }
    } else if (node.kind === 'directive' && node.name.text === 'foreach' && node.body) {
      for (const passes of [2, 1, 0])
        yield { choice: { node, passes }, forced: new Map([...around, [node, passes]]) }
      yield* choicesIn(node.body.body, new Map([...around, [node, 1]]))
    }
  }
}

function branchBody({ branches, otherwise }: IfNode, branch: number): readonly Statement[] {
  return (branches[branch]?.body ?? otherwise)?.body ?? []
}

/** Which pass of the loop around is running. */
interface Pass {
  readonly isFirst: boolean
  readonly hasNext: boolean
}

type States = ReadonlyMap<string, JsonState>

class Run {
  readonly #options: ShapeOptions
  readonly #budget: { left: number }
  readonly #forced: Forced
  readonly #seen: Map<ReferenceNode, boolean> | undefined
  #last: JsonFault | undefined

  constructor(
    options: ShapeOptions,
    budget: { left: number },
    forced: Forced,
    seen: Map<ReferenceNode, boolean> | undefined,
  ) {
    this.#options = options
    this.#budget = budget
    this.#forced = forced
    this.#seen = seen
  }

  /** The fault that is met furthest on, if every way through the template meets one. */
  fault(template: Template): JsonFault | undefined {
    const states = this.#body(template.body, new Map([[keyOf(startState), startState]]), undefined)
    if (this.#budget.left <= 0) return undefined
    for (const state of states.values()) {
      const fault = faultAtEnd(state, template.end)
      if (!fault) return undefined
      this.#note(fault)
    }
    return this.#last
  }

  #note(fault: JsonFault): void {
    if (!this.#last || fault.at.start > this.#last.at.start) this.#last = fault
  }

  #body(body: readonly Statement[], from: States, pass: Pass | undefined): States {
    let states = from
    for (const statement of body) {
      if (states.size === 0 || this.#budget.left <= 0) return states
      states = this.#statement(statement, states, pass)
      if (states.size > mostWays) return anything
    }
    return states
  }

  #statement(node: Statement, states: States, pass: Pass | undefined): States {
    switch (node.kind) {
      case 'text': {
        const isExact = node.style === 'plain' && node.output.length === node.end - node.start
        return this.#text(states, node.output, node, isExact)
      }
      case 'comment':
        return this.#text(states, node.output, node, false)
      case 'reference':
        return this.#reference(node, states)
      case 'set':
        return states
      case 'if':
        return this.#if(node, states, pass)
      case 'directive':
        return this.#directive(node, states)
      case 'malformed':
        return anything
    }
  }

  #text(states: States, text: string, node: Span, isExact: boolean): States {
    let current = [...states.values()]
    for (let index = 0; index < text.length && current.length > 0; index++) {
      this.#budget.left -= current.length
      if (this.#budget.left <= 0) return anything
      // Most of a template stands in strings or is blank, and is read on one way only.
      if (current.length === 1 && isSkipped(current[0], text.charAt(index))) continue
      const at = isExact ? { start: node.start + index, end: node.start + index + 1 } : node
      const isHole = this.#options.isComputed(at)
      const before = current
      const next = before.flatMap(state =>
        isHole ? afterValue(state, true) : this.#character(state, text.charAt(index), at),
      )
      const isSame = next.length === before.length && next.every((state, place) => state === before[place])
      if (!isSame) current = next.length === 1 ? next : [...byKey(next).values()]
    }
    return byKey(current)
  }

  #character(state: JsonState, char: string, at: Span): readonly JsonState[] {
    const next = nextState(state, char, at)
    if ('mode' in next) return [next]
    this.#note(next)
    return []
  }

  #each(states: States, next: (state: JsonState) => readonly JsonState[]): States {
    return byKey([...states.values()].flatMap(next))
  }

  #reference(node: ReferenceNode, states: States): States {
    const { prefix, literal } = node.shown
    const before = this.#text(states, prefix, node, false)
    if (literal !== undefined) return this.#text(before, literal, node, false)
    const isInside = [...before.values()].every(({ mode }) => mode === 'string' || mode === 'name')
    this.#seen?.set(node, isInside && this.#seen.get(node) !== false)
    const isFragment = this.#options.isFragment(node)
    return this.#each(before, state => afterValue(state, isFragment))
  }

  #if(node: IfNode, states: States, pass: Pass | undefined): States {
    const forced = this.#forced.get(node)
    const possible = possibleBranches(node, pass)
    // A branch that this pass does not take says nothing about the pass that takes it.
    if (forced !== undefined && !possible.includes(forced)) return anything
    const result = new Map<string, JsonState>()
    for (const branch of possible) {
      if (forced !== undefined && forced !== branch) continue
      const after = this.#body(branchBody(node, branch), states, pass)
      for (const [key, state] of after) result.set(key, state)
    }
    return result
  }

  #directive(node: DirectiveNode, states: States): States {
    const { text } = node.name
    if (text === 'foreach' && node.body) return this.#foreach(node, node.body, states)
    if (text === 'define' || text === 'macro') return states
    if (text === 'stop' || text === 'break' || text === 'include' || text === 'parse' || text === 'literal')
      return anything
    return node.body ? anything : this.#text(states, node.literal, node, false)
  }

  #foreach(node: DirectiveNode, body: Block, states: States): States {
    const forced = this.#forced.get(node)
    const counts = forced === undefined ? [0, 1, 2] : [forced]
    const result = new Map<string, JsonState>()
    for (const count of counts) {
      let after = states
      for (let index = 0; index < count; index++)
        after = this.#body(body.body, after, { isFirst: index === 0, hasNext: index < count - 1 })
      for (const [key, state] of after) result.set(key, state)
    }
    return result
  }
}

/** Whether a character leaves a state as it is. */
function isSkipped(state: JsonState | undefined, char: string): boolean {
  const mode = state?.mode
  if (mode === 'string' || mode === 'name') return char !== '"' && char !== '\\'
  const isBlank = char === ' ' || char === '\n'
  return mode === 'any' || (isBlank && mode !== 'literal' && mode !== 'stringEscape' && mode !== 'nameEscape')
}

function byKey(states: readonly JsonState[]): States {
  return new Map(states.map(state => [keyOf(state), state]))
}

const anything: States = new Map([[keyOf(anyState), anyState]])

/** The branches that may be taken, `#else` (or none) as the last. */
function possibleBranches({ branches }: IfNode, pass: Pass | undefined): number[] {
  const possible: number[] = []
  for (const [index, { condition }] of branches.entries()) {
    const isTrue = truthIn(condition, pass)
    if (isTrue !== false) possible.push(index)
    if (isTrue === true) return possible
  }
  return [...possible, branches.length]
}

/** What is known of a condition about the loop around it; undefined for all others. */
function truthIn(condition: Expression, pass: Pass | undefined): boolean | undefined {
  if (!pass) return undefined
  switch (condition.kind) {
    case 'group':
      return truthIn(condition.expression, pass)
    case 'not': {
      const operand = truthIn(condition.operand, pass)
      return operand === undefined ? undefined : !operand
    }
    case 'reference':
      return truthOfReference(condition, pass)
    case 'binary':
      return firstPassTest(condition, pass)
    default:
      return undefined
  }
}

function truthOfReference(node: ReferenceNode, { isFirst, hasNext }: Pass): boolean | undefined {
  const name = loopName(node)
  if (name === 'hasNext') return hasNext
  if (name === 'first') return isFirst
  return name === 'last' ? !hasNext : undefined
}

/** `$foreach.count > 1`, `$velocityCount != 1`, `$foreach.index > 0` and their contraries tell the first pass from others. */
function firstPassTest(
  { operator, left, right }: Expression & { kind: 'binary' },
  { isFirst }: Pass,
): boolean | undefined {
  if (left.kind !== 'reference' || right.kind !== 'number') return undefined
  const name = loopName(left)
  const first = name === 'count' ? 1 : name === 'index' ? 0 : undefined
  if (first === undefined) return undefined
  if (right.value === first) {
    if (operator === '==' || operator === '<=') return isFirst
    return operator === '>' || operator === '!=' ? !isFirst : undefined
  }
  if (right.value !== first + 1) return undefined
  return operator === '<' ? isFirst : operator === '>=' ? !isFirst : undefined
}

function loopName({ root, accessors }: ReferenceNode): string | undefined {
  if (root.text === 'velocityHasNext' && accessors.length === 0) return 'hasNext'
  if (root.text === 'velocityCount' && accessors.length === 0) return 'count'
  const [accessor, ...others] = accessors
  if (root.text !== 'foreach' || others.length > 0) return undefined
  return accessor?.kind === 'property' ? accessor.name.text : undefined
}
