import { once } from 'node:events'
import { createRequire } from 'node:module'
import path from 'node:path'
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { describe, expect, test, vi } from 'vitest'
import type { ClientOptions } from 'ws'
import { WebSocket } from 'ws'
import type { SocketTemplate } from '../support/webSocketApi.ts'
import { functionResource, socketTemplate } from '../support/webSocketApi.ts'
import type { Project, Served } from './gatewayProgram.ts'
import { runProgram, serveInTest, testProject } from './gatewayProgram.ts'
import { fidelity } from '../support/fidelity.ts'

const sdk = path.dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-apigatewaymanagementapi'))

const handler = `
exports.handler = async event => {
  const { routeKey, connectionId } = event.requestContext
  if (routeKey === 'endpoint') return { statusCode: 200, body: JSON.stringify({
    connectionId, endpoint: process.env.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI, key: process.env.AWS_ACCESS_KEY_ID }) }
  if (routeKey === 'post') {
    const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require(${JSON.stringify(sdk)})
    const { domainName, stage } = event.requestContext
    for (const endpoint of ['https://' + domainName + '/' + stage, process.env.ENDPOINT]) {
      const client = new ApiGatewayManagementApiClient({ endpoint })
      await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'by ' + endpoint }))
    }
    return { statusCode: 200 }
  }
  if (routeKey === '$disconnect') console.log('gone', event.requestContext.disconnectStatusCode, connectionId)
  return { statusCode: 200, body: 'echo ' + event.body }
}
`

const template: SocketTemplate = {
  routes: {
    $connect: { function: 'Handler' },
    $disconnect: { function: 'Handler' },
    $default: { function: 'Handler', answers: true },
    endpoint: { function: 'Handler', answers: true },
    post: { function: 'Handler' },
  },
  resources: {
    Handler: {
      ...functionResource,
      Properties: {
        ...functionResource.Properties,
        Environment: {
          Variables: {
            ENDPOINT: { 'Fn::Sub': 'https://${Chat}.execute-api.${AWS::Region}.amazonaws.com/dev' },
          },
        },
      },
    },
  },
}

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' }

async function start(of: SocketTemplate = template, args: string[] = []): Promise<Project & Served> {
  const project = testProject({ 'template.json': socketTemplate(of), 'index.js': handler })
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey)
  return { ...project, ...(await serveInTest(project.folder, ['template.json', '--port', '0', ...args])) }
}

interface Client {
  readonly socket: WebSocket
  readonly frames: string[]
  readonly next: () => Promise<string>
  readonly closed: Promise<{ code: number; reason: string }>
}

async function open(url: string, options: ClientOptions = {}): Promise<Client> {
  const socket = new WebSocket(url, options)
  const frames: string[] = []
  socket.on('message', (data: Buffer) => frames.push(data.toString('utf8')))
  const closed = new Promise<{ code: number; reason: string }>(resolve =>
    socket.once('close', (code: number, reason: Buffer) =>
      resolve({ code, reason: reason.toString('utf8') }),
    ),
  )
  let seen = 0
  await once(socket, 'open')
  return {
    socket,
    frames,
    closed,
    next: () =>
      vi.waitFor(
        () => {
          const frame = frames[seen]
          if (frame === undefined) throw new Error('no frame yet')
          seen++
          return frame
        },
        { timeout: 10_000 },
      ),
  }
}

describe('serve, with a WebSocket API,', () => {
  fidelity('WebSocket API', 'Connections closed for messages and frames that are too long, and for idling', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html',
  })

  test('answers at the root and at the stage, and tells functions where connections are', async () => {
    const { url, output } = await start()
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/)
    const client = await open(`${url}/dev`)
    client.socket.send('hello')
    expect(await client.next()).toBe('echo hello')
    client.socket.send('{"action":"endpoint"}')
    expect(JSON.parse(await client.next())).toMatchObject({
      endpoint: `${url.replace('ws:', 'http:')}/dev`,
      key: expect.stringMatching(/^ASIA/) as string,
    })
    client.socket.close(1000, 'bye')
    await vi.waitFor(() => expect(output().stderr).toMatch(/Handler \| .*gone 1000 [\w-]{15}=/), 10_000)
    expect(output().stderr).toMatch(/CONNECT \/dev 101 (?:.*\n)+?MESSAGE \$default 200/)
  })

  test("takes the calls of AWS's SDK", async () => {
    const { url } = await start()
    const client = await open(url)
    const endpoint = `${url.replace('ws:', 'http:')}/dev`
    const sdk = new ApiGatewayManagementApiClient({ endpoint, region: 'us-east-1', credentials })
    expect(await metricsOf(url)).toContain('ConnectCount')
    const id = await connectionIdOf(client)
    await sdk.send(new PostToConnectionCommand({ ConnectionId: id, Data: 'from behind' }))
    expect(await client.next()).toBe('from behind')
    const told = await sdk.send(new GetConnectionCommand({ ConnectionId: id }))
    expect(told.Identity?.SourceIp).toBe('127.0.0.1')
    expect(told.ConnectedAt).toBeInstanceOf(Date)
    await sdk.send(new DeleteConnectionCommand({ ConnectionId: id }))
    expect(await client.closed).toEqual({ code: 1000, reason: 'Connection Closed Normally' })
    await expect(
      sdk.send(new PostToConnectionCommand({ ConnectionId: id, Data: 'x' })),
    ).rejects.toMatchObject({
      name: 'GoneException',
      $metadata: { httpStatusCode: 410 },
    })
  })

  test('is reached by handlers that state an endpoint as on AWS: of the event, or the execute-api host', async () => {
    const { url } = await start()
    const client = await open(url)
    client.socket.send('{"action":"post"}')
    expect(await client.next()).toBe(`by ${url.replace('ws:', 'https:')}/dev`)
    expect(await client.next()).toBe('by https://Chat.execute-api.us-east-1.amazonaws.com/dev')
    const secure = await open(url.replace('ws:', 'wss:'), { rejectUnauthorized: false })
    secure.socket.send('hello')
    expect(await secure.next()).toBe('echo hello')
  })

  test('closes what is binary, too long, in long frames or no UTF-8', async () => {
    const { url } = await start()
    const send = async (data: Buffer | string, options: object = {}) => {
      const client = await open(url)
      client.socket.send(data, options)
      return (await client.closed).code
    }
    expect(await send(Buffer.from([1, 2]), { binary: true })).toBe(1003)
    expect(await send('x'.repeat(32 * 1024 + 1))).toBe(1009)
    expect(await send(Buffer.from([0xc3, 0x28]), { binary: false })).toBe(1007)
    const client = await open(url)
    for (let part = 0; part < 6; part++) client.socket.send('x'.repeat(30_000), { fin: part === 5 })
    expect((await client.closed).code).toBe(1009)
    const within = await open(url)
    for (let part = 0; part < 4; part++) within.socket.send('x'.repeat(30_000), { fin: part === 3 })
    expect(await within.next()).toHaveLength(5 + 120_000)
    within.socket.terminate()
  })

  test('keeps connections when the definition is saved, and closes those that idle', async () => {
    const { url, output, write } = await start()
    const client = await open(url)
    client.socket.send('one')
    expect(await client.next()).toBe('echo one')
    const { $default, ...routes } = template.routes
    write({
      'template.json': socketTemplate({ routes: { ...routes, other: $default ?? {} } }),
    })
    await vi.waitFor(() => expect(output().stderr).toContain('reloaded'), 10_000)
    client.socket.send('two')
    expect(await client.next()).toContain('"message": "Forbidden"')
    const secret = /token (\S+)/.exec(output().stderr)?.[1] ?? ''
    const { status } = await fetch(`${url.replace('ws:', 'http:')}/.gatehouse/clock`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
      body: '{"advance": "PT10M"}',
    })
    expect(status).toBe(200)
    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' })
  })
})

describe('connect', () => {
  test('sends the lines of stdin and prints what comes', () => {
    const project = testProject({ 'template.json': socketTemplate(template), 'index.js': handler })
    const { status, stdout } = runProgram(
      project.folder,
      { input: 'hello\n{"action":"other"}\n' },
      'connect',
      'template.json',
    )
    expect(stdout.replace(/^connected .*/, 'connected')).toBe(
      [
        'connected',
        '> $default hello',
        '< echo hello',
        '> $default {"action":"other"}',
        '< echo {"action":"other"}',
        'closed 1005 Client-side close frame status not set\n',
      ].join('\n'),
    )
    expect(status).toBe(0)
  })

  test('puts the route into each message, and ends with 1 where it is refused', () => {
    const project = testProject({
      'template.json': socketTemplate(template),
      'closed.json': socketTemplate({ routes: { $connect: { integration: { IntegrationType: 'MOCK' } } } }),
      'index.js': handler,
    })
    const args = ['connect', 'template.json', '--route', 'other', '--format', 'json']
    const { stdout } = runProgram(project.folder, { input: 'hello\n{"n":1}\n' }, ...args)
    const sent = stdout
      .split('\n')
      .flatMap(line => /"type":"sent".*"text":("(?:[^"\\]|\\.)*")/.exec(line)?.[1] ?? [])
    expect(sent.map(text => JSON.parse(text) as unknown)).toEqual([
      '{"action":"other","data":"hello"}',
      '{"action":"other","n":1}',
    ])
    const refused = runProgram(project.folder, 'connect', 'closed.json')
    expect([refused.status, refused.stdout]).toEqual([1, expect.stringMatching(/^refused 500 /)])
  })
})

async function connectionIdOf(client: Client): Promise<string> {
  client.socket.send('{"action":"endpoint"}')
  return (JSON.parse(await client.next()) as { connectionId: string }).connectionId
}

async function metricsOf(url: string): Promise<string[]> {
  const answer = await fetch(`${url.replace('ws:', 'http:')}/.gatehouse/metrics?format=json`)
  const { series } = (await answer.json()) as { series: { metrics: object }[] }
  return series.flatMap(({ metrics }) => Object.keys(metrics))
}
