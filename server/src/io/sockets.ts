import type { IncomingMessage, ServerResponse } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { isPending } from '../base/pending.ts'
import { largestBody } from '../gateway/frontEnd.ts'
import type { HttpRequest, HttpResponse } from '../gateway/messages.ts'
import type { KeyPair } from './certificates.ts'
import { holdWrites } from './heldWrites.ts'
import { noBody, readBody, requestOf } from './incomingRequests.ts'
import { sendStream } from './streamedBody.ts'
import type { ListenTls } from './tlsServer.ts'
import { createServer } from './tlsServer.ts'
import { takeTlsToo } from './tlsToo.ts'
import type { WebSockets } from './webSockets.ts'

export interface ListenOptions {
  /** `127.0.0.1` unless the user asks for another. */
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Answers a request; a rejection is our fault and becomes a 500. */
  readonly handle: (request: HttpRequest) => Promise<HttpResponse>
  /** A fault of ours, or an answer that cannot be sent. */
  readonly onProblem: (message: string) => void
  /** For HTTPS. */
  readonly tls?: ListenTls | undefined
  /** The certificate for clients that speak TLS at a port of plain HTTP; without it they are refused. */
  readonly tlsToo?: (() => Promise<KeyPair>) | undefined
  /** The answer to a request whose head is too large to be read at all. */
  readonly headTooLarge: () => HttpResponse
  /** Connections at most: a request on one more gets a 503. */
  readonly mostConnections: number
  /** Takes requests to upgrade over. Without it they are requests like others. */
  readonly webSockets?: WebSockets
}

/** A port that is being listened on. */
export interface Listener {
  readonly port: number
  /** Stops taking requests and cuts what is open. */
  readonly close: () => Promise<void>
}

/** The port cannot be had; the message tells the user what to do. */
export class ListenError extends Error {}

/** Bytes of a head that are read; the gateway itself refuses smaller ones, with its trace. */
const longestHead = 64 * 1024

/** Milliseconds that a client may take for a request's head, and for the whole of it; AWS states neither. */
const headMs = 20_000
const requestMs = 60_000

/** Listens for HTTP/1.1, over TLS where that is asked for, and hands requests on with their header names, path and query exactly as they came. */
export function listen(options: ListenOptions): Promise<Listener> {
  const server = createServer(options.tls, {
    maxHeaderSize: longestHead,
    headersTimeout: headMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: 2000,
  })
  const { tlsToo } = options
  const cutSilent = tlsToo && takeTlsToo(server, { keyPair: tlsToo, silentMs: headMs })
  const surplus = surplusOf(server, options.mostConnections)
  const take = (request: IncomingMessage, response: ServerResponse) => {
    const refusal = refusalUnread(request, surplus.has(request.socket))
    const answering = refusal ? refuse(request, response, refusal) : answer(options, request, response)
    answering.catch((error: unknown) => {
      options.onProblem(error instanceof Error ? (error.stack ?? error.message) : String(error))
      send(request, response, brokenAnswer).catch(() => response.destroy())
    })
  }
  server.on('request', take)
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    // What is too large to be taken is refused before it is sent.
    if (!(Number(request.headers['content-length']) > largestBody)) response.writeContinue()
    take(request, response)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseMalformed(options, error, socket))
  const { webSockets } = options
  if (webSockets)
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      webSockets.upgrade(request, socket, head, requestOf(request, noBody, options.port)),
    )
  // A handler may take its time: API Gateway's own limits apply, not those of Node.
  server.timeout = 0
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ListenError(portMessage(options, error))),
    )
    server.listen({ port: options.port, host: options.host, backlog: 4096 }, () => {
      resolve({
        // A TCP server's address is no string (that is a pipe's).
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise(closed => {
            webSockets?.terminate()
            server.close(() => closed())
            server.closeAllConnections()
            cutSilent?.()
          }),
      })
    })
  })
}

/**
 * The connections that are too many: those that came when as many were open already. Many at once do not shut out those
 * that came before them.
 */
function surplusOf(server: Server, most: number): { readonly has: (socket: Socket) => boolean } {
  let open = 0
  const surplus = new Set<string>()
  server.on('connection', socket => {
    open++
    const peer = open > most ? peerOf(socket) : undefined
    if (peer !== undefined) surplus.add(peer)
    socket.once('close', () => {
      open--
      if (peer !== undefined) surplus.delete(peer)
    })
  })
  return { has: socket => surplus.size > 0 && surplus.has(peerOf(socket)) }
}

// What TLS makes of a socket is another object at the same end.
function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}

function jsonAnswer(status: number, text: string, errorType?: string): HttpResponse {
  return {
    status,
    headers: [
      ['Content-Type', 'application/json'],
      ...(errorType === undefined ? [] : [['x-amzn-ErrorType', errorType] as const]),
    ],
    body: Buffer.from(text),
  }
}

const brokenAnswer = jsonAnswer(500, '{"message": "Internal server error"}', 'InternalServerErrorException')
const emptyAnswer = (status: number): HttpResponse => ({ status, headers: [], body: Buffer.alloc(0) })
const busyAnswer = jsonAnswer(503, '{"message":"Service Unavailable"}')

function portMessage(options: ListenOptions, error: NodeJS.ErrnoException): string {
  const place = `${options.host}:${options.port}`
  if (error.code === 'EADDRINUSE') {
    return `port ${options.port} is taken by another program: choose one by --port N, or --port 0 for a free one`
  }
  if (error.code === 'EACCES') {
    return `port ${options.port} needs more rights than this program has: choose one above 1023 by --port N`
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `'${options.host}' is no address of this machine: leave --host out for 127.0.0.1`
  }
  return `${place} cannot be listened on: ${error.message}`
}

async function answer(
  options: ListenOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reading = readBody(request)
  const body = isPending(reading) ? await reading : reading
  // The client left before its request was whole.
  if (body === undefined) return
  await send(request, response, await options.handle(requestOf(request, body, options.port)))
}

/** What is answered without a look at the request: too many connections, and HTTP/0.9. */
function refusalUnread(request: IncomingMessage, isBusy: boolean): HttpResponse | undefined {
  if (isBusy) return busyAnswer
  return request.httpVersionMajor < 1 ? emptyAnswer(400) : undefined
}

async function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: HttpResponse,
): Promise<void> {
  response.shouldKeepAlive = false
  request.resume()
  await send(request, response, refusal)
}

/** What cannot be parsed, or does not come to its end in time, has no request: the answer is written by hand. */
function refuseMalformed(options: ListenOptions, error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const refusal = refusalOf(options, error.code)
  const head = [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}`,
    ...refusal.headers.map(([name, value]) => `${name}: ${value}`),
    `Date: ${new Date().toUTCString()}`,
    `Content-Length: ${refusal.body.length}`,
    'Connection: close',
  ]
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), refusal.body]), () =>
    socket.destroy(),
  )
}

function refusalOf(options: ListenOptions, code: string | undefined): HttpResponse {
  if (code === 'HPE_HEADER_OVERFLOW') return options.headTooLarge()
  return emptyAnswer(code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400)
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answered: HttpResponse,
): Promise<void> {
  if (response.headersSent || response.destroyed) {
    // Nobody reads it any more: who waits for its end is told.
    answered.stream?.record?.finish()
    return
  }
  const headers: string[] = []
  for (const [name, value] of answered.headers)
    if (!ownHeaders.has(name.toLowerCase())) headers.push(name, value)
  // Named here, Node leaves its own Keep-Alive header out, which API Gateway does not send.
  headers.push('Connection', response.shouldKeepAlive && request.complete ? 'keep-alive' : 'close')
  holdWrites(request.socket)
  if (answered.stream) {
    response.writeHead(answered.status, headers)
    return sendStream(response, answered.stream)
  }
  if (answered.status !== 204 && answered.status !== 304)
    headers.push('Content-Length', String(answered.body.length))
  response.writeHead(answered.status, headers)
  const { body } = answered
  // Node sends a head and a text by one write, a head and bytes by two parts.
  if (body.length > mostAsText) response.end(body)
  else response.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1'), 'latin1')
}

/** Bytes up to which to copy them once more costs less than a second part. */
const mostAsText = 16 * 1024

/** Headers that belong to the connection, not to the answer. */
const ownHeaders: ReadonlySet<string> = new Set([
  'connection',
  'date',
  'content-length',
  'transfer-encoding',
  'keep-alive',
])
