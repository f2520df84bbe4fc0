import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import { GatewayError } from '../gatewayError.ts'
import type { FunctionResult } from '../world.ts'
import { describeFailure, eventSizeFault } from './functionRun.ts'

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

/** What AWS answers for a function that gave a proxy integration no answer. */
export function functionFailure(
  target: LambdaFunction,
  result: Exclude<FunctionResult, { type: 'success' }>,
): GatewayError {
  return new GatewayError('INTEGRATION_FAILURE', describeFailure(target, result), { status: 502 })
}
