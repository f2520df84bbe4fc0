import type { IncomingMessage } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import { hopByHop } from '../gateway/headerRules.ts'
import type { HttpRequest, HttpResponse } from '../gateway/messages.ts'
import type { Closing, ConnectionSocket } from '../gateway/websocket/connection.ts'
import { closings } from '../gateway/websocket/connection.ts'
import { largestFrame, largestMessage } from '../gateway/websocket/limits.ts'
import { FrameSizes } from './frameSizes.ts'
import { holdWrites } from './heldWrites.ts'

/** Who answers handshakes, and what becomes of a client that may connect. */
export interface SocketHandler {
  /** Status 101 lets the client in, with the headers of the answer; anything else refuses it. */
  readonly connect: (request: HttpRequest) => Promise<SocketAnswer>
  /** A fault of ours. */
  readonly onProblem: (message: string) => void
}

export interface SocketAnswer {
  readonly response: HttpResponse
  /** Takes the open socket over; set where the client may connect. */
  readonly client?: SocketClient
}

export interface SocketClient {
  readonly onOpen: (socket: ConnectionSocket) => void
  readonly onMessage: (text: string) => void
  /** This end begins to close, before the client can hear of it. */
  readonly onClosing: (own: Closing) => void
  /** A ping or a pong came. */
  readonly onSign: () => void
  /** `closing` is what the client or its network said, `own` what this end said before. */
  readonly onClose: (closing: Closing, own: Closing | undefined) => void
}

/** The WebSockets of a port. */
export interface WebSockets {
  /** Takes a request to upgrade over, with its socket and what came behind the request. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer, asked: HttpRequest) => void
  /** Ends all of them without ceremony. */
  readonly terminate: () => void
}

/** Milliseconds that a client has to answer a close frame. */
const closingMs = 2000

/** Serves WebSockets as API Gateway does: text only, messages of 128 KB in frames of 32 KB, no compression. */
export function createWebSockets(handler: SocketHandler): WebSockets {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    // The subprotocol is what the `$connect` route answers: it stands among the headers of the answer.
    handleProtocols: () => false,
  })
  const answers = new WeakMap<IncomingMessage, HttpResponse>()
  server.on('headers', (lines, request) => {
    for (const [name, value] of answers.get(request)?.headers ?? []) lines.push(`${name}: ${value}`)
  })
  const upgrade: WebSockets['upgrade'] = (request, socket, head, asked) => {
    const onEarlyError = () => socket.destroy()
    socket.on('error', onEarlyError)
    const open = (client: SocketClient | undefined) => {
      if (socket.destroyed) {
        client?.onClose({ code: 1006, reason: '' }, undefined)
        return
      }
      socket.removeListener('error', onEarlyError)
      server.handleUpgrade(request, socket, head, webSocket => {
        if (client) attend(webSocket, client, socket)
        else webSocket.terminate()
      })
    }
    // What is no handshake is refused by the library, before any route runs.
    if (!isHandshake(request)) {
      open(undefined)
      return
    }
    handler
      .connect(asked)
      .then(({ response, client }) => {
        if (!client) {
          refuse(socket, response)
          return
        }
        answers.set(request, response)
        open(client)
      })
      .catch((error: unknown) => {
        handler.onProblem(error instanceof Error ? (error.stack ?? error.message) : String(error))
        refuse(socket, brokenAnswer)
      })
  }
  return {
    upgrade,
    terminate: () => {
      for (const client of server.clients) client.terminate()
    },
  }
}

const brokenAnswer: HttpResponse = {
  status: 500,
  headers: [['Content-Type', 'application/json']],
  body: Buffer.from('{"message": "Internal server error"}'),
}

function isHandshake({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    /^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '') &&
    /^(8|13)$/.test(headers['sec-websocket-version'] ?? '')
  )
}

function attend(webSocket: WebSocket, client: SocketClient, socket: Duplex): void {
  let own: Closing | undefined
  let hasEnded = false
  const frames = new FrameSizes(largestFrame)
  const close = (closing: Closing) => {
    if (own || hasEnded) return
    own = closing
    client.onClosing(closing)
    webSocket.close(closing.code, closing.reason)
    setTimeout(() => webSocket.terminate(), closingMs).unref()
  }
  const watch = (chunk: Buffer) => {
    if (frames.take(chunk)) close(closings.frameTooLarge)
  }
  // In front of the library, so that a message of such a frame comes too late.
  socket.prependListener('data', watch)
  webSocket.on('message', (data: Buffer, isBinary: boolean) => {
    if (own) return
    if (isBinary) close(closings.binary)
    else client.onMessage(data.toString('utf8'))
  })
  webSocket.on('ping', client.onSign)
  webSocket.on('pong', client.onSign)
  // A message that is too long, or is no UTF-8: the library closes, and 'close' tells the code.
  webSocket.on('error', (error: Error & { code?: string }) => {
    if (own) return
    own = closingOfError(error.code)
    if (own) client.onClosing(own)
  })
  webSocket.once('close', (code: number, reason: Buffer) => {
    hasEnded = true
    client.onClose({ code, reason: reason.toString('utf8') }, own)
  })
  client.onOpen({
    send: text => {
      if (webSocket.readyState !== webSocket.OPEN) return
      holdWrites(socket)
      webSocket.send(text)
    },
    close,
  })
}

/** What the library says of frames that it cannot take. */
function closingOfError(code: string | undefined): Closing | undefined {
  switch (code) {
    case 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH':
      return { code: 1009, reason: 'Message is too large' }
    case 'WS_ERR_INVALID_UTF8':
      return { code: 1007, reason: 'Invalid UTF-8' }
    default:
      return code?.startsWith('WS_ERR_') ? { code: 1002, reason: 'Protocol error' } : undefined
  }
}

function refuse(socket: Duplex, { status, headers, body }: HttpResponse): void {
  if (socket.destroyed) return
  const own = headers.filter(([name]) => !hopByHop.has(name.toLowerCase()))
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...own.map(([name, value]) => `${name}: ${value}`),
    `Date: ${new Date().toUTCString()}`,
    `Content-Length: ${body.length}`,
    'Connection: close',
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  socket.end(body)
}
