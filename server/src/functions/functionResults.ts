import type { FunctionError, FunctionResult, FunctionTimeout } from '../gateway/world.ts'
import type { FunctionLogLine } from '../protocol/trace.ts'
import type { HandlerPlace, RuntimeOutcome } from './runtimeProcess.ts'

/** What belongs to every result of one function. */
export interface ResultFrame {
  readonly requestId: string
  readonly notes: readonly string[]
  /** What the function wrote so far. */
  readonly log: readonly FunctionLogLine[]
}

/** Turns what a process answered into the gateway's words for it. */
export function resultOf(frame: ResultFrame, outcome: RuntimeOutcome, durationMs: number): FunctionResult {
  const { log, notes } = frame
  // The common case by itself: copying parts together would cost as much as all else on this side of the pipe.
  if (outcome.type === 'success' && outcome.initMs === undefined && outcome.place) {
    return { type: 'success', payload: outcome.payload, log, durationMs, source: outcome.place, notes }
  }
  const run = {
    log,
    durationMs,
    notes,
    ...(outcome.initMs !== undefined && { initMs: outcome.initMs }),
    ...(outcome.place && { source: outcome.place }),
  }
  switch (outcome.type) {
    case 'success':
      return { ...run, type: 'success', payload: outcome.payload }
    case 'exit': {
      const errorMessage = `RequestId: ${frame.requestId} Error: ${exitMessage(outcome.exit ?? '')}`
      const errorType = outcome.isOutOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError'
      const payload = JSON.stringify({ errorType, errorMessage })
      return { ...run, type: 'error', cause: 'exit', errorType, errorMessage, payload }
    }
    case 'initError':
    case 'error': {
      const { errorType, errorMessage } = readError(outcome.payload)
      const cause =
        outcome.type === 'initError'
          ? 'init'
          : errorType === 'Function.ResponseSizeTooLarge'
            ? 'responseTooLarge'
            : 'handler'
      return { ...run, type: 'error', cause, errorType, errorMessage, payload: outcome.payload }
    }
  }
}

/** A function that cannot run here at all, or was not run. */
export function unavailable(
  frame: ResultFrame,
  errorMessage: string,
  place?: HandlerPlace,
  cause: FunctionError['cause'] = 'missing',
): FunctionError {
  const errorType = 'Gatehouse.FunctionUnavailable'
  return {
    type: 'error',
    cause,
    errorType,
    errorMessage,
    payload: JSON.stringify({ errorType, errorMessage }),
    log: frame.log,
    durationMs: 0,
    notes: frame.notes,
    ...(place && { source: place }),
  }
}

/** As many events as the function may run at the same time are under way: Lambda's 429. */
export function throttled(frame: ResultFrame): FunctionError {
  const errorType = 'TooManyRequestsException'
  const errorMessage = 'Rate Exceeded.'
  const payload = JSON.stringify({
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    Type: 'User',
    message: errorMessage,
  })
  const { log, notes } = frame
  return { type: 'error', cause: 'throttled', errorType, errorMessage, payload, log, notes, durationMs: 0 }
}

/** The function's own `Timeout` passed; the text is Lambda's. */
export function functionTimeout(frame: ResultFrame, timeoutMs: number): FunctionTimeout {
  const seconds = (timeoutMs / 1000).toFixed(2)
  const errorMessage = `RequestId: ${frame.requestId} Error: Task timed out after ${seconds} seconds`
  return {
    type: 'timeout',
    limit: 'function',
    errorMessage,
    payload: JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage }),
    log: frame.log,
    durationMs: timeoutMs,
    notes: frame.notes,
  }
}

/** The integration's limit passed first; the function runs on. */
export function integrationTimeout(frame: ResultFrame, timeoutMs: number): FunctionTimeout {
  const errorMessage = `the integration's limit of ${timeoutMs} ms passed before the function answered`
  return {
    type: 'timeout',
    limit: 'integration',
    errorMessage,
    payload: '',
    log: frame.log,
    durationMs: timeoutMs,
    notes: frame.notes,
  }
}

function exitMessage(exit: string): string {
  return exit === '' ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${exit}`
}

/** Type and message of an error that a runtime reported. */
export function readError(payload: string): { errorType: string; errorMessage: string } {
  // Our own bootstrap wrote it.
  const error = JSON.parse(payload) as { errorType?: unknown; errorMessage?: unknown }
  return { errorType: String(error.errorType), errorMessage: String(error.errorMessage) }
}

/** Where and why code is no valid source, if that kept it from being loaded. */
export function syntaxErrorOf({ type, payload, place }: RuntimeOutcome): string | undefined {
  if (type !== 'initError' || !payload.includes('"Runtime.UserCodeSyntaxError"')) return undefined
  const { errorMessage } = readError(payload)
  return place ? `${place.file}:${place.line + 1}: ${errorMessage}` : errorMessage
}
