import type { Trace } from '../protocol/trace.ts'

/** What is another in every request, in bodies and events by the name of its property. */
const unsteadyNames: ReadonlySet<string> = new Set([
  'requestId',
  'extendedRequestId',
  'messageId',
  'connectionId',
  'connectedAt',
  'requestTime',
  'requestTimeEpoch',
  'time',
  'timeEpoch',
])

/** The same for header fields, in lower case. */
const unsteadyHeaders: ReadonlySet<string> = new Set([
  'date',
  'x-amzn-trace-id',
  'x-amzn-requestid',
  'x-amz-apigw-id',
  'apigw-requestid',
  'x-amz-cf-id',
])

/** The trace with `…` in place of what is another in every request: ids, times, how long things took. */
export function steadyTrace(trace: Trace): Trace {
  // A file may hold anything.
  const hasId = trace.requestId.length >= 8
  const change = (value: unknown): unknown => {
    if (typeof value === 'string') return hasId ? value.replaceAll(trace.requestId, '…') : value
    if (Array.isArray(value)) return isUnsteadyField(value) ? [value[0], '…'] : value.map(change)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, steadyPart(key, change(item))]),
    )
  }
  const { log, executionLog, ...steady } = change(trace) as Trace
  return {
    ...steady,
    log: log.map(steadyLine),
    ...(executionLog && { executionLog: executionLog.map(steadyLine) }),
  }
}

/** A line of a log, whose facts stand in its words. */
function steadyLine<Line extends { readonly text: string }>(line: Line): Line {
  return { ...line, text: steadyWords(line.text) }
}

function steadyWords(text: string): string {
  return text
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '…')
    .replace(/\bRoot=1-[0-9a-f]{8}-[0-9a-f]{24}/g, 'Root=…')
    .replace(/\bParent=[0-9a-f]{16}/g, 'Parent=…')
    .replace(/^(Extended Request Id: ).*/, '$1…')
    .replace(/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\b/g, '…')
    .replace(/\b\d{8}T\d{6}Z/g, '…')
    .replace(/\d+(\.\d+)? ms\b/g, '… ms')
    .replace(/(Max Memory Used: )\d+/, '$1…')
    .replace(unsteadyProperties, '"$1":"…"')
}

/** In a body of JSON, which a line of the execution log may cut anywhere. */
const unsteadyProperties = new RegExp(`"(${[...unsteadyNames].join('|')})":\\s*("[^"]*"|\\d+)`, 'g')

function isUnsteadyField(value: readonly unknown[]): boolean {
  const [name] = value
  return value.length === 2 && typeof name === 'string' && unsteadyHeaders.has(name.toLowerCase())
}

function steadyPart(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (key === 'summary') return value.replace(/\d+(\.\d+)? (ms|s)\b/g, '… $2')
  return key === 'text' ? steadyBody(value) : value
}

function steadyBody(text: string): string {
  const json = jsonOf(text)
  if (typeof json !== 'object' || json === null) return text
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change)
    if (typeof value !== 'object' || value === null) return value
    const isUnsteady = (key: string): boolean =>
      unsteadyNames.has(key) || unsteadyHeaders.has(key.toLowerCase())
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, isUnsteady(key) ? '…' : change(item)]),
    )
  }
  return JSON.stringify(change(json))
}

/** Undefined for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
