import { describe, expect, it } from 'vitest'
import { ConsoleClients } from '../../client/src/consoleClients.ts'
import { framesJson, framesText } from '../../client/src/consoleFrames.ts'
import type { RestoredConsole } from '../../client/src/consoleRestore.ts'
import { restoredConsole } from '../../client/src/consoleRestore.ts'
import { readFromConsole } from '../../client/src/consoleMessages.ts'
import type { SocketListener, SocketOrder } from '../../client/src/gatewayProcess.ts'
import type { SocketClientEvent } from '../../server/src/protocol/gatewayControl.ts'
import type { Trace, TraceStep } from '../../server/src/protocol/trace.ts'

/** A gateway that does what the test says, and the console's clients on it. */
function openConsole(before?: RestoredConsole) {
  const sockets: {
    order: Omit<SocketOrder, 'apiId'>
    sent: unknown[]
    closed: unknown[]
    tell: SocketListener
  }[] = []
  let refusal: string | undefined
  const managed: unknown[] = []
  const clients = new ConsoleClients(
    {
      open: (order, tell) => {
        if (refusal !== undefined) return Promise.reject(new Error(refusal))
        const socket = { order, sent: [] as unknown[], closed: [] as unknown[], tell }
        sockets.push(socket)
        return Promise.resolve({
          send: (frame, content) => void socket.sent.push({ frame, ...content }),
          close: closing => void socket.closed.push(closing),
        })
      },
      manage: (connectionId, method, bodyBase64) => {
        managed.push([connectionId, method, bodyBase64])
        return Promise.resolve({
          ...{ type: 'completed', id: 1, trace: trace(`${method} @connections`) },
          response: { status: method === 'POST' ? 410 : 204, headers: [], bodyBase64: '' },
        })
      },
      onClients: () => undefined,
      onFrame: () => undefined,
      explain: error => (error as Error).message,
    },
    before,
  )
  return {
    clients,
    sockets,
    managed,
    refuse: (why: string) => (refusal = why),
    tell: (index: number, event: SocketClientEvent) => sockets[index]?.tell(event, 1_000),
    lines: () => clients.frames.map(({ label, text }) => `${label} ${text}`),
    states: () => clients.clients.map(({ state }) => state),
  }
}

const trace = (route: string, steps: readonly TraceStep[] = []): Trace => ({
  requestId: 'r=',
  api: { id: 'Chat', name: 'Chat', type: 'websocket' },
  stage: 'dev',
  route,
  startedAt: 0,
  durationMs: 4,
  request: { title: '' },
  response: { title: '' },
  steps,
  log: [],
})

const limits = { protocol: '', idleMs: 600_000, durationMs: 7_200_000 }
const opened: SocketClientEvent = {
  type: 'opened',
  connectionId: 'L0SM=',
  trace: trace('$connect'),
  ...limits,
}

describe('the clients of a console', () => {
  it('connect first when they are to send, with what was set', async () => {
    const { clients, sockets, tell, lines } = openConsole()
    clients.configure(1, {
      ...{ identity: 'ana', query: 'room=1', protocols: ' chat, mqtt ' },
      headers: 'X-A: b: c\nno header\n X-D :e',
    })
    await clients.send(1, 'hello', false)
    expect(sockets[0]?.order).toEqual({
      identity: 'ana',
      query: 'room=1',
      headers: [
        ['X-A', 'b: c'],
        ['X-D', 'e'],
        ['Sec-WebSocket-Protocol', 'chat, mqtt'],
      ],
    })
    expect(sockets[0]?.sent).toEqual([])
    tell(0, opened)
    expect(sockets[0]?.sent).toEqual([{ frame: 2, text: 'hello' }])
    tell(0, { type: 'handled', frame: 2, trace: trace('$default') })
    tell(0, { type: 'received', text: 'pushed', trace: trace('POST @connections') })
    expect(lines()).toEqual(['$connect connected', '$default hello', '@connections pushed'])
    await clients.send(1, 'ä', true)
    expect(sockets[0]?.sent.at(-1)).toEqual({ frame: 4, base64: 'w6Q=' })
  })

  it('connect anew when the gateway runs again, and only those that it took the connection from', async () => {
    const { clients, sockets, tell, lines, states } = openConsole()
    clients.add()
    await clients.connect(1)
    await clients.connect(2)
    tell(0, opened)
    tell(1, opened)
    clients.disconnect(2, { code: 4000, reason: 'bye' })
    tell(1, { type: 'closed', code: 4000, reason: 'bye' })
    clients.lose('the gateway ended')
    expect(states()).toEqual(['closed', 'closed'])
    expect(lines().at(-1)).toBe('closed the gateway ended')
    await clients.reconnect()
    expect(sockets).toHaveLength(3)
    tell(0, { type: 'received', text: 'too late' })
    tell(2, opened)
    expect(states()).toEqual(['open', 'closed'])
    expect(lines()).not.toContain('frame too late')
  })

  it('tell why they are not connected', async () => {
    const { clients, refuse, tell, lines, states } = openConsole()
    await clients.connect(1)
    tell(0, { type: 'refused', status: 403, body: '' })
    refuse('Port 3000 is taken')
    await clients.send(1, 'never sent', false)
    expect(lines()).toEqual(['refused 403', 'not connected Port 3000 is taken'])
    expect(states()).toEqual(['closed'])
  })

  it('connect anew only where that is wanted', async () => {
    const { clients, sockets, tell } = openConsole()
    await clients.connect(1)
    tell(0, opened)
    clients.reconnects = false
    clients.lose('the gateway ended')
    await clients.reconnect()
    expect(sockets).toHaveLength(1)
  })

  it('are reached as backends reach them, and a client that has gone says so', async () => {
    const { clients, managed, tell, lines } = openConsole()
    await clients.push(1, 'SGk=')
    expect(managed).toEqual([])
    await clients.connect(1)
    tell(0, opened)
    tell(0, { type: 'closed', code: 1001, reason: 'Going away' })
    await clients.push(1, 'SGk=')
    await clients.deleteConnection(1)
    expect(managed).toEqual([
      ['L0SM=', 'POST', 'SGk='],
      ['L0SM=', 'DELETE', undefined],
    ])
    expect(lines().slice(-1)).toEqual(['@connections 410'])
  })

  it('say again what a frame came of', async () => {
    const { clients, sockets, tell } = openConsole()
    await clients.send(1, 'hello', false)
    tell(0, opened)
    tell(0, { type: 'handled', frame: 2, trace: trace('$default') })
    tell(0, { type: 'received', text: 'failed', trace: trace('$default') })
    await clients.repeat(3)
    expect(sockets[0]?.sent).toEqual([
      { frame: 2, text: 'hello' },
      { frame: 4, text: 'hello' },
    ])
  })

  it('let go of the traces of old frames', async () => {
    const { clients, tell } = openConsole()
    await clients.connect(1)
    tell(0, opened)
    for (let number = 0; number < 1500; number++)
      tell(0, { type: 'received', text: 'x', trace: trace('POST @connections') })
    expect(clients.frames.filter(frame => frame.trace)).toHaveLength(1000)
    expect(clients.frames.at(-1)?.trace).toBeDefined()
  })

  it('are there again after the window was loaded anew, not connected, with what was said', async () => {
    const before = openConsole()
    before.clients.configure(1, { identity: 'ana', query: 'room=1', headers: '', protocols: '' })
    before.clients.add()
    await before.clients.send(1, 'hello', false)
    before.tell(0, opened)
    const subject = { definition: 'file:///t.yaml', apiId: 'Chat', name: 'Chat' }
    const { clients: kept, frames } = before.clients
    const state = { version: 1, subject, clients: kept, frames, reconnects: false }
    const restored = restoredConsole(JSON.parse(JSON.stringify(state)))
    const { clients, sockets, lines, states } = openConsole(restored)
    expect(states()).toEqual(['closed', 'closed'])
    expect(clients.frames.map(({ isOld }) => isOld)).toEqual([true, true])
    expect(clients.reconnects).toBe(false)
    await clients.send(1, 'again', false)
    expect(sockets[0]?.order).toMatchObject({ identity: 'ana', query: 'room=1' })
    expect(lines()).toEqual(['$connect connected', '… hello'])
    clients.add()
    expect(clients.clients.map(({ id }) => id)).toEqual([1, 2, 3])
  })

  it('take nothing from a state that no page of ours wrote', () => {
    const subject = { definition: 'file:///t.yaml', apiId: 'Chat', name: 'Chat' }
    expect([null, 'x', {}, { version: 2, subject }].map(restoredConsole)).toEqual(Array.from({ length: 4 }))
    const broken = { version: 1, subject, clients: [{ id: 'one' }, null], frames: [{ id: 1, client: 1 }] }
    expect(restoredConsole(broken)).toEqual({ clients: [], frames: [], reconnects: true })
  })

  it('are written as JSON', async () => {
    const { clients, tell } = openConsole()
    await clients.connect(1)
    tell(0, opened)
    await clients.send(1, 'ä', true)
    expect(JSON.parse(framesJson(clients.frames, clients.clients))).toMatchObject([
      { client: 'Client 1', kind: 'opened', label: '$connect', requestId: 'r=' },
      { kind: 'sent', label: 'binary', base64: 'w6Q=' },
    ])
  })

  it('forget what is old, and are written as text', async () => {
    const { clients, tell } = openConsole()
    await clients.connect(1)
    tell(0, opened)
    for (let number = 0; number < 10_200; number++) tell(0, { type: 'received', text: String(number) })
    expect(clients.frames).toHaveLength(10_000)
    expect(framesText(clients.frames.slice(-1), clients.clients)).toBe(
      '1970-01-01T00:00:01.000Z Client 1 < frame 10199\n',
    )
    clients.clear()
    expect(clients.frames).toEqual([])
  })
})

it('takes no message of the page that is not of the agreed shape', () => {
  const broken = [
    null,
    'send',
    { type: 'send', client: 'one', text: 'x' },
    { type: 'send', client: 1 },
    { type: 'configure', client: 1, settings: { query: 1, headers: '', protocols: '' } },
    { type: 'whyCard', frame: 1, message: { type: 'applyRule', rule: 1 } },
    { type: 'whyCard', frame: 1, message: { type: 'toString' } },
    { type: 'setReconnects', isOn: 'yes' },
    { type: 'push', client: 1 },
    { type: 'saveTrace', frame: 1, format: 'xml' },
    { type: 'openSource', source: {} },
    { type: 'toString' },
    { type: 'mintToken', order: { use: 'id' }, target: 'header' },
  ]
  expect(broken.map(readFromConsole)).toEqual(broken.map(() => undefined))
})
