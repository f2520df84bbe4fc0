import { readDuration } from './isoDuration.ts'
import { forgetEntry } from './meters/cacheReading.ts'
import type { GatewayState } from './state.ts'

/** What a change of the state answers, or why it was not made, as a sentence for who asked. */
export type StateAnswer =
  | { readonly fault?: undefined; readonly json: Readonly<Record<string, unknown>> }
  | { readonly fault: string }

/** Changes the state; `input` is the request's JSON body, undefined when it is empty. `now` tells the moved time. */
export type StateControl = (input: unknown, state: GatewayState, now: () => number) => StateAnswer

/**
 * The changes that users may make while the gateway runs, by their path behind the control prefix. Whoever routes requests to them
 * asks for the token first.
 */
export const stateControls: ReadonlyMap<string, StateControl> = new Map<string, StateControl>([
  ['clock', moveClock],
  ['cache/flush', flushCache],
  ['usage/reset', resetUsage],
])

function moveClock(input: unknown, state: GatewayState, now: () => number): StateAnswer {
  const advance = textIn(input, 'advance')
  const ms = advance === undefined ? undefined : readDuration(advance)
  if (ms === undefined) return { fault: '`advance` must be an ISO 8601 duration such as `PT1H`' }
  if (state.clockOffset + ms > furthest) return { fault: 'the clock moves 10 years at most' }
  state.advanceClock(ms)
  return { json: { now: new Date(now()).toISOString() } }
}

function flushCache(input: unknown, state: GatewayState): StateAnswer {
  const [stage, apiId, entry] = ['stage', 'apiId', 'entry'].map(name => textIn(input, name))
  if (entry === undefined) return { json: { flushed: state.flushCache(stage, apiId) } }
  if (stage === undefined || apiId === undefined) return { fault: '`entry` needs `apiId` and `stage`' }
  return { json: { flushed: forgetEntry(apiId, stage, entry, state) ? 1 : 0 } }
}

function resetUsage(_input: unknown, state: GatewayState): StateAnswer {
  state.resetUsage()
  return { json: {} }
}

/** Milliseconds. */
const furthest = 10 * 366 * 24 * 60 * 60 * 1000

function textIn(input: unknown, name: string): string | undefined {
  if (typeof input !== 'object' || input === null || !Object.hasOwn(input, name)) return undefined
  const value = (input as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : undefined
}
