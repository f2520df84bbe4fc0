import type { Fields } from '../../base/headers.ts'
import { lastField } from '../../base/headers.ts'
import type { ContextValues } from '../variables.ts'

/** How a phase of a request ended; AWS's access logs tell it as `$context.PHASE.status`, `.latency` and `.error`. */
export interface PhaseFacts {
  readonly status?: number
  /** Milliseconds. */
  readonly latency?: number
  readonly error?: string
}

/** What an authorizer's function adds. */
export interface AuthorizerFacts extends PhaseFacts {
  /** What it said of the caller, also of one that its policy denies. */
  readonly caller?: ContextValues
  readonly integrationLatency?: number
  /** Status that the Lambda service answered with. */
  readonly integrationStatus?: number
  readonly requestId?: string
}

/** What a backend gave back. */
export interface IntegrationFacts {
  /** Of the backend's own answer: for a proxy integration with Lambda the `statusCode` that the function returned. */
  readonly status?: number
  /** Status that the AWS service answered with; of an HTTP backend the same as `status`. */
  readonly integrationStatus?: number
  /** Id of the call at the AWS service: the function's run. */
  readonly requestId?: string
  /** `x-amz-id-2` of the answer. */
  readonly requestId2?: string
  readonly error?: string
  /** Unset for an answer that is taken as a whole. */
  readonly responseTransferMode?: 'STREAM'
}

/**
 * The phases of a request: `authenticate` only with IAM, `authorizer` with an authorizer, `authorize` with IAM or a
 * Lambda authorizer.
 * https://aws.amazon.com/blogs/compute/troubleshooting-amazon-api-gateway-with-enhanced-observability-variables/
 */
export interface RequestFacts {
  readonly authenticate?: PhaseFacts
  readonly authorizer?: AuthorizerFacts
  readonly authorize?: PhaseFacts
  readonly integration?: IntegrationFacts
}

/** The ids that an AWS service gives a call, by its answer's headers. */
export function requestIdsOf({ headers }: { readonly headers: Fields }): IntegrationFacts {
  const requestId = lastField(headers, 'x-amzn-requestid') ?? lastField(headers, 'x-amz-request-id')
  const requestId2 = lastField(headers, 'x-amz-id-2')
  return { ...(requestId !== undefined && { requestId }), ...(requestId2 !== undefined && { requestId2 }) }
}
