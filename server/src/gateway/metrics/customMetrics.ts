import { Distribution } from './distribution.ts'
import type { Span } from './span.ts'

/** A metric that is not API Gateway's own: what a metric filter made of log lines. */
export interface CustomMetric {
  readonly namespace: string
  readonly name: string
  readonly dimensions: ReadonlyMap<string, string>
  readonly unit: string | undefined
}

/** A custom metric since the gateway started. */
export interface CustomSeries {
  readonly metric: CustomMetric
  readonly values: Distribution
}

interface Recorded extends CustomSeries {
  readonly minutes: Map<number, Minute>
}

interface Minute {
  readonly values: Distribution
  /** Reported where no line of the minute gave a value. */
  fallback: number | undefined
}

const minuteMs = 60_000
/** Minutes that are kept: fifteen days, as long as CloudWatch keeps them at this grain. */
const mostMinutes = 15 * 24 * 60
/** CloudWatch switches a filter off whose dimensions make more than a thousand metrics. */
const mostSeries = 1000

/** Values of custom metrics by minute. */
export class CustomMetrics {
  readonly #series = new Map<string, Recorded>()

  /** Adds a value; of very many combinations of dimensions, new ones are left out. */
  add(metric: CustomMetric, value: number, at: number): void {
    const series = this.#seriesOf(metric)
    series?.values.add(value)
    minuteOf(series, at)?.values.add(value)
  }

  /** Notes what the minute reports if nothing gives a value in it. */
  addDefault(metric: CustomMetric, value: number, at: number): void {
    const minute = minuteOf(this.#seriesOf(metric), at)
    if (minute) minute.fallback = value
  }

  /** All values in a stretch of time; as in CloudWatch, dimensions have to be the same, none missing. */
  distribution(metric: Omit<CustomMetric, 'unit'>, { from, to }: Span): Distribution {
    const result = new Distribution()
    for (const [start, { values, fallback }] of this.#series.get(keyOf(metric))?.minutes ?? []) {
      if (start < from || start >= to) continue
      if (values.count === 0 && fallback !== undefined) result.add(fallback)
      else result.addAll(values)
    }
    return result
  }

  /** Since the gateway started, sorted by namespace, name and dimensions. */
  totals(): CustomSeries[] {
    return [...this.#series].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, series]) => series)
  }

  #seriesOf(metric: CustomMetric): Recorded | undefined {
    const key = keyOf(metric)
    const known = this.#series.get(key)
    if (known || this.#series.size >= mostSeries) return known
    const made = { metric, values: new Distribution(), minutes: new Map<number, Minute>() }
    this.#series.set(key, made)
    return made
  }
}

function minuteOf(series: Recorded | undefined, at: number): Minute | undefined {
  if (!series) return undefined
  const { minutes } = series
  const start = Math.floor(at / minuteMs) * minuteMs
  const known = minutes.get(start)
  if (known) return known
  const made: Minute = { values: new Distribution(), fallback: undefined }
  minutes.set(start, made)
  const [oldest] = minutes.keys()
  if (minutes.size > mostMinutes && oldest !== undefined) minutes.delete(oldest)
  return made
}

function keyOf({ namespace, name, dimensions }: Omit<CustomMetric, 'unit'>): string {
  const sorted = [...dimensions].sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([namespace, name, sorted])
}
