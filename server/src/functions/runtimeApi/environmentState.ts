import { largestPayload } from '../functionLimits.ts'
import type { ErrorPayload, InvocationHead } from '../runtimeProcess.ts'

/** What a runtime does at the moment, with the names that AWS's implementation gives its states. */
export type EnvironmentState =
  | 'Started'
  | 'InitError'
  | 'Ready'
  | 'Running'
  | 'InvocationResponse'
  | 'InvocationErrorResponse'
  | 'ResponseSent'

/** What a runtime asks for and may not: the state it is in does not lead there. */
export function transitionError(from: EnvironmentState, to: EnvironmentState): ApiError {
  return {
    status: 403,
    errorType: 'InvalidStateTransition',
    errorMessage: `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`,
  }
}

/** An answer of the Runtime API that is not taken. */
export interface ApiError {
  readonly status: number
  readonly errorType: string
  readonly errorMessage: string
}

export const invalidRequestId: ApiError = {
  status: 400,
  errorType: 'InvalidRequestID',
  errorMessage: 'Invalid request ID',
}

export const invalidResponseMode: ApiError = {
  status: 400,
  errorType: 'InvalidFunctionResponseMode',
  errorMessage: 'Invalid function response mode',
}

export const payloadTooLarge: ApiError = {
  status: 413,
  errorType: 'RequestEntityTooLarge',
  errorMessage: `Exceeded maximum allowed payload size (${largestPayload} bytes).`,
}

/** An event, as `next` hands it out. */
export interface RuntimeEvent {
  readonly head: InvocationHead
  readonly functionArn: string
  /** JSON. */
  readonly payload: string
  /** Milliseconds since 1970. */
  readonly deadlineMs: number
}

/** The error that Lambda makes of what a runtime reports: its body as far as it is one, else the type in the header. */
export function reportedError(body: string, errorType: string | undefined): string {
  const parsed = parse(body)
  if (parsed !== undefined) return body
  const error: Pick<ErrorPayload, 'errorType'> = { errorType: errorType ?? 'Runtime.Unknown' }
  return JSON.stringify(error)
}

function parse(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
