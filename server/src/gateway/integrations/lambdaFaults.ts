import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import { absence, because, configurationError, GatewayError, NotEmulatedError } from '../gatewayError.ts'
import { functionFailureLine } from '../logs/endpointLines.ts'
import type { FunctionFailure } from '../why/cause.ts'
import type { FunctionResult, World } from '../world.ts'
import type { FailureDetails } from '../gatewayError.ts'
import { describeFailure, eventSizeFault, handlerSource, isMissing } from './functionRun.ts'

/** Throws AWS's answer to an event that is too large for Lambda. */
export function refuseLargeEvent(event: string, isAsync: boolean): void {
  const fault = eventSizeFault(event, isAsync)
  if (fault === undefined) return
  throw new GatewayError('REQUEST_TOO_LARGE', fault, {
    details: because({ type: 'tooLarge', reason: fault }),
  })
}

/** Throws AWS's answer where the integration's own limit has passed. */
export function refuseTimeout(target: LambdaFunction, result: FunctionResult): void {
  if (result.type === 'timeout' && result.limit === 'integration')
    throw new GatewayError('INTEGRATION_TIMEOUT', describeFailure(target, result), {
      details: becauseOf(target, result),
    })
}

/** In stub mode, throws for a function that is not here or cannot run: without it such a function fails as any other. */
export function refuseMissing(target: LambdaFunction, result: FunctionResult, world: World): void {
  if (world.stubs && isMissing(result))
    throw absence(new NotEmulatedError('external-function', describeFailure(target, result)))
}

/**
 * What AWS answers for a function that gave a proxy integration no answer. Lambda's refusal of an event too many (429) is a
 * configuration error to it: 500.
 */
export function functionFailure(
  target: LambdaFunction,
  result: Exclude<FunctionResult, { type: 'success' }>,
  requestId: string,
): GatewayError {
  if (result.type === 'error' && result.cause === 'throttled')
    return configurationError(describeFailure(target, result), becauseOf(target, result), result.errorMessage)
  return new GatewayError('INTEGRATION_FAILURE', describeFailure(target, result), {
    status: 502,
    details: becauseOf(target, result),
    logged: functionFailureLine(result.errorMessage, requestId),
  })
}

/** The details of a failed call of a function. */
export function becauseOf(target: LambdaFunction, result: Failed): () => FailureDetails {
  return because({ type: 'function', failure: failureOf(target, result) }, handlerSource(result))
}

type Failed = Exclude<FunctionResult, { type: 'success' }>

/** What a function did instead of answering. */
export function failureOf(target: LambdaFunction, result: Failed): FunctionFailure {
  const { errorMessage, payload } = result
  const errorType = result.type === 'error' ? result.errorType : ''
  return {
    functionId: target.id,
    kind: kindOfFailure(result),
    errorType,
    errorMessage,
    payload,
    source: handlerSource(result),
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html */
function kindOfFailure(result: Failed): FunctionFailure['kind'] {
  if (result.type === 'timeout') return result.limit === 'function' ? 'timeout' : 'gatewayTimeout'
  if (/^Runtime\.(HandlerNotFound|MalformedHandlerName)$/.test(result.errorType)) return 'noHandler'
  if (result.errorType === 'Runtime.OutOfMemory') return 'memory'
  const kinds = {
    handler: 'threw',
    init: 'notLoaded',
    exit: 'exited',
    missing: 'missing',
    responseTooLarge: 'tooLarge',
    throttled: 'throttled',
  } as const
  return kinds[result.cause]
}
