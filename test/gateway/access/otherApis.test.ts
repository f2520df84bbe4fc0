import { describe, expect, it } from 'vitest'
import { ask } from './support.ts'
import { fidelity } from '../../support/fidelity.ts'

describe('an HTTP API', () => {
  fidelity('Authorization', 'Who may call an HTTP API: issuers, scopes, identity sources', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html',
  })

  const asked = ask(`AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Notes:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        EnableIamAuthorizer: true
        Authorizers:
          Members:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: 'https://issuer.example/', audience: [notes] }
          Callers:
            FunctionArn: !GetAtt Auth.Arn
            AuthorizerPayloadFormatVersion: '2.0'
            EnableSimpleResponses: true
            Identity: { Headers: [X-Token] }
  Auth: { Type: AWS::Serverless::Function, Properties: { Handler: auth.handler, Runtime: nodejs22.x, CodeUri: src/ } }
  App:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        Open: { Type: HttpApi, Properties: { ApiId: !Ref Notes, Path: /open, Method: get } }
        List: { Type: HttpApi, Properties: { ApiId: !Ref Notes, Path: /notes, Method: get, Auth: { Authorizer: Members } } }
        Add: { Type: HttpApi, Properties: { ApiId: !Ref Notes, Path: /notes, Method: post, Auth: { Authorizer: Members, AuthorizationScopes: [notes.write] } } }
        Own: { Type: HttpApi, Properties: { ApiId: !Ref Notes, Path: /own, Method: get, Auth: { Authorizer: Callers } } }
        Iam: { Type: HttpApi, Properties: { ApiId: !Ref Notes, Path: /iam, Method: get, Auth: { Authorizer: AWS_IAM } } }
`)

  it('is open where a route asks for nothing', () => {
    expect(asked.cell('GET /open', 'anonymous')).toBe('yes')
  })

  it('takes tokens of its issuer, and their scopes where a route names some', () => {
    expect(asked.cell('GET /notes', 'anonymous')).toBe('401')
    expect(asked.cell('GET /notes', 'token')).toBe('yes')
    expect(asked.cell('POST /notes', 'token')).toBe('403')
    expect(asked.cell('POST /notes', 'notes.write')).toBe('yes')
  })

  it('does not ask its function without the identity source', () => {
    expect(asked.cell('GET /own', 'anonymous')).toBe('401')
    // A token in Authorization is not what this authorizer reads.
    expect(asked.cell('GET /own', 'token')).toBe('401')
    const { word, summary } = asked.answer('GET /own', 'credentials')
    expect(word).toBe('asks Callers')
    expect(summary).toContain('`isAuthorized` is true')
  })

  it('knows no resource policy, so another account cannot be let in', () => {
    expect(asked.cell('GET /iam', 'IAM')).toBe('yes')
    expect(asked.cell('GET /iam', 'IAM, no policy')).toBe('403')
    expect(asked.cell('GET /iam', 'other account')).toBe('403')
  })
})

describe('scopes of a Cognito authorizer', () => {
  const asked = ask(`openapi: 3.0.1
info: { title: Books, version: '1' }
components:
  securitySchemes:
    Pool:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer:
        type: cognito_user_pools
        providerARNs: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc']
paths:
  /me: { get: { security: [{ Pool: [] }], responses: {}, x-amazon-apigateway-integration: { type: mock } } }
  /books: { get: { security: [{ Pool: [shop/read] }], responses: {}, x-amazon-apigateway-integration: { type: mock } } }
`)

  it('decide whether ID tokens or access tokens are taken', () => {
    expect(asked.row('GET /me')).toEqual({ anonymous: '401', 'ID token': 'yes', 'shop/read': '401' })
    expect(asked.row('GET /books')).toEqual({ anonymous: '401', 'ID token': '401', 'shop/read': 'yes' })
  })
})

describe('a WebSocket API', () => {
  fidelity('Authorization', 'Who may call a WebSocket API: asked at $connect', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html',
  })

  const asked = ask(`AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action } }
  Guard:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Chat
      Name: guard
      AuthorizerType: REQUEST
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:guard/invocations
      IdentitySource: [route.request.querystring.token]
  Connect: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: $connect, AuthorizationType: CUSTOM, AuthorizerId: !Ref Guard } }
  Send: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: send } }
`)

  it('asks when a client connects, and only then', () => {
    expect(asked.matrix.routes.map(({ method }) => method)).toEqual(['$connect'])
    expect(asked.row('$connect')).toEqual({ anonymous: '401', credentials: '? asks guard' })
    expect(asked.matrix.notes.join(' ')).toContain('whoever is connected may send')
  })
})

describe('a resource policy with the ARN of a real API', () => {
  const policy = (id: string) => `openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-policy:
  Version: '2012-10-17'
  Statement:
    - { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'arn:aws:execute-api:eu-west-1:111122223333:${id}/*/GET/books' }
paths:
  /books: { get: { responses: {}, x-amazon-apigateway-integration: { type: mock } } }
  /other: { get: { responses: {}, x-amazon-apigateway-integration: { type: mock } } }
`
  it('is about this API, whatever its id will be', () => {
    const asked = ask(policy('20goj2ul12'))
    expect(asked.cell('GET /books', 'anonymous')).toBe('yes')
    expect(asked.cell('GET /other', 'anonymous')).toBe('403')
    expect(asked.matrix.notes.join(' ')).toContain('20goj2ul12')
  })
})
