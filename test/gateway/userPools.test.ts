import type { JWTPayload } from 'jose'
import { expect, it } from 'vitest'
import { answerOf, gatewayFor, testIssuer } from '../support/authorization.ts'
import { fixedTime } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('Authorization', 'User pools: id and access tokens, scopes, expiry', {
  by: 'documentation',
  source:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html',
})

const pool = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Real'
const now = fixedTime / 1000

const gateway = gatewayFor(`openapi: 3.0.1
info: { title: Orders, version: '1' }
paths:
  /orders:
    get:
      security: [{ pool: [] }]
      x-amazon-apigateway-integration: &echo
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default:
            statusCode: '200'
            responseTemplates:
              application/json: '{"sub": "$context.authorizer.claims.sub", "groups": "$context.authorizer.claims["cognito:groups"]", "exp": "$context.authorizer.claims.exp", "verified": "$context.authorizer.claims.email_verified"}'
    post:
      security: [{ pool: [orders/write, orders/admin] }]
      x-amazon-apigateway-integration: *echo
components:
  securitySchemes:
    pool:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer:
        type: cognito_user_pools
        providerARNs: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Real']
        identityValidationExpression: 'client-.*'
`)

const real = await testIssuer('real')
const local = await testIssuer('local')
const stranger = await testIssuer('stranger')
const trust = {
  localKeys: async () => ({ keys: [local.publicJwk] }),
  issuerKeys: new Map([[pool, { keys: [real.publicJwk] }]]),
}

it('takes an id token of its pool, and hands its claims on as text', async () => {
  const { response, authorizer } = await call('GET', await real.token(idClaims))
  expect(response).toEqual({
    status: 200,
    body: { sub: 'ann', groups: 'admins,staff', exp: 'Thu Mar 12 20:03:58 UTC 2020', verified: 'true' },
  })
  expect(authorizer).toBe(`passed: authorizer **pool** took the id token of \`ann\` by \`${pool}\``)
})

it('takes a token of the local issuer in the name of the pool, and in its own', async () => {
  for (const iss of [pool, 'http://127.0.0.1:3000/.gatehouse']) {
    const { response, authorizer } = await call('GET', `Bearer ${await local.token({ ...idClaims, iss })}`)
    expect(response.status).toBe(200)
    expect(authorizer).toContain('by the local issuer')
  }
})

it('takes an access token with one of the scopes where the method states scopes', async () => {
  const access = { iss: pool, sub: 'ann', token_use: 'access', client_id: 'client-1', exp: now + 60 }
  const good = await call('POST', await real.token({ ...access, scope: 'openid orders/write' }))
  expect(good.response.status).toBe(200)
  expect(good.authorizer).toContain('scope `orders/write`')
  const bad = await call('POST', await real.token({ ...access, scope: 'openid' }))
  expect(bad.response).toEqual(unauthorized)
  expect(bad.authorizer).toBe(
    'failed: authorizer **pool** wants the scope `orders/write` or `orders/admin`, and the token has `openid`',
  )
  expect((await call('POST', await real.token(idClaims))).response).toEqual(unauthorized)
  expect((await call('GET', await real.token({ ...access, scope: 'openid' }))).response).toEqual(unauthorized)
})

it('says of an expired token that it has expired', async () => {
  const { response } = await call('GET', await real.token({ ...idClaims, exp: now - 1 }))
  expect(response).toEqual({ status: 401, body: { message: 'The incoming token has expired' } })
})

it.each([
  ['no token', async () => undefined, '`method.request.header.Authorization` is missing or empty'],
  ['what is no token', async () => 'abc', 'it is no JSON Web Token'],
  ['a key that nobody knows', () => stranger.token(idClaims), 'signed with a key that is not known here'],
  [
    'a real key in the name of the local issuer',
    () => real.token({ ...idClaims, iss: 'http://localhost' }),
    'not known here',
  ],
  [
    'another pool',
    () => local.token({ ...idClaims, iss: `${pool}2` }),
    `its issuer is \`${pool}2\`, not \`${pool}\``,
  ],
  ['another audience', () => real.token({ ...idClaims, aud: 'other' }), 'does not match `client-.*`'],
  [
    'a changed signature',
    async () => `${(await real.token(idClaims)).slice(0, -6)}AAAAAA`,
    'signature verification failed',
  ],
  [
    'no signature',
    async () => `${unsigned({ alg: 'none' })}.${unsigned(idClaims)}.`,
    'does not take the token',
  ],
])('answers 401 to %s', async (_, token, why) => {
  const { response, authorizer } = await call('GET', await token())
  expect(response).toEqual(unauthorized)
  expect(authorizer).toContain(why)
})

const unauthorized = { status: 401, body: { message: 'Unauthorized' } }

const idClaims: JWTPayload = {
  iss: pool,
  sub: 'ann',
  aud: 'client-1',
  token_use: 'id',
  'cognito:groups': ['admins', 'staff'],
  email_verified: true,
  iat: now,
  exp: now + 3600,
}

function call(method: string, token: string | undefined) {
  const headers = token === undefined ? [] : [['authorization', token] as const]
  return answerOf(gateway, { method, path: '/orders', headers }, trust)
}

function unsigned(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
