import type { Span } from '../../template/tree.ts'

/** Where in a JSON text its reader stands. */
export type JsonMode =
  | 'start'
  | 'value'
  | 'item'
  | 'nextItem'
  | 'key'
  | 'nextKey'
  | 'colon'
  | 'after'
  | 'done'
  | 'string'
  | 'stringEscape'
  | 'name'
  | 'nameEscape'
  | 'literal'
  /** What was printed cannot be told, so that anything may follow. */
  | 'any'

export interface JsonState {
  readonly mode: JsonMode
  /** The brackets that are open. */
  readonly stack: string
  /** Where they stand. */
  readonly opened: readonly Span[]
  /** Of a number or word: what stands of it; undefined when a value is part of it. */
  readonly literal: string | undefined
  /** The last comma, bracket, quote or first letter that the mode came of. */
  readonly mark: Span
}

/** Why a text is no JSON, and where. */
export interface JsonFault {
  readonly at: Span
  readonly kind:
    'comma' | 'ending' | 'literal' | 'missingComma' | 'missingValue' | 'name' | 'unclosed' | 'unexpected'
  readonly char: string
}

const nowhere: Span = { start: 0, end: 0 }

/** Before anything is printed. */
export const startState: JsonState = { mode: 'start', stack: '', opened: [], literal: '', mark: nowhere }

/** After something of which nothing is known. */
export const anyState: JsonState = { mode: 'any', stack: '', opened: [], literal: '', mark: nowhere }

/** What the next character makes of a state: another state, or a fault. */
export function nextState(state: JsonState, char: string, at: Span): JsonFault | JsonState {
  switch (state.mode) {
    case 'any':
      return state
    case 'string':
    case 'name':
      return inString(state, char)
    case 'stringEscape':
      return { ...state, mode: 'string' }
    case 'nameEscape':
      return { ...state, mode: 'name' }
    case 'literal':
      if (/[\w.+-]/.test(char))
        return { ...state, literal: state.literal === undefined ? undefined : state.literal + char }
      return afterLiteral(state, char, at)
    default:
      return isBlank(char) ? state : outside(state, char, at)
  }
}

/** What the end of the text makes of a state: nothing, or a fault. */
export function faultAtEnd(state: JsonState, end: number): JsonFault | undefined {
  const { mode, stack, opened, mark } = state
  if (mode === 'any' || mode === 'start' || mode === 'done') return undefined
  if (mode === 'literal' && stack === '') return undefined
  if (/^(string|name)/.test(mode)) return { kind: 'unclosed', at: mark, char: '"' }
  return { kind: 'unclosed', at: opened.at(-1) ?? { start: end, end }, char: stack.at(-1) ?? '' }
}

/** What a printed value makes of a state: the states it may lead to. */
export function afterValue(state: JsonState, isFragment: boolean): readonly JsonState[] {
  const { mode } = state
  if (mode === 'string' || mode === 'name' || mode === 'any') return [state]
  if (mode === 'literal') return [{ ...state, literal: undefined }]
  if (isFragment) return [anyState]
  if (mode === 'value' || mode === 'nextItem') return [valueEnded(state)]
  // Between the brackets of a list a reference may print an item, or nothing.
  if (mode === 'item') return [valueEnded(state), state]
  return [anyState]
}

/** Tells states apart. */
export function keyOf({ mode, stack, literal }: JsonState): string {
  return `${mode} ${stack} ${literal ?? '?'}`
}

function inString(state: JsonState, char: string): JsonState {
  const isName = state.mode === 'name'
  if (char === '\\') return { ...state, mode: isName ? 'nameEscape' : 'stringEscape' }
  if (char !== '"') return state
  return isName ? { ...state, mode: 'colon' } : valueEnded(state)
}

function outside(state: JsonState, char: string, at: Span): JsonFault | JsonState {
  const fault = (kind: JsonFault['kind'], where = at): JsonFault => ({ kind, at: where, char })
  const { mode, stack } = state
  switch (mode) {
    case 'start':
      // Any other text is not meant to be JSON, such as a form for another service.
      return char === '{' || char === '[' ? open(state, char, at) : anyState
    case 'done':
      return fault('ending')
    case 'colon':
      return char === ':' ? { ...state, mode: 'value', mark: at } : fault('unexpected')
    case 'key':
    case 'nextKey':
      if (char === '"') return { ...state, mode: 'name', mark: at }
      if (char === '}' && mode === 'key') return close(state)
      return char === '}' ? fault('comma', state.mark) : fault('name')
    case 'after':
      if (char === ',') return { ...state, mode: stack.endsWith('{') ? 'nextKey' : 'nextItem', mark: at }
      if (char === '}' || char === ']')
        return stack.endsWith(opening(char)) ? close(state) : fault('unexpected')
      return fault(/["\w{[-]/.test(char) ? 'missingComma' : 'unexpected')
    default:
      return beginValue(state, char, at)
  }
}

function beginValue(state: JsonState, char: string, at: Span): JsonFault | JsonState {
  const { mode, mark } = state
  if (char === '{' || char === '[') return open(state, char, at)
  if (char === '"') return { ...state, mode: 'string', mark: at }
  if (char === ']' && mode === 'item') return close(state)
  if (char === ']' && mode === 'nextItem') return { kind: 'comma', at: mark, char }
  if (char === '}' || char === ']' || char === ',') return { kind: 'missingValue', at, char }
  if (/[\w.+-]/.test(char)) return { ...state, mode: 'literal', literal: char, mark: at }
  return { kind: 'unexpected', at, char }
}

function open(state: JsonState, char: string, at: Span): JsonState {
  const mode = char === '{' ? 'key' : 'item'
  return {
    mode,
    stack: `${state.stack}${char}`.slice(-deepest),
    opened: [...state.opened, at].slice(-deepest),
    literal: '',
    mark: at,
  }
}

/** Deeper ones are forgotten, so that a state stays small: what closes them is then seen as text after the end. */
const deepest = 200

function close(state: JsonState): JsonState {
  return valueEnded({ ...state, stack: state.stack.slice(0, -1), opened: state.opened.slice(0, -1) })
}

function valueEnded({ stack, opened, mark }: JsonState): JsonState {
  return { mode: stack === '' ? 'done' : 'after', stack, opened, literal: '', mark }
}

function afterLiteral(state: JsonState, char: string, at: Span): JsonFault | JsonState {
  const { literal, mark } = state
  const isFine =
    literal === undefined || /^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/.test(literal)
  if (!isFine)
    return { kind: 'literal', at: { start: mark.start, end: mark.start + literal.length }, char: literal }
  const ended = valueEnded(state)
  return isBlank(char) ? ended : outside(ended, char, at)
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r'
}

function opening(bracket: string): string {
  return bracket === '}' ? '{' : '['
}
