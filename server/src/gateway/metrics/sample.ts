import type { SocketOutcome } from '../exchange.ts'

/** One answered request, as CloudWatch's metrics of API Gateway count it. */
export interface Sample {
  readonly apiId: string
  readonly apiName: string
  readonly apiType: 'rest' | 'http' | 'websocket'
  readonly stage: string
  /** `GET /books/{bookId}` of a REST API, the route key of an HTTP API; unset when nothing took the request. */
  readonly route?: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly status: number
  readonly latencyMs: number
  /** Unset when no backend was asked. */
  readonly integrationLatencyMs?: number
  readonly cache?: 'hit' | 'miss'
  /** Of a WebSocket API: what happened on a connection. */
  readonly webSocket?: SocketOutcome
  /** Bytes of both bodies. */
  readonly dataProcessed?: number
}

/**
 * A metric as the definition's kind of API has it: REST APIs count `4XXError`, HTTP APIs `4xx`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
 */
export type MetricName =
  | '4XXError'
  | '5XXError'
  | '4xx'
  | '5xx'
  | 'CacheHitCount'
  | 'ClientError'
  | 'ConnectCount'
  | 'ExecutionError'
  | 'IntegrationError'
  | 'MessageCount'
  | 'CacheMissCount'
  | 'Count'
  | 'DataProcessed'
  | 'IntegrationLatency'
  | 'Latency'

/** What a request adds to one metric. */
export interface SampledValue {
  readonly name: MetricName
  readonly value: number
}

/** All that a request adds to the metrics of its kind of API. */
export function valuesOfSample(sample: Sample): SampledValue[] {
  const values: SampledValue[] = []
  for (const name of ownMetrics[sample.apiType]) {
    const value = valueOfSample(sample, name)
    if (value !== undefined) values.push({ name, value })
  }
  return values
}

/** The value that a request adds to a metric; undefined where it adds none (no data point, not a zero). */
export function valueOfSample(sample: Sample, name: MetricName): number | undefined {
  const { apiType, status, cache } = sample
  const own = ownMetrics[apiType]
  if (!own.includes(name)) return undefined
  switch (name) {
    case 'Count':
      return 1
    case '4XXError':
    case '4xx':
      return status >= 400 && status < 500 ? 1 : 0
    case '5XXError':
    case '5xx':
      return status >= 500 ? 1 : 0
    case 'DataProcessed':
      return sample.dataProcessed
    case 'Latency':
      return sample.latencyMs
    case 'IntegrationLatency':
      return sample.webSocket?.eventType === 'CALLBACK' ? undefined : sample.integrationLatencyMs
    case 'CacheHitCount':
      return cache && (cache === 'hit' ? 1 : 0)
    case 'CacheMissCount':
      return cache && (cache === 'miss' ? 1 : 0)
    default:
      return sample.webSocket && valueOfOutcome(sample.webSocket, name)
  }
}

// A message counts whichever way it goes; the integration's latency is not told of callbacks.
function valueOfOutcome({ eventType, sent, error }: SocketOutcome, name: MetricName): number | undefined {
  switch (name) {
    case 'ConnectCount':
      return eventType === 'CONNECT' ? 1 : undefined
    case 'MessageCount':
      return sent + (eventType === 'MESSAGE' ? 1 : 0) || undefined
    case 'ClientError':
      return error === 'client' ? 1 : 0
    case 'ExecutionError':
      return error === 'execution' ? 1 : 0
    case 'IntegrationError':
      return error === 'integration' ? 1 : 0
    default:
      return undefined
  }
}

/** The metrics of a kind of API, in AWS's order. */
export const ownMetrics: Readonly<Record<Sample['apiType'], readonly MetricName[]>> = {
  rest: ['4XXError', '5XXError', 'CacheHitCount', 'CacheMissCount', 'Count', 'IntegrationLatency', 'Latency'],
  http: ['4xx', '5xx', 'Count', 'DataProcessed', 'IntegrationLatency', 'Latency'],
  websocket: [
    'ConnectCount',
    'MessageCount',
    'IntegrationError',
    'ClientError',
    'ExecutionError',
    'IntegrationLatency',
  ],
}
