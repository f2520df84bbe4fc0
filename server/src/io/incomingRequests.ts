import type { IncomingMessage } from 'node:http'
import type { Fields } from '../base/headers.ts'
import { largestBody } from '../gateway/frontEnd.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import { clientTlsOf } from './tlsServer.ts'

/** A request as the gateway reads it: header names, path and query exactly as they came. */
export function requestOf(request: IncomingMessage, body: Uint8Array, port: number): HttpRequest {
  const { path, query } = splitTarget(request.url ?? '/')
  const tls = clientTlsOf(request.socket)
  return {
    method: request.method ?? 'GET',
    path,
    query,
    headers: fieldsOf(request.rawHeaders),
    body,
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    port: request.socket.localPort ?? port,
    ...(tls && { tls }),
  }
}

/** The body of a request without one. */
export const noBody = new Uint8Array(0)

/** Bytes of a body that is too large which are read and dropped before the client gets its answer. */
const longestDropped = 4 * largestBody

/**
 * The body, of one that is too large as much as shows that it is; undefined when the client cut the connection. What a
 * client announces as too large and holds back (`Expect: 100-continue`) is not waited for.
 */
export function readBody(request: IncomingMessage): Uint8Array | Promise<Uint8Array | undefined> {
  const hasBody = 'content-length' in request.headers || 'transfer-encoding' in request.headers
  const isHeldBack =
    request.headers.expect !== undefined && Number(request.headers['content-length']) > largestBody
  if (!hasBody || isHeldBack) return noBody
  return new Promise(resolve => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
    request.on('data', (chunk: Buffer) => {
      // Most clients read the answer only after they have sent everything.
      if (size <= largestBody) chunks.push(chunk)
      size += chunk.length
      if (size > longestDropped) finish()
    })
    request.on('end', finish)
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
