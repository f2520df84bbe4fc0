import type { GatewayMeters, MetersQuery } from '../../server/src/protocol/gatewayMeters.ts'
import type { SourceLine } from '../../server/src/protocol/trace.ts'
import type { GatewayState } from './panelMessages.ts'

/** Messages from the extension to the webview of metrics. */
export type ToMetrics =
  /** First message after `ready`. */
  | {
      readonly type: 'show'
      readonly name: string
      readonly gateway: GatewayState
      readonly workspaceRoot: string
    }
  | { readonly type: 'gateway'; readonly gateway: GatewayState }
  /** The answer of the gateway, again and again while the panel is seen. */
  | { readonly type: 'meters'; readonly meters: GatewayMeters }
  /** The clock was moved: what was there right before and right after. */
  | {
      readonly type: 'moved'
      readonly ms: number
      readonly before: GatewayMeters
      readonly after: GatewayMeters
    }
  /** What was asked for was not done, or the gateway cannot be read; the last numbers stay. */
  | { readonly type: 'failed'; readonly message: string }

/** Messages from the webview to the extension. */
export type FromMetrics =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly query: MetersQuery }
  | { readonly type: 'advance'; readonly ms: number }
  /** Forgets one cached answer of the stage that is shown, or all of them. */
  | { readonly type: 'flush'; readonly entry?: string }
  | { readonly type: 'resetUsage' }
  | { readonly type: 'start' }
  | { readonly type: 'restart' }
  | { readonly type: 'export'; readonly csv: string }
  /** Of one of the last failures. */
  | { readonly type: 'openTrace'; readonly requestId: string }
  | { readonly type: 'openSource'; readonly source: SourceLine }

/** Checks what the webview sent: only a message of the agreed shape comes through. */
export function readFromMetrics(value: unknown): FromMetrics | undefined {
  if (!isRecord(value)) return undefined
  const { type, query, ms, entry, csv, requestId, source } = value
  switch (type) {
    case 'ready':
    case 'resetUsage':
    case 'start':
    case 'restart':
      return { type }
    case 'ask': {
      const read = readQuery(query)
      return read && { type, query: read }
    }
    case 'advance':
      return isCount(ms) && ms > 0 ? { type, ms } : undefined
    case 'flush':
      return { type, ...(typeof entry === 'string' && { entry }) }
    case 'export':
      return typeof csv === 'string' ? { type, csv } : undefined
    case 'openTrace':
      return typeof requestId === 'string' ? { type, requestId } : undefined
    case 'openSource': {
      if (!isRecord(source)) return undefined
      const { file, line, character } = source
      return typeof file === 'string' && isCount(line) && isCount(character)
        ? { type, source: { file, line, character } }
        : undefined
    }
    default:
      return undefined
  }
}

/** Checks what a page asks for, or what it had kept. */
export function readQuery(value: unknown): MetersQuery | undefined {
  if (!isRecord(value)) return undefined
  const { window } = value
  if (window !== '15m' && window !== '1h' && window !== 'start') return undefined
  const text = (name: 'stage' | 'route' | 'cacheFilter') => {
    const given = value[name]
    return typeof given === 'string' && given !== '' ? { [name]: given } : {}
  }
  return { window, ...text('stage'), ...text('route'), ...text('cacheFilter') }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
