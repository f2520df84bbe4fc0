import type { TraceStep } from '../../server/src/protocol/trace.ts'
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

/** A run of which another step has ended. */
export function withStep(run: Run, step: TraceStep, at: number): Run {
  const begunAt = at - (run.heldMs ?? 0) - step.startMs - step.durationMs
  return { ...run, steps: [...run.steps, step], begunAt: Math.max(begunAt, run.startedAt) }
}

/** Milliseconds that a run has taken by now, those aside in which it was held up. */
export function elapsedOf({ startedAt, begunAt = startedAt, held, heldMs = 0 }: Run, now: number): number {
  return Math.max((held ? held.since : now) - begunAt - heldMs, 0)
}
