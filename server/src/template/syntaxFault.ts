import type { Span } from './tree.ts'

/** A fault of the template's text, in offsets. */
export interface SyntaxFault extends Span {
  readonly code: SyntaxFaultCode
  readonly message: string
  /** Found when Velocity prepares what it has read, and so after all faults of reading. */
  readonly isLate?: true
}

/** What API Gateway refuses is a `template-syntax` error; the others are accepted, but do not do what they seem to. */
export type SyntaxFaultCode =
  | 'template-syntax'
  | 'template-disabled-directive'
  | 'template-unseen-assignment'
  | 'template-unclosed-comment'
