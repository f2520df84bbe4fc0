import { CustomMetrics } from './customMetrics.ts'
import { Distribution } from './distribution.ts'
import { RecentFailures } from './recentFailures.ts'
import type { MetricName, Sample, SampledValue } from './sample.ts'
import { ownMetrics, valuesOfSample } from './sample.ts'
import type { Span } from './span.ts'

/** What a metric is asked of; what is left out counts all. */
export interface Dimensions {
  readonly apiId?: string | undefined
  readonly apiName?: string | undefined
  readonly stage?: string | undefined
  readonly route?: string | undefined
}

/** The metrics of one API, stage and route since the gateway started. */
export interface Series {
  readonly apiId: string
  readonly apiName: string
  readonly apiType: Sample['apiType']
  readonly stage: string
  readonly route: string | undefined
  readonly metrics: ReadonlyMap<MetricName, Distribution>
}

/** A series in one slot of time, which begins at `start`. */
export interface Slot {
  readonly start: number
  readonly series: Series
}

/** CloudWatch's smallest period for API Gateway's metrics, and so the smallest stretch that is told apart here. */
const minute = 60_000
/** Finer than CloudWatch, for looking on. */
const step = 20_000
/** A little over a quarter of an hour. */
const mostSteps = 50
/** Minutes that are kept: fifteen days, as long as CloudWatch keeps them at this grain. */
const mostMinutes = 15 * 24 * 60

/** Counts what a gateway answers. */
export class MetricStore {
  /** What metric filters make of log lines. */
  readonly custom = new CustomMetrics()
  /** The requests behind the last errors that were counted. */
  readonly failures = new RecentFailures()
  readonly #minutes = new Map<number, Map<string, Series>>()
  readonly #steps = new Map<number, Map<string, Series>>()
  readonly #totals = new Map<string, Series>()

  add(sample: Sample): void {
    // No id and no stage has a line break in it.
    const key = `${sample.apiId}\n${sample.stage}\n${sample.route ?? ''}`
    const values = valuesOfSample(sample)
    addTo(slotOf(this.#minutes, sample.at, minute, mostMinutes), key, sample, values)
    addTo(slotOf(this.#steps, sample.at, step, mostSteps), key, sample, values)
    addTo(this.#totals, key, sample, values)
  }

  /** All of a metric in a stretch of time, by whole minutes. */
  distribution(name: MetricName, dimensions: Dimensions, { from, to }: Span): Distribution {
    const result = new Distribution()
    for (const [start, series] of this.#minutes) {
      if (start < from || start >= to) continue
      for (const each of series.values()) {
        const values = isAsked(each, dimensions) && each.metrics.get(name)
        if (values) result.addAll(values)
      }
    }
    return result
  }

  /** What was counted in a stretch of time, by the minute or, of the last quarter of an hour, by 20 seconds. */
  *slots(grain: 'minute' | 'step', { from, to }: Span): Generator<Slot> {
    for (const [start, series] of grain === 'minute' ? this.#minutes : this.#steps) {
      if (start < from || start >= to) continue
      for (const each of series.values()) yield { start, series: each }
    }
  }

  /** Since the gateway started, sorted by API, stage and route. */
  totals(): Series[] {
    return [...this.#totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, series]) => series)
  }
}

function isAsked(series: Series, { apiId, apiName, stage, route }: Dimensions): boolean {
  return (
    (apiId === undefined || series.apiId === apiId) &&
    (apiName === undefined || series.apiName === apiName) &&
    (stage === undefined || series.stage === stage) &&
    (route === undefined || series.route === route)
  )
}

function slotOf<T>(slots: Map<number, Map<string, T>>, at: number, length: number, most: number) {
  const start = Math.floor(at / length) * length
  const known = slots.get(start)
  if (known) return known
  const made = new Map<string, T>()
  slots.set(start, made)
  const [oldest] = slots.keys()
  if (slots.size > most && oldest !== undefined) slots.delete(oldest)
  return made
}

function addTo(
  series: Map<string, Series>,
  key: string,
  sample: Sample,
  values: readonly SampledValue[],
): void {
  let known = series.get(key)
  if (!known) {
    const { apiId, apiName, apiType, stage, route } = sample
    const metrics = new Map(ownMetrics[apiType].map(name => [name, new Distribution()]))
    known = { apiId, apiName, apiType, stage, route, metrics }
    series.set(key, known)
  }
  for (const { name, value } of values) known.metrics.get(name)?.add(value)
}
