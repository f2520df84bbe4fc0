import { describe, expect, it } from 'vitest'
import type { Alarm } from '../../server/src/api/monitoring.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import type { AlarmState } from '../../server/src/gateway/metrics/alarms.ts'
import { evaluateAlarm } from '../../server/src/gateway/metrics/alarms.ts'
import { Distribution } from '../../server/src/gateway/metrics/distribution.ts'
import { metricsAsJson, metricsAsPrometheus } from '../../server/src/gateway/metrics/metricsText.ts'
import { MetricStore } from '../../server/src/gateway/metrics/metricStore.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const noon = Date.UTC(2026, 10, 22, 12)
const minute = 60_000

/** A store with answers: each is minutes after noon, status and latency. */
function storeOf(
  ...answers: readonly (readonly [at: number, status: number, latencyMs: number])[]
): MetricStore {
  const store = new MetricStore()
  for (const [at, status, latencyMs] of answers) {
    store.add({
      apiId: 'Books',
      apiName: 'books',
      apiType: 'rest',
      stage: 'dev',
      route: 'GET /books',
      at: noon + at * minute,
      status,
      latencyMs,
      ...(status < 400 && { integrationLatencyMs: latencyMs - 1 }),
    })
  }
  return store
}

describe('metrics', () => {
  const store = storeOf([0, 200, 10], [0, 404, 2], [1, 502, 30], [2, 200, 20])

  it('count requests and errors, a request that gives no value is no zero', () => {
    const of = (name: 'Count' | '4XXError' | '5XXError' | 'IntegrationLatency' | 'CacheHitCount') => {
      const values = store.distribution(name, {}, { from: noon, to: noon + 3 * minute })
      return [values.count, values.sum]
    }
    expect(of('Count')).toEqual([4, 4])
    expect(of('4XXError')).toEqual([4, 1])
    expect(of('5XXError')).toEqual([4, 1])
    expect(of('IntegrationLatency')).toEqual([2, 28])
    expect(of('CacheHitCount')).toEqual([0, 0])
  })

  it('of an HTTP API have its names, and count the bytes of bodies', () => {
    const http = new MetricStore()
    const sample = { apiId: 'Notes', apiName: 'notes', apiType: 'http', stage: '$default', at: noon } as const
    http.add({ ...sample, status: 200, latencyMs: 1, dataProcessed: 512 })
    http.add({ ...sample, status: 429, latencyMs: 1, dataProcessed: 32 })
    const sum = (name: '4xx' | '4XXError' | 'DataProcessed') =>
      http.distribution(name, {}, { from: noon, to: noon + minute }).sum
    expect([sum('4xx'), sum('4XXError'), sum('DataProcessed')]).toEqual([1, 0, 544])
    expect(metricsAsPrometheus(http)).toContain(
      'apigateway_data_processed_bytes_total{api_id="Notes",api="notes",stage="$default",route=""} 544',
    )
    expect(metricsAsPrometheus(store)).not.toContain('data_processed_bytes_total{')
  })

  it('are asked by dimension and time', () => {
    const count = (dimensions: object, from: number, to: number) =>
      store.distribution('Count', dimensions, { from: noon + from * minute, to: noon + to * minute }).count
    expect(count({ apiName: 'books', stage: 'dev' }, 0, 1)).toBe(2)
    expect(count({ route: 'GET /books' }, 1, 3)).toBe(2)
    expect(count({ stage: 'prod' }, 0, 3)).toBe(0)
  })

  it('are served as JSON and as Prometheus reads them', () => {
    const { series } = JSON.parse(metricsAsJson(store)) as { series: readonly Record<string, unknown>[] }
    expect(series).toMatchObject([
      {
        apiId: 'Books',
        stage: 'dev',
        route: 'GET /books',
        metrics: { Count: { sum: 4 }, Latency: { maximum: 30 } },
      },
    ])
    const text = metricsAsPrometheus(store)
    expect(text).toContain('# TYPE apigateway_requests_total counter\n')
    expect(text).toContain(
      'apigateway_server_errors_total{api_id="Books",api="books",stage="dev",route="GET /books"} 1\n',
    )
    expect(text).toMatch(/apigateway_latency_seconds_sum\{[^}]+\} 0\.062\n/)
  })

  it('have percentiles within one percent', () => {
    const values = new Distribution()
    for (let value = 1; value <= 1000; value++) values.add(value)
    for (const [name, exact] of [
      ['p50', 500],
      ['p90', 900],
      ['p99', 990],
      ['p99.9', 999],
    ] as const) {
      expect(Math.abs((values.statistic(name) ?? 0) / exact - 1)).toBeLessThan(0.011)
    }
    expect(values.statistic('p100')).toBe(1000)
    expect(values.statistic('median')).toBeUndefined()
  })
})

describe('an alarm', () => {
  function alarmOf(properties: string): Alarm {
    const text = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/ApiGateway
      MetricName: 5XXError
      Dimensions: [{ Name: ApiName, Value: books }, { Name: Stage, Value: dev }]
      ComparisonOperator: GreaterThanOrEqualToThreshold
      ${properties}
`
    const { definition } = loadDefinition('/t.yaml', memoryFiles({ '/t.yaml': text }))
    const [alarm] = definition?.surroundings.alarms ?? []
    if (!alarm) throw new Error('no alarm')
    return alarm
  }

  const state = (properties: string, store: MetricStore, at: number, before?: AlarmState) => {
    const found = evaluateAlarm(alarmOf(properties), store, noon + at * minute, before)
    return found && [found.state, found.reason]
  }

  const sum = 'Statistic: Sum, Period: 60, Threshold: 1'.replaceAll(', ', '\n      ')

  it('is raised by the periods that have ended', () => {
    const store = storeOf([0, 502, 5], [1, 502, 5], [2, 200, 5])
    expect(state(`${sum}\n      EvaluationPeriods: 2`, store, 2)).toEqual([
      'ALARM',
      'Threshold crossed: 2 of the last 2 datapoints [1, 1] (Sum of 5XXError) were greater than or equal to the threshold (1)',
    ])
    expect(state(`${sum}\n      EvaluationPeriods: 2`, store, 3)?.[0]).toBe('OK')
    expect(state(`${sum}\n      EvaluationPeriods: 3\n      DatapointsToAlarm: 2`, store, 3)?.[0]).toBe(
      'ALARM',
    )
  })

  it.each([
    ['missing', 'INSUFFICIENT_DATA'],
    ['notBreaching', 'OK'],
    ['breaching', 'ALARM'],
    ['ignore', 'ALARM'],
  ] as const)('without requests treats data as %s', (how, expected) => {
    const properties = `${sum}\n      EvaluationPeriods: 2\n      TreatMissingData: ${how}`
    expect(state(properties, storeOf(), 5, 'ALARM')?.[0]).toBe(expected)
  })

  it('on what is not counted here says so', () => {
    expect(state(`${sum}\n      EvaluationPeriods: 1`.replace('Sum', 'Sum'), storeOf(), 1)?.[0]).toBe(
      'INSUFFICIENT_DATA',
    )
    const unknown = evaluateAlarm(
      alarmOf(
        `${sum}\n      EvaluationPeriods: 1\n      Unit: Count`.replace(
          'Threshold: 1',
          'Threshold: !ImportValue limit',
        ),
      ),
      storeOf(),
      noon,
    )
    expect(unknown?.reason).toBe('not emulated: a threshold that is not known here')
  })
})
