import type { ToPanel } from '../src/panelMessages.ts'
import type { Run } from './runs.ts'
import { without } from './without.ts'

/** A run that a debugger holds up or lets go on, and what is said of it. `at` is in milliseconds since 1970. */
export function heldRun(
  run: Run,
  held: Extract<ToPanel, { type: 'held' }>['held'],
  at: number,
): { readonly run: Run; readonly announcement: string } {
  const heldMs = (run.heldMs ?? 0) + (run.held ? at - run.held.since : 0)
  const going = { ...without(run, 'held'), heldMs }
  return held
    ? { run: { ...going, held: { ...held, since: at } }, announcement: `Held ${held.where}` }
    : { run: going, announcement: run.held ? 'Goes on' : '' }
}

/** Milliseconds that a run has taken by now, those aside in which it was held up. */
export function elapsedOf({ startedAt, held, heldMs = 0 }: Run, now: number): number {
  return Math.max((held ? held.since : now) - startedAt - heldMs, 0)
}
