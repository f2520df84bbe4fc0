import { describe, expect, it } from 'vitest'
import { httpApiOf, readTemplateText, routeOf, said, saidMap } from '../support/readDefinition.ts'

const read = (text: string, files: Record<string, string> = {}) =>
  readTemplateText(`Transform: AWS::Serverless-2016-10-31\n${text}`, files)

describe('HttpApi events without an API', () => {
  const { definition } = read(`
Globals: {HttpApi: {CorsConfiguration: true, StageVariables: {a: b}}}
Resources:
  Notes:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      InlineCode: exports.handler = 1
      Events:
        List: {Type: HttpApi, Properties: {Path: /notes, Method: get, PayloadFormatVersion: '1.0', TimeoutInMillis: 500}}
        Any: {Type: HttpApi, Properties: {Path: '/any/{proxy+}', Method: ANY, RouteSettings: {ThrottlingRateLimit: 1}}}
        Rest: {Type: HttpApi}
`)
  const api = httpApiOf(definition)

  it('make the implicit API with the stage $default', () => {
    expect([api.id, api.stages.map(({ name, variables }) => [name, saidMap(variables)])]).toEqual([
      'ServerlessHttpApi',
      [['$default', { a: 'b' }]],
    ])
    expect(api.routes.map(({ routeKey }) => routeKey)).toEqual([
      'GET /notes',
      'ANY /any/{proxy+}',
      '$default',
    ])
  })

  it('have integrations of format 2.0 unless they say otherwise', () => {
    const versions = api.routes.map(({ integration }) => said(integration?.payloadFormatVersion))
    expect(versions).toEqual(['1.0', '2.0', '2.0'])
    expect(said(routeOf(api, 'GET /notes').integration?.timeoutInMillis)).toBe(500)
    expect([...(api.stages[0]?.routeSettings?.keys() ?? [])]).toEqual(['ANY /any/{proxy+}'])
  })

  it('take CORS of Globals', () => {
    expect(api.cors?.allowOrigins.map(said)).toEqual(['*'])
  })

  it('let the API call the function', () => {
    expect(definition.permissions.map(({ sourceArn }) => said(sourceArn))).toEqual(
      ['GET/notes', '*/any/*', '*'].map(
        end => `arn:aws:execute-api:us-east-1:123456789012:ServerlessHttpApi/*/${end}`,
      ),
    )
  })

  it('keep inline code', () => {
    const [fn] = definition.functions
    expect([said(fn?.inlineCode), said(fn?.code)]).toEqual(['exports.handler = 1', undefined])
  })
})

describe('Auth of an HTTP API', () => {
  const { definition } = read(`
Resources:
  Notes:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: live
      Auth:
        EnableIamAuthorizer: true
        DefaultAuthorizer: Users
        Authorizers:
          Users: {JwtConfiguration: {Issuer: 'https://issuer.test', audience: [notes]}, IdentitySource: $request.header.Authorization, AuthorizationScopes: [read]}
          Guard: {FunctionArn: !GetAtt Fn.Arn, AuthorizerPayloadFormatVersion: 2.0, EnableSimpleResponses: true, Identity: {Headers: [A], QueryStrings: [b]}}
      CorsConfiguration: {AllowOrigins: [a], AllowMethods: [GET]}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Events:
        Default: {Type: HttpApi, Properties: {ApiId: !Ref Notes, Path: /default, Method: get}}
        Scoped: {Type: HttpApi, Properties: {ApiId: !Ref Notes, Path: /scoped, Method: get, Auth: {AuthorizationScopes: [write]}}}
        Open: {Type: HttpApi, Properties: {ApiId: !Ref Notes, Path: /open, Method: get, Auth: {Authorizer: NONE}}}
        Guard: {Type: HttpApi, Properties: {ApiId: !Ref Notes, Path: /guard, Method: get, Auth: {Authorizer: Guard}}}
        Iam: {Type: HttpApi, Properties: {ApiId: !Ref Notes, Path: /iam, Method: get, Auth: {Authorizer: AWS_IAM}}}
        Preflight: {Type: HttpApi, Properties: {ApiId: !Ref Notes, Path: /own, Method: options}}
`)
  const api = httpApiOf(definition)
  const authorizationOf = (key: string) => {
    const { authorization } = routeOf(api, key)
    return [authorization.type, said(authorization.authorizer), authorization.scopes.map(said)]
  }

  it('is the default, which an event overrides; OPTIONS never takes it', () => {
    expect(authorizationOf('GET /default')).toEqual(['JWT', 'Users', ['read']])
    expect(authorizationOf('GET /scoped')).toEqual(['JWT', 'Users', ['write']])
    expect(authorizationOf('GET /open')).toEqual(['NONE', undefined, []])
    expect(authorizationOf('GET /guard')).toEqual(['CUSTOM', 'Guard', []])
    expect(authorizationOf('GET /iam')).toEqual(['AWS_IAM', undefined, []])
    expect(authorizationOf('OPTIONS /own')).toEqual(['NONE', undefined, []])
  })

  it('has its authorizers', () => {
    const [users, guard] = api.authorizers
    expect([said(users?.type), said(users?.jwt?.issuer), users?.jwt?.audience.map(said)]).toEqual([
      'JWT',
      'https://issuer.test',
      ['notes'],
    ])
    expect([said(guard?.type), guard?.identitySource.map(said), said(guard?.enableSimpleResponses)]).toEqual([
      'REQUEST',
      ['$request.header.A', '$request.querystring.b'],
      true,
    ])
  })
})

describe('an HTTP API with a DefinitionBody', () => {
  it('takes routes of events where it has none, and their Auth in any case', () => {
    const { definition } = read(`
Resources:
  Notes:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth: {Authorizers: {Users: {JwtConfiguration: {issuer: i, audience: [a]}, IdentitySource: x}}}
      DefinitionBody:
        openapi: 3.0.1
        paths: {/stated: {get: {x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: 'https://a.test', payloadFormatVersion: '1.0'}}}}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Events:
        Stated: {Type: HttpApi, Properties: {ApiId: !Ref Notes, Path: /stated, Method: get, Auth: {Authorizer: Users}}}
        Added: {Type: HttpApi, Properties: {ApiId: !Ref Notes, Path: /added, Method: get}}
`)
    const api = httpApiOf(definition)
    expect(api.routes.map(({ routeKey, integration }) => [routeKey, said(integration?.type)])).toEqual([
      ['GET /stated', 'HTTP_PROXY'],
      ['GET /added', 'AWS_PROXY'],
    ])
    expect(routeOf(api, 'GET /stated').authorization.type).toBe('JWT')
  })
})

describe('a WebSocket API of SAM', () => {
  it('has its routes, stage and authorizer', () => {
    const { definition } = read(`
Resources:
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      RouteSelectionExpression: $request.body.action
      Auth: {AuthType: CUSTOM, AuthArn: !GetAtt Fn.Arn, IdentitySource: [route.request.header.A]}
      Routes:
        $connect: {FunctionArn: !GetAtt Fn.Arn}
        send: {FunctionArn: !GetAtt Fn.Arn, IntegrationTimeout: 900}
  Fn: {Type: AWS::Serverless::Function, Properties: {Handler: a.b}}
`)
    const [api] = definition.apis
    if (api?.type !== 'websocket') throw new Error('expected a WebSocket API')
    expect(api.stages.map(({ name }) => name)).toEqual(['default'])
    expect(api.routes.map(({ routeKey, authorization }) => [routeKey, authorization.type])).toEqual([
      ['$connect', 'CUSTOM'],
      ['send', 'NONE'],
    ])
    expect(said(routeOf(api, 'send').integration?.timeoutInMillis)).toBe(900)
  })
})
