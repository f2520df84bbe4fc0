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
  const all = new Run(options, budget, new Map(), seen)
  const first = all.fault(template)
  const inString = new Set<ReferenceNode>()
  for (const [node, isInside] of seen) if (isInside) inString.add(node)
  if (budget.left <= 0) return { inString: new Set(), failure: undefined }
  if (first) return { inString, failure: { fault: first, choice: undefined } }
  if (!all.mayFail) return { inString, failure: undefined }
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

/** The ways that are followed at once, no two of them alike. */
type States = readonly JsonState[]

class Run {
  readonly #options: ShapeOptions
  readonly #budget: { left: number }
  readonly #forced: Forced
  readonly #seen: Map<ReferenceNode, boolean> | undefined
  #last: JsonFault | undefined
  /** Whether some way met a fault, or there were too many ways to follow each: else no choice can fail. */
  mayFail = false

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
    const states = this.#body(template.body, [startState], undefined)
    if (this.#budget.left <= 0) return undefined
    const faults = states.flatMap(state => faultAtEnd(state, template.end) ?? [])
    for (const fault of faults) this.#note(fault)
    return faults.length < states.length ? undefined : this.#last
  }

  #note(fault: JsonFault): void {
    this.mayFail = true
    if (!this.#last || fault.at.start > this.#last.at.start) this.#last = fault
  }

  #body(body: readonly Statement[], from: States, pass: Pass | undefined): States {
    let states = from
    for (const statement of body) {
      if (states.length === 0 || this.#budget.left <= 0) return states
      states = this.#statement(statement, states, pass)
      if (states.length > mostWays) {
        this.mayFail = true
        return anything
      }
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
    let current = states
    for (let index = 0; index < text.length; index++) {
      const [only, another] = current
      if (!only) return current
      this.#budget.left -= current.length
      if (this.#budget.left <= 0) return anything
      const char = text.charAt(index)
      // Most of a template stands in strings or is blank, and is read on one way only.
      if (!another && isSkipped(only, char)) continue
      const at = isExact ? { start: node.start + index, end: node.start + index + 1 } : node
      if (this.#options.isComputed(at)) current = this.#each(current, state => afterValue(state, true))
      else if (!another) current = this.#character(only, char, at)
      else current = this.#each(current, state => this.#character(state, char, at))
    }
    return current
  }

  #character(state: JsonState, char: string, at: Span): States {
    const next = nextState(state, char, at)
    if ('mode' in next) return [next]
    this.#note(next)
    return []
  }

  #each(states: States, next: (state: JsonState) => States): States {
    const [only, another] = states
    if (only && !another) return distinct(next(only))
    const after = states.flatMap(next)
    const isSame = after.length === states.length && after.every((state, index) => state === states[index])
    return isSame ? states : distinct(after)
  }

  #reference(node: ReferenceNode, states: States): States {
    const { prefix, literal } = node.shown
    const before = prefix === '' ? states : this.#text(states, prefix, node, false)
    if (literal !== undefined) return this.#text(before, literal, node, false)
    const isInside = before.every(({ mode }) => mode === 'string' || mode === 'name')
    this.#seen?.set(node, isInside && this.#seen.get(node) !== false)
    // In a string it prints a part of it, whatever it is.
    if (isInside) return before
    const isFragment = this.#options.isFragment(node)
    return this.#each(before, state => afterValue(state, isFragment))
  }

  #if(node: IfNode, states: States, pass: Pass | undefined): States {
    const forced = this.#forced.get(node)
    const possible = possibleBranches(node, pass)
    // A branch that this pass does not take says nothing about the pass that takes it.
    if (forced !== undefined && !possible.includes(forced)) return anything
    const result: JsonState[] = []
    for (const branch of possible) {
      if (forced !== undefined && forced !== branch) continue
      result.push(...this.#body(branchBody(node, branch), states, pass))
    }
    return distinct(result)
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
    const result: JsonState[] = []
    for (const count of counts) {
      let after = states
      for (let index = 0; index < count; index++)
        after = this.#body(body.body, after, { isFirst: index === 0, hasNext: index < count - 1 })
      result.push(...after)
    }
    return distinct(result)
  }
}

/** Whether a character leaves a state as it is. */
function isSkipped({ mode }: JsonState, char: string): boolean {
  if (mode === 'string' || mode === 'name') return char !== '"' && char !== '\\'
  const isBlank = char === ' ' || char === '\n'
  return mode === 'any' || (isBlank && mode !== 'literal' && mode !== 'stringEscape' && mode !== 'nameEscape')
}

/** Of states that are alike the last stays. */
function distinct(states: States): States {
  if (states.length < 2) return states
  const byKey = new Map(states.map(state => [keyOf(state), state]))
  return byKey.size === states.length ? states : [...byKey.values()]
}

const anything: States = [anyState]

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
