import type { Fields } from '../base/headers.ts'

/**
 * What becomes of a header that a backend, a function or a mapping sets on a REST API's answer: most keep their name,
 * some are renamed to `x-amzn-Remapped-NAME` and `Transfer-Encoding` vanishes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function remapResponseHeader(name: string): string | undefined {
  const lower = name.toLowerCase()
  if (lower === 'transfer-encoding') return undefined
  const remapped = remappedByLowerName.get(lower)
  return remapped === undefined ? name : `x-amzn-Remapped-${remapped}`
}

/** The client's headers as a REST API sees them: AWS drops hop-by-hop and a few other ones, and fixes some names. */
export function restRequestHeaders(headers: Fields): Fields {
  const kept: Fields[number][] = []
  for (const field of headers) {
    const [name, value] = field
    const lower = name.toLowerCase()
    if (droppedFromRequests.has(lower)) continue
    const fixed = fixedSpellings.get(lower)
    kept.push(fixed === undefined || fixed === name ? field : [fixed, value])
  }
  return kept
}

/** Headers that HTTP_PROXY does not hand on to the backend, beside those no REST integration ever sees. */
export const droppedFromHttpProxy: ReadonlySet<string> = new Set([
  'content-encoding',
  'expect',
  'host',
  'proxy-authenticate',
  'te',
  'transfer-encoding',
  'via',
])

/** Headers that must not be mapped to: such a mapping is a 500. */
export const refusedForHttp: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding'])

/** The same for integrations with AWS services, Lambda among them. */
export const refusedForAws: ReadonlySet<string> = new Set([
  ...refusedForHttp,
  'authorization',
  'connection',
  'expect',
  'proxy-authenticate',
  'te',
])

/** Headers a mapping may name without effect. */
export const ignoredInMappings: ReadonlySet<string> = new Set([
  'connection',
  'proxy-authenticate',
  'te',
  'via',
])

/** Headers that concern one connection only; no proxy hands them on. */
export const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const droppedFromRequests: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
])

const fixedSpellings: ReadonlyMap<string, string> = bySpelling([
  'Authorization',
  'Host',
  'User-Agent',
  'X-Amzn-Trace-Id',
  'X-Forwarded-For',
  'X-Forwarded-Port',
  'X-Forwarded-Proto',
])

const remappedByLowerName: ReadonlyMap<string, string> = bySpelling([
  'Authorization',
  'Connection',
  'Content-Length',
  'Content-MD5',
  'Date',
  'Expect',
  'Host',
  'Max-Forwards',
  'Proxy-Authenticate',
  'Server',
  'Trailer',
  'Upgrade',
  'User-Agent',
  'WWW-Authenticate',
  'x-amzn-RequestId',
])

function bySpelling(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map(name => [name.toLowerCase(), name]))
}
