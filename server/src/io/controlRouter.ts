import { timingSafeEqual } from 'node:crypto'
import { lastField } from '../base/headers.ts'
import type { HttpRequest, HttpResponse } from '../gateway/messages.ts'

/** What the control endpoint was asked. */
export interface ControlRequest {
  /** Where this gateway was reached: `http://127.0.0.1:3000/.gatehouse`. */
  readonly base: string
  readonly query: URLSearchParams
  /** The body as JSON; undefined for none. */
  readonly body: unknown
}

/** What it answers: JSON, or a text with its media type. */
export type ControlAnswer =
  | { readonly status?: number; readonly json: unknown }
  | { readonly status?: number; readonly text: string; readonly mediaType: string }

export interface ControlHandler {
  (request: ControlRequest): ControlAnswer | Promise<ControlAnswer>
  /** Of reading: what it tells may hold secrets of requests. A change needs the token anyway. */
  readonly needsToken?: boolean
}

/** Handlers by method and path below the prefix: `GET jwks.json`, `POST cache/flush`. */
export type ControlRoutes = ReadonlyMap<string, ControlHandler>

/**
 * A fault of whoever asks, with the sentence that is the answer. Handlers throw it.
 */
export class ControlError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export interface ControlOptions {
  /** `/.gatehouse` */
  readonly prefix: string
  readonly routes: ControlRoutes
  /** What every change, and reading what may hold secrets, has to bring as `Authorization: Bearer`. */
  readonly secret: string
}

/** Answers requests below the control prefix; undefined for all others, which are the API's. */
export function createControl(
  options: ControlOptions,
): (request: HttpRequest) => Promise<HttpResponse> | undefined {
  const { prefix, routes } = options
  const answer = async (request: HttpRequest) => {
    try {
      const path = request.path.slice(prefix.length).replace(/^\//, '')
      const handler = routes.get(`${request.method} ${path}`)
      if (!handler) throw unknownRoute(request.method, path, routes)
      if (request.method !== 'GET' || handler.needsToken) requireSecret(request, options)
      const host = lastField(request.headers, 'host') ?? `127.0.0.1:${request.port}`
      const query = new URLSearchParams(request.query)
      return responseOf(
        await handler({
          base: `${request.tls ? 'https' : 'http'}://${host}${prefix}`,
          query,
          body: bodyOf(request),
        }),
      )
    } catch (error) {
      if (!(error instanceof ControlError)) throw error
      return responseOf({ status: error.status, json: { message: error.message } })
    }
  }
  const below = `${prefix}/`
  return request => (request.path === prefix || request.path.startsWith(below) ? answer(request) : undefined)
}

function unknownRoute(method: string, path: string, routes: ControlRoutes): ControlError {
  const others = [...routes.keys()].filter(key => key.endsWith(` ${path}`)).map(key => key.split(' ')[0])
  if (others.length > 0)
    return new ControlError(405, `${method} is not for '${path}': use ${others.join(' or ')}`)
  return new ControlError(404, `there is no '${path}' here: there is ${[...routes.keys()].join(', ')}`)
}

// A page in a browser can send requests to loopback: it knows no secret, and a name of its own for this machine is no loopback.
function requireSecret({ headers, method }: HttpRequest, { secret }: ControlOptions): void {
  const host = lastField(headers, 'host') ?? ''
  const [taken, need] =
    method === 'GET' ? ['this is told', 'this needs'] : ['changes are taken', 'changes need']
  if (!/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host)) {
    throw new ControlError(403, `${taken} at a loopback address only, not at '${host}'`)
  }
  const given = Buffer.from(/^Bearer +(.+)$/i.exec(lastField(headers, 'authorization') ?? '')?.[1] ?? '')
  const wanted = Buffer.from(secret)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new ControlError(403, `${need} the token that was printed at start, as Authorization: Bearer TOKEN`)
  }
}

function bodyOf({ body }: HttpRequest): unknown {
  if (body.length === 0) return undefined
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    throw new ControlError(400, 'the body is no JSON')
  }
}

function responseOf(answer: ControlAnswer): HttpResponse {
  const [mediaType, text] =
    'json' in answer
      ? ['application/json', `${JSON.stringify(answer.json, undefined, 2)}\n`]
      : [answer.mediaType, answer.text]
  return {
    status: answer.status ?? 200,
    headers: [
      ['Content-Type', mediaType],
      ['Cache-Control', 'no-store'],
    ],
    body: Buffer.from(text, 'utf8'),
  }
}
