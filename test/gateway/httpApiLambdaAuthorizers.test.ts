import { describe, expect, it } from 'vitest'
import { GatewayState } from '../../server/src/gateway/state.ts'
import { answerOf, gatewayFor } from '../support/authorization.ts'
import { fidelity } from '../support/fidelity.ts'

/** An API with one authorizer on its routes; `settings` are those of the authorizer. */
function gatewayWith(settings: string, backendFormat = '2.0') {
  return gatewayFor(`AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Echo: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs20.x, Handler: index.echo, CodeUri: . } }
  Check: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs20.x, Handler: index.check, CodeUri: . } }
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: notes, ProtocolType: HTTP } }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: AWS_PROXY
      IntegrationUri: !GetAtt Echo.Arn
      PayloadFormatVersion: '${backendFormat}'
      ResponseParameters: { 200: { ResponseParameters: [{ Destination: 'overwrite:header.tenant', Source: $context.authorizer.tenant }] } }
  Gate:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Api
      Name: gate
      AuthorizerType: REQUEST
      AuthorizerUri: !Sub 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Check.Arn}/invocations'
${settings
  .trim()
  .split('\n')
  .map(line => `      ${line.trim()}`)
  .join('\n')}
  Get: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: 'GET /notes/{id}', Target: !Sub 'integrations/\${Backend}', AuthorizationType: CUSTOM, AuthorizerId: !Ref Gate } }
  Put: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: 'PUT /notes/{id}', Target: !Sub 'integrations/\${Backend}', AuthorizationType: CUSTOM, AuthorizerId: !Ref Gate } }
  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: $default, AutoDeploy: true, StageVariables: { color: blue } } }
`)
}

type Served = ReturnType<typeof gatewayWith>

const echo = '({ statusCode: 200, body: JSON.stringify(event.requestContext) })'

interface Asked {
  readonly headers?: readonly (readonly [string, string])[]
  readonly query?: string
  readonly method?: string
  readonly state?: GatewayState
}

function ask(
  gateway: Served,
  check: string,
  { headers = [], query = '', method = 'GET', state }: Asked = {},
) {
  const functions = new Map([
    ['Echo', echo],
    ['Check', check],
  ])
  const options = { functions, ...(state && { state }) }
  return answerOf(gateway, { method, path: '/notes/a%20b', query, headers }, {}, options)
}

const simple = `AuthorizerPayloadFormatVersion: '2.0'
EnableSimpleResponses: true`
const policies = `AuthorizerPayloadFormatVersion: '2.0'`
const policy = (effect: string, resource: string, context = '') =>
  `({ principalId: 'ann', policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: '${effect}', Resource: ${resource} }] }${context} })`

describe('a Lambda authorizer with simple responses', () => {
  fidelity(
    'Authorization',
    'Lambda authorizers of HTTP APIs: simple responses, context with its types, 401, 403 and 500',
    {
      by: 'documentation',
      source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
    },
  )

  const gateway = gatewayWith(simple)

  it('lets through what is authorized; its context keeps its types, and mappings see it', async () => {
    const context = { tenant: 'blue', level: 1, isAdmin: true, list: ['a', 'b'], map: { key: 'value' } }
    const { response, headers, authorizer } = await ask(
      gateway,
      `({ isAuthorized: true, context: ${JSON.stringify(context)} })`,
    )
    expect(response).toMatchObject({ status: 200, body: { authorizer: { lambda: context } } })
    expect(headers).toContainEqual(['tenant', 'blue'])
    expect(authorizer).toBe(
      'passed: authorizer **Gate**: Lambda **Check**, warm; handler 1.5 ms, 0 log lines; `isAuthorized` is true',
    )
  })

  it('refuses all else with 403', async () => {
    const { response, authorizer, events } = await ask(gateway, '({ isAuthorized: false })')
    expect(response).toEqual({ status: 403, body: { message: 'Forbidden' } })
    expect(authorizer).toBe('failed: authorizer **Gate** answered with `isAuthorized` false')
    expect(events.map(([id]) => id)).toEqual(['Check'])
  })

  it.each([
    ['no answer', 'null', 'it is null and no object'],
    ['another form', '({ nonsense: true })', '`isAuthorized` is missing'],
    ['a policy', policy('Allow', "'*'"), '`isAuthorized` is missing'],
    ['a text for a Boolean', "({ isAuthorized: 'true' })", '`isAuthorized` is the string "true"'],
    [
      'a context that is none',
      '({ isAuthorized: true, context: [1] })',
      'its `context` is a list and no object',
    ],
    ['a function that fails', "fail('broken')", 'failed: `Error: broken`'],
    ['a function that takes too long', 'function timeout', 'reached its own timeout'],
  ])('answers 500 to %s', async (_, check, why) => {
    const { response, authorizer } = await ask(gateway, check)
    expect(response).toEqual({ status: 500, body: { message: 'Internal Server Error' } })
    expect(authorizer).toContain(why)
  })

  it('answers 401 where the function fails with Unauthorized', async () => {
    const { response } = await ask(gateway, "fail('Unauthorized')")
    expect(response).toEqual({ status: 401, body: { message: 'Unauthorized' } })
  })

  it('is asked without identity sources, and tells so by null', async () => {
    const { events } = await ask(gateway, '({ isAuthorized: true })')
    expect(events[0]?.[1]).toMatchObject({ version: '2.0', type: 'REQUEST', identitySource: null })
  })
})

describe('a Lambda authorizer with policies', () => {
  fidelity('Authorization', 'Lambda authorizers of HTTP APIs: policies for the route', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
  })

  const gateway = gatewayWith(policies)

  it('lets through what its policy allows for the route', async () => {
    const { response, authorizer } = await ask(
      gateway,
      policy('Allow', 'event.routeArn', ', context: { n: [1] }'),
    )
    expect(response).toMatchObject({ status: 200, body: { authorizer: { lambda: { n: [1] } } } })
    expect(authorizer).toContain("statement 1 of the authorizer's policy allows it")
  })

  it.each([
    ['denies', policy('Deny', 'event.routeArn'), 'denies it'],
    ['says nothing of', policy('Allow', "event.routeArn.replace('GET', 'PUT')"), 'no statement allows it'],
  ])('refuses with 403 what its policy %s', async (_, check, why) => {
    const { response, authorizer } = await ask(gateway, check)
    expect(response).toEqual({ status: 403, body: { message: 'Forbidden' } })
    expect(authorizer).toContain(why)
  })

  it.each([
    ['a simple response', '({ isAuthorized: true })', '`EnableSimpleResponses`'],
    ['no policy', "({ principalId: 'ann' })", "'policyDocument' is missing"],
    ['nobody', "({ policyDocument: { Version: '2012-10-17', Statement: [] } })", "'principalId' is missing"],
  ])('answers 500 to %s', async (_, check, why) => {
    const { response, authorizer } = await ask(gateway, check)
    expect(response).toEqual({ status: 500, body: { message: 'Internal Server Error' } })
    expect(authorizer).toContain(why)
  })

  it('gives a function of payload 1.0 its context beside the principal', async () => {
    const old = gatewayWith(policies, '1.0')
    const { response } = await ask(old, policy('Allow', "'*'", ", context: { tenant: 'blue' }"))
    expect(response.body).toMatchObject({ authorizer: { tenant: 'blue', principalId: 'ann' } })
  })
})

describe('identity sources', () => {
  fidelity('Authorization', 'Lambda authorizers of HTTP APIs: identity sources in both formats', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
  })

  const gateway = gatewayWith(`${simple}
    IdentitySource: [$request.header.X-User, $request.querystring.id, $context.routeKey, $stageVariables.color]`)
  const given = {
    headers: [
      ['x-user', 'a'],
      ['X-USER', 'b'],
    ] as const,
    query: 'id=1&id=2',
  }

  it('that are there are handed on in their order', async () => {
    const { response, events } = await ask(gateway, '({ isAuthorized: true })', given)
    expect(response.status).toBe(200)
    expect(events[0]?.[1]).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      routeArn: 'arn:aws:execute-api:us-east-1:123456789012:api/$default/GET/notes/a%20b',
      identitySource: ['a,b', '1,2', 'GET /notes/{id}', 'blue'],
      routeKey: 'GET /notes/{id}',
      rawPath: '/notes/a b',
      rawQueryString: 'id=1&id=2',
      headers: { 'x-user': 'a,b' },
      queryStringParameters: { id: '1,2' },
      requestContext: { http: { method: 'GET' }, stage: '$default' },
      pathParameters: { id: 'a b' },
      stageVariables: { color: 'blue' },
    })
    expect(Object.keys(events[0]?.[1] as object)).not.toContain('isBase64Encoded')
  })

  it.each([
    ['a header', { query: 'id=1' }, '$request.header.X-User'],
    ['a parameter', { headers: [['x-user', 'a']] as const }, '$request.querystring.id'],
    ['a value', { headers: [['x-user', '']] as const, query: 'id=1' }, '$request.header.X-User'],
  ])('of which %s is missing are a 401 without a call', async (_, request, name) => {
    const { response, events, authorizer } = await ask(gateway, '({ isAuthorized: true })', request)
    expect(response).toEqual({ status: 401, body: { message: 'Unauthorized' } })
    expect(events).toEqual([])
    expect(authorizer).toContain(`\`${name}\` is missing or empty`)
  })

  it('are joined in payload 1.0', async () => {
    const old = gatewayWith(`AuthorizerPayloadFormatVersion: '1.0'
      EnableSimpleResponses: true
      IdentitySource: [$request.header.X-User, $request.querystring.id]`)
    const request = { headers: [['X-User', 'a']] as const, query: 'id=1' }
    const { response, events } = await ask(old, policy('Allow', 'event.methodArn'), request)
    expect(response.status).toBe(200)
    expect(events[0]?.[1]).toMatchObject({
      version: '1.0',
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:us-east-1:123456789012:api/$default/GET/notes/a%20b',
      identitySource: 'a,1',
      authorizationToken: 'a,1',
      resource: '/notes/{id}',
      path: '/notes/a b',
      httpMethod: 'GET',
      headers: { 'x-user': 'a' },
      queryStringParameters: { id: '1' },
      pathParameters: { id: 'a b' },
      stageVariables: { color: 'blue' },
      requestContext: { resourceId: 'GET /notes/{id}', httpMethod: 'GET' },
    })
  })
})

describe('the cache of a Lambda authorizer', () => {
  fidelity(
    'Authorization',
    'Lambda authorizers of HTTP APIs: results kept for all routes, or for one by $context.routeKey',
    {
      by: 'documentation',
      source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
    },
  )

  const kept = `${simple}
    IdentitySource: [$request.header.X-User]
    AuthorizerResultTtlInSeconds: 60`
  const by = (user: string) => ({ headers: [['X-User', user]] as const })
  const checks = async (gateway: Served, request: Asked) => {
    const { events } = await ask(gateway, '({ isAuthorized: true })', request)
    return events.filter(([id]) => id === 'Check').length
  }

  it('keeps a result by its identity sources, for all routes, as long as it is good', async () => {
    const gateway = gatewayWith(kept)
    const state = new GatewayState()
    expect(await checks(gateway, { ...by('a'), state })).toBe(1)
    expect(await checks(gateway, { ...by('a'), state, method: 'PUT' })).toBe(0)
    expect(await checks(gateway, { ...by('b'), state })).toBe(1)
    state.advanceClock(60_000)
    expect(await checks(gateway, { ...by('a'), state })).toBe(1)
  })

  it('keeps refusals, too, and is flushed', async () => {
    const gateway = gatewayWith(kept)
    const first = await ask(gateway, '({ isAuthorized: false })', by('a'))
    const second = await ask(gateway, '({ isAuthorized: true })', by('a'))
    expect([first.response.status, second.response.status]).toEqual([403, 403])
    expect(gateway.flushAuthorizers()).toBe(1)
    expect((await ask(gateway, '({ isAuthorized: true })', by('a'))).response.status).toBe(200)
  })

  it('asks a policy that was kept anew for each route', async () => {
    const gateway = gatewayWith(kept.replace('EnableSimpleResponses: true', 'EnableSimpleResponses: false'))
    const check = policy('Allow', 'event.routeArn')
    expect((await ask(gateway, check, by('a'))).response.status).toBe(200)
    const other = await ask(gateway, check, { ...by('a'), method: 'PUT' })
    expect(other.response.status).toBe(403)
    expect(other.authorizer).toContain('Resource does not match')
    expect(other.events).toEqual([])
  })

  it('is per route where the route is an identity source', async () => {
    const gateway = gatewayWith(
      kept.replace('[$request.header.X-User]', '[$request.header.X-User, $context.routeKey]'),
    )
    expect(await checks(gateway, by('a'))).toBe(1)
    expect(await checks(gateway, { ...by('a'), method: 'PUT' })).toBe(1)
    expect(await checks(gateway, by('a'))).toBe(0)
  })

  it('is off where no time is stated, or nothing identifies the caller', async () => {
    for (const settings of [kept.replace(/.*TtlInSeconds.*/, ''), kept.replace(/.*IdentitySource.*/, '')]) {
      const gateway = gatewayWith(settings)
      expect(await checks(gateway, by('a'))).toBe(1)
      expect(await checks(gateway, by('a'))).toBe(1)
    }
  })
})
