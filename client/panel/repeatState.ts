import type { Order, RepeatedAnswer, ToPanel } from '../src/panelMessages.ts'
import type { Answer } from './runs.ts'
import { without } from './without.ts'

/** A request that is sent many times: what was asked for, and what came back so far. */
export interface Repeat {
  readonly order: Order
  readonly count: number
  readonly atOnce: number
  /** `asked`: the user still says how often. */
  readonly phase: 'asked' | 'running' | 'done'
  readonly isCancelling: boolean
  readonly results: readonly RepeatedAnswer[]
  /** Why it ended before all were sent. */
  readonly message?: string
  /** One of the answers, looked at whole. */
  readonly opened?: Answer
}

export type RepeatAction =
  /** The user is to say how often. */
  | { readonly type: 'askedRepeat'; readonly order: Order }
  | { readonly type: 'editedRepeat'; readonly count: number; readonly atOnce: number }
  | { readonly type: 'startedRepeat'; readonly order: Order }
  | { readonly type: 'closedOpened' }
  | { readonly type: 'closedRepeat' }

/** The state after an action; undefined closes the view. */
export function reduceRepeat(repeat: Repeat | undefined, action: RepeatAction): Repeat | undefined {
  switch (action.type) {
    case 'askedRepeat': {
      const { count = 50, atOnce = 4 } = repeat ?? {}
      return { order: action.order, count, atOnce, phase: 'asked', isCancelling: false, results: [] }
    }
    case 'editedRepeat':
      return repeat && { ...repeat, count: action.count, atOnce: action.atOnce }
    case 'startedRepeat': {
      const { count = 50, atOnce = 4 } = repeat ?? {}
      return { order: action.order, count, atOnce, phase: 'running', isCancelling: false, results: [] }
    }
    case 'closedOpened':
      return repeat && without(repeat, 'opened')
    case 'closedRepeat':
      return undefined
  }
}

/** The state after further answers have come. */
export function withResults(
  repeat: Repeat,
  { results, isDone }: Extract<ToPanel, { type: 'repeated' }>,
): Repeat {
  const all = [...repeat.results, ...results]
  return { ...repeat, results: all, ...(isDone && { phase: 'done' as const }) }
}

/** How a status came out: how often, and how long its answers took, in milliseconds. */
export interface Spread {
  /** Unset for requests without an answer. */
  readonly status?: number
  readonly count: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly max: number
}

/** One row for each status, most frequent first. */
export function spreads(results: readonly RepeatedAnswer[]): Spread[] {
  const byStatus = new Map<number | undefined, number[]>()
  for (const { status, durationMs } of results) {
    const list = byStatus.get(status)
    if (list) list.push(durationMs)
    else byStatus.set(status, [durationMs])
  }
  return [...byStatus]
    .map(([status, times]) => {
      const sorted = times.toSorted((a, b) => a - b)
      return {
        ...(status !== undefined && { status }),
        count: sorted.length,
        p50: percentile(sorted, 50),
        p90: percentile(sorted, 90),
        p99: percentile(sorted, 99),
        max: sorted.at(-1) ?? 0,
      }
    })
    .sort((a, b) => b.count - a.count)
}

/** The smallest value that so many percent of the values do not pass (nearest rank); the values come in order. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0
}

/** The top of an axis and the distance of its lines: few round numbers that hold the greatest value. */
export function axisFor(greatest: number): { readonly top: number; readonly step: number } {
  const rough = Math.max(greatest, 1) / 3
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 4, 5, 10].map(factor => factor * power).find(each => each >= rough) ?? power * 10
  return { top: step * Math.max(1, Math.ceil(greatest / step)), step }
}
