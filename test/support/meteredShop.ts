import { recordExchange } from '../../server/src/commands/gatewayHostSamples.ts'
import type { Exchange } from '../../server/src/gateway/exchange.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import { readMeters } from '../../server/src/gateway/meters/readMeters.ts'
import { AlarmWatch } from '../../server/src/gateway/metrics/alarmWatch.ts'
import { MetricStore } from '../../server/src/gateway/metrics/metricStore.ts'
import { GatewayState } from '../../server/src/gateway/state.ts'
import { stateControls } from '../../server/src/gateway/stateControls.ts'
import type { MetersQuery } from '../../server/src/protocol/gatewayMeters.ts'
import { readTemplateText } from './readDefinition.ts'
import { fixedTime, fixedWorld } from './world.ts'

/** A REST API with a cache, a slow bucket, a quota and two alarms. */
export const shopTemplate = `Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: shop
      Body:
        openapi: 3.0.1
        info: { title: shop, version: '1' }
        paths:
          /books:
            get:
              parameters: [{ name: genre, in: query, schema: { type: string } }]
              x-amazon-apigateway-integration:
                type: mock
                cacheKeyParameters: [method.request.querystring.genre]
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses: { default: { statusCode: '200' } }
              responses: { '200': { description: ok } }
          /fails:
            get:
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 500}' }
                responses: { default: { statusCode: '500' } }
              responses: { '500': { description: fails } }
          /orders:
            get:
              security: [{ key: [] }]
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses: { default: { statusCode: '200' } }
              responses: { '200': { description: ok } }
        components: { securitySchemes: { key: { type: apiKey, name: x-api-key, in: header } } }
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Shop
      StageName: dev
      CacheClusterEnabled: true
      CacheClusterSize: '0.5'
      MethodSettings:
        - { ResourcePath: /books, HttpMethod: GET, CachingEnabled: true, CacheTtlInSeconds: 60 }
        - { ResourcePath: /fails, HttpMethod: GET, CachingEnabled: false, ThrottlingRateLimit: 0.5, ThrottlingBurstLimit: 2 }
        - { ResourcePath: /orders, HttpMethod: GET, CachingEnabled: false }
  Key: { Type: AWS::ApiGateway::ApiKey, Properties: { Name: reader, Enabled: true, Value: abcdefghijklmnopqrstuvwxyz } }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties:
      UsagePlanName: Basic
      Quota: { Limit: 2, Period: DAY }
      ApiStages: [{ ApiId: !Ref Shop, Stage: dev }]
  InPlan: { Type: AWS::ApiGateway::UsagePlanKey, Properties: { KeyId: !Ref Key, UsagePlanId: !Ref Plan, KeyType: API_KEY } }
  Failing:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: shop-fails
      AlarmDescription: Something of ours is broken
      Namespace: AWS/ApiGateway
      MetricName: 5XXError
      Dimensions: [{ Name: ApiName, Value: shop }]
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 2
      ComparisonOperator: GreaterThanOrEqualToThreshold
      TreatMissingData: notBreaching
  Any:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties: { AlarmName: shop, AlarmRule: 'ALARM("shop-fails")' }
`

/** The same with an access log, and metric filters that read it. */
export const filteredShopTemplate = `${shopTemplate.replace(
  'StageName: dev\n',
  'StageName: dev\n      AccessLogSetting: { DestinationArn: !GetAtt Log.Arn, Format: \'{"path":"$context.path","status":$context.status,"length":$context.responseLength}\' }\n',
)}  Log: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: shop } }
  Lengths:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: !Ref Log
      FilterPattern: '{ $.status = * }'
      MetricTransformations:
        - { MetricNamespace: Shop, MetricName: Length, MetricValue: $.length, Unit: Bytes }
        - { MetricNamespace: Shop, MetricName: ByPath, MetricValue: '1', Dimensions: [{ Key: Path, Value: $.path }] }
  Errors:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: !Ref Log
      FilterPattern: '{ $.status >= 500 }'
      MetricTransformations:
        - { MetricNamespace: Shop, MetricName: Broken, MetricValue: '1', DefaultValue: 0, Unit: Count }
  Never:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: !Ref Log
      FilterPattern: '{ $.status = 999 }'
      MetricTransformations:
        - { MetricNamespace: Shop, MetricName: Never, MetricValue: '1' }
  Else:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: else
      FilterPattern: ''
      MetricTransformations: [{ MetricNamespace: Shop, MetricName: Else, MetricValue: '1' }]
`

/** A served shop, its requests, the controls of its state, and what it counted. Its clock stands still unless it is moved. */
export function serveShop(text = shopTemplate) {
  const { definition } = readTemplateText(text)
  const [api] = definition.apis
  const stage = api?.stages[0]
  if (!api || !stage) throw new Error('the test has no API')
  const state = new GatewayState()
  const world = fixedWorld({ state })
  const gateway = createGateway(definition, api, stage)
  const metrics = new MetricStore()
  const alarms = new AlarmWatch()
  const logs = { write: (_: unknown, exchange: Exchange) => exchange.accessLog() }
  const send = async (path: string, query = '', headers: readonly (readonly [string, string])[] = []) => {
    const more = { body: new Uint8Array(), sourceIp: '127.0.0.1', port: 1 }
    const request = { method: 'GET', path, query, headers, ...more }
    const exchange = await gateway.handle(request, world)
    recordExchange({ definition, api, stage, gateway }, exchange, world.now(), { metrics, logs }, request)
    return exchange.response.status
  }
  const control = (path: string, body?: unknown) => stateControls.get(path)?.(body, state, world.now)
  const sources = { definition, api, stage, store: metrics, alarms, state, startedAt: fixedTime }
  const read = (query: Partial<MetersQuery> = {}) =>
    readMeters({ ...sources, now: world.now() }, { window: '15m', ...query })
  return { send, control, read, apiId: api.id, store: metrics }
}
