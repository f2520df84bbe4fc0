import type { Trace } from '../protocol/trace.ts'
import { maskTrace } from './maskTrace.ts'

/** What a saved trace begins with, so that it is known again. */
const format = 'gatehouse-trace/1'

/** The text of a file that keeps a trace. Secrets are masked. */
export function traceFileText(trace: Trace): string {
  return `${JSON.stringify({ format, trace: maskTrace(trace) }, null, 2)}\n`
}

/**
 * The trace that a file keeps: one that was saved, or what `gatehouse invoke --format json` prints. A text says why it
 * cannot be read.
 */
export function readTraceFile(text: string): Trace | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return `it is no JSON: ${error instanceof Error ? error.message : String(error)}`
  }
  if (!isRecord(value)) return 'it holds no trace'
  const { format: stated, trace } = value
  if (typeof stated === 'string' && stated !== format)
    return `its format is '${stated}', and this version reads '${format}'`
  if (!isRecord(trace)) return "it has no 'trace'"
  return faultOf(trace) ?? (trace as unknown as Trace)
}

/** Milliseconds since 1970: the last that a Date can tell. */
const latest = 8.64e15

// What every reader of a trace takes for granted.
function faultOf(trace: Readonly<Record<string, unknown>>): string | undefined {
  const { requestId, api, stage, steps, log, request, response, startedAt, durationMs } = trace
  if (typeof requestId !== 'string' || typeof stage !== 'string')
    return "its trace lacks 'requestId' or 'stage'"
  if (typeof startedAt !== 'number' || typeof durationMs !== 'number')
    return "its trace lacks 'startedAt' or 'durationMs'"
  if (Math.abs(startedAt) > latest) return "its 'startedAt' is no time"
  if (!isMessage(request) || !isMessage(response)) return "its trace lacks a readable 'request' or 'response'"
  if (!hasTexts(api, ['name'])) return "its trace lacks the name of its 'api'"
  if (!Array.isArray(log) || !log.every(line => hasTexts(line, ['text'])))
    return "its trace lacks a readable 'log'"
  if (!Array.isArray(steps) || !steps.every(isStep)) return "its trace lacks readable 'steps'"
  return undefined
}

function isStep(step: unknown): boolean {
  if (!isRecord(step) || !hasTexts(step, ['name', 'title', 'state', 'summary'])) return false
  const { startMs, durationMs, source, before, after, otherFormat, template } = step
  return (
    typeof startMs === 'number' &&
    typeof durationMs === 'number' &&
    (source === undefined || hasTexts(source, ['file'])) &&
    [before, after, otherFormat].every(message => message === undefined || isMessage(message)) &&
    (template === undefined || isTemplate(template))
  )
}

function isMessage(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { headers = [], query = [], body } = value
  return isFields(headers) && isFields(query) && (body === undefined || isRecord(body))
}

function isTemplate(value: unknown): boolean {
  if (!isRecord(value)) return false
  return isRecord(value['output']) && isFields(value['variables']) && isFields(value['overrides'])
}

function isFields(value: unknown): boolean {
  const isField = (field: unknown): boolean =>
    Array.isArray(field) && field.length === 2 && field.every(text => typeof text === 'string')
  return Array.isArray(value) && value.every(isField)
}

function hasTexts(value: unknown, names: readonly string[]): boolean {
  return isRecord(value) && names.every(name => typeof value[name] === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
