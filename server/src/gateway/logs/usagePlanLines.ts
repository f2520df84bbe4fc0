import type { Bucket } from '../limits/tokenBuckets.ts'
import type { QuotaLimit } from '../limits/usage.ts'
import type { MethodCall } from '../methodCall.ts'
import { contextValue } from '../variables.ts'
import type { ExecutionLog } from './executionLog.ts'
import { masked } from './logText.ts'

/** Begins the check of the usage plan; `key` is what was sent, if the method asks for one. */
export function logPlanCheck(call: MethodCall, key: string | undefined, log: ExecutionLog): void {
  log.info(
    () =>
      `Verifying Usage Plan for request: ${call.incoming.requestId}. API Key: ${shown(key)} API Stage: ${stageOf(call)}`,
  )
}

/** The request may go on. */
export function logPlanPassed(call: MethodCall, key: string | undefined, log: ExecutionLog): void {
  if (key === undefined)
    log.info(
      () =>
        `API Key ${shown(key)} authorized because method '${methodOf(call)}' does not require API Key. Request will not contribute to throttle or quota limits`,
    )
  log.info(() => `Usage Plan check succeeded for API Key ${shown(key)} and API Stage ${stageOf(call)}`)
}

/** What AWS writes of a key that opens nothing. */
export function keyRefusal(call: MethodCall, key: string | undefined): string {
  const stage = stageOf(call)
  return `API Key ${shown(key)} not authorized because method '${methodOf(call)}' requires API Key and API Key is not associated with a Usage Plan for API Stage ${stage}: No Usage Plan found for key and API Stage`
}

/** What AWS writes of a bucket without tokens. */
export function throttleRefusal(call: MethodCall, { limit }: Bucket): string {
  const { served, incoming, context } = call
  const resource = contextValue(context, 'resourceId') ?? ''
  return `Key throttle limit exceeded for RestApi ${served.apiId}, Stage ${served.stage.name}, Resource ${resource}, HttpMethod ${incoming.request.method}. Limit: ${limit.rate.toFixed(2)} Burst: ${limit.burst}`
}

/** What is written of a quota that is used up. */
export function quotaRefusal(call: MethodCall, key: string, { limit, period }: QuotaLimit): string {
  return `Key quota limit exceeded for API Key ${shown(key)} and API Stage ${stageOf(call)}. Limit: ${limit} Period: ${period}`
}

function shown(key: string | undefined): string {
  return key === undefined ? '' : masked(key)
}

function stageOf({ served }: MethodCall): string {
  return `${served.apiId}/${served.stage.name}`
}

function methodOf({ method, resource }: MethodCall): string {
  return `${method.httpMethod} ${resource.path}`
}
