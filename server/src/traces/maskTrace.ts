import type { Fields } from '../base/headers.ts'
import { isSecretName } from '../base/secretNames.ts'
import type { ShownTrace, Trace, TracedMessage, TraceStep } from '../protocol/trace.ts'

/**
 * A trace that can be kept and shown to others: every value of a header, cookie or parameter that lets somebody in is
 * replaced by its length and last characters, wherever in the trace it stands: headers, events, logs, policies.
 */
export function maskTrace(trace: ShownTrace): Trace {
  return trace.masked ?? maskedTrace(trace) ?? trace
}

/** A trace with what is shown of it until somebody asks for its secrets. */
export function shownTrace(trace: Trace): ShownTrace {
  const masked = maskedTrace(trace)
  return masked ? { ...trace, masked } : trace
}

/** Masks the steps of one request as they end, by the secrets that it has shown until then. */
export function stepMask(): (step: TraceStep) => TraceStep {
  let secrets: readonly string[] = []
  return step => {
    const found = secretsOf([step.before, step.after])
    if (found.length > 0) secrets = longestFirst([...secrets, ...found])
    return secrets.length === 0 ? step : without(secrets, step)
  }
}

function maskedTrace(trace: Trace): Trace | undefined {
  const inSteps = trace.steps.flatMap(({ before, after }) => [before, after])
  const secrets = secretsOf([trace.request, trace.response, ...inSteps])
  return secrets.length === 0 ? undefined : without(secrets, trace)
}

function without<T>(secrets: readonly string[], shown: T): T {
  // Every text stays a text where it stands.
  return replaced(shown, text => secrets.reduce((masked, secret) => hidden(masked, secret), text)) as T
}

/** Shorter values stand in too many other places; they are masked where they stand alone only. */
const shortest = 8

function secretsOf(messages: readonly (TracedMessage | undefined)[]): readonly string[] {
  const found: string[] = []
  for (const message of messages) {
    if (!message) continue
    found.push(...secretValues(message.headers ?? []))
    for (const [name, value] of message.query ?? []) if (isSecretName(name)) found.push(value)
    for (const pair of (message.url ?? '').split(/[?&]/).slice(1)) {
      if (!isSecretName(pair.split('=')[0] ?? '')) continue
      found.push(afterEqualsSign(pair), decoded(afterEqualsSign(pair)))
    }
  }
  return longestFirst(found)
}

/** A secret that holds another goes first. */
function longestFirst(secrets: readonly string[]): string[] {
  return [...new Set(secrets)].filter(secret => secret !== '').sort((a, b) => b.length - a.length)
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
  const mask = maskOf(secret)
  const masked = withoutCut(text.split(secret).join(mask), secret, mask)
  return written === secret ? masked : withoutCut(masked.split(written).join(mask), written, mask)
}

/** Long bodies and lines of the execution log are cut, which may be in the middle of a secret. */
function withoutCut(text: string, secret: string, mask: string): string {
  const cut = /(?: \[TRUNCATED\])?$/.exec(text)?.index ?? text.length
  const start = text.lastIndexOf(secret.slice(0, shortest), cut - shortest)
  const isCut = start >= 0 && cut > start && secret.startsWith(text.slice(start, cut))
  return isCut ? text.slice(0, start) + mask + text.slice(cut) : text
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
