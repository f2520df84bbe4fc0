import { describe, expect, it, test } from 'vitest'
import type { Alarm } from '../../server/src/api/monitoring.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import type { AlarmState } from '../../server/src/gateway/metrics/alarms.ts'
import { evaluateAlarm } from '../../server/src/gateway/metrics/alarms.ts'
import { evaluateComposites } from '../../server/src/gateway/metrics/compositeAlarms.ts'
import { Distribution } from '../../server/src/gateway/metrics/distribution.ts'
import { countLine, stageFilters } from '../../server/src/gateway/metrics/metricFilters.ts'
import { metricsAsJson, metricsAsPrometheus } from '../../server/src/gateway/metrics/metricsText.ts'
import { MetricStore } from '../../server/src/gateway/metrics/metricStore.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fidelity } from '../support/fidelity.ts'

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
  fidelity('Logs, metrics and alarms', 'Metrics of API Gateway, by dimension', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html',
  })

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
  fidelity('Logs, metrics and alarms', 'Alarms on one metric', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html',
  })

  function alarmOf(properties: string, metricName = '5XXError'): Alarm {
    const text = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/ApiGateway
      MetricName: ${metricName}
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

  it('watches the metrics of WebSocket APIs, too', () => {
    const properties = `${sum}\n      EvaluationPeriods: 1\n      TreatMissingData: notBreaching`
    const store = new MetricStore()
    store.add({
      ...{ apiId: 'Chat', apiName: 'books', apiType: 'websocket', stage: 'dev', status: 200, latencyMs: 1 },
      at: noon,
      webSocket: { eventType: 'CONNECT', sent: 0 },
    })
    const alarm = alarmOf(properties, 'ConnectCount')
    expect(evaluateAlarm(alarm, store, noon + minute)).toMatchObject({ state: 'ALARM' })
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

describe('metric filters and metric math', () => {
  fidelity('Logs, metrics and alarms', 'Metric filters on access logs: value, default value, dimensions', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html',
  })
  fidelity('Logs, metrics and alarms', 'Alarms on metric math', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html',
  })

  const template = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: books } }
  Dev:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref Api, StageName: dev, AccessLogSetting: { DestinationArn: !GetAtt Log.Arn, Format: $context.requestId } }
  Log: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: books } }
  Slow:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: !Ref Log
      FilterPattern: '{ $.latency > 100 }'
      MetricTransformations:
        - { MetricNamespace: Books, MetricName: Slow, MetricValue: $.latency, DefaultValue: 0, Unit: Milliseconds }
        - { MetricNamespace: Books, MetricName: SlowByRoute, MetricValue: '1', Dimensions: [{ Key: Route, Value: $.route }] }
  Other: { Type: AWS::Logs::MetricFilter, Properties: { LogGroupName: else, FilterPattern: '', MetricTransformations: [] } }
  Share:
    Type: AWS::CloudWatch::Alarm
    Properties:
      ComparisonOperator: GreaterThanThreshold
      Threshold: 10
      EvaluationPeriods: 1
      Metrics:
        - { Id: share, Expression: '100 * errors / FILL(all, 0)' }
        - { Id: errors, ReturnData: false, MetricStat: { Stat: Sum, Period: 60, Metric: { Namespace: AWS/ApiGateway, MetricName: 5XXError } } }
        - { Id: all, ReturnData: false, MetricStat: { Stat: Sum, Period: 60, Metric: { Namespace: AWS/ApiGateway, MetricName: Count } } }
  Rising:
    Type: AWS::CloudWatch::Alarm
    Properties:
      ComparisonOperator: GreaterThanThreshold
      Threshold: 0
      EvaluationPeriods: 1
      Metrics:
        - { Id: rate, Expression: RATE(all), ReturnData: true }
        - { Id: all, MetricStat: { Stat: Sum, Period: 60, Metric: { Namespace: AWS/ApiGateway, MetricName: Count } } }
  SlowOnce:
    Type: AWS::CloudWatch::Alarm
    Properties: { Namespace: Books, MetricName: Slow, Statistic: Maximum, Period: 60, EvaluationPeriods: 1, Threshold: 300, ComparisonOperator: GreaterThanThreshold }
  Mixed:
    Type: AWS::CloudWatch::Alarm
    Properties:
      ComparisonOperator: GreaterThanThreshold
      Threshold: 0
      EvaluationPeriods: 1
      Metrics:
        - { Id: both, Expression: one + two }
        - { Id: one, ReturnData: false, MetricStat: { Stat: Sum, Period: 60, Metric: { Namespace: Books, MetricName: Slow } } }
        - { Id: two, ReturnData: false, MetricStat: { Stat: Sum, Period: 60, Metric: { Namespace: AWS/SQS, MetricName: Age } } }
`
  const { definition } = loadDefinition('/t.yaml', memoryFiles({ '/t.yaml': template }))
  const [api] = definition?.apis ?? []
  const [stage] = api?.stages ?? []
  if (!definition || !stage) throw new Error('no stage')
  const filters = stageFilters(definition, stage)
  const { alarms, metricFilters } = definition.surroundings
  const stateOf = (id: string, store: MetricStore, at: number) => {
    const alarm = alarms.find(each => each.id === id)
    const found = alarm && evaluateAlarm(alarm, store, noon + at * minute, undefined, metricFilters)
    return found && [found.state, found.datapoints[0]?.value, found.reason.replace(/:.*/s, '')]
  }
  const line = (latency: number, route = '/a') => JSON.stringify({ latency, route })

  it('count the lines of the log group that the stage writes to', () => {
    const store = new MetricStore()
    const logged: readonly (readonly [at: number, line: string])[] = [
      [0, line(50)],
      [0, line(400)],
      [0, line(200, '/b')],
      [1, line(20)],
      [2, 'no JSON'],
    ]
    for (const [at, text] of logged) countLine(filters, text, noon + at * minute, store.custom)
    const slow = (from: number) =>
      store.custom.distribution(
        { namespace: 'Books', name: 'Slow', dimensions: new Map() },
        { from: noon + from * minute, to: noon + (from + 1) * minute },
      )
    expect([slow(0).count, slow(0).sum]).toEqual([2, 600])
    // A minute with lines of which none matches has the default value, a minute without lines nothing.
    expect([slow(1).count, slow(1).sum, slow(3).count]).toEqual([1, 0, 0])
    expect(JSON.parse(metricsAsJson(store))).toMatchObject({
      custom: [
        { namespace: 'Books', metricName: 'Slow', dimensions: {}, unit: 'Milliseconds', sum: 600 },
        { metricName: 'SlowByRoute', dimensions: { Route: '/a' }, sum: 1 },
        { metricName: 'SlowByRoute', dimensions: { Route: '/b' }, sum: 1 },
      ],
    })
    expect(metricsAsPrometheus(store)).toContain(
      'cloudwatch_SlowByRoute_sum{namespace="Books",Route="/b"} 1\n',
    )
    expect(stateOf('SlowOnce', store, 1)).toEqual(['ALARM', 400, 'Threshold crossed'])
    expect(stateOf('SlowOnce', store, 2)?.[0]).toBe('OK')
  })

  it('raise alarms by what metric math makes of metrics', () => {
    const store = storeOf([0, 200, 5], [1, 502, 5], [1, 200, 5], [1, 200, 5])
    expect(stateOf('Share', store, 1)).toEqual(['OK', 0, 'Threshold not crossed'])
    expect(stateOf('Share', store, 2)).toEqual(['ALARM', 100 / 3, 'Threshold crossed'])
    // Needs the period before the one that counts.
    expect(stateOf('Rising', store, 2)).toEqual(['ALARM', 2 / 60, 'Threshold crossed'])
    expect(stateOf('Rising', store, 1)?.[0]).toBe('INSUFFICIENT_DATA')
  })

  it('say what is not counted here', () => {
    const mixed = alarms.find(({ id }) => id === 'Mixed')
    expect(mixed && evaluateAlarm(mixed, new MetricStore(), noon, undefined, metricFilters)?.reason).toBe(
      "not emulated: the metric 'Age' of 'AWS/SQS' is not counted on this machine",
    )
  })
})

test('composite alarms follow the states of others, of composite ones too', () => {
  const template = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Errors: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmName: books-errors, Namespace: AWS/ApiGateway, MetricName: 5XXError } }
  Both: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmName: both, AlarmRule: !Sub 'ALARM(\${Errors}) AND NOT OK(slow)' } }
  Outer: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmRule: !Sub 'OK("\${Both.Arn}") OR ALARM("both")' } }
  Circle: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmRule: ALARM(Circle) } }
  Unknown: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmRule: !Sub 'ALARM(elsewhere)' } }
`
  const { definition } = loadDefinition('/t.yaml', memoryFiles({ '/t.yaml': template }))
  const composites = definition?.surroundings.compositeAlarms ?? []
  const known = new Map<string, AlarmState>([
    ['books-errors', 'ALARM'],
    ['slow', 'INSUFFICIENT_DATA'],
  ])
  expect(
    evaluateComposites(composites, known).map(({ name, state, reason }) => [name, state, reason]),
  ).toEqual([
    ['both', 'ALARM', 'ALARM(books-errors) AND NOT OK(slow) is TRUE'],
    ['Outer', 'ALARM', 'OK("arn:aws:cloudwatch:us-east-1:123456789012:alarm:both") OR ALARM("both") is TRUE'],
    ['Circle', 'INSUFFICIENT_DATA', "not emulated: the rule of 'Circle' depends on itself"],
    ['Unknown', 'INSUFFICIENT_DATA', "not emulated: the alarm 'elsewhere' is not evaluated on this machine"],
  ])
})
