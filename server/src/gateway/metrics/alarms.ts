import type { Alarm, MetricFilter } from '../../api/monitoring.ts'
import { valueOf } from '../../base/origin.ts'
import type { AlarmSeries } from './alarmSeries.ts'
import { alarmSeries } from './alarmSeries.ts'
import { MathFault } from './math/expression.ts'
import type { MetricSources } from './metricReader.ts'
import { isCountedMetric } from './metricReader.ts'
import { MetricStore } from './metricStore.ts'

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'

/** One period that an alarm looked at. */
export interface Datapoint {
  /** Start, milliseconds since 1970. */
  readonly at: number
  /** Undefined where no request gave a value. */
  readonly value: number | undefined
  readonly isBreaching: boolean
}

export interface EvaluatedAlarm {
  readonly alarm: Alarm
  readonly name: string
  readonly state: AlarmState
  /** What decided, in CloudWatch's manner: `Threshold crossed: 2 of the last 3 datapoints …`. */
  readonly reason: string
  /** The latest first. */
  readonly datapoints: readonly Datapoint[]
}

/**
 * The state of an alarm on what is counted here over the periods that have ended: on API Gateway's metrics, on those of
 * `filters`, and on what metric math makes of them. `before` is its state until now. Undefined for an alarm on something else.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function evaluateAlarm(
  alarm: Alarm,
  store: MetricStore,
  now: number,
  before: AlarmState = 'INSUFFICIENT_DATA',
  filters: readonly MetricFilter[] = [],
): EvaluatedAlarm | undefined {
  const sources = { store, filters }
  if (!isOnCountedMetrics(alarm, sources)) return undefined
  const name = valueOf(alarm.name) ?? alarm.id
  const plan = planOf(alarm, sources)
  try {
    if (typeof plan === 'string') throw new MathFault(plan)
    const points = datapointsOf(plan, now)
    return { alarm, name, datapoints: points, ...decide(plan, points, before) }
  } catch (error) {
    if (!(error instanceof MathFault)) throw error
    const reason = `not emulated: ${error.message}`
    return { alarm, name, state: 'INSUFFICIENT_DATA', reason, datapoints: [] }
  }
}

/** What of an alarm on counted metrics is not evaluated here, in words; undefined for one that is, and for one on something else. */
export function alarmFault(alarm: Alarm, filters: readonly MetricFilter[]): string | undefined {
  const sources = { store: new MetricStore(), filters }
  if (!isOnCountedMetrics(alarm, sources)) return undefined
  const series = alarmSeries(alarm, sources)
  if (typeof series === 'string') return series
  try {
    series.valuesAt([0])
    return undefined
  } catch (error) {
    if (error instanceof MathFault) return error.message
    throw error
  }
}

/** Whether an alarm looks at something that is counted on this machine. */
function isOnCountedMetrics(alarm: Alarm, sources: Pick<MetricSources, 'filters'>): boolean {
  return [alarm, ...alarm.metrics].some(({ metric }) => metric && isCountedMetric(metric, sources))
}

interface Plan {
  readonly series: AlarmSeries
  readonly periods: number
  readonly needed: number
  readonly threshold: number
  readonly operator: string
  readonly breaches: (value: number) => boolean
  readonly missing: string
}

// A text says what of the alarm cannot be evaluated here.
function planOf(alarm: Alarm, sources: MetricSources): Plan | string {
  const series = alarmSeries(alarm, sources)
  if (typeof series === 'string') return series
  const operator = valueOf(alarm.comparisonOperator) ?? ''
  const threshold = valueOf(alarm.threshold)
  const compare = comparisons.get(operator)
  if (!compare) return `the comparison '${operator}'`
  if (threshold === undefined) return 'a threshold that is not known here'
  const periods = valueOf(alarm.evaluationPeriods) ?? 1
  return {
    series,
    periods,
    needed: valueOf(alarm.datapointsToAlarm) ?? periods,
    threshold,
    operator,
    breaches: value => compare(value, threshold),
    missing: valueOf(alarm.treatMissingData) ?? 'missing',
  }
}

const comparisons = new Map<string, (value: number, threshold: number) => boolean>([
  ['GreaterThanOrEqualToThreshold', (value, threshold) => value >= threshold],
  ['GreaterThanThreshold', (value, threshold) => value > threshold],
  ['LessThanThreshold', (value, threshold) => value < threshold],
  ['LessThanOrEqualToThreshold', (value, threshold) => value <= threshold],
])

function datapointsOf({ series, periods, missing, breaches }: Plan, now: number): Datapoint[] {
  const { periodMs } = series
  const end = Math.floor(now / periodMs) * periodMs
  const starts = Array.from({ length: periods }, (_, index) => end - (periods - index) * periodMs)
  const values = series.valuesAt(starts)
  return starts
    .map((at, index) => {
      const value = values[index]
      return { at, value, isBreaching: value === undefined ? missing === 'breaching' : breaches(value) }
    })
    .reverse()
}

function decide(
  plan: Plan,
  points: readonly Datapoint[],
  before: AlarmState,
): { state: AlarmState; reason: string } {
  const present = points.filter(({ value }) => value !== undefined)
  const isFilled = plan.missing === 'breaching' || plan.missing === 'notBreaching'
  const breaching = points.filter(({ isBreaching }) => isBreaching).length
  const shown = points.map(({ value }) => (value === undefined ? 'missing' : round(value))).join(', ')
  const compared = `${breaching} of the last ${plan.periods} datapoints [${shown}] (${plan.series.label}) ${
    breaching === 1 ? 'was' : 'were'
  } ${worded(plan.operator)} the threshold (${plan.threshold})`
  if (breaching >= plan.needed) return { state: 'ALARM', reason: `Threshold crossed: ${compared}` }
  if (present.length === 0 && plan.missing === 'ignore') {
    return { state: before, reason: `No data: missing data is ignored, so the state stays` }
  }
  if (present.length === 0 && !isFilled) {
    return {
      state: 'INSUFFICIENT_DATA',
      reason: `Insufficient data: no datapoints in ${plan.periods} periods`,
    }
  }
  return { state: 'OK', reason: `Threshold not crossed: ${compared}, and ${plan.needed} are needed` }
}

function worded(operator: string): string {
  return operator
    .replace(/Threshold$/, '')
    .replace(/([A-Z])/g, ' $1')
    .trim()
    .toLowerCase()
}

function round(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
