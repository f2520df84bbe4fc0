import type { Exchange } from '../gateway/exchange.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import { countLine } from '../gateway/metrics/metricFilters.ts'
import { reasonOf } from '../gateway/metrics/recentFailures.ts'
import type { MetricStore } from '../gateway/metrics/metricStore.ts'
import type { Sample } from '../gateway/metrics/sample.ts'
import type { ChosenApi } from './gatewayFront.ts'
import type { GatewayLogs } from './gatewayHostLogs.ts'

/**
 * What CloudWatch counts of an exchange; that of a canary counts for its stage and for the canary's own. `request` is what
 * it answered, unset for events of a connection.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
 */
function samplesOf(
  { api, stage }: ChosenApi,
  exchange: Exchange,
  at: number,
  request?: HttpRequest,
): Sample[] {
  const { route, latencyMs, integrationLatencyMs, cache, response, release } = exchange
  const sample = {
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
  return release === 'canary' ? [sample, { ...sample, stage: `${stage.name}/Canary` }] : [sample]
}

/** Counts an exchange for the metrics, and writes what its stage logs of it. */
export function recordExchange(
  chosen: ChosenApi,
  exchange: Exchange,
  at: number,
  { metrics, logs }: { readonly metrics: MetricStore; readonly logs: Pick<GatewayLogs, 'write'> },
  request?: HttpRequest,
): void {
  for (const sample of samplesOf(chosen, exchange, at, request)) metrics.add(sample)
  const { requestId, route, trace, response } = exchange
  if (response.status >= 400) {
    const place = { apiId: chosen.api.id, stage: chosen.stage.name, route }
    metrics.failures.add({ requestId, ...place, at, status: response.status, trace })
  }
  const write = () => {
    const line = logs.write(chosen, exchange)
    if (line !== undefined) countLine(chosen.gateway.metricFilters, line, at, metrics.custom)
  }
  const { record } = exchange.response.stream ?? {}
  // The log of a stream tells how much went through it.
  if (record) void record.over.then(write)
  else write()
}

/** Why the gateway refused, in words without marks. */
export function refusal(exchange: Exchange): string | undefined {
  return reasonOf(exchange.trace())
}
