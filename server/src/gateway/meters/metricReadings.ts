import type { Api } from '../../api/api.ts'
import { valueOf } from '../../base/origin.ts'
import type {
  FailedRequest,
  MetricSeries,
  MetricsReading,
  MetricValues,
  MetricWindow,
  RouteMetrics,
} from '../../protocol/gatewayMeters.ts'
import { Distribution } from '../metrics/distribution.ts'
import type { StageFilter } from '../metrics/metricFilters.ts'
import type { MetricStore } from '../metrics/metricStore.ts'
import { reasonOf } from '../metrics/recentFailures.ts'
import type { MetricName, Sample } from '../metrics/sample.ts'
import { ownMetrics } from '../metrics/sample.ts'
import type { Span } from '../metrics/span.ts'
import type { Stretch } from './customReadings.ts'
import { readCustom } from './customReadings.ts'
import { cut } from './cut.ts'

/** Which metrics to read. */
export interface MetricsOrder {
  readonly api: Api
  /** As samples name it: `dev`, `dev/Canary`. */
  readonly stage: string
  /** Those on the access log of the stage. */
  readonly filters: readonly StageFilter[]
  readonly route?: string | undefined
  readonly window: MetricWindow
  /** By the gateway's clock, moved as it is. */
  readonly startedAt: number
  readonly now: number
  /** How many requests were refused for their number in a stretch of time. */
  readonly refusedIn: (span: Span) => number
}

/** How many routes are listed. */
const mostRoutes = 200

/** The metrics of an API's stage in a window of time, whole and by route. */
export function readMetrics(store: MetricStore, order: MetricsOrder): MetricsReading {
  const { api, stage } = order
  const { from, to, stepMs } = stretchOf(order)
  const steps: Values[] = Array.from(
    { length: Math.round((to - from) / stepMs) },
    () => new Map<MetricName, Distribution>(),
  )
  const whole: Values = new Map()
  const routes = new Map<string | undefined, Values>()
  for (const { start, series } of store.slots(order.window === '15m' ? 'step' : 'minute', { from, to })) {
    if (series.apiId !== api.id || series.stage !== stage) continue
    const ofRoute = routes.get(series.route) ?? new Map<MetricName, Distribution>()
    routes.set(series.route, ofRoute)
    addAll(ofRoute, series.metrics)
    if (order.route !== undefined && series.route !== order.route) continue
    addAll(whole, series.metrics)
    const step = steps[Math.floor((start - from) / stepMs)]
    if (step) addAll(step, series.metrics)
  }
  const names = shownMetrics[api.type]
  const series = names.map(name => seriesOf(name, whole, steps))
  // A refusal counts for its API: which route it was for is known to its bucket alone.
  const own = order.route === undefined ? [refusedSeries(order, { from, to, stepMs }, steps.length)] : []
  const listed = [...routes].map(([route, values]) => routeMetrics(api, route, values))
  listed.sort((a, b) => busy(b) - busy(a))
  return {
    from,
    stepMs,
    series: [...series, ...own],
    ...readCustom(store.custom, order.filters, order.window === '15m' ? 'step' : 'minute', {
      from,
      to,
      stepMs,
    }),
    routes: listed.slice(0, mostRoutes),
    routeCount: listed.length,
    failures: failuresOf(store, order, { from, to }),
  }
}

type Values = Map<MetricName, Distribution>

// The last step is the one that runs. CloudWatch's periods are multiples of a minute.
function stretchOf({ window, startedAt, now }: MetricsOrder): Stretch {
  if (window !== 'start') {
    const [stepMs, count] = window === '15m' ? [20_000, 45] : [60_000, 60]
    const to = (Math.floor(now / stepMs) + 1) * stepMs
    return { from: to - count * stepMs, to, stepMs }
  }
  const stepMs = periods.find(period => (now - startedAt) / period < 120) ?? longest
  const to = (Math.floor(now / stepMs) + 1) * stepMs
  const most = to - 120 * stepMs
  return {
    from: Math.max(most, Math.min(Math.floor(startedAt / stepMs) * stepMs, to - 10 * stepMs)),
    to,
    stepMs,
  }
}

const minute = 60_000
const longest = 30 * 24 * 60 * minute
const periods = [1, 5, 15, 60, 6 * 60, 24 * 60, 7 * 24 * 60].map(minutes => minutes * minute)

/** Count first, as it is looked at first; else AWS's order. */
const shownMetrics: Readonly<Record<Sample['apiType'], readonly MetricName[]>> = {
  rest: ['Count', '4XXError', '5XXError', 'Latency', 'IntegrationLatency', 'CacheHitCount', 'CacheMissCount'],
  http: ['Count', '4xx', '5xx', 'Latency', 'IntegrationLatency', 'DataProcessed'],
  websocket: ownMetrics.websocket,
}

function unitOf(name: MetricName): MetricSeries['unit'] {
  if (name === 'Latency' || name === 'IntegrationLatency') return 'Milliseconds'
  return name === 'DataProcessed' ? 'Bytes' : 'Count'
}

/** Metrics that are 0 or 1 for each request, so that their average is a share. */
const shares: ReadonlySet<MetricName> = new Set([
  '4XXError',
  '5XXError',
  '4xx',
  '5xx',
  'CacheHitCount',
  'CacheMissCount',
  'ClientError',
  'ExecutionError',
  'IntegrationError',
])

function seriesOf(name: MetricName, whole: Values, steps: readonly Values[]): MetricSeries {
  const unit = unitOf(name)
  const statistic = unit === 'Milliseconds' ? 'p95' : 'Sum'
  const read = (values: Values) => values.get(name)?.statistic(statistic) ?? null
  return {
    name,
    unit,
    statistic,
    value: read(whole),
    share: (shares.has(name) ? whole.get(name)?.statistic('Average') : undefined) ?? null,
    points: steps.map(read),
  }
}

function refusedSeries({ refusedIn }: MetricsOrder, stretch: Stretch, count: number): MetricSeries {
  const { from, to, stepMs } = stretch
  const points = Array.from({ length: count }, (_, index) =>
    refusedIn({ from: from + index * stepMs, to: from + (index + 1) * stepMs }),
  )
  return {
    name: 'Throttled',
    unit: 'Count',
    statistic: 'Sum',
    value: refusedIn({ from, to }),
    share: null,
    points,
    isOwn:
      'Requests that a token bucket or a quota refused. CloudWatch has no such metric: they are among its 4xx',
  }
}

function routeMetrics(api: Api, route: string | undefined, values: Values): RouteMetrics {
  const all = [...values].map(([name, distribution]): [string, MetricValues] => [
    name,
    {
      sum: distribution.sum,
      count: distribution.count,
      p50: distribution.statistic('p50') ?? null,
      p95: distribution.statistic('p95') ?? null,
    },
  ])
  return {
    ...(route !== undefined && { route }),
    ...(isMock(api, route) && { isMock: true }),
    values: Object.fromEntries(all),
  }
}

function failuresOf({ failures }: MetricStore, order: MetricsOrder, { from, to }: Span): FailedRequest[] {
  const { api, stage, route: wanted } = order
  return failures
    .of(api.id, stage)
    .filter(({ at, route }) => at >= from && at < to && (wanted === undefined || route === wanted))
    .map(failure => {
      const { requestId, at, status, route } = failure
      const trace = failures.trace(failure)
      const { method, url } = trace.request
      // Without its query, which may hold secrets.
      const path = url?.replace(/^\w+:\/\/[^/]*/, '').replace(/\?.*$/s, '')
      const reason = reasonOf(trace)
      return {
        requestId,
        at,
        status,
        ...(method !== undefined && { method }),
        ...(path !== undefined && { path: cut(path) }),
        ...(route !== undefined && { route }),
        ...(reason !== undefined && { reason: cut(reason) }),
      }
    })
}

function isMock(api: Api, route: string | undefined): boolean {
  if (api.type !== 'rest' || route === undefined) return false
  return api.resources.some(({ path, methods }) =>
    methods.some(
      ({ httpMethod, integration }) =>
        `${httpMethod} ${path}` === route && valueOf(integration?.type)?.toUpperCase() === 'MOCK',
    ),
  )
}

function busy({ values }: RouteMetrics): number {
  return Math.max(0, ...Object.values(values).map(({ count }) => count))
}

function addAll(to: Values, from: ReadonlyMap<MetricName, Distribution>): void {
  for (const [name, values] of from) {
    let sum = to.get(name)
    if (!sum) to.set(name, (sum = new Distribution()))
    sum.addAll(values)
  }
}
