import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import { absence, configurationError, GatewayError, NotEmulatedError } from '../gatewayError.ts'
import { functionFailureLine } from '../logs/endpointLines.ts'
import type { FunctionResult, World } from '../world.ts'
import { describeFailure, eventSizeFault, isMissing } from './functionRun.ts'

/** Throws AWS's answer to an event that is too large for Lambda. */
export function refuseLargeEvent(event: string, isAsync: boolean): void {
  const fault = eventSizeFault(event, isAsync)
  if (fault !== undefined) throw new GatewayError('REQUEST_TOO_LARGE', fault)
}

/** Throws AWS's answer where the integration's own limit has passed. */
export function refuseTimeout(target: LambdaFunction, result: FunctionResult): void {
  if (result.type === 'timeout' && result.limit === 'integration')
    throw new GatewayError('INTEGRATION_TIMEOUT', describeFailure(target, result))
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
    return configurationError(describeFailure(target, result), undefined, result.errorMessage)
  return new GatewayError('INTEGRATION_FAILURE', describeFailure(target, result), {
    status: 502,
    logged: functionFailureLine(result.errorMessage, requestId),
  })
}
