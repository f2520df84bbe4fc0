import { expect, it } from 'vitest'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { notEmulated } from '../../server/src/gateway/notEmulated.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

it('says nothing about an API that is emulated as a whole', () => {
  expect(
    notes(`openapi: 3.0.1
info: { title: Mock, version: '1' }
paths:
  /books:
    get:
      responses: { '200': { description: ok } }
      x-amazon-apigateway-integration:
        type: mock
        cacheNamespace: abc123
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: '200', responseTemplates: { application/json: '[]' } } }
`),
  ).toEqual([])
})

it('names what a REST API asks for and does not get, each once and at its line', () => {
  expect(
    notes(`openapi: 3.0.1
info: { title: Shop, version: '1' }
x-amazon-apigateway-request-validators: { all: { validateRequestBody: true } }
x-amazon-apigateway-request-validator: all
x-amazon-apigateway-policy: { Version: '2012-10-17', Statement: [] }
x-amazon-apigateway-minimum-compression-size: 10
paths:
  /books:
    get:
      security: [{ tokens: [] }]
      responses: { '200': { description: ok } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates:
          application/json: '{"statusCode": $input.params("status")}'
        responses: { default: { statusCode: '200' } }
    post:
      security: [{ tokens: [] }, { key: [] }]
      responses: { '200': { description: ok } }
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:sqs:path/123456789012/queue
        responses: { default: { statusCode: '200' } }
components:
  securitySchemes:
    tokens:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: { type: token, authorizerUri: x }
    key: { type: apiKey, name: x-api-key, in: header }
`),
  ).toEqual([
    "32: the function of authorizer 'tokens' is not in this definition: what it guards answers 501",
    "23: AWS's 'sqs' is not emulated: calls of it go to an endpoint ('--endpoint sqs=URL') or get a canned answer ('--canned FILE'), else they answer 501",
  ])
})

it('names what a WebSocket API asks for in vain, and functions that are no Node code', () => {
  expect(
    notes(`AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Queue:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Chat, IntegrationType: AWS, IntegrationMethod: POST, IntegrationUri: 'arn:aws:apigateway:us-east-1:sqs:path/123456789012/q', TemplateSelectionExpression: x }
  Default:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      { ApiId: !Ref Chat, RouteKey: $default, Target: !Sub 'integrations/\${Queue}' }
  Image:
    Type: AWS::Serverless::Function
    Properties: { PackageType: Image, ImageUri: x }
`),
  ).toEqual([
    "9: AWS's 'sqs' is not emulated: calls of it go to an endpoint ('--endpoint sqs=URL') or get a canned answer ('--canned FILE'), else they answer 501",
    "14: function 'Image' is a container image, which is not run yet: calls of it fail",
  ])
})

it('names VPC links, unknown values and the authorizers of an HTTP API that are not here', () => {
  expect(
    notes(`AWSTemplateFormatVersion: 2010-09-09
Parameters: { Host: { Type: String } }
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Link:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: HTTP_PROXY
      IntegrationMethod: ANY
      ConnectionType: VPC_LINK
      IntegrationUri: !Ref Host
      PayloadFormatVersion: '1.0'
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Api
      RouteKey: GET /notes
      AuthorizationType: AWS_IAM
      Target: !Sub integrations/\${Link}
  Elsewhere:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Api, RouteKey: PUT /notes, AuthorizationType: JWT, AuthorizerId: abc123 }
  Hidden:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Api, RouteKey: POST /notes, AuthorizationType: JWT, AuthorizerId: !Ref Jwt }
  Jwt:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Api
      AuthorizerType: JWT
      IdentitySource: [$request.header.Authorization]
      JwtConfiguration: { Audience: [notes], Issuer: !Ref Host }
`).map(note => note.replace(/\(.*\)/, '(…)')),
  ).toEqual([
    "13: what stands behind a VPC link is reached only where '--vpc-link LINK=URL' says how, or directly by its URI",
    "25: the authorizer of 'PUT /notes' is not in this definition: it answers 501",
    "35: the issuer of authorizer 'Jwt' cannot be known here (…): routes behind it answer 501 to a token",
  ])
})

it('names what stands around a REST API and on its stage, and nothing that is switched off', () => {
  const withoutEffect = (text: string) =>
    notes(text).flatMap(note => {
      const found = /^(\d+): '(.*)' is not emulated yet: it has no effect here$/.exec(note)
      return found ? [found.slice(1, 3)] : []
    })
  expect(
    withoutEffect(`Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: books
      DisableExecuteApiEndpoint: true
      SecurityPolicy: TLS_1_2
      EndpointAccessMode: STRICT
      CloneFrom: other
      EndpointConfiguration: { Types: [PRIVATE], VpcEndpointIds: [vpce-1] }
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Api
      StageName: prod
      CacheClusterEnabled: true
      MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: INFO, CachingEnabled: true }]
      AccessLogSetting: { Format: x }
      ClientCertificateId: c
      TracingEnabled: true
  Quiet:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref Api, StageName: quiet, CacheClusterEnabled: false }
  Plan: { Type: AWS::ApiGateway::UsagePlan, Properties: { ApiStages: [{ ApiId: !Ref Api, Stage: prod }] } }
  Foreign: { Type: AWS::ApiGateway::UsagePlan, Properties: { ApiStages: [{ ApiId: other, Stage: prod }] } }
  Map: { Type: AWS::ApiGateway::BasePathMapping, Properties: { DomainName: !Ref Domain, RestApiId: !Ref Api } }
  Domain: { Type: AWS::ApiGateway::DomainName, Properties: { DomainName: a.test, MutualTlsAuthentication: { TruststoreUri: x } } }
  Rule: { Type: AWS::ApiGatewayV2::RoutingRule, Properties: { Actions: [{ InvokeApi: { ApiId: !Ref Api } }] } }
  Wall: { Type: AWS::WAFv2::WebACLAssociation, Properties: { ResourceArn: !Sub 'arn:aws:apigateway:us-east-1::/restapis/\${Api}/stages/prod' } }
  Errors: { Type: AWS::CloudWatch::Alarm, Properties: { Metrics: [{ Id: twice, Expression: 2 * all }, { Id: all, MetricStat: { Stat: Sum, Period: 60, Metric: { Namespace: AWS/ApiGateway, MetricName: 5XXError } } }] } }
  One: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/ApiGateway, MetricName: 5XXError } }
  Queue: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/SQS, MetricName: Age } }
`),
  ).toEqual([
    ['9', 'CloneFrom'],
    ['29', 'WebACLAssociation'],
  ])
})

it('names alarms and metric filters that cannot be evaluated', () => {
  expect(
    notes(`Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: books } }
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref Api, StageName: prod, AccessLogSetting: { DestinationArn: !GetAtt Log.Arn, Format: $context.requestId } }
  Log: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: books } }
  Failed: { Type: AWS::Logs::MetricFilter, Properties: { LogGroupName: !Ref Log, FilterPattern: '{ status = 5* }', MetricTransformations: [{ MetricNamespace: Books, MetricName: Failed, MetricValue: '1' }] } }
  Band: { Type: AWS::CloudWatch::Alarm, Properties: { ThresholdMetricId: b, Metrics: [{ Id: b, Expression: ANOMALY_DETECTION_BAND(m) }, { Id: m, MetricStat: { Stat: Sum, Period: 60, Metric: { Namespace: AWS/ApiGateway, MetricName: 5XXError } } }] } }
  Sum: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmName: sum, Metrics: [{ Id: s, Expression: SERVICE_QUOTA(m) }, { Id: m, ReturnData: false, MetricStat: { Stat: Sum, Period: 60, Metric: { Namespace: Books, MetricName: Failed } } }] } }
`),
  ).toEqual([
    "8: alarm 'Band' is not evaluated: anomaly detection bands",
    "9: alarm 'sum' is not evaluated: the function SERVICE_QUOTA is not evaluated",
    "7: metric filter 'Failed' is not evaluated: its pattern is not understood: 'status = 5*' does not begin with a selector as $.status",
  ])
})

it('says of what bears on TLS that it does so under HTTPS', () => {
  expect(
    notes(`Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: books, SecurityPolicy: TLS_1_2 } }
  Prod: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: prod, ClientCertificateId: c } }
  Map: { Type: AWS::ApiGateway::BasePathMapping, Properties: { DomainName: !Ref Domain, RestApiId: !Ref Api } }
  Domain: { Type: AWS::ApiGateway::DomainName, Properties: { DomainName: a.test, MutualTlsAuthentication: { TruststoreUri: x } } }
`),
  ).toEqual([
    "2: 'SecurityPolicy' bears on 'serve --https' only: its lowest version of TLS is kept, its cipher suites are not",
    "5: client certificates are asked for with 'serve --https' only",
  ])
})

it('names what a canary has of its own and does not get', () => {
  expect(
    notes(`Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: books } }
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Api
      StageName: prod
      CanarySetting: { PercentTraffic: 5 }
`),
  ).toEqual([
    "8: the canary gets its share of the requests and its variables, and answers from this definition as the stage does: 'serve --canary-definition FILE' gives its deployment",
  ])
})

it('names what an HTTP API, its integrations and functions ask for', () => {
  expect(
    notes(`Resources:
  Notes: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: notes, ProtocolType: HTTP } }
  Stage:
    Type: AWS::ApiGatewayV2::Stage
    Properties:
      ApiId: !Ref Notes
      StageName: $default
  Route: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Notes, RouteKey: GET /, Target: !Sub 'integrations/\${Backend}' } }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Notes
      IntegrationType: HTTP_PROXY
      IntegrationMethod: GET
      IntegrationUri: https://b.test
      PayloadFormatVersion: '1.0'
      TlsConfig: { ServerNameToVerify: b.test }
  Map: { Type: AWS::ApiGatewayV2::ApiMapping, Properties: { ApiId: !Ref Notes, DomainName: a.test, Stage: $default } }
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Handler: a.b
      Layers: [layer]
      ReservedConcurrentExecutions: 1
      FileSystemConfigs: [{ Arn: a }]
      TenancyConfig: { TenantIsolationMode: PER_TENANT }
  Url: { Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: !Ref Fn, AuthType: NONE } }
`).map(note => note.replace(' is not emulated yet: it has no effect here', '')),
  ).toEqual(["25: 'FileSystemConfigs'", "26: 'TenancyConfig'"])
})

function notes(text: string): string[] {
  const { definition } = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': text }))
  const api = definition?.apis[0]
  if (!definition || !api) throw new Error('the definition of this test cannot be read')
  return notEmulated(definition, api).map(
    ({ message, origin }) => `${origin.range.start.line + 1}: ${message}`,
  )
}
