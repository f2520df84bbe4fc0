import { MathFault } from './expression.ts'
import { fill } from './fill.ts'
import type { MathScope, MathValue, Series } from './values.ts'
import { mapSeries, mapValues, seriesOf, valueAt } from './values.ts'

type MathFunction = (args: readonly MathValue[], scope: MathScope) => MathValue

/** Changes each value of a series, or of several. */
function each(name: string, change: (value: number) => number): [string, MathFunction] {
  return [name, ([value]) => mapValues(required(value, name), change, name)]
}

/** Changes a series as a whole; `change` gets its values, the oldest first. */
function whole(
  name: string,
  change: (values: Series['values'], scope: MathScope) => readonly (number | undefined)[],
): [string, MathFunction] {
  return [
    name,
    ([value], scope) =>
      mapSeries(required(value, name), ({ values }) => seriesOf(change(values, scope)), name),
  ]
}

/**
 * Of one series a number over its values; of several a series, at each time over theirs. `missing` is what a series without a
 * value counts as among several.
 */
function aggregate(
  name: string,
  reduce: (values: readonly number[]) => number,
  missing: number | undefined,
): [string, MathFunction] {
  return [
    name,
    ([value]) => {
      const given = required(value, name)
      if (given.type === 'series') return number(reduce(present(given.values)))
      if (given.type !== 'array') throw new MathFault(`${name} takes time series`)
      const length = given.items[0]?.values.length ?? 0
      return seriesOf(
        Array.from({ length }, (_, index) => {
          const values = given.items.map(item => item.values[index])
          if (values.every(found => found === undefined)) return undefined
          return reduce(present(values.map(found => found ?? missing)))
        }),
      )
    },
  ]
}

/** A series made from the time of each value. */
function ofTime(name: string, part: (date: Date) => number): [string, MathFunction] {
  return whole(name, (_, { times }) => times.starts.map(start => part(new Date(start))))
}

/**
 * The functions of metric math, but for those that look at more than a handful of metrics over time (anomaly detection, search,
 * Contributor Insights, quotas).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list
 */
export const mathFunctions: ReadonlyMap<string, MathFunction> = new Map<string, MathFunction>([
  each('ABS', Math.abs),
  each('CEIL', Math.ceil),
  each('FLOOR', Math.floor),
  each('LOG', Math.log),
  each('LOG10', Math.log10),
  aggregate('SUM', sum, 0),
  aggregate('AVG', values => sum(values) / values.length, 0),
  aggregate('MIN', values => Math.min(...values), undefined),
  aggregate('MAX', values => Math.max(...values), undefined),
  aggregate('STDDEV', deviation, undefined),
  aggregate('DATAPOINT_COUNT', values => values.length, undefined),
  whole('DIFF', values => stepwise(values, (now, before) => now - before)),
  whole('DIFF_TIME', (values, { times }) =>
    stepwise(values, (_now, _before, steps) => (steps * times.periodMs) / 1000),
  ),
  whole('RATE', (values, { times }) =>
    stepwise(values, (now, before, steps) => (now - before) / ((steps * times.periodMs) / 1000)),
  ),
  whole('RUNNING_SUM', running),
  ofTime('MINUTE', date => date.getUTCMinutes()),
  ofTime('HOUR', date => date.getUTCHours()),
  ofTime('DAY', date => date.getUTCDay() || 7),
  ofTime('DATE', date => date.getUTCDate()),
  ofTime('MONTH', date => date.getUTCMonth() + 1),
  ofTime('YEAR', date => date.getUTCFullYear()),
  ofTime('EPOCH', date => Math.floor(date.getTime() / 1000)),
  ['FILL', ([value, filler]) => fill(required(value, 'FILL'), required(filler, 'FILL'))],
  ['IF', choose],
  ['METRICS', metrics],
  ['METRIC_COUNT', ([value]) => number(arrayOf(value, 'METRIC_COUNT').length)],
  ['FIRST', ([value]) => oneOf(arrayOf(value, 'FIRST')[0], 'FIRST')],
  ['LAST', ([value]) => oneOf(arrayOf(value, 'LAST').at(-1), 'LAST')],
  [
    'REMOVE_EMPTY',
    ([value]) => ({
      type: 'array',
      items: arrayOf(value, 'REMOVE_EMPTY').filter(({ values }) => present(values).length > 0),
    }),
  ],
  ['PERIOD', period],
  ['SORT', sort],
  ['SLICE', slice],
  [
    'TIME_SERIES',
    ([value], { times }) => constantSeries(required(value, 'TIME_SERIES'), times.starts.length),
  ],
])

// Without a third argument, what is not true is dropped.
function choose([condition, yes, no]: readonly MathValue[], { times }: MathScope): MathValue {
  const [test, then] = [required(condition, 'IF'), required(yes, 'IF')]
  for (const value of [test, then, ...(no ? [no] : [])]) {
    if (value.type === 'array' || value.type === 'word')
      throw new MathFault('IF takes time series and numbers')
  }
  if (test.type === 'number' && then.type === 'number' && (!no || no.type === 'number')) {
    if (test.value !== 0) return then
    if (no) return no
  }
  return seriesOf(
    times.starts.map((_, index) => {
      const truth = valueAt(test, index)
      if (truth === undefined) return undefined
      return truth === 0 ? no && valueAt(no, index) : valueAt(then, index)
    }),
  )
}

function metrics([part]: readonly MathValue[], scope: MathScope): MathValue {
  if (part && part.type !== 'word') throw new MathFault('METRICS takes a text or nothing')
  const all = scope.metrics()
  return {
    type: 'array',
    items: part ? all.filter(({ metricId }) => metricId?.includes(part.value)) : all,
  }
}

function period([value]: readonly MathValue[], { times }: MathScope): MathValue {
  if (value?.type !== 'series' || value.metricId === undefined) throw new MathFault('PERIOD takes a metric')
  return number(times.periodMs / 1000)
}

function sort([value, by, order, most]: readonly MathValue[]): MathValue {
  const reduce = by?.type === 'word' ? sortKeys.get(by.value) : undefined
  if (!reduce || order?.type !== 'word' || !/^(ASC|DESC)$/.test(order.value))
    throw new MathFault('SORT takes time series, AVG, MIN, MAX or SUM, and ASC or DESC')
  const sign = order.value === 'ASC' ? 1 : -1
  const key = ({ values }: Series) => reduce(present(values))
  const items = [...arrayOf(value, 'SORT')].sort((first, second) => sign * (key(first) - key(second)))
  return { type: 'array', items: most?.type === 'number' ? items.slice(0, most.value) : items }
}

const sortKeys: ReadonlyMap<string, (values: readonly number[]) => number> = new Map([
  ['SUM', sum],
  ['AVG', (values: readonly number[]) => sum(values) / values.length],
  ['MIN', (values: readonly number[]) => Math.min(...values)],
  ['MAX', (values: readonly number[]) => Math.max(...values)],
])

function slice([value, from, to]: readonly MathValue[]): MathValue {
  if (from?.type !== 'number' || (to && to.type !== 'number'))
    throw new MathFault('SLICE takes time series and one or two numbers')
  const items = arrayOf(value, 'SLICE').slice(from.value, to?.type === 'number' ? to.value : undefined)
  const [only] = items
  return only && items.length === 1 ? only : { type: 'array', items }
}

function constantSeries(value: MathValue, length: number): MathValue {
  if (value.type !== 'number') throw new MathFault('TIME_SERIES takes a number')
  return seriesOf(Array.from({ length }, () => value.value))
}

/** Something of each value and the one before it; `steps` periods lie between them. */
function stepwise(
  values: Series['values'],
  difference: (now: number, before: number, steps: number) => number,
): (number | undefined)[] {
  let last: { readonly value: number; readonly index: number } | undefined
  return values.map((value, index) => {
    const before = last
    if (value !== undefined) last = { value, index }
    return value === undefined || !before ? undefined : difference(value, before.value, index - before.index)
  })
}

function running(values: Series['values']): (number | undefined)[] {
  let total = 0
  return values.map(value => {
    total += value ?? 0
    return value === undefined ? undefined : total
  })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function deviation(values: readonly number[]): number {
  const mean = sum(values) / values.length
  return Math.sqrt(sum(values.map(value => (value - mean) ** 2)) / values.length)
}

function present(values: readonly (number | undefined)[]): number[] {
  return values.filter(value => value !== undefined)
}

function number(value: number): MathValue {
  return { type: 'number', value }
}

function required(value: MathValue | undefined, name: string): MathValue {
  if (!value) throw new MathFault(`an argument of ${name} is missing`)
  return value
}

function arrayOf(value: MathValue | undefined, name: string): readonly Series[] {
  const given = required(value, name)
  if (given.type === 'array') return given.items
  if (given.type === 'series') return [given]
  throw new MathFault(`${name} takes time series`)
}

function oneOf(series: Series | undefined, name: string): Series {
  if (!series) throw new MathFault(`${name} got no time series`)
  return series
}
