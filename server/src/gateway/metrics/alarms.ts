import type { Alarm, Metric } from '../../api/monitoring.ts'
import type { Fact } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { Dimensions, MetricStore } from './metricStore.ts'
import type { MetricName } from './sample.ts'
import { ownMetrics } from './sample.ts'

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
 * The state of an alarm on API Gateway's metrics over the periods that have ended. `before` is its state until now.
 * Undefined for an alarm on something else.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function evaluateAlarm(
  alarm: Alarm,
  store: MetricStore,
  now: number,
  before: AlarmState = 'INSUFFICIENT_DATA',
): EvaluatedAlarm | undefined {
  const { metric } = alarm
  if (!metric || valueOf(metric.namespace) !== 'AWS/ApiGateway') return undefined
  const name = valueOf(alarm.name) ?? alarm.id
  const plan = planOf(alarm, metric)
  if (typeof plan === 'string') {
    return { alarm, name, state: 'INSUFFICIENT_DATA', reason: `not emulated: ${plan}`, datapoints: [] }
  }
  const points = datapointsOf(plan, store, now)
  return { alarm, name, datapoints: points, ...decide(plan, points, before) }
}

interface Plan {
  readonly metricName: MetricName
  readonly dimensions: Dimensions
  readonly statistic: string
  readonly periodMs: number
  readonly periods: number
  readonly needed: number
  readonly threshold: number
  readonly operator: string
  readonly breaches: (value: number) => boolean
  readonly missing: string
}

// A text says what of the alarm cannot be evaluated here.
function planOf(alarm: Alarm, metric: Metric): Plan | string {
  const metricName = [...ownMetrics.rest, ...ownMetrics.http].find(
    each => each === valueOf(metric.metricName),
  )
  if (!metricName) return `the metric '${valueOf(metric.metricName) ?? ''}' is not counted on this machine`
  const dimensions = dimensionsOf(metric.dimensions)
  if (typeof dimensions === 'string') return dimensions
  const operator = valueOf(alarm.comparisonOperator) ?? ''
  const threshold = valueOf(alarm.threshold)
  const compare = comparisons.get(operator)
  if (!compare) return `the comparison '${operator}'`
  if (threshold === undefined) return 'a threshold that is not known here'
  const statistic = valueOf(alarm.statistic) ?? 'Average'
  const periods = valueOf(alarm.evaluationPeriods) ?? 1
  return {
    metricName,
    dimensions,
    statistic,
    periodMs: Math.max(60, valueOf(alarm.period) ?? 60) * 1000,
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

function dimensionsOf(facts: ReadonlyMap<string, Fact<string>>): Dimensions | string {
  const known = new Map<string, string>()
  for (const [name, fact] of facts) {
    const value = valueOf(fact)
    if (value === undefined) return `a dimension '${name}' that is not known here`
    known.set(name, value)
  }
  const [method, resource] = [known.get('Method'), known.get('Resource')]
  const unknown = [...known.keys()].find(name => !dimensionNames.has(name))
  if (unknown !== undefined) return `the dimension '${unknown}'`
  return {
    apiId: known.get('ApiId'),
    apiName: known.get('ApiName'),
    stage: known.get('Stage'),
    route: known.get('Route') ?? (method === undefined ? undefined : `${method} ${resource ?? ''}`),
  }
}

const dimensionNames = new Set(['ApiId', 'ApiName', 'Stage', 'Route', 'Method', 'Resource'])

function datapointsOf(plan: Plan, store: MetricStore, now: number): Datapoint[] {
  const { periodMs } = plan
  const end = Math.floor(now / periodMs) * periodMs
  return Array.from({ length: plan.periods }, (_, index) => {
    const at = end - (index + 1) * periodMs
    const values = store.distribution(plan.metricName, plan.dimensions, { from: at, to: at + periodMs })
    const value = values.statistic(plan.statistic)
    const isMissing = value === undefined
    return { at, value, isBreaching: isMissing ? plan.missing === 'breaching' : plan.breaches(value) }
  })
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
  const compared = `${breaching} of the last ${plan.periods} datapoints [${shown}] (${plan.statistic} of ${plan.metricName}) ${
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
