import type { ConsoleClient, ConsoleFrame, KeptConsole } from './consoleMessages.ts'
import { isSettings } from './consoleMessages.ts'

/** What a console begins with after the window was loaded anew: nobody is connected, and what was said is old. */
export interface RestoredConsole {
  readonly clients: readonly ConsoleClient[]
  readonly frames: readonly ConsoleFrame[]
  readonly reconnects: boolean
}

/** Reads what VS Code kept of a page; undefined for anything that no page of ours wrote. */
export function restoredConsole(state: unknown): RestoredConsole | undefined {
  if (!isRecord(state) || state['version'] !== 1) return undefined
  // The version says that our own page wrote the rest; what is not of its shape is left out all the same.
  const { clients, frames, reconnects } = state as unknown as Partial<KeptConsole>
  const known = listOf(clients, isClient).map(({ id, name, identity, query, headers, protocols }) => ({
    id,
    name,
    state: 'closed' as const,
    ...(identity !== undefined && { identity }),
    query,
    headers,
    protocols,
  }))
  const old = listOf(frames, isFrame)
    .filter(({ client }) => known.some(({ id }) => id === client))
    .map(frame => ({ ...frame, isOld: true as const }))
  return { clients: known, frames: old, reconnects: reconnects !== false }
}

function listOf<T>(value: readonly T[] | undefined, fits: (item: unknown) => item is T): readonly T[] {
  return Array.isArray(value) ? value.filter(fits) : []
}

function isClient(value: unknown): value is ConsoleClient {
  return isRecord(value) && isId(value['id']) && typeof value['name'] === 'string' && isSettings(value)
}

function isFrame(value: unknown): value is ConsoleFrame {
  if (!isRecord(value) || !isId(value['id']) || !isId(value['client'])) return false
  return (
    typeof value['at'] === 'number' &&
    ['kind', 'label', 'tone', 'text'].every(key => typeof value[key] === 'string')
  )
}

function isId(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
