import type { GatewayMeters, MetersQuery } from '../../../server/src/protocol/gatewayMeters.ts'
import type { ToMetrics } from '../../src/metricsMessages.ts'
import type { GatewayState } from '../../src/panelMessages.ts'
import { readQuery } from '../../src/metricsMessages.ts'
import { without } from '../without.ts'
import { effectsBetween } from './clockEffects.ts'
import { clockTime } from '../format.ts'
import { wholeDuration } from './meterTexts.ts'

/** What the panel knows. */
export interface MetricsState {
  readonly name: string
  readonly gateway: GatewayState
  readonly meters?: GatewayMeters
  readonly workspaceRoot: string
  /** What was not done, or why what is shown is old. */
  readonly trouble?: string
  /** What the last move of the clock made happen, or that the counters began anew. */
  readonly told?: string
}

export const initialMetricsState: MetricsState = {
  name: '',
  gateway: { type: 'starting' },
  workspaceRoot: '',
}

const tabs = ['metrics', 'alarms', 'limits', 'cache'] as const
export type MeterTab = (typeof tabs)[number]

/** What the user chose: kept while the panel is hidden, and when the window is loaded anew. */
export interface MetricsChoice {
  readonly query: MetersQuery
  readonly tab: MeterTab
}

export const firstChoice: MetricsChoice = { query: { window: '15m' }, tab: 'metrics' }

/** What was kept, as far as it has the shape. */
export function choiceOf(kept: unknown): MetricsChoice {
  if (typeof kept !== 'object' || kept === null) return firstChoice
  const { query, tab } = kept as Partial<Record<keyof MetricsChoice, unknown>>
  return {
    query: readQuery(query) ?? firstChoice.query,
    tab: tabs.find(known => known === tab) ?? firstChoice.tab,
  }
}

/** What changes the state: a message of the extension, or a note that was read. */
export type MetricsAction = ToMetrics | { readonly type: 'dismiss' }

/** Takes a message; the last numbers stay when there are no newer ones. */
export function receive(state: MetricsState, message: MetricsAction): MetricsState {
  switch (message.type) {
    case 'show': {
      const { name, gateway, workspaceRoot } = message
      return { ...state, name, gateway, workspaceRoot }
    }
    case 'gateway':
      return { ...without(state, 'trouble'), gateway: message.gateway }
    case 'meters':
      return withMeters(without(state, 'trouble'), message.meters)
    case 'moved': {
      const { ms, before, after } = message
      const told = `Moved by ${wholeDuration(ms)}: ${effectsBetween(before, after).join(', ')}`
      return { ...withMeters(state, after), told }
    }
    case 'failed':
      return { ...state, trouble: message.message }
    case 'dismiss':
      return without(state, 'told')
  }
}

function withMeters(state: MetricsState, meters: GatewayMeters): MetricsState {
  const before = state.meters?.clock.startedAt
  const { startedAt } = meters.clock
  if (before === undefined || before === startedAt) return { ...state, meters }
  const told = `The gateway was started again at ${clockTime(startedAt)}: metrics, limits and the cache begin anew`
  return { ...state, meters, told }
}
