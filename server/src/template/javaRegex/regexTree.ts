/** Whether a code point is in a set. */
export type CharacterSet = (codePoint: number) => boolean

/** A Java regular expression, read. */
export type RegexNode =
  | { readonly type: 'set'; readonly holds: CharacterSet }
  | { readonly type: 'sequence'; readonly nodes: readonly RegexNode[] }
  | { readonly type: 'choice'; readonly branches: readonly RegexNode[] }
  | { readonly type: 'capture'; readonly index: number; readonly node: RegexNode }
  | { readonly type: 'atomic'; readonly node: RegexNode }
  | {
      readonly type: 'repeat'
      readonly node: RegexNode
      readonly min: number
      readonly max: number
      readonly mode: RepeatMode
    }
  | {
      readonly type: 'look'
      readonly node: RegexNode
      readonly isBehind: boolean
      readonly isNegative: boolean
    }
  | { readonly type: 'backReference'; readonly index: number; readonly fold: Fold }
  | { readonly type: 'place'; readonly isAt: PlaceTest }

export type RepeatMode = 'greedy' | 'lazy' | 'possessive'

/** Gives the one form of a code point under which letters that differ in case alone are the same. */
export type Fold = (codePoint: number) => number

/** Whether a position is one that `^`, `$`, `\b` and their like ask for. */
export type PlaceTest = (text: string, position: number, searchStart: number) => boolean

export interface RegexTree {
  readonly node: RegexNode
  readonly groupCount: number
  readonly groupNames: ReadonlyMap<string, number>
}

/** What `(?i)` and the flags behind a pattern switch on. */
export interface RegexFlags {
  /** `i` */
  readonly ignoresCase: boolean
  /** `u`, `U`: case of all letters, not of A to Z alone. */
  readonly unicodeCase: boolean
  /** `U`: `\w`, `\d`, `\s` and POSIX classes are of Unicode. */
  readonly unicodeClasses: boolean
  /** `m` */
  readonly isMultiline: boolean
  /** `s` */
  readonly dotAll: boolean
  /** `d`: `\n` alone ends a line. */
  readonly unixLines: boolean
  /** `x` */
  readonly comments: boolean
}
