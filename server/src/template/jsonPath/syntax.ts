import type { JavaDecimal } from '../javaDecimal.ts'

/** A stretch of a path's text: offsets in UTF-16 code units, the end not included. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A JSONPath as written: `$` (the payload) or `@` (the item a filter looks at), and what is taken of it. */
export interface JsonPath extends Span {
  readonly root: '$' | '@'
  readonly segments: readonly Segment[]
}

export type Segment =
  | PropertySegment
  | IndexSegment
  | SliceSegment
  | WildcardSegment
  | ScanSegment
  | FilterSegment
  | FunctionSegment

/** `.name`, `['name']`, `['one','other']`. */
export interface PropertySegment extends Span {
  readonly type: 'property'
  readonly names: readonly PropertyName[]
}

export interface PropertyName extends Span {
  readonly name: string
}

/** `[0]`, `[-1]`, `[0,2]`. */
export interface IndexSegment extends Span {
  readonly type: 'index'
  readonly indexes: readonly number[]
}

/** `[from:to]`, either of them left out; a third number, a step, is read and ignored. */
export interface SliceSegment extends Span {
  readonly type: 'slice'
  readonly from: number | undefined
  readonly to: number | undefined
}

/** `.*`, `[*]`. */
export interface WildcardSegment extends Span {
  readonly type: 'wildcard'
}

/** `..`; the segment after it says what is looked for. */
export interface ScanSegment extends Span {
  readonly type: 'scan'
}

/** `[?(…)]`. */
export interface FilterSegment extends Span {
  readonly type: 'filter'
  readonly condition: Condition
}

/** `.length()`, `.sum($.other)`. Whether the function exists is known only when it is called. */
export interface FunctionSegment extends Span {
  readonly type: 'function'
  readonly name: string
  readonly arguments: readonly FunctionArgument[]
}

export type FunctionArgument =
  | { readonly type: 'path'; readonly path: JsonPath }
  /** Text that json-smart reads when the function is called. */
  | { readonly type: 'json'; readonly text: string }

export type Condition =
  | { readonly type: 'or' | 'and'; readonly operands: readonly Condition[] }
  | { readonly type: 'not'; readonly operand: Condition }
  | { readonly type: 'exists'; readonly path: JsonPath; readonly shouldExist: boolean }
  | {
      readonly type: 'comparison'
      readonly left: Operand
      readonly operator: Operator
      readonly right: Operand
    }

export type Operand =
  | { readonly type: 'path'; readonly path: JsonPath }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'number'; readonly value: JavaDecimal }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'null' }
  /** `[…]` or `{…}`, read by json-smart when it is looked at. */
  | { readonly type: 'json'; readonly text: string }
  | { readonly type: 'pattern'; readonly source: string; readonly flags: string }

/** In the order in which json-path knows them; words are written in any case. */
export const operators = [
  '>=',
  '<=',
  '==',
  '===',
  '!=',
  '!==',
  '<',
  '>',
  '=~',
  'nin',
  'in',
  'contains',
  'all',
  'size',
  'exists',
  'type',
  'matches',
  'empty',
  'subsetof',
  'anyof',
  'noneof',
] as const

export type Operator = (typeof operators)[number]

/** Why a path cannot be read, and where. */
export interface PathFault extends Span {
  readonly message: string
}

/** Thrown while a path is read; `isSyntax` is false for what json-path itself meets as another kind of exception. */
export class PathSyntaxError extends Error {
  readonly start: number
  readonly end: number
  readonly isSyntax: boolean

  constructor(message: string, start: number, end: number, isSyntax = true) {
    super(message)
    this.start = start
    this.end = end
    this.isSyntax = isSyntax
  }
}
