import type { TextEdit } from '../../base/diagnostic.ts'

/** A change of the user's text that nobody has complained about, applied as one undoable step. */
export interface Refactoring {
  /** What the editor shows: verb first, no closing full stop. */
  readonly title: string
  /** LSP's kind of code action. */
  readonly kind: 'refactor.rewrite' | 'refactor.extract' | 'refactor.inline'
  readonly edits: readonly TextEdit[]
  /** Files that come to be, none of which exists. */
  readonly creates?: readonly NewFile[]
}

export interface NewFile {
  /** Absolute path. */
  readonly file: string
  readonly text: string
}
