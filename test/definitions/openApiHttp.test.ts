import { describe, expect, it } from 'vitest'
import { readHttp, routeOf, told, toldAll } from '../support/openApi.ts'

const notes = `
openapi: 3.0.1
info: {title: notes}
paths:
  /notes/{id}:
    get:
      operationId: readNote
      parameters: [{name: id, in: path, required: true, schema: {type: string, example: n1}}]
      security: [{users: [notes.read]}]
      x-amazon-apigateway-integration:
        type: AWS_PROXY
        uri: arn:aws:lambda:us-east-1:123456789012:function:read
        payloadFormatVersion: 2.0
    x-amazon-apigateway-any-method:
      x-amazon-apigateway-integration:
        type: http_proxy
        uri: https://example.com/{id}
        requestParameters: {append:header.x: $request.path.id}
        responseParameters: {"404": {"overwrite:statuscode": 403}}
  /$default:
    x-amazon-apigateway-any-method: {isDefaultRoute: true}
x-amazon-apigateway-cors:
  allowOrigins: ["https://a.example"]
  allowMethods: GET
  allowHeaders: [x-a, x-b]
  exposeHeaders: []
  allowCredentials: true
  maxAge: 60
components:
  schemas: {Note: {type: object}}
  securitySchemes:
    users:
      type: oauth2
      x-amazon-apigateway-authorizer:
        type: jwt
        identitySource: $request.header.Authorization
        jwtConfiguration: {issuer: "https://issuer.example", audience: [one, two]}
    guard:
      type: apiKey
      in: header
      name: token
      x-amazon-apigateway-authorizer:
        type: request
        identitySource: $request.header.token, $request.querystring.t
        authorizerUri: arn:aws:lambda:us-east-1:123456789012:function:guard
        authorizerPayloadFormatVersion: 2.0
        enableSimpleResponses: true
        authorizerResultTtlInSeconds: 30
`

describe('an OpenAPI document as an HTTP API', () => {
  it('has routes, the default route without method and path', () => {
    const { api, marked } = readHttp(notes)
    const keys = api.routes.map(({ routeKey, httpMethod, path }) => [routeKey, httpMethod, path])
    expect(keys).toEqual([
      ['GET /notes/{id}', 'GET', '/notes/{id}'],
      ['ANY /notes/{id}', 'ANY', '/notes/{id}'],
      ['$default', undefined, undefined],
    ])
    expect(api.stages.map(stage => [stage.name, marked(stage.origin)])).toEqual([['$default', 'openapi']])
    expect(api.models).toEqual([])
    const parameters = routeOf(api, 'GET /notes/{id}').requestParameters
    expect(parameters).toMatchObject([{ location: 'path', name: 'id', isRequired: true, example: 'n1' }])
  })

  it('reads integrations: a version without quotes, mappings of the answer by status', () => {
    const { api } = readHttp(notes)
    expect(told(routeOf(api, 'GET /notes/{id}').integration?.payloadFormatVersion)).toBe('2.0')
    const integration = routeOf(api, 'ANY /notes/{id}').integration
    expect(told(integration?.type)).toBe('HTTP_PROXY')
    expect(toldAll(integration?.requestParameters ?? new Map())).toEqual({
      'append:header.x': '$request.path.id',
    })
    const responses = integration?.responses.map(response => [
      told(response.statusCode),
      response.selectionPattern,
      toldAll(response.responseParameters),
    ])
    expect(responses).toEqual([['404', undefined, { 'overwrite:statuscode': '403' }]])
  })

  it('reads the CORS configuration', () => {
    const { cors } = readHttp(notes).api
    expect(cors?.allowOrigins.map(told)).toEqual(['https://a.example'])
    expect(cors?.allowMethods.map(told)).toEqual(['GET'])
    expect(cors?.allowHeaders.map(told)).toEqual(['x-a', 'x-b'])
    expect(cors?.exposeHeaders).toEqual([])
    expect([told(cors?.allowCredentials), told(cors?.maxAge)]).toEqual([true, 60])
  })

  it('reads JWT and Lambda authorizers', () => {
    const { api, marked } = readHttp(notes)
    const [users, guard] = api.authorizers
    expect([users?.name, told(users?.type), told(users?.jwt?.issuer)]).toEqual([
      'users',
      'JWT',
      'https://issuer.example',
    ])
    expect(users?.jwt?.audience.map(told)).toEqual(['one', 'two'])
    expect(guard?.identitySource.map(told)).toEqual(['$request.header.token', '$request.querystring.t'])
    expect(told(guard?.payloadFormatVersion)).toBe('2.0')
    expect(told(guard?.enableSimpleResponses)).toBe(true)
    expect(told(guard?.resultTtlInSeconds)).toBe(30)
    const { authorization } = routeOf(api, 'GET /notes/{id}')
    expect([authorization.type, told(authorization.authorizer), authorization.scopes.map(told)]).toEqual([
      'JWT',
      'users',
      ['notes.read'],
    ])
    expect(marked(authorization.origin)).toBe('users')
    expect(routeOf(api, '$default').authorization.type).toBe('NONE')
  })
})
