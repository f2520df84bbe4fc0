import { describe, expect, it } from 'vitest'
import { httpApiOf, readTemplateText, routeOf, said, saidMap } from '../support/readDefinition.ts'

describe('an HTTP API of CloudFormation resources', () => {
  const { definition, diagnostics } = readTemplateText(`
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: notes
      ProtocolType: HTTP
      CorsConfiguration: {AllowOrigins: ['https://a.test'], AllowMethods: [GET], AllowCredentials: true, MaxAge: 60}
  Call:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Notes
      IntegrationType: AWS_PROXY
      IntegrationUri: !GetAtt Fn.Arn
      PayloadFormatVersion: '2.0'
      ResponseParameters:
        '200': {ResponseParameters: [{Destination: 'append:header.x', Source: '1'}]}
  Read:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Notes
      RouteKey: GET /notes/{id}
      Target: !Join ['/', [integrations, !Ref Call]]
      AuthorizationType: JWT
      AuthorizerId: !Ref Guard
      AuthorizationScopes: [read]
  Rest:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Notes, RouteKey: $default, Target: !Sub 'integrations/\${Call}'}
  Guard:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Notes
      Name: guard
      AuthorizerType: JWT
      IdentitySource: [$request.header.Authorization]
      JwtConfiguration: {Issuer: 'https://issuer.test', Audience: [notes]}
  Stage:
    Type: AWS::ApiGatewayV2::Stage
    Properties:
      ApiId: !Ref Notes
      StageName: $default
      StageVariables: {a: b}
      DefaultRouteSettings: {ThrottlingRateLimit: 1}
  Fn: {Type: AWS::Lambda::Function, Properties: {Handler: a.b}}
`)
  const api = httpApiOf(definition)

  it('has routes with the integrations that their targets name', () => {
    expect(diagnostics).toEqual([])
    const route = routeOf(api, 'GET /notes/{id}')
    expect([route.httpMethod, route.path]).toEqual(['GET', '/notes/{id}'])
    expect(route.authorization).toMatchObject({ type: 'JWT', authorizer: { value: 'Guard' } })
    expect(route.authorization.scopes.map(said)).toEqual(['read'])
    expect(said(route.integration?.uri)).toBe('arn:aws:lambda:us-east-1:123456789012:function:Fn')
    expect(
      route.integration?.responses.map(response => [
        said(response.statusCode),
        saidMap(response.responseParameters),
      ]),
    ).toEqual([['200', { 'append:header.x': '1' }]])
    expect(routeOf(api, '$default')).not.toHaveProperty('path')
  })

  it('has CORS, authorizer and stage', () => {
    expect(api.cors?.allowOrigins.map(said)).toEqual(['https://a.test'])
    expect([said(api.cors?.allowCredentials), said(api.cors?.maxAge)]).toEqual([true, 60])
    expect([said(api.authorizers[0]?.jwt?.issuer), api.authorizers[0]?.jwt?.audience.map(said)]).toEqual([
      'https://issuer.test',
      ['notes'],
    ])
    expect(api.stages.map(({ name, variables }) => [name, saidMap(variables)])).toEqual([
      ['$default', { a: 'b' }],
    ])
    expect(said(api.stages[0]?.defaultRouteSettings?.throttle?.rateLimit)).toBe(1)
  })
})

describe('an HTTP API made by quick create', () => {
  it.each([
    ['!GetAtt Fn.Arn', 'AWS_PROXY', '2.0'],
    ['https://backend.test/x', 'HTTP_PROXY', undefined],
  ])('sends everything to %s', (target, type, version) => {
    const { definition } = readTemplateText(`
Resources:
  Quick: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: quick, ProtocolType: HTTP, Target: ${target}}}
  Fn: {Type: AWS::Lambda::Function, Properties: {Handler: a.b}}
`)
    const api = httpApiOf(definition)
    const { integration } = routeOf(api, '$default')
    expect([said(integration?.type), said(integration?.payloadFormatVersion)]).toEqual([type, version])
    expect(api.stages.map(({ name }) => name)).toEqual(['$default'])
  })
})

describe('a WebSocket API', () => {
  it('has its routes and selection expression', () => {
    const { definition } = readTemplateText(`
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: {Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}
  Connect: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Chat, RouteKey: $connect, Target: integrations/gone}}
  Answer: {Type: AWS::ApiGatewayV2::RouteResponse, Properties: {ApiId: !Ref Chat, RouteId: !Ref Connect, RouteResponseKey: $default}}
`)
    const [api] = definition.apis
    if (api?.type !== 'websocket') throw new Error('expected a WebSocket API')
    expect(said(api.routeSelectionExpression)).toBe('$request.body.action')
    expect(said(routeOf(api, '$connect').integration?.type)).toBe(
      "? 'integrations/gone' is no integration of this template",
    )
    const [answer] = routeOf(api, '$connect').routeResponses ?? []
    expect(said(answer?.routeResponseKey)).toBe('$default')
  })
})
