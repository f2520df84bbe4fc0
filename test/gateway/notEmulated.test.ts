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
    '23: calls to AWS services other than Lambda are not emulated yet: they answer 501',
  ])
})

it('names a WebSocket API as a whole, and functions that are no Node code', () => {
  expect(
    notes(`AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Image:
    Type: AWS::Serverless::Function
    Properties: { PackageType: Image, ImageUri: x }
`),
  ).toEqual([
    "4: WebSocket APIs are not emulated yet: 'chat' is not served",
    "7: function 'Image' is a container image, which is not run yet: calls of it fail",
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
    "14: 'uri' cannot be known here (…): requests that need it answer 501",
    '13: VPC links are not emulated: the backend is called directly',
    "25: the authorizer of 'PUT /notes' is not in this definition: it answers 501",
    "35: the issuer of authorizer 'Jwt' cannot be known here (…): routes behind it answer 501 to a token",
  ])
})

it('names what stands around a REST API and on its stage, and nothing that is switched off', () => {
  const withoutEffect = (text: string) =>
    notes(text).map(note =>
      /^(\d+): '(.*)' is not emulated yet: it has no effect here$/.exec(note)?.slice(1, 3),
    )
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
    ['7', 'SecurityPolicy'],
    ['8', 'EndpointAccessMode'],
    ['9', 'CloneFrom'],
    ['17', 'LoggingLevel'],
    ['18', 'AccessLogSettings'],
    ['19', 'ClientCertificateId'],
    ['27', 'MutualTlsAuthentication'],
    ['29', 'WebACLAssociation'],
    ['30', 'AWS::CloudWatch::Alarm'],
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
    '8: the canary gets its share of the requests and its variables; its deployment is not emulated: it answers from this definition, as the stage does',
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
  ).toEqual([
    "17: 'TlsConfig'",
    "23: 'Layers'",
    "25: 'FileSystemConfigs'",
    "24: 'ReservedConcurrentExecutions'",
    "26: 'TenancyConfig'",
  ])
})

function notes(text: string): string[] {
  const { definition } = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': text }))
  const api = definition?.apis[0]
  if (!definition || !api) throw new Error('the definition of this test cannot be read')
  return notEmulated(definition, api).map(
    ({ message, origin }) => `${origin.range.start.line + 1}: ${message}`,
  )
}
