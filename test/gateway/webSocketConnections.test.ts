import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, it } from 'vitest'
import { lastField } from '../../server/src/base/headers.ts'
import { Sha256 } from '../../server/src/gateway/authorizers/sha256.ts'
import type { Exchange } from '../../server/src/gateway/exchange.ts'
import { MetricStore } from '../../server/src/gateway/metrics/metricStore.ts'
import type { HttpRequest } from '../../server/src/gateway/messages.ts'
import { closingOfClient, Connection } from '../../server/src/gateway/websocket/connection.ts'
import { handshakeHeaders, receiveSocket } from '../../server/src/gateway/websocket/socketCall.ts'
import type { SocketTemplate } from '../support/webSocketApi.ts'
import { chat, functionResource, uriOf } from '../support/webSocketApi.ts'
import { fixedTime, fixedWorld } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

const functions = new Map([
  ['In', '({ statusCode: 200 })'],
  ['Full', '({ statusCode: 409, body: "full" })'],
  ['Fails', 'fail("out of order")'],
  ['Slow', 'integration timeout'],
  ['Chooses', '({ statusCode: 200, headers: { "sec-websocket-protocol": "chat2", "X-Own": "1" } })'],
  ['Context', '({ statusCode: 200, body: JSON.stringify(event.requestContext.authorizer ?? null) })'],
  [
    'Asks',
    `event.queryStringParameters.token === 'thrown' ? fail('Unauthorized')
      : event.queryStringParameters.token === 'broken' ? 'no policy'
      : { principalId: 'ann', context: { level: 3 }, usageIdentifierKey: 'key-of-ann',
          policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke',
            Effect: event.queryStringParameters.token === 'good' ? 'Allow' : 'Deny', Resource: event.methodArn }] } }`,
  ],
])

async function handshake(name: string) {
  const { answer, refusal } = await chat(
    { routes: { $connect: { function: name } } },
    { functions },
  ).connect()
  return { status: answer.status, headers: answer.headers, refusal }
}

describe('$connect', () => {
  fidelity('WebSocket API', '$connect and $disconnect: who is let in, subprotocol, events', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html',
  })
  fidelity('WebSocket API', 'Connections: new ones a second', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html',
  })

  it('lets a client in that nobody asks about', async () => {
    const { answer, connection } = await chat({ routes: {} }).connect()
    expect(answer.status).toBe(101)
    expect(connection?.client.id).toMatch(/^[\w-]{15}=$/)
  })

  it('lets in what answers 2XX, with the subprotocol it names and no other header', async () => {
    expect(await handshake('In')).toEqual({ status: 101, headers: [], refusal: undefined })
    expect((await handshake('Chooses')).headers).toEqual([['Sec-WebSocket-Protocol', 'chat2']])
  })

  it('refuses with the status of the integration, or of its failure', async () => {
    expect(await handshake('Full')).toEqual({ status: 409, headers: [], refusal: undefined })
    expect(await handshake('Fails')).toMatchObject({
      status: 502,
      refusal: { message: 'Internal server error' },
    })
    expect(await handshake('Slow')).toMatchObject({
      status: 504,
      refusal: { message: 'Endpoint request timed out' },
    })
  })

  it('is reached at the stage, by its name or at the root of the port, and nowhere else', async () => {
    const api = chat({ routes: {} })
    const statuses = []
    for (const path of ['/', '/dev', '/dev/', '/prod', '/dev/rooms'])
      statuses.push((await api.connect(path)).answer.status)
    expect(statuses).toEqual([101, 101, 101, 403, 403])
  })

  it('gets the handshake, and $disconnect how the connection ended', async () => {
    const api = chat(
      { routes: { $connect: { function: 'In' }, $disconnect: { function: 'In' } } },
      { functions },
    )
    const client = await api.connect('a=1&a=2', { 'X-Own': 'yes', Connection: 'Upgrade', 'User-Agent': 'me' })
    await client.leave(closingOfClient(1005, ''))
    const [connect, disconnect] = api.world.events.map(({ event }) => JSON.parse(event) as unknown)
    const id = client.connection?.client.id
    expect(connect).toMatchObject({
      headers: { Host: 'localhost:3000', 'X-Own': 'yes', 'X-Forwarded-For': '127.0.0.1' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      queryStringParameters: { a: '2' },
      isBase64Encoded: false,
    })
    expect(connect).not.toHaveProperty('headers.Connection')
    expect(connect).not.toHaveProperty('body')
    expect(Object.keys((disconnect as { requestContext: object }).requestContext)).toEqual([
      ...['routeKey', 'disconnectStatusCode', 'eventType', 'extendedRequestId', 'requestTime'],
      ...['messageDirection', 'disconnectReason', 'stage', 'connectedAt', 'requestTimeEpoch', 'identity'],
      ...['requestId', 'domainName', 'connectionId', 'apiId'],
    ])
    expect(disconnect).toMatchObject({
      headers: { Host: 'localhost:3000', 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' },
      requestContext: {
        routeKey: '$disconnect',
        eventType: 'DISCONNECT',
        disconnectStatusCode: 1005,
        disconnectReason: 'Client-side close frame status not set',
        connectedAt: fixedTime,
        connectionId: id,
        identity: { userAgent: 'me', sourceIp: '127.0.0.1' },
        domainName: 'localhost:3000',
      },
    })
    expect(api.world.state.connections.count).toBe(0)
  })

  it('is told by TLS or without it', async () => {
    const world = fixedWorld()
    const request = {
      method: 'GET',
      path: '/',
      query: '',
      headers: [],
      body: Buffer.from(''),
      sourceIp: '::1',
      port: 1,
    }
    const proto = (sent: HttpRequest) =>
      lastField(
        handshakeHeaders({ incoming: receiveSocket(sent, { domainName: 'x', domainPrefix: 'x' }, world) }),
        'x-forwarded-proto',
      )
    expect(proto(request)).toBe('http')
    expect(proto({ ...request, tls: { version: 'TLSv1.3', cipherSuite: 'x' } })).toBe('https')
  })

  it('refuses what lacks a required parameter', async () => {
    const route = { RequestParameters: { 'route.request.querystring.room': { Required: true } } }
    const api = chat({ routes: { $connect: { function: 'In', route } } }, { functions })
    expect((await api.connect()).refusal).toMatchObject({
      message: 'Missing required request parameters: [room]',
    })
    expect((await api.connect('room=1')).answer.status).toBe(101)
  })

  it('refuses more than 500 new connections a second, beyond the bucket', async () => {
    const api = chat({ routes: { $connect: { function: 'In' } } }, { functions })
    const bucket = { name: '', key: 'connections 123456789012 us-east-1', limit: { rate: 500, burst: 5000 } }
    for (let taken = 0; taken < 5000; taken++) api.world.state.buckets.take([bucket], api.world.now())
    const { answer, refusal } = await api.connect()
    expect(answer.status).toBe(429)
    expect(refusal).toMatchObject({ message: 'Too Many Requests' })
    api.world.state.advanceClock(10)
    expect((await api.connect()).answer.status).toBe(101)
  })
})

const guarded: SocketTemplate = {
  routes: {
    $connect: { function: 'In', route: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } } },
    $default: { function: 'Context', answers: true },
  },
  resources: {
    Asks: functionResource,
    Auth: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Chat' },
        Name: 'Auth',
        AuthorizerType: 'REQUEST',
        AuthorizerUri: uriOf('Asks'),
        IdentitySource: ['route.request.querystring.token'],
      },
    },
  },
}

describe('an authorizer of $connect', () => {
  fidelity('WebSocket API', 'Lambda authorizers at $connect: answers, context on every later route', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html',
  })

  it.each([
    ['', 401, 'Unauthorized'],
    ['token=thrown', 401, 'Unauthorized'],
    [
      'token=bad',
      403,
      'User is not authorized to access this resource with an explicit deny in an identity-based policy',
    ],
    ['token=broken', 500, null],
  ])('refuses ?%s with %d', async (query, status, message) => {
    const { answer, refusal } = await chat(guarded, { functions }).connect(query)
    expect(answer.status).toBe(status)
    expect(refusal).toMatchObject({ message })
  })

  it('tells every later route of the client', async () => {
    const api = chat(guarded, { functions })
    const client = await api.connect('token=good')
    await client.send('who am I?')
    expect(JSON.parse(client.frames[0] ?? '')).toMatchObject({ principalId: 'ann', level: '3' })
    expect(JSON.parse(api.world.events[0]?.event ?? '')).toMatchObject({
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:us-east-1:123456789012:chat/dev/$connect',
      requestContext: { routeKey: '$connect', eventType: 'CONNECT' },
    })
  })
})

describe('an API key', () => {
  fidelity('WebSocket API', 'API keys at $connect: header or authorizer, quota of the plan', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html',
  })

  const plans = {
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: 'key-of-ann' } },
    Plan: {
      Type: 'AWS::ApiGateway::UsagePlan',
      Properties: {
        ApiStages: [{ ApiId: { Ref: 'Chat' }, Stage: 'dev' }],
        Quota: { Limit: 2, Period: 'DAY' },
      },
    },
    Link: {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: 'Key' }, UsagePlanId: { Ref: 'Plan' }, KeyType: 'API_KEY' },
    },
  }
  const route = { ApiKeyRequired: true }

  it('comes in the header of the handshake, and its plan has a quota', async () => {
    const routes = { $connect: { function: 'In', route }, say: { function: 'In', route } }
    const api = chat({ routes, resources: plans }, { functions })
    expect((await api.connect()).refusal).toMatchObject({ message: 'Forbidden' })
    expect((await api.connect('', { 'x-api-key': 'another' })).answer.status).toBe(403)
    const client = await api.connect('', { 'x-api-key': 'key-of-ann' })
    await client.send({ action: 'say' })
    await client.send({ action: 'say' })
    expect(client.frames.map(frame => (JSON.parse(frame) as { message: string }).message)).toEqual([
      'Limit Exceeded',
    ])
  })

  it('comes from the authorizer where the API says so', async () => {
    const api = { ApiKeySelectionExpression: '$context.authorizer.usageIdentifierKey' }
    const { $connect, ...others } = guarded.routes
    const routes = { ...others, $connect: { ...$connect, route: { ...$connect?.route, ...route } } }
    const resources = { ...guarded.resources, ...plans }
    const { answer } = await chat({ ...guarded, api, routes, resources }, { functions }).connect('token=good')
    expect(answer.status).toBe(101)
  })
})

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' }

function trusting(policies: { type: 'everything' } | { type: 'nothing' }) {
  const arn = 'arn:aws:iam::123456789012:user/backend'
  const principal = { arn, principalArn: arn, account: '123456789012', policies }
  const identity = { name: 'backend', detail: '', principal }
  return { functions, trust: { callers: async () => [{ ...credentials, identity }] } }
}

async function signed(method: string, path: string, body = '') {
  const signer = new SignatureV4({ credentials, region: 'us-east-1', service: 'execute-api', sha256: Sha256 })
  const request = { method, path, protocol: 'http:', hostname: 'localhost', body }
  const made = await signer.sign(
    { ...request, headers: { Host: 'localhost:3000' } },
    { signingDate: new Date(fixedTime) },
  )
  return { headers: made.headers, ...(body !== '' && { body }) }
}

describe('AWS_IAM at $connect', () => {
  fidelity('WebSocket API', 'AWS_IAM at $connect: signed handshakes', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html',
  })

  it('lets signed handshakes in, and tells who signed', async () => {
    const route = { AuthorizationType: 'AWS_IAM' }
    const routes = { $connect: { function: 'In', route }, $default: { function: 'In' } }
    const api = chat({ routes }, trusting({ type: 'everything' }))
    expect((await api.connect()).refusal).toMatchObject({ message: 'Missing Authentication Token' })
    const { headers } = await signed('GET', '/')
    const client = await api.connect('', headers)
    expect(client.answer.status).toBe(101)
    await client.send('hello')
    expect(JSON.parse(api.world.events[1]?.event ?? '')).toMatchObject({
      requestContext: { identity: { userArn: 'arn:aws:iam::123456789012:user/backend' } },
    })
    const other = chat({ routes }, trusting({ type: 'nothing' }))
    const { answer, refusal } = await other.connect('', headers)
    expect(answer.status).toBe(403)
    expect(refusal).toMatchObject({
      message: expect.stringContaining('is not authorized to perform: execute-api:Invoke') as string,
    })
  })
})

describe('a connection', () => {
  fidelity('WebSocket API', 'Connections: ten minutes idle, two hours in all', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html',
  })

  const minutes = (count: number) => fixedTime + count * 60_000

  it('is over after ten minutes without a frame, and after two hours with frames all the time', async () => {
    const { connection } = await chat({ routes: {} }).connect()
    expect([9.9, 10].map(count => connection?.isOver(minutes(count)))).toEqual([false, true])
    connection?.send('hello', minutes(115), 'some request')
    expect([119.9, 120].map(count => connection?.isOver(minutes(count)))).toEqual([false, true])
  })
})

describe('metrics', () => {
  fidelity('Logs, metrics and alarms', 'Metrics of WebSocket APIs', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html',
  })

  it('count events by what became of them', async () => {
    const routes = {
      $connect: { function: 'In' },
      good: { function: 'Context', answers: true },
      bad: { function: 'Full' },
      broken: { function: 'Fails' },
    }
    const api = chat({ routes }, { functions })
    const client = await api.connect()
    const store = new MetricStore()
    const add = ({ webSocket, route = '', response, latencyMs, integrationLatencyMs }: Exchange) =>
      store.add({
        ...{ apiId: 'Chat', apiName: 'chat', apiType: 'websocket', stage: 'dev', route: '', at: fixedTime },
        ...{ status: response.status, latencyMs },
        ...(integrationLatencyMs !== undefined && { integrationLatencyMs }),
        ...(webSocket && { webSocket }),
        ...(route !== '' && { route: 'all' }),
      })
    add(client.exchange)
    for (const action of ['good', 'bad', 'broken']) add(await client.send({ action }))
    const [series] = store.totals()
    const sums = [...(series?.metrics ?? [])].map(([name, values]) => [name, values.sum])
    expect(Object.fromEntries(sums)).toMatchObject({
      ConnectCount: 1,
      // Three of the client; one that was answered, one error.
      MessageCount: 5,
      IntegrationError: 1,
      ExecutionError: 1,
      ClientError: 0,
    })
    expect(series?.metrics.get('IntegrationLatency')?.count).toBe(4)
  })
})

describe('@connections', () => {
  fidelity('WebSocket API', '@connections: send, tell and close, signed; 410 for a connection that is gone', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html',
  })

  const paths = (id: string) => `/dev/%40connections/${encodeURIComponent(id)}`

  it('sends, tells and closes', async () => {
    const api = chat({ routes: {} }, trusting({ type: 'everything' }))
    const client = await api.connect('', { 'User-Agent': 'me' })
    const path = paths(client.connection?.client.id ?? '')
    const posted = await api.request('POST', path, await signed('POST', path, 'hello'))
    const told = await api.request('GET', path, await signed('GET', path))
    const deleted = await api.request('DELETE', path, await signed('DELETE', path))
    expect([posted, told, deleted].map(({ response }) => response.status)).toEqual([200, 200, 204])
    expect(client.frames).toEqual(['hello'])
    expect(JSON.parse(Buffer.from(told.response.body).toString('utf8'))).toEqual({
      connectedAt: '2020-03-12T19:03:58.000Z',
      identity: { sourceIp: '127.0.0.1', userAgent: 'me' },
      lastActiveAt: '2020-03-12T19:03:58.000Z',
    })
    expect(client.closed).toEqual([{ code: 1000, reason: 'Connection Closed Normally' }])
    const gone = await api.request('POST', path, await signed('POST', path, 'hello'))
    expect(gone.response).toMatchObject({
      status: 410,
      headers: [['x-amzn-ErrorType', 'GoneException']],
      body: new Uint8Array(),
    })
  })

  it('finds a client gone while its $disconnect runs, and at a $connect that is not answered yet', async () => {
    const api = chat(
      { routes: { $connect: { function: 'In' }, $disconnect: { function: 'Slow' } } },
      { ...trusting({ type: 'everything' }), functions },
    )
    const client = await api.connect()
    const path = paths(client.connection?.client.id ?? '')
    const leaving = client.leave({ code: 1000, reason: '' })
    const during = await api.request('POST', path, await signed('POST', path, 'too late'))
    expect(during.response.status).toBe(410)
    expect((await leaving)?.response.status).toBe(504)
    expect(client.frames).toEqual([])
    const { client: known } = client.connection ?? {}
    if (!known) throw new Error('the client is not known')
    api.world.state.connections.add(new Connection({ ...known, id: 'AAAAAAAAAAAAAAA=' }))
    const at = paths('AAAAAAAAAAAAAAA=')
    expect((await api.request('POST', at, await signed('POST', at, 'too early'))).response.status).toBe(410)
  })

  it('refuses long messages and ids that are none', async () => {
    const api = chat({ routes: {} }, trusting({ type: 'everything' }))
    const client = await api.connect()
    const path = paths(client.connection?.client.id ?? '')
    const long = 'x'.repeat(128 * 1024 + 1)
    const tooLong = await api.request('POST', path, await signed('POST', path, long))
    expect(tooLong.response.status).toBe(413)
    expect(tooLong.response.headers).toContainEqual(['x-amzn-ErrorType', 'PayloadTooLargeException'])
    const other = await api.request('GET', '/@connections/me', await signed('GET', '/@connections/me'))
    expect(Buffer.from(other.response.body).toString('utf8')).toBe('{"message":"Invalid connectionId: me"}')
    expect(other.response.status).toBe(400)
  })

  it('wants a signature, by somebody who may', async () => {
    const api = chat({ routes: {} }, trusting({ type: 'nothing' }))
    const client = await api.connect()
    const path = paths(client.connection?.client.id ?? '')
    const unsigned = await api.request('POST', path, { body: 'hello' })
    expect(Buffer.from(unsigned.response.body).toString('utf8')).toBe(
      '{"message":"Missing Authentication Token"}',
    )
    const refused = await api.request('POST', path, await signed('POST', path, 'hello'))
    expect(refused.response.status).toBe(403)
    expect(Buffer.from(refused.response.body).toString('utf8')).toContain('execute-api:ManageConnections')
    expect(client.frames).toEqual([])
  })

  it('is all that takes plain requests', async () => {
    const { response } = await chat({ routes: {} }).request('GET', '/')
    expect(response.status).toBe(403)
  })
})
