import { describe, expect, it } from 'vitest'
import { httpApiOf, routeOf, said } from '../support/readDefinition.ts'
import { readService } from '../support/readService.ts'

const service = (events: string, httpApi = '{}') =>
  readService(
    `provider: {name: aws, runtime: nodejs22.x, httpApi: ${httpApi}}\nfunctions:\n  list:\n    handler: src/app.list\n    events: ${events}\n  guard: {handler: src/app.guard}\n`,
  )

describe('httpApi events', () => {
  it('make one HTTP API at $default', () => {
    const { definition, errors } = service(
      "[{httpApi: 'GET /notes/{id}'}, {httpApi: {path: /own, method: post}}, {httpApi: {path: /any, method: '*'}}, {httpApi: {path: /all}}, {httpApi: '*'}]",
    )
    const api = httpApiOf(definition)
    expect(errors).toEqual([])
    expect([api.id, api.name, api.stages.map(({ name }) => name)]).toEqual([
      'HttpApi',
      'dev-shop',
      ['$default'],
    ])
    expect(api.routes.map(({ routeKey }) => routeKey)).toEqual([
      'GET /notes/{id}',
      'POST /own',
      'ANY /any',
      'ANY /all',
      '$default',
    ])
    const { integration } = routeOf(api, 'POST /own')
    expect([said(integration?.type), said(integration?.payloadFormatVersion)]).toEqual(['AWS_PROXY', '2.0'])
    expect(said(integration?.uri)).toContain('function:shop-dev-list/invocations')
  })

  it('take the payload format of the provider or function', () => {
    const { definition } = readService(
      'provider: {name: aws, httpApi: {payload: 1.0}}\nfunctions: {a: {handler: a.b, events: [{httpApi: GET /a}]}, b: {handler: a.b, httpApi: {payload: "2.0"}, events: [{httpApi: GET /b}]}}',
    )
    const api = httpApiOf(definition)
    expect(
      ['GET /a', 'GET /b'].map(key => said(routeOf(api, key).integration?.payloadFormatVersion)),
    ).toEqual(['1.0', '2.0'])
  })

  it('refuse an unknown method', () => {
    expect(service("[{httpApi: 'GETS /a'}]").errors).toEqual([
      "event-method-unknown: 'GETS' is no HTTP method, so API Gateway refuses this route; write 'GET'",
    ])
  })
})

describe('cors of the HTTP API', () => {
  it('true allows every origin and the methods of the routes', () => {
    const { cors } = httpApiOf(service("[{httpApi: 'GET /a'}]", '{cors: true}').definition)
    expect([cors?.allowOrigins.map(said), cors?.allowMethods.map(said), cors?.allowHeaders.length]).toEqual([
      ['*'],
      ['OPTIONS', 'GET'],
      7,
    ])
  })

  it('may say more', () => {
    const { cors } = httpApiOf(
      service(
        "[{httpApi: '*'}]",
        '{cors: {allowedOrigins: [https://a.test], allowedHeaders: [X-A], allowedMethods: [GET], exposedResponseHeaders: [X-B], allowCredentials: true, maxAge: 5}}',
      ).definition,
    )
    expect(
      [cors?.allowOrigins, cors?.allowHeaders, cors?.allowMethods, cors?.exposeHeaders].map(list =>
        list?.map(said),
      ),
    ).toEqual([['https://a.test'], ['X-A'], ['GET'], ['X-B']])
    expect([said(cors?.allowCredentials), said(cors?.maxAge)]).toEqual([true, 5])
  })
})

describe('authorizers of the HTTP API', () => {
  const authorizers = `{authorizers: {
    users: {identitySource: $request.header.Authorization, issuerUrl: https://i.test, audience: [a, b]},
    own: {type: request, functionName: guard, identitySource: [$request.header.A], resultTtlInSeconds: 30, enableSimpleResponses: true}}}`

  it('are named by the events', () => {
    const { definition, errors } = service(
      '[{httpApi: {path: /a, method: get, authorizer: users}}, {httpApi: {path: /b, method: get, authorizer: {name: own}}}, {httpApi: {path: /c, method: get, authorizer: {type: aws_iam}}}, {httpApi: {path: /d, method: get, authorizer: {name: users, scopes: [read]}}}, {httpApi: {path: /e, method: get, authorizer: {id: abc, type: jwt}}}]',
      authorizers,
    )
    const api = httpApiOf(definition)
    expect(errors).toEqual([])
    expect(
      api.routes.map(({ authorization: { type, authorizer, scopes } }) => [
        type,
        said(authorizer),
        scopes.map(said),
      ]),
    ).toEqual([
      ['JWT', 'users', []],
      ['CUSTOM', 'own', []],
      ['AWS_IAM', undefined, []],
      ['JWT', 'users', ['read']],
      ['JWT', '? the authorizer is not in this service', []],
    ])
    const [users, own] = api.authorizers
    expect([said(users?.jwt?.issuer), users?.jwt?.audience.map(said)]).toEqual(['https://i.test', ['a', 'b']])
    expect([
      said(own?.type),
      said(own?.payloadFormatVersion),
      said(own?.enableSimpleResponses),
      said(own?.resultTtlInSeconds),
    ]).toEqual(['REQUEST', '2.0', true, 30])
    expect(definition.permissions.map(({ functionName }) => said(functionName))).toContain(
      'arn:aws:lambda:us-east-1:123456789012:function:shop-dev-guard',
    )
  })

  it('must be defined', () => {
    expect(service('[{httpApi: {path: /a, method: get, authorizer: user}}]', authorizers).errors).toEqual([
      expect.stringContaining("authorizer-undefined: No authorizer is named 'user'"),
    ])
    expect(
      service("[{httpApi: '*'}]", '{authorizers: {own: {type: request, functionName: none}}}').errors,
    ).toEqual([expect.stringContaining("authorizer-function-undefined: The service has no function 'none'")])
  })
})

describe('websocket events', () => {
  it('make one WebSocket API at the stage', () => {
    const { definition, errors } = service(
      '[{websocket: {route: $connect, authorizer: {name: guard, identitySource: [route.request.querystring.t]}}}, {websocket: $disconnect}, {websocket: {route: send, routeResponseSelectionExpression: $default}}]',
    )
    const [api] = definition.apis
    if (api?.type !== 'websocket') throw new Error('expected a WebSocket API')
    expect(errors).toEqual([])
    expect([api.id, api.name, api.stages[0]?.name, said(api.routeSelectionExpression)]).toEqual([
      'WebsocketsApi',
      'dev-shop-websockets',
      'dev',
      '$request.body.action',
    ])
    expect(
      api.routes.map(({ routeKey, authorization, unmodelled }) => [
        routeKey,
        authorization.type,
        unmodelled.length,
      ]),
    ).toEqual([
      ['$connect', 'CUSTOM', 0],
      ['$disconnect', 'NONE', 0],
      ['send', 'NONE', 1],
    ])
    expect(api.authorizers.map(({ name, identitySource }) => [name, identitySource.map(said)])).toEqual([
      ['guard', ['route.request.querystring.t']],
    ])
  })
})
