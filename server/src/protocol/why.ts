import type { TextEdit } from '../base/diagnostic.ts'
import type { SourceLine, StepName } from './step.ts'

/** Why a request was answered as it was: one sentence, what proves it, and the ways out. */
export interface Why {
  /** One of the causes of docs/why.md: `authorizer-policy-denies`. */
  readonly cause: string
  /**
   * `<Who> <did what>: <the deciding fact in bold>. <What followed from it>.` Under 45 words; `code` in backticks and
   * **bold** are the only marks.
   */
  readonly sentence: string
  /** The step that decided. */
  readonly step: StepName
  /** The line that decided: of the definition, or of a handler. */
  readonly source?: SourceLine
  readonly evidence?: Evidence
  /** Short pairs: the ARN that was asked for, where the policy came from. */
  readonly facts: readonly WhyFact[]
  /** At most three, the best first. */
  readonly fixes: readonly WhyFix[]
  /** AWS's page on it. */
  readonly documentation: string
  /** The status itself is no failure, so that the explanation is shown when it is asked for. */
  readonly isQuiet?: boolean
}

/** A few lines that prove a sentence: a statement with its neighbours, or what a function returned. */
export interface Evidence {
  /** `Policy of TokenAuthorizer`, `What GetBook returned`, `template.yaml`. */
  readonly title: string
  /** Number of the first line, from 1. */
  readonly firstLine: number
  readonly lines: readonly EvidenceLine[]
}

export interface EvidenceLine {
  readonly text: string
  readonly isDeciding?: boolean
  /** What of the text is wrong, in UTF-16 code units. */
  readonly wrong?: { readonly start: number; readonly end: number }
}

export interface WhyFact {
  /** `Request ARN` */
  readonly label: string
  /** With the marks of a sentence. */
  readonly text: string
  readonly source?: SourceLine
}

/** A way out, behind a button. */
export type WhyFix =
  /** A change of the user's files; only where it is certain. */
  | {
      readonly type: 'edit'
      readonly title: string
      readonly change: SuggestedChange
    }
  /** The quick fix of a rule at a line. */
  | { readonly type: 'rule'; readonly title: string; readonly rule: string; readonly source: SourceLine }
  | { readonly type: 'open'; readonly title: string; readonly source: SourceLine }
  /** The lines that the function wrote. */
  | { readonly type: 'log'; readonly title: string }

/** One edit with the whole lines that it changes. */
export interface SuggestedChange {
  readonly edit: TextEdit
  /** What stands in the range of the edit: where something else does, the file was changed since. */
  readonly oldText: string
  /** Lines before and after, the first of them at the beginning of the edit's range. */
  readonly removed: readonly string[]
  readonly added: readonly string[]
}
