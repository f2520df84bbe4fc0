import type { Fields } from '../base/headers.ts'
import type { Trace } from '../protocol/trace.ts'

/**
 * A trace that can be kept and shown to others: every value of a header, cookie or parameter that lets somebody in is
 * replaced by its length and last characters, wherever in the trace it stands: headers, events, logs, policies.
 */
export function maskTrace(trace: Trace): Trace {
  const secrets = secretsOf(trace)
  if (secrets.length === 0) return trace
  return replaced(trace, text => secrets.reduce((masked, secret) => hidden(masked, secret), text)) as Trace
}

/** Shorter values stand in too many other places; they are masked where they stand alone only. */
const shortest = 8

/** Headers whose values let somebody in, in lower case. */
const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-amz-security-token',
])

/** Parameters of URLs that do. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const secretParameters =
  /(?:^|[?&])(?:X-Amz-Signature|X-Amz-Security-Token|X-Amz-Credential|access_token|id_token|api_key|apikey|token|code)=([^&\s]+)/gi

function secretsOf(trace: Trace): string[] {
  const found = new Set<string>()
  const add = (value: string): void => {
    if (value.length >= shortest) found.add(value)
  }
  for (const message of messagesOf(trace)) {
    for (const value of secretValues(message.headers ?? [])) add(value)
    for (const [name, value] of message.query ?? []) if (isSecretParameter(name)) add(value)
    for (const [, value = ''] of (message.url ?? '').matchAll(secretParameters)) {
      add(value)
      add(decoded(value))
    }
  }
  // A secret that holds another goes first.
  return [...found].sort((a, b) => b.length - a.length)
}

function messagesOf(trace: Trace): Trace['request'][] {
  const inSteps = trace.steps.flatMap(({ before, after }) => [before, after])
  return [trace.request, trace.response, ...inSteps].filter(message => message !== undefined)
}

function secretValues(headers: Fields): string[] {
  return headers.flatMap(([name, value]) => {
    const key = name.toLowerCase()
    if (!secretHeaders.has(key)) return []
    if (key === 'cookie') return [value, ...value.split(/;\s*/).map(pair => afterEqualsSign(pair))]
    if (key === 'set-cookie') return [afterEqualsSign(value.split(';')[0] ?? '')]
    // The scheme says nothing, and authorizers hand the token on without it.
    const token = /^\S+\s+(\S.*)$/.exec(value)?.[1]
    return token === undefined ? [value] : [token]
  })
}

function isSecretParameter(name: string): boolean {
  return new RegExp(secretParameters.source, 'i').test(`${name}=x`)
}

function afterEqualsSign(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function hidden(text: string, secret: string): string {
  return text.includes(secret) ? text.split(secret).join(maskOf(secret)) : text
}

function maskOf(secret: string): string {
  // As much as AWS's logs show of a key.
  return secret.length >= 20 ? `***${secret.slice(-4)} (${secret.length} characters)` : '***'
}

function replaced(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map(item => replaced(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, change)]))
}
