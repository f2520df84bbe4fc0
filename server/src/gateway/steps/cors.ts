import type { CorsConfiguration } from '../../api/api.ts'
import type { Fact } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { Fields } from '../../base/headers.ts'
import { lastField } from '../../base/headers.ts'
import type { HttpRequest, HttpResponse } from '../messages.ts'

/** Whether a request asks a browser's question before the real one. */
export function isPreflight(request: HttpRequest): boolean {
  return (
    request.method === 'OPTIONS' &&
    lastField(request.headers, 'origin') !== undefined &&
    lastField(request.headers, 'access-control-request-method') !== undefined
  )
}

/**
 * The answer to a preflight request, which reaches no route. An origin that is not allowed gets the same status without
 * any CORS header. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function preflightResponse(cors: CorsConfiguration, request: HttpRequest): HttpResponse {
  const shared = sharedHeaders(cors, request.headers)
  if (shared.length === 0) return { status: 204, headers: [], body: new Uint8Array() }
  const maxAge = valueOf(cors.maxAge)
  const headers: Fields = [
    ...shared,
    ...listHeader('access-control-allow-methods', cors.allowMethods),
    ...listHeader('access-control-allow-headers', cors.allowHeaders).map(
      ([name, value]) => [name, value.toLowerCase()] as const,
    ),
    ...(maxAge === undefined ? [] : [['access-control-max-age', String(maxAge)] as const]),
  ]
  return { status: 204, headers, body: new Uint8Array() }
}

/** An answer of an HTTP API with the configured CORS headers in place of the backend's own, which AWS ignores. */
export function withCors(
  cors: CorsConfiguration,
  request: HttpRequest,
  response: HttpResponse,
): HttpResponse {
  const own = response.headers.filter(([name]) => !/^access-control-/i.test(name))
  return { ...response, headers: [...own, ...answerHeaders(cors, request)] }
}

/**
 * An answer of a function URL with the configured CORS headers beside those of the function: a header that both set comes
 * twice, which browsers refuse. https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
 */
export function withCorsToo(
  cors: CorsConfiguration,
  request: HttpRequest,
  response: HttpResponse,
): HttpResponse {
  return { ...response, headers: [...response.headers, ...answerHeaders(cors, request)] }
}

function answerHeaders(cors: CorsConfiguration, request: HttpRequest): Fields {
  const shared = sharedHeaders(cors, request.headers)
  const exposed =
    shared.length === 0
      ? []
      : listHeader('access-control-expose-headers', cors.exposeHeaders).map(
          ([name, value]) => [name, value.toLowerCase()] as const,
        )
  return [...shared, ...exposed]
}

function sharedHeaders(cors: CorsConfiguration, headers: Fields): Fields {
  const origin = lastField(headers, 'origin')
  const allowed = origin === undefined ? undefined : allowedOrigin(cors, origin)
  if (allowed === undefined) return []
  const credentials = valueOf(cors.allowCredentials) === true
  return [
    ['access-control-allow-origin', allowed],
    ...(credentials ? [['access-control-allow-credentials', 'true'] as const] : []),
  ]
}

// `*` is answered as such; an exact origin and a wildcard such as `https://*` give back the origin that asked.
function allowedOrigin(cors: CorsConfiguration, origin: string): string | undefined {
  const configured = cors.allowOrigins.flatMap(fact => valueOf(fact) ?? [])
  if (configured.includes('*')) return '*'
  const isAllowed = configured.some(entry => matchesOrigin(entry.toLowerCase(), origin.toLowerCase()))
  return isAllowed ? origin : undefined
}

function matchesOrigin(pattern: string, origin: string): boolean {
  const star = pattern.indexOf('*')
  if (star < 0) return pattern === origin
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)]
  return origin.length >= pattern.length - 1 && origin.startsWith(before) && origin.endsWith(after)
}

function listHeader(name: string, facts: readonly Fact<string>[]): Fields {
  const values = facts.flatMap(fact => valueOf(fact) ?? [])
  return values.length === 0 ? [] : [[name, values.join(',')]]
}
