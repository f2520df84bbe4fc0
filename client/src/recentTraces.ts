import type { Trace } from '../../server/src/protocol/trace.ts'

/** The last answered requests of this session; older ones are forgotten. */
export class RecentTraces {
  private traces: readonly Trace[] = []

  add(trace: Trace): void {
    this.traces = [trace, ...this.traces].slice(0, most)
  }

  /** Those of a route (`POST /orders`), or all where it is not known; the newest first. */
  of(route: string | undefined): readonly Trace[] {
    return route === undefined ? this.traces : this.traces.filter(trace => trace.route === route)
  }
}

/** A trace may hold a few megabytes of bodies. */
const most = 20
