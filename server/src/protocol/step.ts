/** The steps of API Gateway in AWS's order and words. An HTTP API leaves out those it does not have. */
export type StepName =
  | 'methodRequest'
  | 'authorizer'
  | 'apiKey'
  | 'requestValidation'
  | 'responseCache'
  | 'integrationRequest'
  | 'integration'
  | 'integrationResponse'
  | 'methodResponse'
  | 'gatewayResponse'

/** A line of the user's files that a step followed. */
export interface SourceLine {
  /** Absolute path. */
  readonly file: string
  /** Zero-based. */
  readonly line: number
  readonly character: number
}
