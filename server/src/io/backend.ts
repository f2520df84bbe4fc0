import type { ClientRequest, IncomingMessage } from 'node:http'
import http from 'node:http'
import https from 'node:https'
import type { Fields } from '../base/headers.ts'
import type { BackendRequest, BackendResponse } from '../gateway/world.ts'
import { BackendError } from '../gateway/world.ts'

export interface Backend {
  /** Sends one request, its header lines and path as they stand; follows no redirect. Rejects with a `BackendError`. */
  readonly fetch: (request: BackendRequest) => Promise<BackendResponse>
  readonly close: () => void
}

/** API Gateway takes answers of 10 MB at most. */
const largestAnswer = 10 * 1024 * 1024

/**
 * HTTP backends over kept connections. A URL whose origin is a key of `upstreams` goes to the value's origin instead,
 * its path, query and Host header unchanged.
 */
export function createBackend(upstreams: ReadonlyMap<string, string>): Backend {
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  }
  return {
    fetch: async request => {
      const target = targetOf(request.url, upstreams)
      try {
        return await send(request, target, agents)
      } catch (error) {
        // The backend closed a kept connection just as it was used: nothing of the request was handled.
        if (error instanceof StaleConnection) return send(request, target, agents)
        throw error
      }
    },
    close: () => {
      agents['http:'].destroy()
      agents['https:'].destroy()
    },
  }
}

/** Reads `ORIGIN=ORIGIN` texts of `--upstream`; a text that is none is returned as the fault. */
export function readUpstreams(texts: readonly string[]): ReadonlyMap<string, string> | string {
  const result = new Map<string, string>()
  for (const text of texts) {
    const match = /^(https?:\/\/[^/=]+)\/?=(https?:\/\/[^/=]+)\/?$/i.exec(text)
    if (!match?.[1] || !match[2]) return text
    result.set(normaliseOrigin(match[1]), match[2])
  }
  return result
}

interface Target {
  readonly protocol: 'http:' | 'https:'
  readonly hostname: string
  readonly port: string
  readonly path: string
  /** The `Host` header: that of the URL as the gateway knows it. */
  readonly host: string
}

interface Agents {
  readonly 'http:': http.Agent
  readonly 'https:': https.Agent
}

class StaleConnection extends Error {}

function targetOf(url: string, upstreams: ReadonlyMap<string, string>): Target {
  const parts = /^(https?:\/\/)([^/?#]+)([^#]*)/i.exec(url)
  if (!parts?.[1] || !parts[2]) throw new BackendError('unreachable', `'${url}' is no http or https URL`)
  const origin = parts[1] + parts[2]
  const sentTo = upstreams.get(normaliseOrigin(origin)) ?? origin
  if (!URL.canParse(sentTo)) throw new BackendError('unreachable', `'${origin}' is no host to send to`)
  const { protocol, hostname, port } = new URL(sentTo)
  const rest = parts[3] ?? ''
  return {
    protocol: protocol === 'https:' ? 'https:' : 'http:',
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port,
    // URL would tidy the path; API Gateway does not.
    path: (rest.startsWith('/') ? rest : `/${rest}`).replace(/[^\x21-\x7e]/gu, encodeURIComponent),
    host: parts[2].replace(/^.*@/, ''),
  }
}

function normaliseOrigin(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).origin : origin.toLowerCase()
}

function send(request: BackendRequest, target: Target, agents: Agents): Promise<BackendResponse> {
  return new Promise((resolve, reject) => {
    let outgoing: ClientRequest
    try {
      outgoing = start(request, target, agents)
    } catch (error) {
      // Node refuses header values with line ends and the like.
      reject(new BackendError('unreachable', error instanceof Error ? error.message : String(error)))
      return
    }
    const fail = (reason: BackendError['reason'], message: string) => {
      reject(new BackendError(reason, message))
      outgoing.destroy()
    }
    const abort = () => fail('aborted', 'the request was cancelled')
    const timer = setTimeout(
      () => fail('timeout', `no whole answer within ${request.timeoutMs} ms`),
      Math.min(request.timeoutMs, 2 ** 31 - 1),
    )
    outgoing.on('close', () => {
      clearTimeout(timer)
      request.signal?.removeEventListener('abort', abort)
    })
    if (request.signal?.aborted) return abort()
    request.signal?.addEventListener('abort', abort, { once: true })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(isStale ? new StaleConnection() : new BackendError('unreachable', reasonOf(error, target)))
    })
    outgoing.on('response', answer =>
      request.streamIdleMs === undefined
        ? readAnswer(answer, resolve, fail)
        : streamAnswer(answer, outgoing, request.streamIdleMs, resolve),
    )
    outgoing.end(request.body)
  })
}

function start(request: BackendRequest, target: Target, agents: Agents): ClientRequest {
  const { protocol, hostname, port, path, host } = target
  const headers: string[] = []
  for (const [name, value] of request.headers) {
    // The length is that of the body as it is sent now.
    if (!/^(?:content-length|transfer-encoding|connection)$/i.test(name)) headers.push(name, value)
  }
  if (!request.headers.some(([name]) => name.toLowerCase() === 'host')) headers.unshift('Host', host)
  if (request.body.length > 0 || /^(?:POST|PUT|PATCH)$/.test(request.method)) {
    headers.push('Content-Length', String(request.body.length))
  }
  const options = { method: request.method, hostname, port, path, headers, setHost: false }
  return protocol === 'https:'
    ? https.request({ ...options, agent: agents['https:'], servername: hostnameOf(host) })
    : http.request({ ...options, agent: agents['http:'] })
}

function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '')
}

function readAnswer(
  answer: IncomingMessage,
  resolve: (response: BackendResponse) => void,
  fail: (reason: BackendError['reason'], message: string) => void,
): void {
  const chunks: Buffer[] = []
  let size = 0
  answer.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > largestAnswer) return fail('tooLarge', 'the answer is larger than 10 MB')
    chunks.push(chunk)
  })
  answer.on('error', error => fail('unreachable', `the answer broke off: ${error.message}`))
  answer.on('end', () => {
    resolve({ status: answer.statusCode ?? 0, headers: headersOf(answer), body: Buffer.concat(chunks) })
  })
}

/** Resolves as soon as the headers are there; what breaks off afterwards, or takes too long, ends the body's reader. */
function streamAnswer(
  answer: IncomingMessage,
  outgoing: ClientRequest,
  idleMs: number,
  resolve: (response: BackendResponse) => void,
): void {
  outgoing.setTimeout(idleMs, () =>
    answer.destroy(new BackendError('timeout', `nothing came for ${idleMs} ms`)),
  )
  // Without a reader yet, an error would end the process.
  answer.on('error', () => undefined)
  resolve({
    status: answer.statusCode ?? 0,
    headers: headersOf(answer),
    body: Buffer.alloc(0),
    stream: answer,
  })
}

function headersOf({ rawHeaders }: IncomingMessage): Fields {
  const headers: [string, string][] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    headers.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''])
  }
  return headers
}

function reasonOf(error: NodeJS.ErrnoException, target: Target): string {
  const place = `${target.hostname}${target.port === '' ? '' : `:${target.port}`}`
  if (error.code === 'ECONNREFUSED') return `nothing listens at ${place}`
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return `the name ${place} is not known here`
  return `${place}: ${error.message}`
}
