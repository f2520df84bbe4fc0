import path from 'node:path'
import { createRequire } from 'node:module'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { FromGateway, SocketClientEvent, ToGateway } from '../../server/src/protocol/gatewayControl.ts'
import type { SocketTemplate } from '../support/webSocketApi.ts'
import { socketTemplate } from '../support/webSocketApi.ts'
import type { Project, Served } from './gatewayProgram.ts'
import { createProject, serve } from './gatewayProgram.ts'

const sdk = path.dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-apigatewaymanagementapi'))

const handler = `
exports.handler = async event => {
  const { connectionId, identity, routeKey } = event.requestContext
  const { door, to } = event.queryStringParameters ?? JSON.parse(event.body?.startsWith('{') ? event.body : '{}')
  const asked = event.headers?.['Sec-WebSocket-Protocol']
  const chosen = asked ? { headers: { 'Sec-WebSocket-Protocol': asked.split(',')[0] } } : {}
  if (routeKey === '$connect') return { ...chosen, statusCode: door === 'shut' ? 403 : 200, body: 'the door is shut' }
  if (routeKey === 'push') {
    const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require(${JSON.stringify(sdk)})
    await new ApiGatewayManagementApiClient().send(new PostToConnectionCommand({ ConnectionId: to, Data: 'pushed' }))
    return { statusCode: 200, body: 'reaches nobody' }
  }
  if (routeKey === 'throw') throw new Error('no kicking here')
  return { statusCode: 200, body: [event.body, identity.sourceIp].join(' from ') }
}
`

const template: SocketTemplate = {
  routes: {
    $connect: { function: 'Handler' },
    $disconnect: { function: 'Handler' },
    $default: { function: 'Handler', answers: true },
    push: { function: 'Handler' },
    throw: { function: 'Handler' },
  },
}

const identities = JSON.stringify([{ name: 'ana', sourceIp: '203.0.113.7', headers: { 'X-Who': 'ana' } }])
const projects: Project[] = []
const served: Served[] = []

afterEach(async () => {
  for (const gateway of served.splice(0)) {
    gateway.process.kill('SIGTERM')
    await gateway.ended
  }
  for (const project of projects.splice(0)) project.remove()
})

/** A served definition as the editor speaks with it. */
async function start(of: SocketTemplate = template) {
  const project = createProject({
    'template.json': socketTemplate(of),
    'index.js': handler,
  })
  projects.push(project)
  const args = ['template.json', '--port', '0']
  const gateway = await serve(project.folder, args, ['pipe', 'pipe', 'pipe', 'ipc'])
  served.push(gateway)
  const send = (message: ToGateway) => gateway.process.send(message)
  await vi.waitFor(() =>
    expect(gateway.messages).toContainEqual(expect.objectContaining({ type: 'listening' })),
  )
  send({ type: 'identities', file: '/gatehouse.identities.json', text: identities })
  return { project, gateway, client: (id: number) => clientOf(gateway, id, send) }
}

type EventOf<T extends SocketClientEvent['type']> = Extract<SocketClientEvent, { type: T }>

function clientOf({ messages }: Served, id: number, send: (message: ToGateway) => void) {
  let seen = 0
  const events = () =>
    (messages as FromGateway[]).flatMap(message =>
      message.type === 'socket' && message.id === id ? [message.event] : [],
    )
  return {
    events,
    /** Waits for the next event, which must be of this type. */
    next: async <T extends SocketClientEvent['type']>(type: T): Promise<EventOf<T>> => {
      const event = await vi.waitFor(
        () => {
          const found = events()[seen]
          if (!found) throw new Error(`no ${type} yet`)
          return found
        },
        { timeout: 15_000 },
      )
      seen++
      expect(event.type).toBe(type)
      return event as EventOf<T>
    },
    open: (given: Partial<Extract<ToGateway, { type: 'openSocket' }>> = {}) =>
      send({ type: 'openSocket', id, apiId: 'Chat', query: '', headers: [], ...given }),
    send: (frame: number, text: string) => send({ type: 'sendFrame', id, frame, text }),
    sendBytes: (frame: number, base64: string) => send({ type: 'sendFrame', id, frame, base64 }),
    close: (code?: number, reason?: string) =>
      send({
        type: 'closeSocket',
        id,
        ...(code !== undefined && { code }),
        ...(reason !== undefined && { reason }),
      }),
  }
}

describe('WebSocket clients of the editor', () => {
  test('tell which route took each frame, what came back, and why', async () => {
    const { client } = await start()
    const ana = client(1)
    const ben = client(2)
    ana.open()
    ben.open()
    const opened = await ana.next('opened')
    const { connectionId } = await ben.next('opened')
    expect(opened.trace).toMatchObject({
      route: '$connect',
      connection: { id: opened.connectionId, eventType: 'CONNECT' },
    })

    ana.send(1, 'hello')
    expect((await ana.next('handled')).trace).toMatchObject({ route: '$default' })
    expect(await ana.next('received')).toMatchObject({
      text: 'hello from 127.0.0.1',
      trace: { route: '$default' },
    })

    ana.send(2, JSON.stringify({ action: 'push', to: connectionId }))
    expect(await ben.next('received')).toMatchObject({
      text: 'pushed',
      trace: { route: 'POST @connections' },
    })
    const { frame, trace } = await ana.next('handled')
    expect([frame, trace.route]).toEqual([2, 'push'])
    expect(trace.steps.find(({ name }) => name === 'methodResponse')).toMatchObject({ state: 'skipped' })

    ben.send(1, '{"action":"throw"}')
    expect((await ben.next('handled')).trace.route).toBe('throw')
    const told = await ben.next('received')
    expect(told.text).toContain('Internal server error')
    expect(told.trace?.route).toBe('throw')
    ana.close(4001, 'bye')
    expect(await ana.next('closed')).toEqual({ type: 'closed', code: 4001, reason: 'bye' })
    expect((await ana.next('disconnected')).trace).toMatchObject({ route: '$disconnect' })
  })

  test('connect as an identity, with a query and headers, and are refused as any client', async () => {
    const { client } = await start()
    const ana = client(1)
    ana.open({ identity: 'ana', query: 'room=poetry', headers: [['X-Two', 'a'], ['X-Two', 'b']] }) // prettier-ignore
    const { trace } = await ana.next('opened')
    expect(trace.steps[0]?.before).toMatchObject({ url: '/?room=poetry' })
    expect(trace.steps[0]?.before?.headers).toEqual(
      expect.arrayContaining([
        ['X-Two', 'a'],
        ['X-Two', 'b'],
        ['X-Who', 'ana'],
      ]),
    )
    ana.send(1, 'hello')
    await ana.next('handled')
    expect((await ana.next('received')).text).toBe('hello from 203.0.113.7')

    const shut = client(2)
    shut.open({ query: 'door=shut' })
    expect(await shut.next('refused')).toMatchObject({ status: 403, trace: { route: '$connect' } })
    const nobody = client(3)
    nobody.open({ identity: 'nobody' })
    expect((await nobody.next('failed')).message).toBe("no identity is named 'nobody': there is 'ana'")
    const broken = client(4)
    broken.open({ headers: [['Not a name', 'x']] })
    expect((await broken.next('failed')).message).toContain('Not a name')
    const elsewhere = client(5)
    elsewhere.open({ apiId: 'Gone' })
    expect((await elsewhere.next('failed')).message).toContain("API 'Gone' is not served")
  })

  test('are reached as backends reach them: a push, the end, and 410 of a client that has gone', async () => {
    const { client, gateway } = await start()
    const ana = client(1)
    ana.open({ headers: [['Sec-WebSocket-Protocol', 'chat, mqtt']] })
    const { connectionId, ...opened } = await ana.next('opened')
    expect(opened).toMatchObject({ protocol: 'chat', idleMs: 600_000, durationMs: 7_200_000 })
    let id = 100
    const manage = async (method: 'POST' | 'DELETE', text?: string) => {
      const own = ++id
      const body = text === undefined ? {} : { bodyBase64: Buffer.from(text).toString('base64') }
      gateway.process.send({
        type: 'manageConnection',
        id: own,
        apiId: 'Chat',
        connectionId,
        method,
        ...body,
      })
      return vi.waitFor(() => {
        const found = (gateway.messages as FromGateway[]).find(
          message => message.type === 'completed' && message.id === own,
        )
        if (found?.type !== 'completed') throw new Error('no answer yet')
        return found
      })
    }
    expect((await manage('POST', 'from a backend')).response.status).toBe(200)
    expect(await ana.next('received')).toMatchObject({
      text: 'from a backend',
      trace: { route: 'POST @connections' },
    })
    expect((await manage('DELETE')).response.status).toBe(204)
    expect(await ana.next('closed')).toMatchObject({ code: 1000, why: { cause: 'closed-by-backend' } })
    const { response, trace } = await manage('POST', 'too late')
    expect(response.status).toBe(410)
    expect(trace.why).toMatchObject({ cause: 'connection-gone', step: 'integration' })
  })

  test('get the codes with which API Gateway closes, and outlive a definition that is read anew', async () => {
    const { client, project, gateway } = await start()
    const binary = client(1)
    binary.open()
    await binary.next('opened')
    binary.sendBytes(1, 'AAE=')
    expect(await binary.next('closed')).toMatchObject({
      code: 1003,
      reason: 'Binary frames are not supported',
      why: { cause: 'message-binary', source: { line: 0 } },
    })
    const large = client(3)
    large.open()
    await large.next('opened')
    large.send(1, 'x'.repeat(129 * 1024))
    expect(await large.next('closed')).toMatchObject({ code: 1009, why: { cause: 'message-too-large' } })
    const kept = client(2)
    kept.open()
    await kept.next('opened')
    const { $default, ...routes } = template.routes
    project.write({ 'template.json': socketTemplate({ routes: { ...routes, hello: $default ?? {} } }) })
    await vi.waitFor(
      () => expect(gateway.messages).toContainEqual(expect.objectContaining({ type: 'reloaded' })),
      { timeout: 15_000 },
    )
    kept.send(7, '{"action":"hello"}')
    expect(await kept.next('handled')).toMatchObject({ frame: 7, trace: { route: 'hello' } })
    await kept.next('received')
    // No client may say 1006.
    kept.close(1006)
    expect((await kept.next('closed')).code).toBe(1005)
  })
})
