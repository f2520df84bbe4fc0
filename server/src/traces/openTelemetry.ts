import type { Trace, TraceStep } from '../protocol/trace.ts'

/**
 * A trace as OpenTelemetry's collectors take it over HTTP (`POST /v1/traces`): the request is a server span, each step
 * that ran one inside it. Times are Unix nanoseconds as text, ids lower-case hex.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export interface OtlpTraces {
  readonly resourceSpans: readonly [
    {
      readonly resource: { readonly attributes: readonly OtlpAttribute[] }
      readonly scopeSpans: readonly [
        {
          readonly scope: { readonly name: string; readonly version: string }
          readonly spans: readonly OtlpSpan[]
        },
      ]
    },
  ]
}

export interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  /** 1 internal, 2 server, 3 client. */
  readonly kind: 1 | 2 | 3
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly OtlpAttribute[]
  readonly events: readonly OtlpEvent[]
  /** 0 unset, 2 error. */
  readonly status: { readonly code: 0 | 2; readonly message?: string }
}

export interface OtlpEvent {
  readonly timeUnixNano: string
  readonly name: string
  readonly attributes: readonly OtlpAttribute[]
}

export interface OtlpAttribute {
  readonly key: string
  readonly value: { readonly stringValue: string } | { readonly intValue: string }
}

/** `version` is that of the program. */
export function openTelemetryOf(trace: Trace, version: string): OtlpTraces {
  const spans = [serverSpan(trace), ...trace.steps.flatMap((step, index) => stepSpan(trace, step, index))]
  const resource = attributes({ 'service.name': trace.api.name, 'deployment.environment.name': trace.stage })
  return {
    resourceSpans: [
      { resource: { attributes: resource }, scopeSpans: [{ scope: { name: 'gatehouse', version }, spans }] },
    ],
  }
}

function serverSpan(trace: Trace): OtlpSpan {
  const { request, response, startedAt, durationMs } = trace
  const status = response.status ?? 0
  const method = request.method ?? trace.connection?.eventType ?? ''
  const [path = '', query] = (request.url ?? '').split('?', 2)
  // `GET /orders/{id}` is a route key; the span's name and `http.route` have it without the method apart.
  const route = trace.route?.replace(/^[A-Z]+ (?=\/)/, '')
  const decided = trace.steps.find(({ state }) => state === 'failed')
  return {
    traceId: traceIdOf(trace),
    spanId: spanIdOf(trace, 0),
    name: route === undefined ? method : `${method} ${route}`,
    kind: 2,
    startTimeUnixNano: nanoseconds(startedAt, 0),
    endTimeUnixNano: nanoseconds(startedAt, durationMs),
    attributes: attributes({
      'http.request.method': method,
      'url.path': path,
      'url.query': query,
      'http.route': route,
      'http.response.status_code': status,
      'aws.request_id': trace.requestId,
    }),
    events: trace.log.map(({ functionId, stream, text }) => ({
      // The lines of functions have no times of their own.
      timeUnixNano: nanoseconds(startedAt, durationMs),
      name: 'log',
      attributes: attributes({ 'faas.name': functionId, 'log.iostream': stream, message: text }),
    })),
    // A client's fault is none of the server's.
    status: status >= 500 ? { code: 2, message: plain(decided?.summary ?? '') } : { code: 0 },
  }
}

function stepSpan(trace: Trace, step: TraceStep, index: number): OtlpSpan[] {
  if (step.state === 'notReached' || step.state === 'skipped') return []
  const { source, before } = step
  const isCall = step.name === 'integration' || step.name === 'authorizer'
  const span: OtlpSpan = {
    traceId: traceIdOf(trace),
    spanId: spanIdOf(trace, index + 1),
    parentSpanId: spanIdOf(trace, 0),
    name: step.title,
    kind: isCall ? 3 : 1,
    startTimeUnixNano: nanoseconds(trace.startedAt, step.startMs),
    endTimeUnixNano: nanoseconds(trace.startedAt, step.startMs + step.durationMs),
    attributes: attributes({
      'gatehouse.step': step.name,
      'gatehouse.state': step.state,
      'gatehouse.summary': plain(step.summary),
      'code.file.path': source?.file,
      'code.line.number': source && source.line + 1,
      'url.full': isCall && before?.url !== undefined && /^https?:/.test(before.url) ? before.url : undefined,
    }),
    events: [],
    status: step.state === 'failed' ? { code: 2, message: plain(step.summary) } : { code: 0 },
  }
  return [span]
}

function attributes(given: Readonly<Record<string, string | number | undefined>>): OtlpAttribute[] {
  return Object.entries(given).flatMap(([key, value]): OtlpAttribute[] => {
    if (value === undefined) return []
    return [{ key, value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value } }]
  })
}

/** X-Ray's id of the request where it has one, so that spans of other services join; else the request's own id. */
function traceIdOf(trace: Trace): string {
  const messages = [trace.request, ...trace.steps.flatMap(({ before, after }) => [before, after])]
  for (const message of messages) {
    const fields = message?.headers?.filter(([name]) => name.toLowerCase() === 'x-amzn-trace-id') ?? []
    // Of an event the headers stand in its text.
    const texts = [...fields.map(([, value]) => value), message?.body?.text ?? '']
    for (const text of texts) {
      const root = /\bRoot=1-([0-9a-f]{8})-([0-9a-f]{24})\b/i.exec(text)
      if (root) return `${root[1]}${root[2]}`.toLowerCase()
    }
  }
  return hexOf(trace.requestId).padEnd(32, '0').slice(0, 32)
}

// Unique within the trace, and the same whenever the trace is exported.
function spanIdOf(trace: Trace, index: number): string {
  return hexOf(trace.requestId).padStart(12, '0').slice(-12) + (index + 1).toString(16).padStart(4, '0')
}

function hexOf(id: string): string {
  const hex = id.toLowerCase().replace(/[^0-9a-f]/g, '')
  // All zeros are no valid id.
  return /[1-9a-f]/.test(hex) ? hex : '1'
}

function nanoseconds(startedAt: number, afterMs: number): string {
  return (BigInt(Math.round(startedAt)) * 1_000_000n + BigInt(Math.round(afterMs * 1_000_000))).toString()
}

function plain(summary: string): string {
  return summary.replaceAll('**', '').replaceAll('`', '')
}
