import { afterEach, expect, test } from 'vitest'
import type { Project, Served } from './gatewayProgram.ts'
import { createProject, runProgram, serve } from './gatewayProgram.ts'

const definition = `openapi: 3.0.1
info: { title: Orders, version: '1' }
paths:
  /orders:
    get:
      security: [{ pool: [] }]
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default:
            statusCode: '200'
            responseTemplates: { application/json: '$context.authorizer.claims.email' }
components:
  securitySchemes:
    pool:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer:
        type: cognito_user_pools
        providerARNs: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_X']
`

const identities = JSON.stringify([
  {
    name: 'ann',
    principal: 'arn:aws:iam::123456789012:user/ann',
    claims: { email: 'ann@example.com' },
    groups: ['staff'],
  },
])

let project: Project | undefined
let served: Served | undefined
afterEach(async () => {
  served?.process.kill()
  await served?.ended
  project?.remove()
})

function open(): string {
  project = createProject({ 'api.yaml': definition, 'who.json': identities })
  return project.folder
}

test('a token of the command line opens a gateway that runs, and so does one of the control endpoint', async () => {
  const folder = open()
  served = await serve(folder, ['api.yaml', '--port', '0', '--identities', 'who.json'])
  const { url } = served
  const get = (token: string) => fetch(`${url}/orders`, { headers: { Authorization: token } })
  expect((await fetch(`${url}/orders`)).status).toBe(401)
  const minted = runProgram(folder, 'token', 'api.yaml', '--identity', 'ann', '--identities', 'who.json')
  expect(await (await get(minted.stdout.trim())).text()).toBe('ann@example.com')
  const expired = runProgram(folder, 'token', 'api.yaml', '--expires-in=-60')
  expect(await (await get(expired.stdout.trim())).text()).toBe('{"message":"The incoming token has expired"}')
  await expect.poll(() => served?.output().stderr).toMatch(/control: \/\.gatehouse\/, token (\S+)/)
  const [, secret = ''] = /token (\S+)/.exec(served.output().stderr) ?? []
  const answer = await fetch(`${url}/.gatehouse/tokens`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${secret}` },
    body: JSON.stringify({ identity: 'ann' }),
  })
  const { token } = (await answer.json()) as { token: string }
  expect((await get(token)).status).toBe(200)
  expect((await fetch(`${url}/.gatehouse/tokens`, { method: 'POST' })).status).toBe(403)
  expect(await (await fetch(`${url}/.gatehouse/metrics`)).text()).toMatch(
    /apigateway_requests_total\{.*\} 4\n/,
  )
})

test('a token holds the groups, scopes and claims it is asked for', () => {
  const claims = claimsOf(
    ...['token', '--identity', 'bob', '--group', 'admins', '--scope', 'orders/read orders/write'],
    ...['--claim', 'level=3', '--claim', 'plan=gold', '--client', 'app'],
  )
  expect(claims).toMatchObject({
    sub: 'bob',
    'cognito:groups': ['admins'],
    scope: 'orders/read orders/write',
    token_use: 'access',
    client_id: 'app',
    level: 3,
    plan: 'gold',
    iss: 'http://127.0.0.1:3000/.gatehouse',
  })
  expect(claimsOf('token', 'api.yaml')).toMatchObject({
    iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_X',
    token_use: 'id',
  })
})

test('an identity of IAM has an access key, the same each time and in no file', () => {
  const folder = open()
  const args = ['token', '--credentials', '--identity', 'ann', '--identities', 'who.json']
  const { stdout } = runProgram(folder, ...args)
  expect(stdout).toMatch(/^AWS_ACCESS_KEY_ID=AKIA[0-9A-Z]{16}\nAWS_SECRET_ACCESS_KEY=\S{40}\n$/)
  expect(runProgram(folder, ...args).stdout).toBe(stdout)
})

test('an identity can be let in without a token, which is said at start, in the trace and on the answer', async () => {
  const folder = open()
  const args = ['api.yaml', '--port', '0', '--identities', 'who.json', '--skip-authorizers', '--as', 'ann']
  served = await serve(folder, args)
  const response = await fetch(`${served.url}/orders`)
  expect([await response.text(), response.headers.get('x-gatehouse-skipped')]).toEqual([
    'ann@example.com',
    'authorizer',
  ])
  await expect.poll(() => served?.output().stderr).toContain("authorizers are skipped: every caller is 'ann'")
  const { stdout } = runProgram(
    folder,
    'invoke',
    'api.yaml',
    'GET',
    '/orders',
    '--skip-authorizers',
    '--trace',
  )
  expect(stdout).toContain('local is let in by `--skip-authorizers`')
})

test.each([
  [['token', '--identity', 'eve', '--identities', 'who.json'], "no identity is named 'eve': there is 'ann'"],
  [['token', '--identities', 'none.json'], "--identities names 'none.json', which cannot be read"],
  [
    ['token', 'api.yaml', '--authorizer', 'x'],
    "no authorizer 'x' takes tokens of an issuer: there is 'pool'",
  ],
  [['serve', 'api.yaml', '--as', 'ann'], '--as says whom --skip-authorizers lets in: give both'],
  [['serve', 'api.yaml', '--jwks', 'x'], "--jwks takes ISSUER=FILE with the URL of an issuer, not 'x'"],
  [['serve', 'api.yaml', '--control-prefix', 'x'], "--control-prefix takes a path as /.gatehouse, not 'x'"],
])('%j is wrong usage', (args, message) => {
  const { status, stderr } = runProgram(open(), ...args)
  expect([status, stderr.split('\n')[0]]).toEqual([2, `gatehouse ${args[0]}: ${message}`])
})

function claimsOf(...args: string[]): unknown {
  const { stdout } = runProgram(open(), ...args)
  return JSON.parse(Buffer.from(stdout.split('.')[1] ?? '', 'base64url').toString('utf8'))
}
