import { describe, expect, it, test } from 'vitest'
import { AlarmRuleFault, readAlarmRule } from '../../server/src/gateway/metrics/alarmRule.ts'
import type { AlarmState } from '../../server/src/gateway/metrics/alarms.ts'
import { evaluate } from '../../server/src/gateway/metrics/math/evaluate.ts'
import { MathFault, readExpression } from '../../server/src/gateway/metrics/math/expression.ts'
import type { Series } from '../../server/src/gateway/metrics/math/values.ts'
import { fidelity } from '../support/fidelity.ts'

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html

const none = undefined
const metrics: Readonly<Record<string, readonly (number | undefined)[]>> = {
  m1: [30, 20, 0, 0],
  m2: [20, none, 20, none],
  errors: [1, none, 2, 4],
}
// A Sunday, 23:58 to 00:01.
const starts = [0, 1, 2, 3].map(minute => Date.UTC(2026, 10, 22, 23, 58 + minute))

function resultOf(expression: string): unknown {
  const series = (id: string): Series | undefined => {
    const values = metrics[id]
    return values && { type: 'series', values, metricId: id }
  }
  const value = evaluate(readExpression(expression), {
    times: { starts, periodMs: 60_000 },
    valueOf: series,
    metrics: () => Object.keys(metrics).flatMap(id => series(id) ?? []),
  })
  if (value.type === 'series') return value.values
  return value.type === 'array' ? value.items.map(({ values }) => values) : value.value
}

describe('metric math', () => {
  fidelity('Logs, metrics and alarms', 'Metric math: operators and functions', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html',
  })

  test.each<[string, unknown]>([
    ['m1 < m2', [0, 0, 1, 0]],
    ['m1 >= 30', [1, 0, 0, 0]],
    ['m1 > 15 AND m2 > 15', [1, 0, 0, 0]],
    ['m1 == 0 || m2 == 20', [1, 0, 1, 1]],
    ['m1 + m2 * 2', [70, 20, 40, 0]],
    ['(m1 + m2) * 2', [100, 40, 40, 0]],
    ['-m1 ^ 2 / 100', [-9, -4, -0, -0]],
    ['2 ^ 3 ^ 0 - 1', 1],
    ['100 * errors / m1', [100 / 30, 0, none, none]],
    ['m2 / 10', [2, none, 2, none]],
    ['SUM(m1)', 50],
    ['AVG(errors)', 7 / 3],
    ['SUM([m1, m2])', [50, 20, 20, 0]],
    ['AVG([m1, m2])', [25, 10, 10, 0]],
    ['MIN([m1, m2])', [20, 20, 0, 0]],
    ['MAX(METRICS())', [30, 20, 20, 4]],
    ['SUM(METRICS("m"))', [50, 20, 20, 0]],
    ["SUM([METRICS('errors'), METRICS('m2')])", [21, none, 22, 4]],
    ['METRIC_COUNT(METRICS())', 3],
    ['DATAPOINT_COUNT(m2)', 2],
    ['STDDEV(m1)', Math.sqrt(168.75)],
    ['FILL(m2, 5)', [20, 5, 20, 5]],
    ['FILL(m2, REPEAT)', [20, 20, 20, 20]],
    ['FILL(errors, LINEAR)', [1, 1.5, 2, 4]],
    ['FILL(m2, m1)', [20, 20, 20, 0]],
    ['FILL(METRICS("m2"), 0)', [[20, 0, 20, 0]]],
    ['IF(m1 > 10, m1, 1)', [30, 20, 1, 1]],
    ['IF(m1 > 10, m1)', [30, 20, none, none]],
    ['IF(1 > 2, m1, m2)', [20, none, 20, none]],
    ['RATE(errors)', [none, none, 1 / 120, 2 / 60]],
    ['DIFF(m1)', [none, -10, -20, 0]],
    ['DIFF_TIME(errors)', [none, none, 120, 60]],
    ['RUNNING_SUM(errors)', [1, none, 3, 7]],
    ['ABS(m2 - m1)', [10, 20, 20, 0]],
    ['CEIL(m1 / 7)', [5, 3, 0, 0]],
    ['FLOOR(m1 / 7)', [4, 2, 0, 0]],
    ['LOG10(errors) >= 0', [1, none, 1, 1]],
    ['m1 / PERIOD(m1)', [0.5, 20 / 60, 0, 0]],
    ['FIRST(SORT(METRICS(), SUM, DESC))', [30, 20, 0, 0]],
    ['SLICE(SORT(METRICS(), MAX, ASC), 0, 1)', [1, none, 2, 4]],
    ['MINUTE(m1)', [58, 59, 0, 1]],
    ['DAY(m1)', [7, 7, 1, 1]],
    ['IF(HOUR(m1) < 1, m1)', [none, none, 0, 0]],
    ['TIME_SERIES(7)', [7, 7, 7, 7]],
  ])('%s', (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected)
  })

  test.each([
    ['m3 + 1', "there is no query 'm3'"],
    ['ANOMALY_DETECTION_BAND(m1)', 'the function ANOMALY_DETECTION_BAND is not evaluated'],
    ['m1 +', "a value is missing before 'the end'"],
    ['SUM(m1', "')' is missing before 'the end'"],
    ['m1 m2', "'m2' is not expected"],
    ['m1 ? 2', "'? 2' is not understood"],
    ['PERIOD(m1 + 1)', 'PERIOD takes a metric'],
    ['FILL(m1, SOMETHING)', "FILL knows REPEAT and LINEAR, not 'SOMETHING'"],
    ['METRICS() + METRICS()', "'+' takes no two lists of time series"],
  ])('%s is refused', (expression, message) => {
    expect(() => resultOf(expression)).toThrow(new MathFault(message))
  })
})

describe('the rule of a composite alarm', () => {
  fidelity('Logs, metrics and alarms', 'Composite alarms: their rules', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html',
  })

  const states = new Map<string, AlarmState>([
    ['a', 'ALARM'],
    ['b b', 'OK'],
    ['c', 'INSUFFICIENT_DATA'],
  ])
  const holds = (rule: string) => readAlarmRule(rule)(name => states.get(name))

  test.each([
    ['ALARM(a)', true],
    ['ALARM("a") AND OK("b b")', true],
    ['ALARM(a) AND NOT INSUFFICIENT_DATA(c)', false],
    ['NOT (ALARM("b b") OR FALSE)', true],
    ['FALSE AND FALSE OR TRUE', true],
    ['AT_LEAST(2, ALARM, (a, "b b", c))', false],
    ['AT_LEAST(60%, NOT ALARM, (a, "b b", c))', true],
  ])('%s', (rule, expected) => {
    expect(holds(rule)).toBe(expected)
  })

  it.each([
    ['ALARM(d)', "the alarm 'd' is not evaluated on this machine"],
    ['ALARM(a', "')' is missing in the rule before 'the end'"],
    ['ALARM(', 'the rule breaks off'],
    ['GREEN(a)', "'GREEN' is no state of an alarm"],
    ['ALARM(a) ALARM(a)', "'ALARM' is not expected in the rule"],
  ])('%s is refused', (rule, message) => {
    expect(() => holds(rule)).toThrow(new AlarmRuleFault(message))
  })
})
