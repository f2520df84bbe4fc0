import type { JWTPayload } from 'jose'
import { describe, expect, it } from 'vitest'
import type { BackendRequest, BackendResponse } from '../../server/src/gateway/world.ts'
import { BackendError } from '../../server/src/gateway/world.ts'
import { answerOf, gatewayFor, testIssuer } from '../support/authorization.ts'
import { fixedTime } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

const issuerUrl = 'https://id.test/realm/'
const now = fixedTime / 1000

const template = `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Echo: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs20.x, Handler: index.echo, CodeUri: . } }
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: notes, ProtocolType: HTTP } }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Echo.Arn, PayloadFormatVersion: '2.0' }
  OldBackend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Echo.Arn, PayloadFormatVersion: '1.0' }
  Jwt:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Api
      Name: jwt
      AuthorizerType: JWT
      IdentitySource: [$request.header.Authorization]
      JwtConfiguration: { Audience: [notes, admin], Issuer: '${issuerUrl}' }
  ByQuery:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Api
      Name: byQuery
      AuthorizerType: JWT
      IdentitySource: [$request.querystring.token]
      JwtConfiguration: { Audience: [notes], Issuer: '${issuerUrl}' }
  Plain: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: GET /notes, Target: !Sub 'integrations/\${Backend}', AuthorizationType: JWT, AuthorizerId: !Ref Jwt } }
  Old: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: GET /old, Target: !Sub 'integrations/\${OldBackend}', AuthorizationType: JWT, AuthorizerId: !Ref Jwt } }
  Query: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: GET /query, Target: !Sub 'integrations/\${Backend}', AuthorizationType: JWT, AuthorizerId: !Ref ByQuery } }
  Scoped:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Api, RouteKey: POST /notes, Target: !Sub 'integrations/\${Backend}', AuthorizationType: JWT, AuthorizerId: !Ref Jwt, AuthorizationScopes: [notes/write, notes/admin] }
  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: $default, AutoDeploy: true } }
`
const gateway = gatewayFor(template)

const real = await testIssuer('real')
const local = await testIssuer('local')
const stranger = await testIssuer('stranger')
const trust = {
  localKeys: async () => ({ keys: [local.publicJwk] }),
  issuerKeys: new Map([[issuerUrl.replace(/\/$/, ''), { keys: [real.publicJwk] }]]),
}
const functions = new Map([
  ['Echo', '({ statusCode: 200, body: JSON.stringify(event.requestContext.authorizer) })'],
])

const claims: JWTPayload = {
  iss: issuerUrl,
  sub: 'ann',
  aud: 'notes',
  iat: now - 5,
  exp: now + 60,
  email_verified: true,
  'cognito:groups': ['admins', 'staff'],
  firebase: { sign_in_provider: 'password', identities: { email: ['ann@a.test'] } },
}

function call(path: string, token: string | undefined, method = 'GET', query = '') {
  const headers = token === undefined ? [] : [['Authorization', token] as const]
  return answerOf(gateway, { method, path, query, headers }, trust, { functions })
}

async function refusalOf(path: string, token: string | undefined, method = 'GET') {
  const { response, headers, events, authorizer } = await call(path, token, method)
  expect(events).toEqual([])
  return { ...response, challenge: headers.find(([name]) => name === 'www-authenticate')?.[1], authorizer }
}

describe('a JWT authorizer', () => {
  fidelity('Authorization', 'JWT authorizers: identity source, claims and scopes, words of the refusals', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html',
  })
  fidelity('Authorization', 'JWT authorizers: www-authenticate of a refused token', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html',
  })

  it('takes a token alone or after Bearer, and hands its claims on as text in the way of Go', async () => {
    const token = await real.token(claims)
    for (const sent of [token, `Bearer ${token}`, `bearer ${token}`]) {
      const { response, authorizer } = await call('/notes', sent)
      expect(response).toEqual({
        status: 200,
        body: {
          jwt: {
            claims: {
              iss: issuerUrl,
              sub: 'ann',
              aud: 'notes',
              iat: String(now - 5),
              exp: String(now + 60),
              email_verified: 'true',
              'cognito:groups': '[admins staff]',
              firebase: 'map[identities:map[email:[ann@a.test]] sign_in_provider:password]',
            },
            scopes: null,
          },
        },
      })
      expect(authorizer).toBe(`passed: authorizer **Jwt** took the token of \`ann\` by \`${issuerUrl}\``)
    }
  })

  it('leaves out a claim that is null', async () => {
    const { response } = await call('/notes', await real.token({ ...claims, nickname: null }))
    const { jwt } = response.body as { jwt: { claims: object } }
    expect(Object.keys(jwt.claims)).toContain('sub')
    expect(jwt.claims).not.toHaveProperty('nickname')
  })

  it('tells a function of payload 1.0 the claims and scopes alone', async () => {
    const { response } = await call(
      '/old',
      await real.token({ iss: issuerUrl, client_id: 'admin', exp: now + 1 }),
    )
    expect(response.body).toEqual({
      claims: { iss: issuerUrl, client_id: 'admin', exp: String(now + 1) },
      scopes: null,
    })
  })

  it('takes a token of the query', async () => {
    const token = await real.token(claims)
    const { response } = await call('/query', undefined, 'GET', `token=${token}`)
    expect(response.status).toBe(200)
  })

  it('takes tokens of the local issuer for the issuer that it names', async () => {
    const { response, authorizer } = await call('/notes', await local.token(claims))
    expect(response.status).toBe(200)
    expect(authorizer).toContain('by the local issuer')
  })

  it.each([
    ['scope', 'openid notes/write'],
    ['scp', ['notes/admin', 'x']],
  ])('takes one of the scopes of the route in %s', async (name, value) => {
    const { response, authorizer } = await call(
      '/notes',
      await real.token({ ...claims, [name]: value }),
      'POST',
    )
    expect(response.status).toBe(200)
    const scopes = typeof value === 'string' ? value.split(' ') : value
    expect(response.body).toMatchObject({ jwt: { scopes } })
    expect(authorizer).toContain('scope `notes/')
  })

  it('answers 403 to a token without a scope of the route, and names those that it wants', async () => {
    expect(await refusalOf('/notes', await real.token({ ...claims, scope: 'openid' }), 'POST')).toEqual({
      status: 403,
      body: { message: 'Forbidden' },
      challenge:
        'Bearer scope="notes/write notes/admin" error="insufficient_scope" error_description="expected scopes: [notes/write notes/admin]"',
      authorizer:
        'failed: authorizer **Jwt** wants the scope `notes/write` or `notes/admin`, and the token has `openid`',
    })
  })

  it('answers 401 with a bare challenge where there is no token', async () => {
    expect(await refusalOf('/notes', undefined)).toEqual({
      status: 401,
      body: { message: 'Unauthorized' },
      challenge: 'Bearer',
      authorizer:
        'failed: `$request.header.Authorization` is missing or empty, and authorizer **Jwt** wants a token there',
    })
  })

  it.each([
    ['what is no token', async () => 'abc', 'token contains an invalid number of segments'],
    ['a token of no JSON', async () => 'a.b.c', 'the token is malformed'],
    ['an expired token', () => real.token({ ...claims, exp: now - 1 }), 'the token has expired'],
    ['a token for later', () => real.token({ ...claims, nbf: now + 9 }), 'the token is not valid yet'],
    [
      'a token from later',
      () => real.token({ ...claims, iat: now + 9 }),
      'the token was issued in the future',
    ],
    [
      'another audience',
      () => real.token({ ...claims, aud: 'x' }),
      'the token does not have a valid audience',
    ],
    [
      'the client of a token with another audience',
      () => real.token({ ...claims, aud: 'x', client_id: 'notes' }),
      'the token does not have a valid audience',
    ],
    [
      'another issuer',
      () => real.token({ ...claims, iss: 'https://x.test' }),
      'the token does not have a valid issuer',
    ],
    [
      'the issuer without the slash at its end',
      () => real.token({ ...claims, iss: 'https://id.test/realm' }),
      'the token does not have a valid issuer',
    ],
    ['an unknown key', () => stranger.token(claims), 'the token is signed with an unknown key'],
    ['a token without a kid', () => real.token(claims, {}), 'the token is signed with an unknown key'],
    [
      'a changed signature',
      async () => `${(await real.token(claims)).slice(0, -6)}AAAAAA`,
      'crypto/rsa: verification error',
    ],
    [
      'an unsigned token',
      async () => `${encoded({ alg: 'none' })}.${encoded(claims)}.`,
      'signing method none is invalid',
    ],
    [
      'a token signed with a secret',
      async () => `${encoded({ alg: 'HS256', kid: 'real' })}.${encoded(claims)}.AAAA`,
      'signing method HS256 is invalid',
    ],
  ])('answers 401 to %s and says why', async (_, token, description) => {
    const refusal = await refusalOf('/notes', await token())
    expect(refusal).toMatchObject({
      status: 401,
      body: { message: 'Unauthorized' },
      challenge: `Bearer scope="" error="invalid_token" error_description="${description}"`,
    })
    expect(refusal.authorizer).toMatch(/^failed: authorizer \*\*Jwt\*\* does not take the token: ./)
  })
})

describe('the keys of an issuer that were not given', () => {
  fidelity('Authorization', 'JWT authorizers: keys by the discovery document of the issuer', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html',
  })

  const discovery = 'https://id.test/realm/.well-known/openid-configuration'
  const documents = {
    [discovery]: { jwks_uri: 'https://keys.test/jwks' },
    'https://keys.test/jwks': { keys: [real.publicJwk] },
  }

  async function ask(answers: Readonly<Record<string, object>>, token: string, times = 1) {
    const own = gatewayFor(template)
    const sent: BackendRequest[] = []
    const fetch = (request: BackendRequest): Promise<BackendResponse> => {
      sent.push(request)
      const answer = answers[request.url]
      if (!answer) return Promise.reject(new BackendError('timeout', 'no whole answer within 1500 ms'))
      return Promise.resolve({ status: 200, headers: [], body: Buffer.from(JSON.stringify(answer)) })
    }
    const request = { method: 'GET', path: '/notes', headers: [['authorization', token] as const] }
    const options = { functions, fetch }
    const first = await answerOf(own, request, { localKeys: trust.localKeys }, options)
    for (let time = 1; time < times; time++)
      await answerOf(own, request, { localKeys: trust.localKeys }, options)
    const challenge = first.headers.find(([name]) => name === 'www-authenticate')?.[1]
    return {
      ...first,
      challenge,
      urls: sent.map(({ url }) => url),
      limits: sent.map(({ timeoutMs }) => timeoutMs),
    }
  }

  it('are fetched by its discovery document, once', async () => {
    const { response, urls, limits } = await ask(documents, await real.token(claims), 3)
    expect(response.status).toBe(200)
    expect(urls).toEqual([discovery, 'https://keys.test/jwks'])
    expect(limits).toEqual([1500, 1500])
  })

  it('are not asked for where the local issuer signed, or where the token names another issuer', async () => {
    expect((await ask(documents, await local.token(claims))).urls).toEqual([])
    expect((await ask(documents, await real.token({ ...claims, iss: 'https://x.test' }))).urls).toEqual([])
  })

  it('refuse a token that they did not sign', async () => {
    const { challenge } = await ask(documents, await stranger.token(claims))
    expect(challenge).toContain('error_description="the token is signed with an unknown key"')
  })

  it('are not asked for where the pool is still to be made by the definition', async () => {
    const ofPool = gatewayFor(
      template
        .replaceAll(`'${issuerUrl}'`, "!Sub 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}'")
        .replace('Resources:', 'Resources:\n  Pool: { Type: AWS::Cognito::UserPool, Properties: {} }'),
    )
    const iss = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool'
    const by = async (signer: typeof real) => {
      const headers = [['authorization', await signer.token({ ...claims, iss })] as const]
      const fetch = () => Promise.reject(new Error('nothing is to be fetched'))
      const request = { method: 'GET', path: '/notes', headers }
      return answerOf(ofPool, request, { localKeys: trust.localKeys }, { functions, fetch })
    }
    expect((await by(local)).response.status).toBe(200)
    const strange = await by(stranger)
    expect(strange.response.status).toBe(401)
    expect(strange.authorizer).toContain(`give the issuer's own by --jwks ${iss}=FILE`)
  })

  it.each([
    ['OIDC discovery endpoint communication error', {}],
    ['OIDC discovery endpoint communication error', { [discovery]: {} }],
    ['JWKS communication error', { [discovery]: { jwks_uri: 'https://keys.test/jwks' } }],
    ['JWKS communication error', { ...documents, 'https://keys.test/jwks': {} }],
    ['JWKS communication error', { ...documents, [discovery]: { jwks_uri: 'file:///etc/passwd' } }],
  ])('that cannot be had are a 401: %s', async (description, answers) => {
    const { response, challenge, authorizer } = await ask(answers, await real.token(claims))
    expect(response.status).toBe(401)
    expect(challenge).toContain(`error_description="${description}"`)
    expect(authorizer).toContain('--jwks https://id.test/realm=FILE')
  })
})

function encoded(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

it('lets a pretended identity in with the claims of its token where authorizers are skipped', async () => {
  const pretended = () => ({ name: 'ann', detail: '', groups: ['admins', 'staff'] })
  const { response, headers } = await answerOf(
    gateway,
    { method: 'POST', path: '/notes' },
    { ...trust, pretended },
    { functions },
  )
  expect(response.body).toMatchObject({
    jwt: {
      claims: { sub: 'ann', 'cognito:groups': '[admins staff]', scope: 'notes/write notes/admin' },
      scopes: ['notes/write', 'notes/admin'],
    },
  })
  expect(headers).toContainEqual(['x-gatehouse-skipped', 'authorizer'])
})
