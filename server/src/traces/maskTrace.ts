import type { Fields } from '../base/headers.ts'
import { isSecretName } from '../base/secretNames.ts'
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

function secretsOf(trace: Trace): string[] {
  const found = new Set<string>()
  for (const message of messagesOf(trace)) {
    for (const value of secretValues(message.headers ?? [])) found.add(value)
    for (const [name, value] of message.query ?? []) if (isSecretName(name)) found.add(value)
    for (const pair of (message.url ?? '').split(/[?&]/).slice(1)) {
      if (!isSecretName(pair.split('=')[0] ?? '')) continue
      found.add(afterEqualsSign(pair))
      found.add(decoded(afterEqualsSign(pair)))
    }
  }
  found.delete('')
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
    if (!isSecretName(key)) return []
    if (key === 'cookie') return [value, ...value.split(/;\s*/).map(pair => afterEqualsSign(pair))]
    if (key === 'set-cookie') return [afterEqualsSign(value.split(';')[0] ?? '')]
    // The scheme says nothing, and authorizers hand the token on without it.
    const token = /^\S+\s+(\S.*)$/.exec(value)?.[1]
    return token === undefined ? [value] : [token]
  })
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
  // Inside of an event, which is JSON, quotes and backslashes are written otherwise.
  const quoted = JSON.stringify(secret)
  if (secret.length < shortest) return text.split(quoted).join('"***"')
  const written = quoted.slice(1, -1)
  const masked = text.split(secret).join(maskOf(secret))
  return written === secret ? masked : masked.split(written).join(maskOf(secret))
}

function maskOf(secret: string): string {
  // As much as AWS's logs show of a key.
  return secret.length >= 20 ? `***${secret.slice(-4)} (${secret.length} characters)` : '***'
}

function replaced(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value))
    return isShortSecret(value) ? [value[0], '***'] : value.map(item => replaced(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, change)]))
}

/** A field whose whole value is a secret that is too short to be looked for elsewhere. */
function isShortSecret(value: readonly unknown[]): boolean {
  const [name, text] = value
  if (value.length !== 2 || typeof name !== 'string' || typeof text !== 'string') return false
  return isSecretName(name) && text.length > 0 && text.length < shortest
}
