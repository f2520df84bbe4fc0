import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FromGateway, ListeningApi, ToGateway } from '../../server/src/protocol/gatewayControl.ts'
import type { CallAs } from '../../server/src/protocol/identities.ts'
import type { Served } from './gatewayProgram.ts'
import { createProject, serve } from './gatewayProgram.ts'
import { readFileSync } from 'node:fs'

// examples/members as the editor runs it: identities and requests come over the channel.

const folder = path.join(import.meta.dirname, '../../examples/members')
const file = path.join(folder, 'gatehouse.identities.json')
let served: Served
let lastId = 0
const channel = ['pipe', 'pipe', 'pipe', 'ipc'] as const

beforeAll(async () => {
  served = await serve(folder, ['template.yaml', '--port', '0'], [...channel])
  send({ type: 'identities', file, text: readFileSync(file, 'utf8') })
})
afterAll(async () => {
  served.process.kill()
  await served.ended
})

function send(message: ToGateway): void {
  served.process.send(message)
}

type Listening = Extract<FromGateway, { type: 'listening' }>
type Answer = Extract<FromGateway, { type: 'completed' | 'failed' | 'minted' }>

async function ask(question: (id: number) => ToGateway): Promise<Answer> {
  const id = ++lastId
  send(question(id))
  const isAnswer = (message: unknown): message is Answer =>
    ['completed', 'failed', 'minted'].includes((message as FromGateway).type) && (message as Answer).id === id
  await expect.poll(() => served.messages.some(isAnswer), { timeout: 20_000 }).toBe(true)
  const found = served.messages.find(isAnswer)
  if (!found) throw new Error('no answer')
  return found
}

async function call(route: string, identity?: string, target = route.split(' ')[1] ?? '') {
  const [method = '', routePath = ''] = route.split(' ')
  const as: CallAs | undefined = identity === undefined ? undefined : { identity, method, path: routePath }
  const request = { method, target, headers: [] }
  const answer = await ask(id => ({ type: 'invoke', id, apiId: 'Members', request, ...(as && { as }) }))
  if (answer.type !== 'completed') return answer.type === 'failed' ? answer.message : answer.type
  const { status, bodyBase64 } = answer.response
  const body: unknown = JSON.parse(Buffer.from(bodyBase64, 'base64').toString())
  return status === 200 ? body : status
}

describe('a request is sent as', () => {
  it('nobody in particular', async () => {
    expect(await call('GET /me')).toBe(401)
    expect(await call('GET /report')).toBe(403)
    expect(await call('GET /feed')).toBe(403)
  })

  it('a user of the pool, with the kind of token that the route asks for', async () => {
    expect(await call('GET /me', 'ann')).toMatchObject({ user: 'ann', groups: 'admins' })
    expect(await call('DELETE /members/{name}', 'ann', '/members/bob')).toMatchObject({ user: 'ann' })
    expect(await call('DELETE /members/{name}', 'writer', '/members/bob')).toMatchObject({ user: 'writer' })
    // Whoever states its token has no other one.
    expect(await call('GET /me', 'writer')).toBe(401)
  })

  it('an IAM principal, which signs', async () => {
    expect(await call('GET /report', 'report', '/report?from=2026-01-01&to=a%20b')).toMatchObject({
      principal: 'arn:aws:sts::123456789012:assumed-role/ReportRole/session',
    })
    expect(await call('GET /report', 'stranger')).toBe(403)
    expect(await call('GET /report', 'ann')).toBe(403)
  })

  it('a partner, by the header that it states', async () => {
    expect(await call('GET /partner', 'acme')).toMatchObject({ partner: 'acme' })
    expect(await call('GET /partner', 'report')).toBe(401)
  })

  it('the owner of an API key, from its address', async () => {
    expect(await call('GET /feed', 'feed')).toMatchObject({ apiKey: 'FeedKey', sourceIp: '203.0.113.10' })
  })

  it('somebody whose token is masked in what is shown first, at each step and in the whole trace', async () => {
    const as: CallAs = { identity: 'ann', method: 'GET', path: '/me' }
    const request = { method: 'GET', target: '/me', headers: [] }
    const answer = await ask(id => ({ type: 'invoke', id, apiId: 'Members', request, as }))
    if (answer.type !== 'completed') throw new Error(answer.type)
    const { masked, ...trace } = answer.trace
    const token = /eyJ[\w-]+\.[\w-]+\.[\w-]+/
    expect(JSON.stringify(trace)).toMatch(token)
    expect(masked?.steps).toHaveLength(trace.steps.length)
    expect(JSON.stringify(masked)).not.toMatch(token)
    const steps = served.messages.filter(
      message => (message as FromGateway).type === 'step' && (message as { id: number }).id === answer.id,
    )
    expect(steps.length).toBeGreaterThan(5)
    expect(JSON.stringify(steps)).not.toMatch(token)
  })

  it('nobody that the file does not name', async () => {
    expect(await call('GET /me', 'eve')).toMatch(/^no identity is named 'eve': there is 'ann', 'writer'/)
    expect(await call('GET /gone', 'ann')).toBe("'GET /gone' is no longer in the definition")
  })
})

describe('a token is minted', () => {
  const mint = async (order: Extract<ToGateway, { type: 'mintToken' }>['order']) => {
    const answer = await ask(id => ({ type: 'mintToken', id, apiId: 'Members', order }))
    if (answer.type !== 'minted') return answer.type === 'failed' ? answer.message : answer.type
    const claims: unknown = JSON.parse(Buffer.from(answer.token.split('.')[1] ?? '', 'base64url').toString())
    return claims
  }

  it('for an authorizer, with claims and a lifetime', async () => {
    const order = {
      authorizer: 'MembersPool',
      use: 'access',
      scopes: ['members/write'],
      expiresIn: 60,
    } as const
    const claims = await mint({ ...order, claims: { sub: 'eve', level: 3 } })
    expect(claims).toMatchObject({ sub: 'eve', level: 3, scope: 'members/write', token_use: 'access' })
    expect(claims).toMatchObject({
      client_id: 'PoolClient',
      iss: expect.stringContaining('cognito-idp') as string,
    })
    const { exp, iat } = claims as { exp: number; iat: number }
    expect(exp - iat).toBe(60)
  })

  it('for an identity, with its groups', async () => {
    expect(await mint({ identity: 'ann', use: 'id' })).toMatchObject({
      'cognito:groups': ['admins'],
      email: 'ann@example.com',
    })
  })

  it('for no authorizer that takes none', async () => {
    expect(await mint({ authorizer: 'PartnerTokens', use: 'id' })).toBe(
      "no authorizer 'PartnerTokens' of 'Members' takes tokens of an issuer",
    )
  })
})

it('another text of the file counts from the next request on; one that is broken is told, none is nobody', async () => {
  send({ type: 'identities', file, text: '[{ "name": "zoe", "groups": ["staff"] }]' })
  expect(await call('GET /me', 'zoe')).toMatchObject({ user: 'zoe', groups: 'staff' })
  send({ type: 'identities', file, text: '[{ "nam": 1 }]' })
  expect(await call('GET /me', 'zoe')).toMatch(
    /^the identities file is not used: line 1: 'nam' is none of name/,
  )
  send({ type: 'identities', file })
  expect(await call('GET /me', 'zoe')).toBe("no identity is named 'zoe': there is none")
})

it('a private API is called through the VPC endpoint of the identity, signed for its host', async () => {
  const project = createProject({
    'api.yaml': `openapi: 3.0.1
info: { title: Members, version: '1' }
x-amazon-apigateway-endpoint-configuration: { types: [PRIVATE], vpcEndpointIds: [vpce-0a1b2c3d4e5f60718] }
x-amazon-apigateway-policy:
  Version: '2012-10-17'
  Statement:
    - { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*' }
    - Effect: Deny
      Principal: '*'
      Action: execute-api:Invoke
      Resource: execute-api:/*
      Condition: { StringNotEquals: { aws:SourceVpce: vpce-0a1b2c3d4e5f60718 } }
paths:
  /report:
    get:
      x-amazon-apigateway-auth: { type: AWS_IAM }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses:
          default:
            statusCode: '200'
            responseTemplates: { application/json: '{"host": "$context.domainName", "who": "$context.identity.userArn"}' }
`,
  })
  const before = served
  try {
    served = await serve(project.folder, ['api.yaml', '--port', '0'], [...channel])
    const apis = () =>
      served.messages.flatMap(message => ((message as FromGateway).type === 'listening' ? [message] : []))
    await expect.poll(() => apis().length, { timeout: 20_000 }).toBe(1)
    const [{ apiId }] = (apis()[0] as Listening).apis as [ListeningApi]
    const principal = 'arn:aws:iam::123456789012:user/ann'
    const text = JSON.stringify([
      { name: 'inside', principal, vpcEndpoint: 'vpce-0a1b2c3d4e5f60718' },
      { name: 'other', principal, vpcEndpoint: 'vpce-0000000000000000f' },
    ])
    send({ type: 'identities', file: '/who.json', text })
    const answerTo = async (identity: string) => {
      const as = { identity, method: 'GET', path: '/report' }
      const request = { method: 'GET', target: '/report', headers: [] }
      const answer = await ask(id => ({ type: 'invoke', id, apiId, request, as }))
      if (answer.type !== 'completed') return answer
      return [answer.response.status, Buffer.from(answer.response.bodyBase64, 'base64').toString()]
    }
    expect(await answerTo('inside')).toEqual([
      200,
      expect.stringMatching(/^\{"host": "[a-z0-9]+-vpce-0a1b2c3d4e5f60718\.execute-api\..*user\/ann"\}$/),
    ])
    expect(await answerTo('other')).toEqual([
      403,
      expect.stringContaining('with an explicit deny in a resource-based policy'),
    ])
  } finally {
    served.process.kill()
    await served.ended
    project.remove()
    served = before
  }
})
