import type { SourceLine, Trace } from './trace.ts'

/**
 * What the client asks of the control endpoint of a running gateway, by its route there: what goes with it (`query` behind
 * the path, `body` as JSON) and what comes back. The same routes answer over HTTP, below the control prefix.
 */
export interface ControlRequests {
  'GET meters': { readonly query: MetersQuery; readonly body?: undefined; readonly answer: GatewayMeters }
  /** The trace of one of the last failures; an error when it is no longer kept. */
  'GET trace': { readonly query: { readonly id: string }; readonly body?: undefined; readonly answer: Trace }
  'POST clock': {
    readonly query?: undefined
    /** An ISO 8601 duration: `PT1H`. */
    readonly body: { readonly advance: string }
    readonly answer: { readonly now: string }
  }
  'POST cache/flush': {
    readonly query?: undefined
    readonly body: FlushOrder
    readonly answer: { readonly flushed: number }
  }
  'POST usage/reset': { readonly query?: undefined; readonly body?: undefined; readonly answer: object }
}

/** Which cached answers to forget; all that is left out means all. */
export interface FlushOrder {
  readonly stage?: string
  readonly apiId?: string
  /** With `apiId` and `stage`: this answer alone. */
  readonly entry?: string
}

/** What to read. */
export interface MetersQuery {
  readonly window: MetricWindow
  /** The stage that is served when it is left out. `dev/Canary` is the canary of `dev`. */
  readonly stage?: string
  /** Only this route's metrics: `GET /books/{bookId}`, or a route key. */
  readonly route?: string
  /** Only cached answers whose key contains this. */
  readonly cacheFilter?: string
}

/** `15m` in steps of 20 seconds, `1h` in minutes, `start` since the gateway started, in CloudWatch's longer periods. */
export type MetricWindow = '15m' | '1h' | 'start'

/** What a running gateway counted of one stage of an API, and what it keeps from one request to the next. Times are the gateway's, in milliseconds since 1970. */
export interface GatewayMeters {
  readonly apiId: string
  readonly apiType: 'rest' | 'http' | 'websocket'
  readonly stage: string
  /** Stages that were called, and the one that is served. */
  readonly stages: readonly string[]
  readonly clock: ClockReading
  readonly metrics: MetricsReading
  readonly alarms: readonly AlarmReading[]
  readonly limits: LimitsReading
  readonly cache: CacheReading
}

export interface ClockReading {
  readonly now: number
  /** How far the clock was moved ahead of the machine's. */
  readonly offsetMs: number
  /** By the machine's clock. */
  readonly startedAt: number
}

export interface MetricsReading {
  readonly from: number
  /** Length of a step; a point belongs to `from` plus its index times this. */
  readonly stepMs: number
  /** In the order in which they are shown. */
  readonly series: readonly MetricSeries[]
  /** What the metric filters on the access log of the stage make, for each combination of dimensions; the first 40. */
  readonly custom: readonly CustomMetricSeries[]
  /** How many there are, where not all are listed. */
  readonly customCount: number
  /** Routes that were called in the window, the busiest first. */
  readonly routes: readonly RouteMetrics[]
  /** How many there are, where not all are listed. */
  readonly routeCount: number
  /** Of the last requests that failed those in the window, the latest first. */
  readonly failures: readonly FailedRequest[]
}

/** A request that was answered with 400 or more; `GET trace` has the rest of it. */
export interface FailedRequest {
  readonly requestId: string
  readonly at: number
  readonly method?: string
  readonly path?: string
  readonly route?: string
  readonly status: number
  /** What the gateway says of it; unset where the backend answered so. */
  readonly reason?: string
}

/** A metric by CloudWatch's name. */
export interface MetricSeries {
  readonly name: string
  readonly unit: 'Count' | 'Milliseconds' | 'Bytes'
  readonly statistic: 'Sum' | 'p95'
  /** Over the whole window; null without a data point. */
  readonly value: number | null
  /** The average of 0 and 1 that error and cache metrics have: a share of requests. */
  readonly share: number | null
  /** One for each step; null where no request gave a value. */
  readonly points: readonly (number | null)[]
  /** Unset for CloudWatch's; says what a series of our own counts. */
  readonly isOwn?: string
}

/** A metric that a metric filter makes of the lines of an access log, over all routes. */
export interface CustomMetricSeries {
  readonly namespace: string
  readonly name: string
  /** `Route` and `GET /books`; none in the order of the filter where nothing was counted yet. */
  readonly dimensions: readonly (readonly [name: string, value: string])[]
  /** CloudWatch's, as the filter says it: `Milliseconds`, `None`. */
  readonly unit: string
  /** The sum of what counts (a filter with a fixed value), the average of values that stand in the lines. */
  readonly statistic: 'Sum' | 'Average'
  /** Over the whole window; null without a data point. */
  readonly value: number | null
  /** One for each step; null where CloudWatch would have no data point. */
  readonly points: readonly (number | null)[]
}

export interface RouteMetrics {
  /** Unset for requests that no route took. */
  readonly route?: string
  /** Its integration is a mock, which has no backend to wait for. */
  readonly isMock?: boolean
  /** By metric name. */
  readonly values: Readonly<Record<string, MetricValues>>
}

export interface MetricValues {
  readonly sum: number
  readonly count: number
  readonly p50: number | null
  readonly p95: number | null
}

export interface AlarmReading {
  readonly name: string
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  /** CloudWatch's `StateReason`. */
  readonly reason: string
  /** When it came into this state; unset for the state that it began with. */
  readonly since?: number
  readonly description?: string
  /** `5XXError` or a rule of a composite alarm. */
  readonly watches: string
  readonly isComposite: boolean
  /** What it was before, the latest first. */
  readonly changes: readonly AlarmChange[]
  readonly source: SourceLine
}

export interface AlarmChange {
  readonly at: number
  readonly state: AlarmReading['state']
  readonly reason: string
}

export interface LimitsReading {
  /** Those that are not full first. */
  readonly buckets: readonly BucketReading[]
  readonly bucketCount: number
  readonly quotas: readonly QuotaReading[]
}

/** A token bucket: each request takes one token, which come back at `rate` a second. */
export interface BucketReading {
  readonly key: string
  readonly scope: 'account' | 'connections' | 'method' | 'route' | 'key' | 'keyAndMethod'
  /** `GET /books`, or the key: `reader in plan Basic`. */
  readonly name: string
  readonly rate: number
  readonly burst: number
  readonly tokens: number
  /** Milliseconds; null for a rate of 0. */
  readonly fullIn: number | null
  /** Requests that found it empty since the gateway started. */
  readonly refused: number
  readonly refusedAt?: number
  readonly source?: SourceLine
}

export interface QuotaReading {
  readonly key: string
  readonly keyName: string
  readonly planName: string
  readonly used: number
  readonly limit: number
  readonly period: 'DAY' | 'WEEK' | 'MONTH'
  readonly resetsAt: number
  readonly refused: number
  readonly refusedAt?: number
  readonly source: SourceLine
}

export interface CacheReading {
  /** Whether the stage has a cache cluster; only stages of REST APIs have. */
  readonly isOn: boolean
  /** Bytes. */
  readonly size: number
  readonly capacity: number
  /** Answers that are kept, whatever the filter. */
  readonly count: number
  /** How many the filter lets through. */
  readonly matching: number
  /** The last asked for first; not more than 200. */
  readonly entries: readonly CacheEntry[]
}

export interface CacheEntry {
  /** For `FlushOrder`. */
  readonly id: string
  readonly side: 'stage' | 'canary'
  readonly method: string
  /** The cache namespace: the resource, unless the integration names another. */
  readonly namespace: string
  /** Cache key parameters with their values. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  readonly status: number
  /** Bytes. */
  readonly size: number
  readonly storedAt: number
  readonly expiresAt: number
  readonly hits: number
}
