import type { Payload, SourceLine, Trace, TracedMessage, TraceStep } from '../protocol/trace.ts'
import { jsonOf, steadyTrace } from './steadyTrace.ts'

/** How a trace is put into words. */
export interface TraceWords {
  /** The line of a file, as a reader can follow it. */
  readonly place: (source: SourceLine) => string
}

/** The whole trace for reading: the request, every step with what went in and came out, the answer, the logs. */
export function traceText(trace: Trace, words: TraceWords): string {
  const { durationMs, startedAt } = trace
  const head = [
    `${trace.route ?? 'no route'} of ${trace.api.name}, stage ${trace.stage}`,
    `${new Date(startedAt).toISOString()}, ${milliseconds(durationMs)}, request ${trace.requestId}`,
  ]
  return `${[...head, '', ...body(trace, words, step => ` ${milliseconds(step.durationMs)}`)].join('\n')}\n`
}

/**
 * A trace without what is another in every request (ids, times), so that two of them can be laid side by side and only
 * what matters differs.
 */
export function comparableText(trace: Trace, words: TraceWords): string {
  const head = `${trace.route ?? 'no route'} of ${trace.api.name}, stage ${trace.stage}`
  return `${[head, '', ...body(steadyTrace(trace), words, () => '')].join('\n')}\n`
}

function body(trace: Trace, words: TraceWords, time: (step: TraceStep) => string): string[] {
  return [
    ...messageLines(trace.request, ''),
    '',
    ...trace.steps.flatMap(step => [...stepLines(step, words, time), '']),
    ...messageLines(trace.response, ''),
    ...logLines(
      'Log of the functions',
      trace.log.map(({ functionId, text }) => `${functionId}: ${text}`),
    ),
    ...logLines(
      'Execution log',
      (trace.executionLog ?? []).map(({ text }) => text),
    ),
  ]
}

function stepLines(step: TraceStep, { place }: TraceWords, time: (step: TraceStep) => string): string[] {
  const { template } = step
  return [
    `${step.title}: ${stateTexts[step.state]}${isIdle(step) ? '' : time(step)}`,
    ...indented([step.summary.replaceAll('**', '').replaceAll('`', '')]),
    ...indented(step.source ? [place(step.source)] : []),
    ...(step.before ? messageLines(step.before, '  ') : []),
    ...(template
      ? indented([`Template ${template.mediaType} printed`, ...indented(payloadLines(template.output))])
      : []),
    ...(step.after ? messageLines(step.after, '  ') : []),
    ...(step.otherFormat ? messageLines(step.otherFormat, '  ') : []),
  ]
}

/** Nothing ran that could have taken time. */
function isIdle({ state }: TraceStep): boolean {
  return state === 'notReached' || state === 'skipped'
}

const stateTexts: Readonly<Record<TraceStep['state'], string>> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'nothing to do',
  notReached: 'not reached',
  notEmulated: 'not emulated',
}

function messageLines(message: TracedMessage, indent: string): string[] {
  const { title, method, url, status, headers = [], query = [] } = message
  const first = [method, url, status].filter(part => part !== undefined).join(' ')
  const lines = [
    first === '' ? title : `${title}: ${first}`,
    ...indented([
      ...query.map(([name, value]) => `?${name}=${value}`),
      ...headers.map(([name, value]) => `${name}: ${value}`),
      ...(message.body ? payloadLines(message.body) : []),
    ]),
  ]
  return lines.map(line => indent + line)
}

/** A body line by line; JSON is laid out. */
function payloadLines({ text, size, isCut }: Payload): string[] {
  const cut = isCut === true ? ['(cut)'] : []
  if (text === undefined) return [`(${size} bytes that are no text)`]
  if (text === '') return []
  const json = isCut === true ? undefined : jsonOf(text)
  const shown = typeof json === 'object' && json !== null ? JSON.stringify(json, null, 2) : text
  return [...shown.split(/\r\n|\r|\n/), ...cut]
}

function logLines(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...indented(lines.map(line => line.trimEnd()))]
}

function indented(lines: readonly string[]): string[] {
  return lines.map(line => `  ${line}`)
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(1)} ms`
}
