/** One answered request, as CloudWatch's metrics of API Gateway count it. */
export interface Sample {
  readonly apiId: string
  readonly apiName: string
  readonly apiType: 'rest' | 'http'
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
  /** Bytes of both bodies. */
  readonly dataProcessed?: number
}

/**
 * A metric as the definition's kind of API has it: REST APIs count `4XXError`, HTTP APIs `4xx`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export type MetricName =
  | '4XXError'
  | '5XXError'
  | '4xx'
  | '5xx'
  | 'CacheHitCount'
  | 'CacheMissCount'
  | 'Count'
  | 'DataProcessed'
  | 'IntegrationLatency'
  | 'Latency'

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
      return sample.integrationLatencyMs
    case 'CacheHitCount':
      return cache && (cache === 'hit' ? 1 : 0)
    case 'CacheMissCount':
      return cache && (cache === 'miss' ? 1 : 0)
  }
}

/** The metrics of a kind of API, in AWS's order. */
export const ownMetrics: Readonly<Record<Sample['apiType'], readonly MetricName[]>> = {
  rest: ['4XXError', '5XXError', 'CacheHitCount', 'CacheMissCount', 'Count', 'IntegrationLatency', 'Latency'],
  http: ['4xx', '5xx', 'Count', 'DataProcessed', 'IntegrationLatency', 'Latency'],
}
