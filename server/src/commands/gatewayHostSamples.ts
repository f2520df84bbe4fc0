import type { Exchange } from '../gateway/exchange.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import type { Sample } from '../gateway/metrics/sample.ts'
import type { ChosenApi } from './gatewayFront.ts'

/** An exchange as metrics count it; `request` is what it answered, unset for events of a connection. */
export function sampleOf(
  { api, stage }: ChosenApi,
  exchange: Exchange,
  at: number,
  request?: HttpRequest,
): Sample {
  const { route, latencyMs, integrationLatencyMs, cache, response } = exchange
  return {
    apiId: api.id,
    apiName: api.name,
    apiType: api.type,
    stage: stage.name,
    ...(route !== undefined && { route }),
    at,
    status: response.status,
    latencyMs,
    ...(request && { dataProcessed: request.body.length + response.body.length }),
    ...(integrationLatencyMs !== undefined && { integrationLatencyMs }),
    ...(cache && { cache }),
    ...(exchange.webSocket && { webSocket: exchange.webSocket }),
  }
}

/** Why the gateway refused, in words without marks. */
export function refusal(exchange: Exchange): string | undefined {
  return exchange
    .trace()
    .steps.find(({ state }) => state === 'failed')
    ?.summary.replaceAll('**', '')
}
