import type { Origin } from './origin.ts'
import type { Range } from './text.ts'

/** How bad a finding is: an error is something AWS refuses or that cannot work. */
export type Severity = 'error' | 'warning' | 'info' | 'hint'

/** One replacement of text in a file. */
export interface TextEdit {
  /** Absolute path. */
  readonly file: string
  readonly range: Range
  readonly newText: string
}

/** A way to mend a finding, applied as one undoable step. */
export interface Fix {
  /** What the lightbulb shows: verb first, no closing full stop. */
  readonly title: string
  readonly edits: readonly TextEdit[]
  /** The one fix to apply without asking; at most one fix of a diagnostic has it. */
  readonly isPreferred?: boolean
}

/** Another place that belongs to a finding (the first of two duplicates, the declaration). */
export interface RelatedPlace {
  readonly file: string
  readonly range: Range
  readonly message: string
}

/** The place of an origin, as one that belongs to a finding. */
export function relatedPlace({ file, range }: Origin, message: string): RelatedPlace {
  return { file, range, message }
}

/** A finding in a user's file. The message says what is wrong, why it matters, what to do. */
export interface Diagnostic {
  /** Rule id in kebab-case, stable: users name it in settings and comments. */
  readonly code: string
  readonly severity: Severity
  readonly message: string
  /** Absolute path. */
  readonly file: string
  readonly range: Range
  /** The page of AWS's documentation (or of ours) that the finding stands on. */
  readonly documentation?: string
  readonly related?: readonly RelatedPlace[]
  readonly fixes?: readonly Fix[]
  readonly tags?: readonly ('unnecessary' | 'deprecated')[]
}
