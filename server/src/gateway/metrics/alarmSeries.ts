import type { Alarm, MetricQuery } from '../../api/monitoring.ts'
import { valueOf } from '../../base/origin.ts'
import { evaluate } from './math/evaluate.ts'
import { MathFault, readExpression } from './math/expression.ts'
import type { MathValue, Series, Times } from './math/values.ts'
import type { MetricSources } from './metricReader.ts'
import { metricReader } from './metricReader.ts'

/** What an alarm looks at. */
export interface AlarmSeries {
  readonly periodMs: number
  /** What stands in a reason: `Sum of 5XXError`, or an expression. */
  readonly label: string
  /** The values of the periods that begin at these times, the oldest first. Throws a `MathFault`. */
  readonly valuesAt: (starts: readonly number[]) => readonly (number | undefined)[]
}

/** Reads what an alarm looks at: one metric, or metric math. A text says what of it is not evaluated here. */
export function alarmSeries(alarm: Alarm, sources: MetricSources): AlarmSeries | string {
  if (alarm.thresholdMetricId) return 'anomaly detection bands'
  if (alarm.metric) {
    const read = metricReader(alarm.metric, sources)
    if (typeof read === 'string') return read
    const statistic = valueOf(alarm.statistic) ?? 'Average'
    const periodMs = periodOf(valueOf(alarm.period))
    return {
      periodMs,
      label: `${statistic} of ${valueOf(alarm.metric.metricName) ?? ''}`,
      valuesAt: starts => starts.map(from => read({ from, to: from + periodMs }).statistic(statistic)),
    }
  }
  return mathSeries(alarm.metrics, sources)
}

function mathSeries(queries: readonly MetricQuery[], sources: MetricSources): AlarmSeries | string {
  for (const { metric } of queries) {
    const read = metric && metricReader(metric, sources)
    if (typeof read === 'string') return read
  }
  const shown = queries.find(({ returnData }) => valueOf(returnData) === true) ?? lastReturned(queries)
  if (!shown) return 'an alarm without a query that returns data'
  const periods = new Set(queries.flatMap(({ period }) => valueOf(period) ?? []))
  if (periods.size > 1) return `queries with different periods (${[...periods].join(', ')} seconds)`
  const periodMs = periodOf([...periods][0])
  return {
    periodMs,
    label: valueOf(shown.expression) ?? valueOf(shown.metric?.metricName) ?? '',
    valuesAt: starts => {
      // One period more, so that functions such as RATE know what was before the first.
      const times: Times = { periodMs, starts: [(starts[0] ?? 0) - periodMs, ...starts] }
      return resultOf(new Queries(queries, sources, times).valueOfQuery(shown)).slice(1)
    },
  }
}

// What is left out is true: then the last expression is meant.
function lastReturned(queries: readonly MetricQuery[]): MetricQuery | undefined {
  const open = queries.filter(({ returnData }) => valueOf(returnData) !== false)
  return open.findLast(({ expression }) => expression !== undefined) ?? open.at(-1)
}

function resultOf(value: MathValue): Series['values'] {
  if (value.type === 'series') return value.values
  const [only] = value.type === 'array' ? value.items : []
  if (value.type === 'array' && only && value.items.length === 1) return only.values
  throw new MathFault('the expression gives no single time series, which an alarm needs')
}

/** Evaluates queries that name each other, each once. */
class Queries {
  readonly #queries: readonly MetricQuery[]
  readonly #sources: MetricSources
  readonly #times: Times
  readonly #known = new Map<MetricQuery, MathValue | 'underWay'>()

  constructor(queries: readonly MetricQuery[], sources: MetricSources, times: Times) {
    this.#queries = queries
    this.#sources = sources
    this.#times = times
  }

  valueOfQuery(query: MetricQuery): MathValue {
    const known = this.#known.get(query)
    if (known === 'underWay') throw new MathFault(`the query '${valueOf(query.id) ?? ''}' depends on itself`)
    if (known) return known
    this.#known.set(query, 'underWay')
    const value = query.metric ? this.#metric(query) : this.#expression(query)
    this.#known.set(query, value)
    return value
  }

  #metric(query: MetricQuery): Series {
    const read = query.metric && metricReader(query.metric, this.#sources)
    if (!read || typeof read === 'string') throw new MathFault(read ?? 'a query without a metric')
    const { starts, periodMs } = this.#times
    const statistic = valueOf(query.statistic) ?? 'Average'
    const values = starts.map(from => read({ from, to: from + periodMs }).statistic(statistic))
    return { type: 'series', values, metricId: valueOf(query.id) ?? '' }
  }

  #expression({ expression: fact, id }: MetricQuery): MathValue {
    if (!fact?.known) throw new MathFault(`the expression of '${valueOf(id) ?? ''}' cannot be known here`)
    return evaluate(readExpression(fact.value), {
      times: this.#times,
      valueOf: wanted => {
        const query = this.#queries.find(each => valueOf(each.id) === wanted)
        return query && this.valueOfQuery(query)
      },
      metrics: () => this.#queries.filter(({ metric }) => metric).map(each => this.#seriesOf(each)),
    })
  }

  #seriesOf(query: MetricQuery): Series {
    const value = this.valueOfQuery(query)
    if (value.type !== 'series') throw new MathFault('METRICS names what is no metric')
    return value
  }
}

// CloudWatch knows shorter periods for metrics of high resolution alone.
function periodOf(seconds: number | undefined): number {
  return Math.max(60, seconds ?? 60) * 1000
}
