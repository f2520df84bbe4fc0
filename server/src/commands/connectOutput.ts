import { STATUS_CODES } from 'node:http'
import type { Exchange } from '../gateway/exchange.ts'
import type { Closing } from '../gateway/websocket/connection.ts'
import type { Trace, Why } from '../protocol/trace.ts'
import { placed } from './gatewayHostApis.ts'
import { whyLines, whyText } from './whyText.ts'

/** What `connect` prints: `>` for what was sent, with its route, `<` for what came. */
export interface ConnectOutput {
  readonly handshake: (exchange: Exchange) => void
  readonly sent: (exchange: Exchange, text: string) => void
  readonly received: (text: string) => void
  /** `why` where the gateway ended the connection by itself. */
  readonly closed: (closing: Closing, why: Why | undefined) => void
}

export interface OutputOptions {
  readonly format: 'text' | 'json'
  readonly trace: boolean
  /** Explains what was refused, and what is odd. */
  readonly why: boolean
}

/** Lines for people, or one JSON object a line. */
export function connectOutput(write: (line: string) => void, options: OutputOptions): ConnectOutput {
  return options.format === 'json' ? jsonOutput(write, options) : textOutput(write, options)
}

function textOutput(write: (line: string) => void, { trace, why: explains }: OutputOptions): ConnectOutput {
  const steps = (exchange: Exchange) => {
    const told = explains ? exchange.trace() : undefined
    if (told?.why) for (const line of whyText(told)) write(line === '' ? '' : `    ${line}`)
    if (trace) for (const line of stepLines(exchange.trace())) write(`    ${line}`)
  }
  return {
    handshake: exchange => {
      const { status, body } = exchange.response
      const id = exchange.webSocket?.connectionId ?? ''
      const text = Buffer.from(body).toString('utf8')
      write(
        status === 101
          ? `connected ${id}`
          : `refused ${status} ${STATUS_CODES[status] ?? ''}${text === '' ? '' : `: ${text}`}`,
      )
      steps(exchange)
    },
    sent: (exchange, text) => {
      write(`> ${exchange.route ?? '(no route)'} ${text}`)
      steps(exchange)
    },
    received: text => write(`< ${text}`),
    closed: ({ code, reason }, why) => {
      write(`closed ${code}${reason === '' ? '' : ` ${reason}`}`)
      if (explains && why) for (const line of whyLines(why)) write(line === '' ? '' : `    ${line}`)
    },
  }
}

function stepLines({ steps }: Trace): string[] {
  return steps
    .filter(({ state }) => state !== 'notReached' && state !== 'skipped')
    .map(({ title, state, summary, source }) => {
      const mark = state === 'passed' ? '' : `${state}: `
      const text = `${title}: ${mark}${summary.replaceAll('**', '').replaceAll('`', "'")}`
      return source ? placed(source, text) : text
    })
}

function jsonOutput(write: (line: string) => void, { trace, why: explains }: OutputOptions): ConnectOutput {
  const whyOf = (why: Why | undefined) => (explains && why ? { why } : {})
  const traceOf = (exchange: Exchange) =>
    trace ? { trace: exchange.trace() } : explains ? whyOf(exchange.trace().why) : {}
  return {
    handshake: exchange => {
      const { status, headers, body } = exchange.response
      const connectionId = exchange.webSocket?.connectionId
      const text = Buffer.from(body).toString('utf8')
      write(
        JSON.stringify({
          type: status === 101 ? 'connected' : 'refused',
          status,
          headers,
          ...(text !== '' && { body: text }),
          ...(connectionId !== undefined && { connectionId }),
          ...traceOf(exchange),
        }),
      )
    },
    sent: (exchange, text) =>
      write(
        JSON.stringify({
          type: 'sent',
          route: exchange.route ?? null,
          text,
          latencyMs: exchange.latencyMs,
          ...traceOf(exchange),
        }),
      ),
    received: text => write(JSON.stringify({ type: 'received', text })),
    closed: ({ code, reason }, why) => write(JSON.stringify({ type: 'closed', code, reason, ...whyOf(why) })),
  }
}
