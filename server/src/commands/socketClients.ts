import { WebSocket } from 'ws'
import { fieldValues } from '../base/headers.ts'
import type { Exchange } from '../gateway/exchange.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import type { FromGateway, SocketClientEvent, ToGateway } from '../protocol/gatewayControl.ts'
import { durationMs, idleMs } from '../gateway/websocket/limits.ts'
import type { ShownTrace, Why } from '../protocol/trace.ts'
import { shownTrace } from '../traces/maskTrace.ts'
import type { SocketWatch } from './gatewayHostSockets.ts'

/**
 * The WebSockets that the editor asks for. They are real clients of the gateway's own ports, so nothing is done for them
 * that another client would not get; what the gateway did for each is heard from the other end.
 */
export class SocketClients implements SocketWatch {
  readonly #send: (message: FromGateway) => void
  readonly #byId = new Map<number, EditorSocket>()
  readonly #byKey = new Map<string, EditorSocket>()
  readonly #byConnection = new Map<string, EditorSocket>()

  constructor(send: (message: FromGateway) => void) {
    this.#send = send
  }

  tell(id: number, event: SocketClientEvent): void {
    this.#send({ type: 'socket', id, at: Date.now(), event })
  }

  /** Connects to the API at a URL (`ws://127.0.0.1:3001`) by a handshake, as if from an address. */
  open(id: number, url: string, handshake: HttpRequest, sourceIp: string | undefined): void {
    const { path, query, headers } = handshake
    const protocols = fieldValues(headers, 'sec-websocket-protocol').flatMap(list => list.split(/\s*,\s*/))
    // Asked for while the socket is made, so before anything leaves this process.
    let key = ''
    const socket = new WebSocket(`${url}${path}${query === '' ? '' : `?${query}`}`, protocols, {
      headers: headersOf(handshake),
      perMessageDeflate: false,
      // The port is this process's own, whatever its certificate says.
      rejectUnauthorized: false,
      finishRequest: request => {
        key = String(request.getHeader('sec-websocket-key'))
        request.end()
      },
    })
    const client: EditorSocket = { id, socket, sourceIp, key, sent: [], expected: [], isOpen: false }
    this.#byId.set(id, client)
    this.#byKey.set(key, client)
    this.#attend(client)
  }

  send({ id, frame, text, base64 }: Extract<ToGateway, { type: 'sendFrame' }>): void {
    const client = this.#byId.get(id)
    if (client?.socket.readyState !== WebSocket.OPEN) return
    if (base64 !== undefined) return client.socket.send(Buffer.from(base64, 'base64'))
    client.sent.push(frame)
    client.socket.send(text ?? '')
  }

  close({ id, code, reason }: Extract<ToGateway, { type: 'closeSocket' }>): void {
    const client = this.#byId.get(id)
    try {
      client?.socket.close(code, reason)
    } catch {
      // A code that no client may send, or a reason that is too long.
      client?.socket.close()
    }
  }

  // What the gateway says of its connections, of those of other clients, too.

  arriving(request: HttpRequest): HttpRequest {
    const sourceIp = this.#byKey.get(keyOf(request))?.sourceIp
    return sourceIp === undefined ? request : { ...request, sourceIp }
  }

  onHandshake(request: HttpRequest, exchange: Exchange): void {
    const client = this.#byKey.get(keyOf(request))
    if (!client) return
    client.handshake = shownTrace(exchange.trace())
    const connection = exchange.webSocket?.connectionId
    if (exchange.response.status !== 101 || connection === undefined) return
    client.connection = connection
    this.#byConnection.set(connection, client)
  }

  onMessage(connection: string, number: number, exchange: Exchange): void {
    const client = this.#byConnection.get(connection)
    const frame = client?.sent[number]
    if (!client || frame === undefined) return
    const trace = shownTrace(exchange.trace())
    this.#explain(exchange, trace)
    this.tell(client.id, { type: 'handled', frame, trace })
  }

  onFrame(connection: string, requestId: string): void {
    this.#byConnection.get(connection)?.expected.push({ requestId })
  }

  onBackend(exchange: Exchange): void {
    this.#explain(exchange)
  }

  onClosing(connection: string, why: Why): void {
    const client = this.#byConnection.get(connection)
    if (client) client.why = why
  }

  onDisconnect(connection: string, exchange: Exchange | undefined): void {
    const client = this.#byConnection.get(connection)
    this.#byConnection.delete(connection)
    if (client && exchange)
      this.tell(client.id, { type: 'disconnected', trace: shownTrace(exchange.trace()) })
  }

  /** Tells the frames that are on their way what they come of: they arrive a turn of the event loop later. */
  #explain(exchange: Exchange, known?: ShownTrace): void {
    for (const { expected } of this.#byConnection.values()) {
      for (const frame of expected) {
        if (frame.requestId === exchange.requestId) frame.trace = known ?? shownTrace(exchange.trace())
      }
    }
  }

  #attend(client: EditorSocket): void {
    const { id, socket } = client
    const end = (event: SocketClientEvent) => {
      if (!this.#byId.delete(id)) return
      this.#byKey.delete(client.key)
      this.tell(id, event)
    }
    socket.on('open', () => {
      client.isOpen = true
      const { connection, handshake } = client
      if (connection !== undefined && handshake)
        this.tell(id, {
          type: 'opened',
          connectionId: connection,
          trace: handshake,
          protocol: socket.protocol,
          idleMs,
          durationMs,
        })
    })
    socket.on('message', (data: Buffer) => {
      const frame = client.expected.shift()
      this.tell(id, {
        type: 'received',
        text: data.toString('utf8'),
        ...(frame?.trace && { trace: frame.trace }),
      })
    })
    socket.on('unexpected-response', (_request, response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('close', () => {
        const { handshake } = client
        const body = Buffer.concat(parts).toString('utf8')
        end({
          type: 'refused',
          status: response.statusCode ?? 0,
          body,
          ...(handshake && { trace: handshake }),
        })
      })
    })
    // Before the socket is open there will be no 'close' that says more.
    socket.on('error', error => {
      if (!client.isOpen) end({ type: 'failed', message: error.message })
    })
    socket.on('close', (code, reason) => {
      const { why } = client
      end({ type: 'closed', code, reason: reason.toString('utf8'), ...(why && { why }) })
    })
  }
}

interface EditorSocket {
  readonly id: number
  readonly socket: WebSocket
  /** Where the handshake comes from, as it is meant. */
  readonly sourceIp: string | undefined
  /** The text frames that were sent, as the editor names them. */
  readonly sent: number[]
  /** Frames on their way to this client. */
  readonly expected: { readonly requestId: string; trace?: ShownTrace }[]
  /** `Sec-WebSocket-Key`, by which the other end knows whose handshake it is. */
  readonly key: string
  isOpen: boolean
  handshake?: ShownTrace
  /** Why the gateway ends it. */
  why?: Why
  connection?: string
}

function keyOf({ headers }: HttpRequest): string {
  return fieldValues(headers, 'sec-websocket-key')[0] ?? ''
}

/** Several values of a name stay several fields; what the protocol sets itself is left to the library. */
function headersOf({ headers }: HttpRequest): Record<string, string[]> {
  const all = new Map<string, string[]>()
  for (const [name, value] of headers) {
    if (/^(sec-websocket-.*|connection|upgrade)$/i.test(name)) continue
    all.set(name, [...(all.get(name) ?? []), value])
  }
  return Object.fromEntries(all)
}
