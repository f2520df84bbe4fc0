/** Whether a code point belongs to a class of characters. */
export type CharacterTest = (codePoint: number) => boolean

/** A Java regular expression, taken apart. */
export type RegexNode =
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly RegexNode[] }
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'group'; readonly index: number; readonly body: RegexNode }
  | { readonly kind: 'atomic'; readonly body: RegexNode }
  | { readonly kind: 'look'; readonly isBehind: boolean; readonly isNegative: boolean; readonly body: RegexNode }
  | { readonly kind: 'repeat'; readonly body: RegexNode; readonly min: number; readonly max: number; readonly mode: RepeatMode }
  | { readonly kind: 'backReference'; readonly index: number; readonly ignoresCase: boolean }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }

export type RepeatMode = 'greedy' | 'lazy' | 'possessive'

/** What must hold at a place; lines end as the flags say. */
export type Assertion =
  | 'inputStart'
  | 'inputEnd'
  | 'lastLineEnd'
  | 'lastUnixLineEnd'
  | 'lineStart'
  | 'unixLineStart'
  | 'lineEnd'
  | 'unixLineEnd'
  | 'wordBoundary'
  | 'noWordBoundary'
  | 'lastMatchEnd'

export interface Regex {
  readonly root: RegexNode
  /** Number of capturing groups, without the whole match. */
  readonly groups: number
  readonly names: ReadonlyMap<string, number>
}

export interface RegexFlags {
  ignoresCase: boolean
  isUnicodeCase: boolean
  isMultiline: boolean
  isDotAll: boolean
  hasComments: boolean
  isUnixLines: boolean
}
