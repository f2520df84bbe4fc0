import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Fields } from '../base/headers.ts'
import type { HttpRequest, HttpResponse } from '../gateway/messages.ts'
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

/** API Gateway takes bodies of 10 MB at most; one byte more is read, so that the gateway sees that there was more. */
const largestBody = 10 * 1024 * 1024

/** Listens for HTTP/1.1 and hands requests on with their header names, path and query exactly as they came. */
export function listen(options: ListenOptions): Promise<Listener> {
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      options.onProblem(error instanceof Error ? (error.stack ?? error.message) : String(error))
      send(request, response, brokenAnswer)
    })
  })
  const { webSockets } = options
  if (webSockets)
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      webSockets.upgrade(request, socket, head, requestOf(options, request, nothing)),
    )
  // Handlers may take their time: API Gateway's own limits apply, not those of Node.
  server.requestTimeout = 0
  server.timeout = 0
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ListenError(portMessage(options, error))),
    )
    server.listen(options.port, options.host, () => {
      resolve({
        // A TCP server's address is no string (that is a pipe's).
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise(closed => {
            webSockets?.terminate()
            server.close(() => closed())
            server.closeAllConnections()
          }),
      })
    })
  })
}

const brokenAnswer: HttpResponse = {
  status: 500,
  headers: [
    ['Content-Type', 'application/json'],
    ['x-amzn-ErrorType', 'InternalServerErrorException'],
  ],
  body: Buffer.from('{"message": "Internal server error"}'),
}

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
  const body = await readBody(request)
  // The client left before its request was whole.
  if (body === undefined) return
  send(request, response, await options.handle(requestOf(options, request, body)))
}

function requestOf(options: ListenOptions, request: IncomingMessage, body: Uint8Array): HttpRequest {
  const { path, query } = splitTarget(request.url ?? '/')
  return {
    method: request.method ?? 'GET',
    path,
    query,
    headers: fieldsOf(request.rawHeaders),
    body,
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    port: request.socket.localPort ?? options.port,
  }
}

function send(request: IncomingMessage, response: ServerResponse, answered: HttpResponse): void {
  if (response.headersSent || response.destroyed) return
  const headers = answered.headers.filter(([name]) => !ownHeaders.has(name.toLowerCase())).flat()
  // Named here, Node leaves its own Keep-Alive header out, which API Gateway does not send.
  headers.push('Connection', response.shouldKeepAlive && request.complete ? 'keep-alive' : 'close')
  if (answered.status !== 204 && answered.status !== 304)
    headers.push('Content-Length', String(answered.body.length))
  response.writeHead(answered.status, headers)
  response.end(answered.body)
}

/** Headers that belong to the connection, not to the answer. */
const ownHeaders: ReadonlySet<string> = new Set([
  'connection',
  'date',
  'content-length',
  'transfer-encoding',
  'keep-alive',
])

const nothing = new Uint8Array(0)

/** The body up to one byte over the limit; undefined when the client cut the connection. */
function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const hasBody = 'content-length' in request.headers || 'transfer-encoding' in request.headers
  if (!hasBody) return Promise.resolve(nothing)
  return new Promise(resolve => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      // The rest is read and dropped: the client sees the answer only after it has sent everything.
      if (size <= largestBody) chunks.push(chunk)
      size += chunk.length
    })
    request.on('end', () => resolve(Buffer.concat(chunks).subarray(0, largestBody + 1)))
    request.on('close', () => resolve(undefined))
    request.on('error', () => resolve(undefined))
  })
}

function splitTarget(target: string): { path: string; query: string } {
  // A proxy's absolute form: the origin is not part of the path.
  const local = target.startsWith('/') ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '')
  const at = local.indexOf('?')
  const path = at < 0 ? local : local.slice(0, at)
  return { path: path.startsWith('/') ? path : `/${path}`, query: at < 0 ? '' : local.slice(at + 1) }
}

function fieldsOf(raw: readonly string[]): Fields {
  const fields: [string, string][] = []
  for (let at = 0; at + 1 < raw.length; at += 2) fields.push([raw[at] ?? '', raw[at + 1] ?? ''])
  return fields
}
