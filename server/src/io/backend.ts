import type { ClientRequest, IncomingMessage } from 'node:http'
import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { checkServerIdentity, TLSSocket } from 'node:tls'
import type { Fields } from '../base/headers.ts'
import type { BackendRequest, BackendResponse } from '../gateway/world.ts'
import { BackendError } from '../gateway/world.ts'
import type { KeyPair } from './certificates.ts'

export interface Backend {
  /** Sends one request, its header lines and path as they stand; follows no redirect. Rejects with a `BackendError`. */
  readonly fetch: (request: BackendRequest) => Promise<BackendResponse>
  readonly close: () => void
}

/** API Gateway takes answers of 10 MB at most. */
const largestAnswer = 10 * 1024 * 1024

/** Where backends stand on this machine that AWS finds elsewhere; values are origins. */
export interface BackendPlaces {
  /** By origin. */
  readonly upstreams: ReadonlyMap<string, string>
  /** By the id or name of a VPC link, or the ARN behind it. */
  readonly vpcLinks: ReadonlyMap<string, string>
}

/**
 * HTTP backends over kept connections. A request through a VPC link, or whose origin is a key of `upstreams`, goes to the
 * value's origin instead, its path, query and Host header unchanged. `clientCertificateOf` gives what a backend of a stage
 * with a `ClientCertificateId` is shown.
 */
export function createBackend(
  places: BackendPlaces,
  clientCertificateOf?: (id: string) => Promise<KeyPair>,
): Backend {
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  }
  return {
    fetch: async request => {
      const target = targetOf(request, places)
      const { clientCertificate: id } = request
      const shown =
        id !== undefined && target.protocol === 'https:' ? await clientCertificateOf?.(id) : undefined
      try {
        return await send(request, target, agents, shown)
      } catch (error) {
        // The backend closed a kept connection just as it was used: nothing of the request was handled.
        if (error instanceof StaleConnection) return send(request, target, agents, shown)
        // What only a VPC reaches cannot be reached from here; that is no fault of the backend.
        if (error instanceof BackendError && error.reason === 'unreachable' && target.isUnmapped)
          throw new BackendError('unmapped', error.message)
        throw error
      }
    },
    close: () => {
      agents['http:'].destroy()
      agents['https:'].destroy()
    },
  }
}

/** Reads `NAME=ORIGIN` texts of `--vpc-link`; a text that is none is returned as the fault. */
export function readVpcLinks(texts: readonly string[]): ReadonlyMap<string, string> | string {
  const result = new Map<string, string>()
  for (const text of texts) {
    const match = /^([^=]+)=(https?:\/\/[^/=]+)\/?$/i.exec(text)
    if (!match?.[1] || !match[2]) return text
    result.set(match[1], match[2])
  }
  return result
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
  /** What the certificate has to be for, in place of the host. */
  readonly serverName: string | undefined
  /** Behind a VPC link, and nobody said where that leads. */
  readonly isUnmapped: boolean
}

interface Agents {
  readonly 'http:': http.Agent
  readonly 'https:': https.Agent
}

class StaleConnection extends Error {}

function targetOf({ url, vpcLink, tls }: BackendRequest, { upstreams, vpcLinks }: BackendPlaces): Target {
  const parts = /^(https?:\/\/)([^/?#]+)([^#]*)/i.exec(url)
  if (!parts?.[1] || !parts[2]) throw new BackendError('unreachable', `'${url}' is no http or https URL`)
  const origin = parts[1] + parts[2]
  const link = vpcLink?.names.find(name => vpcLinks.has(name))
  const mapped = vpcLinks.get(link ?? '') ?? upstreams.get(normaliseOrigin(origin))
  const isUnmapped = vpcLink !== undefined && mapped === undefined
  if (isUnmapped && !vpcLink.hasHost)
    throw new BackendError('unmapped', 'a load balancer or service in a VPC has no address here')
  const sentTo = mapped ?? origin
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
    serverName: tls?.serverName,
    isUnmapped,
  }
}

function normaliseOrigin(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).origin : origin.toLowerCase()
}

function send(
  request: BackendRequest,
  target: Target,
  agents: Agents,
  shown: KeyPair | undefined,
): Promise<BackendResponse> {
  return new Promise((resolve, reject) => {
    let outgoing: ClientRequest
    try {
      outgoing = start(request, target, agents, shown)
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
    if (request.tls?.skipsVerification === true) outgoing.on('socket', socket => verifyName(socket, target))
    outgoing.on('response', answer =>
      request.streamIdleMs === undefined
        ? readAnswer(answer, resolve, fail)
        : streamAnswer(answer, outgoing, request.streamIdleMs, resolve),
    )
    outgoing.end(request.body)
  })
}

function start(
  request: BackendRequest,
  target: Target,
  agents: Agents,
  shown: KeyPair | undefined,
): ClientRequest {
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
    ? https.request({ ...options, agent: agents['https:'], ...tlsOptions(request, target, shown) })
    : http.request({ ...options, agent: agents['http:'] })
}

function tlsOptions(
  { tls }: BackendRequest,
  { host, serverName }: Target,
  shown: KeyPair | undefined,
): https.RequestOptions {
  return {
    servername: serverName ?? hostnameOf(host),
    ...(tls?.skipsVerification === true && { rejectUnauthorized: false }),
    ...(shown && { cert: shown.cert, key: shown.key }),
  }
}

/**
 * Where any issuer is taken, name and dates of the certificate still count on AWS.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_TlsConfig.html
 */
function verifyName(socket: Socket, { host, serverName }: Target): void {
  if (!(socket instanceof TLSSocket) || socket.getPeerCertificate()?.subject) return
  socket.once('secureConnect', () => {
    const certificate = socket.getPeerCertificate()
    const fault = checkServerIdentity(serverName ?? hostnameOf(host), certificate)
    const isExpired = Date.parse(certificate.valid_to) < Date.now()
    if (fault ?? isExpired) socket.destroy(fault ?? new Error('the certificate has expired'))
  })
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
