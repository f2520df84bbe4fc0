import { MathFault } from './expression.ts'

/** Values at the times of an evaluation, the oldest first; undefined where there is none. */
export interface Series {
  readonly type: 'series'
  readonly values: readonly (number | undefined)[]
  /** Set for a metric, not for what was calculated from one. */
  readonly metricId?: string
}

/** What an expression comes to: a number (S in AWS's guide), a time series (TS), several of them (TS[]), or a word. */
export type MathValue =
  | { readonly type: 'number'; readonly value: number }
  | Series
  | { readonly type: 'array'; readonly items: readonly Series[] }
  | { readonly type: 'word'; readonly value: string }

/** Times that all series of an evaluation share: when each period begins, and how long it is. */
export interface Times {
  /** Milliseconds since 1970, the oldest first. */
  readonly starts: readonly number[]
  readonly periodMs: number
}

/** What names mean in an expression. */
export interface MathScope {
  readonly times: Times
  /** The value of another query, by its id. */
  readonly valueOf: (id: string) => MathValue | undefined
  /** All metrics among the queries, for `METRICS()`. */
  readonly metrics: () => readonly Series[]
}

/** Makes a series of calculated values; what is no number is dropped, as a division by zero is. */
export function seriesOf(values: readonly (number | undefined)[]): Series {
  return {
    type: 'series',
    values: values.map(value => (value !== undefined && Number.isFinite(value) ? value : undefined)),
  }
}

/** Does something with each value of one series or of several. */
export function mapValues(
  value: MathValue,
  change: (value: number, index: number, values: Series['values']) => number | undefined,
  what: string,
): MathValue {
  const mapOne = ({ values }: Series) =>
    seriesOf(values.map((each, index) => (each === undefined ? undefined : change(each, index, values))))
  return mapSeries(value, mapOne, what)
}

/** Does something with one series or with each of several. */
export function mapSeries(value: MathValue, change: (series: Series) => Series, what: string): MathValue {
  if (value.type === 'series') return change(value)
  if (value.type === 'array') return { type: 'array', items: value.items.map(change) }
  throw new MathFault(`${what} takes time series`)
}

/** Arithmetic, comparison and logic: between numbers, series and lists of series. */
export function combine(
  left: MathValue,
  right: MathValue,
  operate: (left: number, right: number) => number,
  operator: string,
): MathValue {
  if (left.type === 'word' || right.type === 'word') throw new MathFault(`'${operator}' takes no text`)
  if (left.type === 'array' && right.type === 'array')
    throw new MathFault(`'${operator}' takes no two lists of time series`)
  if (left.type === 'array')
    return { type: 'array', items: left.items.map(item => combineSeries(item, right, operate)) }
  if (right.type === 'array')
    return { type: 'array', items: right.items.map(item => combineSeries(left, item, operate)) }
  if (left.type === 'number' && right.type === 'number')
    return { type: 'number', value: operate(left.value, right.value) }
  return combineSeries(left, right, operate)
}

/** The value of a number or series at one time. */
export function valueAt(value: MathValue, index: number): number | undefined {
  if (value.type === 'number') return value.value
  return value.type === 'series' ? value.values[index] : undefined
}

// Where one of two series has a value, the other counts as 0.
function combineSeries(
  left: MathValue,
  right: MathValue,
  operate: (left: number, right: number) => number,
): Series {
  const length =
    left.type === 'series' ? left.values.length : right.type === 'series' ? right.values.length : 0
  const areBoth = left.type === 'series' && right.type === 'series'
  return seriesOf(
    Array.from({ length }, (_, index) => {
      const [first, second] = [valueAt(left, index), valueAt(right, index)]
      if (first === undefined && second === undefined) return undefined
      if (!areBoth && (first === undefined || second === undefined)) return undefined
      return operate(first ?? 0, second ?? 0)
    }),
  )
}
