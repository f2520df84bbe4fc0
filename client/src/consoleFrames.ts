import type { SocketClientEvent } from '../../server/src/protocol/gatewayControl.ts'
import type { ShownTrace } from '../../server/src/protocol/trace.ts'
import type { ConsoleClient, ConsoleFrame } from './consoleMessages.ts'

type FrameText = Omit<ConsoleFrame, 'id' | 'client' | 'at'>

/** What an event shows as a line of its own; `handled` belongs to the line of the frame that was sent. */
export function frameOf(event: Exclude<SocketClientEvent, { type: 'handled' }>): FrameText {
  switch (event.type) {
    case 'opened': {
      const { trace } = event
      const authorizer = trace.steps.find(({ name }) => name === 'authorizer')
      const how = authorizer?.state === 'passed' ? plain(authorizer.summary) : 'connected'
      const text = event.protocol === '' ? how : `${how}, subprotocol ${event.protocol}`
      return { kind: 'opened', label: '$connect', tone: 'route', text, ...traced(trace) }
    }
    case 'refused': {
      const { status, body, trace } = event
      const text = body === '' ? String(status) : `${status} ${body}`
      return { kind: 'refused', label: 'refused', tone: 'error', text, ...(trace && traced(trace)) }
    }
    case 'received':
      return received(event.text, event.trace)
    case 'closed': {
      const text = event.reason === '' ? String(event.code) : `${event.code} ${event.reason}`
      const { why } = event
      return { kind: 'closed', label: 'closed', tone: 'plain', text, ...(why && { why }) }
    }
    case 'disconnected': {
      const { trace } = event
      const failed = failure(trace)
      const text = failed ?? 'told of the end'
      const tone = failed === undefined ? 'route' : 'error'
      return { kind: 'note', label: '$disconnect', tone, text, ...traced(trace) }
    }
    case 'failed':
      return { kind: 'note', label: 'not connected', tone: 'error', text: event.message }
  }
}

/** The line of a frame that was sent, until it is handled. */
export function sentFrame(text: string): FrameText {
  return { kind: 'sent', label: '…', tone: 'plain', text }
}

/** The same of bytes: no route takes them. */
export function sentBytes(bytes: Buffer): FrameText {
  return {
    ...sentFrame(`${bytes.length} B ${hexOf(bytes)}`),
    label: 'binary',
    base64: bytes.toString('base64'),
  }
}

const mostHexBytes = 24

function hexOf(bytes: Buffer): string {
  const shown = bytes
    .subarray(0, mostHexBytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ')
  return bytes.length > mostHexBytes ? `${shown} …` : shown
}

/** What `@connections` answered where it did not do what was asked. */
export function refusedPush(status: number, trace: ShownTrace): FrameText {
  const failed = failure(trace)
  const text = failed === undefined ? String(status) : `${status} ${failed}`
  return { kind: 'note', label: '@connections', tone: 'error', text, ...traced(trace) }
}

/** The same once a route took it, or none did. */
export function handledFrame(sent: ConsoleFrame, trace: ShownTrace): ConsoleFrame {
  const { route } = trace
  return {
    ...sent,
    label: route ?? 'no route',
    tone: route === undefined ? 'error' : 'route',
    ...traced(trace),
  }
}

/** Why a request failed, in the words of the step that decided; undefined where nothing did. */
export function failure({ steps }: ShownTrace): string | undefined {
  const failed = steps.find(({ state }) => state === 'failed')
  return failed && `${failed.title}: ${plain(failed.summary)}`
}

/** All frames of all clients on one clock, as JSON. */
export function framesJson(frames: readonly ConsoleFrame[], clients: readonly ConsoleClient[]): string {
  const names = new Map(clients.map(({ id, name }) => [id, name]))
  const rows = onOneClock(frames).map(
    ({ at, client, kind, label, text, base64, durationMs, trace, why }) => ({
      at: new Date(at).toISOString(),
      client: names.get(client) ?? `Client ${client}`,
      kind,
      label,
      ...(base64 === undefined ? { text } : { base64 }),
      ...(durationMs !== undefined && { durationMs }),
      ...(trace && { requestId: trace.requestId }),
      ...((why ?? trace?.why) && { why: why ?? trace?.why }),
    }),
  )
  return `${JSON.stringify(rows, null, 2)}\n`
}

function onOneClock(frames: readonly ConsoleFrame[]): ConsoleFrame[] {
  return [...frames].sort((a, b) => a.at - b.at || a.id - b.id)
}

/** All frames of all clients on one clock, as a text file. */
export function framesText(frames: readonly ConsoleFrame[], clients: readonly ConsoleClient[]): string {
  const names = new Map(clients.map(({ id, name }) => [id, name]))
  const mark = { opened: '+', refused: 'x', sent: '>', received: '<', closed: '-', note: ' ' } as const
  return onOneClock(frames)
    .map(({ at, client, kind, label, text, durationMs }) => {
      const time = durationMs === undefined ? '' : ` (${durationMs.toFixed(1)} ms)`
      return `${new Date(at).toISOString()} ${names.get(client) ?? `Client ${client}`} ${mark[kind]} ${label} ${text}${time}\n`
    })
    .join('')
}

function received(text: string, trace: ShownTrace | undefined): FrameText {
  if (!trace) return { kind: 'received', label: 'frame', tone: 'plain', text }
  // A push shows no time of its own: what it took is the backend's business.
  if (trace.route?.endsWith('@connections')) {
    return { kind: 'received', label: '@connections', tone: 'push', text, trace }
  }
  const isError = failure(trace) !== undefined
  const label = isError ? 'error' : (trace.route ?? 'no route')
  return { kind: 'received', label, tone: isError ? 'error' : 'route', text, trace }
}

function traced(trace: ShownTrace): Pick<ConsoleFrame, 'trace' | 'durationMs'> {
  return { trace, durationMs: trace.durationMs }
}

function plain(marked: string): string {
  return marked.replaceAll('**', '').replaceAll('`', '')
}
