import type { MetricName } from './sample.ts'
import type { MetricStore, Series } from './metricStore.ts'

/** The metrics as JSON: by API, stage and route, each with its sum, average and percentiles. */
export function metricsAsJson(store: MetricStore): string {
  const series = store.totals().map(({ apiId, apiName, stage, route, metrics }) => ({
    apiId,
    apiName,
    stage,
    ...(route !== undefined && { route }),
    metrics: Object.fromEntries(
      [...metrics].map(([name, values]) => [
        name,
        {
          sampleCount: values.count,
          sum: values.sum,
          ...(values.count > 0 && {
            average: values.statistic('Average'),
            minimum: values.minimum,
            maximum: values.maximum,
            p50: values.statistic('p50'),
            p90: values.statistic('p90'),
            p99: values.statistic('p99'),
          }),
        },
      ]),
    ),
  }))
  return `${JSON.stringify({ namespace: 'AWS/ApiGateway', series }, undefined, 2)}\n`
}

/** A metric in Prometheus's words: counters in requests or bytes, durations in seconds. */
interface Exported {
  readonly name: string
  readonly help: string
  readonly of: readonly MetricName[]
  readonly type: 'counter' | 'summary'
}

const exported: readonly Exported[] = [
  { name: 'requests_total', help: 'Requests answered.', of: ['Count'], type: 'counter' },
  { name: 'client_errors_total', help: 'Answers 4XX.', of: ['4XXError', '4xx'], type: 'counter' },
  { name: 'server_errors_total', help: 'Answers 5XX.', of: ['5XXError', '5xx'], type: 'counter' },
  { name: 'cache_hits_total', help: 'Answers from the cache.', of: ['CacheHitCount'], type: 'counter' },
  { name: 'cache_misses_total', help: 'Answers not in the cache.', of: ['CacheMissCount'], type: 'counter' },
  {
    name: 'data_processed_bytes_total',
    help: 'Bodies of requests and answers.',
    of: ['DataProcessed'],
    type: 'counter',
  },
  { name: 'latency_seconds', help: 'From request to answer.', of: ['Latency'], type: 'summary' },
  {
    name: 'integration_latency_seconds',
    help: 'From the integration request to its answer.',
    of: ['IntegrationLatency'],
    type: 'summary',
  },
]

/** The metrics in Prometheus's text format. https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function metricsAsPrometheus(store: MetricStore): string {
  const all = store.totals()
  return exported
    .map(({ name, help, of, type }) => {
      const full = `apigateway_${name}`
      const lines = all.flatMap(series => linesOf(full, type, series, of))
      return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`
    })
    .join('')
}

function linesOf(name: string, type: Exported['type'], series: Series, of: readonly MetricName[]): string[] {
  const values = of.flatMap(metric => series.metrics.get(metric) ?? [])[0]
  if (!values) return []
  const labels = [
    label('api_id', series.apiId),
    label('api', series.apiName),
    label('stage', series.stage),
    label('route', series.route ?? ''),
  ]
  const line = (suffix: string, value: number, more: readonly string[] = []) =>
    `${name}${suffix}{${[...labels, ...more].join(',')}} ${value}\n`
  if (type === 'counter') return [line('', values.sum)]
  const quantiles = [0.5, 0.9, 0.99].flatMap(share => {
    const value = values.statistic(`p${share * 100}`)
    return value === undefined ? [] : line('', value / 1000, [label('quantile', String(share))])
  })
  return [...quantiles, line('_sum', values.sum / 1000), line('_count', values.count)]
}

function label(name: string, value: string): string {
  return `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
