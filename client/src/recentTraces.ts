import type { Trace } from '../../server/src/protocol/trace.ts'

/** A request that was answered in this session. */
export interface RecentTrace {
  readonly trace: Trace
  /** URI of the definition whose gateway answered. */
  readonly definition: string
}

/** The last answered requests, the newest first; older ones are forgotten. */
export class RecentTraces {
  private traces: readonly RecentTrace[] = []

  add(recent: RecentTrace): void {
    this.traces = [recent, ...this.traces].slice(0, most)
  }

  /** Those of a route (`POST /orders`), or all where it is not known; the newest first. */
  of(route: string | undefined): readonly RecentTrace[] {
    return route === undefined ? this.traces : this.traces.filter(({ trace }) => trace.route === route)
  }
}

/** A trace may hold a few megabytes of bodies. */
const most = 20
