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

/** The values of a metric in one slot of time, which begins at `start`. */
export interface CustomSlot {
  readonly start: number
  readonly values: Distribution
}

interface Recorded extends CustomSeries {
  readonly minutes: Map<number, Slot>
  readonly steps: Map<number, Slot>
}

interface Slot {
  readonly values: Distribution
  /** Reported where no line of the slot gave a value. */
  fallback: number | undefined
}

const minuteMs = 60_000
/** Finer than CloudWatch, for looking on; a little over a quarter of an hour is kept. */
const stepMs = 20_000
const mostSteps = 50
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
    for (const slot of slotsOf(series, at)) slot.values.add(value)
  }

  /** Notes what the slot of time reports if nothing gives a value in it. */
  addDefault(metric: CustomMetric, value: number, at: number): void {
    for (const slot of slotsOf(this.#seriesOf(metric), at)) slot.fallback = value
  }

  /** All values in a stretch of time; as in CloudWatch, dimensions have to be the same, none missing. */
  distribution(metric: Omit<CustomMetric, 'unit'>, span: Span): Distribution {
    const result = new Distribution()
    for (const { values } of this.slots(metric, 'minute', span)) result.addAll(values)
    return result
  }

  /** The values of a stretch of time, by the minute or, of the last quarter of an hour, by 20 seconds. */
  *slots(
    metric: Omit<CustomMetric, 'unit'>,
    grain: 'minute' | 'step',
    { from, to }: Span,
  ): Generator<CustomSlot> {
    const series = this.#series.get(keyOf(metric))
    for (const [start, { values, fallback }] of (grain === 'minute' ? series?.minutes : series?.steps) ??
      []) {
      if (start < from || start >= to) continue
      const reported = new Distribution()
      if (values.count === 0 && fallback !== undefined) reported.add(fallback)
      else reported.addAll(values)
      yield { start, values: reported }
    }
  }

  /** Since the gateway started, sorted by namespace, name and dimensions. */
  totals(): CustomSeries[] {
    return [...this.#series].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, series]) => series)
  }

  #seriesOf(metric: CustomMetric): Recorded | undefined {
    const key = keyOf(metric)
    const known = this.#series.get(key)
    if (known || this.#series.size >= mostSeries) return known
    const made = {
      metric,
      values: new Distribution(),
      minutes: new Map<number, Slot>(),
      steps: new Map<number, Slot>(),
    }
    this.#series.set(key, made)
    return made
  }
}

function slotsOf(series: Recorded | undefined, at: number): Slot[] {
  if (!series) return []
  return [slotOf(series.minutes, at, minuteMs, mostMinutes), slotOf(series.steps, at, stepMs, mostSteps)]
}

function slotOf(slots: Map<number, Slot>, at: number, length: number, most: number): Slot {
  const start = Math.floor(at / length) * length
  const known = slots.get(start)
  if (known) return known
  const made: Slot = { values: new Distribution(), fallback: undefined }
  slots.set(start, made)
  const [oldest] = slots.keys()
  if (slots.size > most && oldest !== undefined) slots.delete(oldest)
  return made
}

function keyOf({ namespace, name, dimensions }: Omit<CustomMetric, 'unit'>): string {
  const sorted = [...dimensions].sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([namespace, name, sorted])
}
