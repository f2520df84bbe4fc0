import type { PayloadValue } from './payloadSchema.ts'

/** Something that may stand at a place: what completion proposes and hover tells of. */
export interface Candidate {
  readonly name: string
  readonly kind: 'constant' | 'directive' | 'field' | 'method' | 'parameter' | 'property' | 'variable'
  /** One line: a signature, a type. */
  readonly detail: string
  /** Markdown. */
  readonly documentation: string
  /** What is written for it, where that is not its name: texts, and numbered places for the cursor. */
  readonly insert?: readonly SnippetPart[]
  /** How many units before the word are replaced as well: a dot before `['a name']`. */
  readonly replacesBefore?: number
  /** Whether more can be chosen right behind it. */
  readonly goesOn?: boolean
  /** Required members and the template's own variables come first. */
  readonly rank?: 0 | 1 | 2
  /** Of a member of the payload: what the model says of it. */
  readonly payload?: PayloadValue
}

export type SnippetPart = string | { readonly stop: number; readonly text?: string }
