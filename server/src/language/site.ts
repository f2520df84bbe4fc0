import type { Position, Range } from '../base/text.ts'
import { pointerSegments } from '../base/jsonPointer.ts'
import type { Node, SourceDocument } from '../syntax/node.ts'
import { childAt, pointerOf } from '../syntax/node.ts'

/** Keys and indices from the root of a document. */
export type DocumentPath = readonly (string | number)[]

/** What somebody is about to write at a place: a key of a mapping, or a value. */
export interface Site {
  readonly document: SourceDocument
  /** Where a line has a word only, it may be either: then it is a key, and `isBare`. */
  readonly mode: 'key' | 'value'
  /** The mapping that would get the key, or the place of the value. */
  readonly path: DocumentPath
  /**
   * The tree in which `path` is meant; a word stands in for what is being written. Its nodes may come of a copy of the
   * text, so they tell no origin.
   */
  readonly root: Node | undefined
  /** What an accepted proposal replaces, without its quotes: a key's word, or the line's part of a scalar. */
  readonly range: Range
  /** The text that is replaced, up to the cursor. */
  readonly prefix: string
  /** Quotes that stand around `range` already. */
  readonly quote: '"' | "'" | undefined
  /** Whether it is the only key of its mapping and has no colon, so that a value may be meant. */
  readonly isBare: boolean
  /** Whether JSON's notation holds: in JSON, and in YAML between braces. */
  readonly isFlow: boolean
  /** Whether it stands in `Fn::Sub`, where `${…}` is a template's. */
  readonly isSubstituted: boolean
  /** Columns by which a mapping's keys stand deeper than the line's own indentation: those of `- `. */
  readonly shift: number
  /** Whether a list item's dash stands before it. */
  readonly isDashed: boolean
  /** What is missing in front of what is written: the blank behind a dash that was typed alone, or an item's dash. */
  readonly lead: '' | ' ' | '- '
  /** Whether the lines below belong to the key that is written, or are the value that a function's tag is put before. */
  readonly hasBlockBelow: boolean
  /** A comma that is missing before what is written stands here. */
  readonly commaBefore: Position | undefined
  /** Whether what follows needs a comma in front of it. */
  readonly needsCommaAfter: boolean
}

/** The name of the key, or the text of the value, that stands in for what is being written. */
export const standIn = 'gatehouseStandIn'

/** The keys from the root to a node. */
export function pathOf(node: Node): DocumentPath {
  return pointerSegments(pointerOf(node))
}

/** The mapping or value at the place. */
export function nodeAtSite({ root, path }: Pick<Site, 'root' | 'path'>): Node | undefined {
  return childAt(root, ...path)
}

/**
 * Whether a value may stand at the place: where a value is asked for, and where a lone word is no key yet and nothing below
 * says that it is one.
 */
export function takesValue({ mode, isBare, hasBlockBelow }: Site): boolean {
  return mode === 'value' || (isBare && !hasBlockBelow)
}

/** Whether the value stands on the lines below already, so that only a function's tag can be put before it. */
export function isPutBefore({ mode, hasBlockBelow, isFlow, quote }: Site): boolean {
  return mode === 'value' && hasBlockBelow && !isFlow && quote === undefined
}
