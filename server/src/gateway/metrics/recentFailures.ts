import type { Trace } from '../../protocol/trace.ts'

/** A request that was answered with 400 or more. */
export interface Failure {
  readonly requestId: string
  readonly apiId: string
  readonly stage: string
  readonly route: string | undefined
  /** Milliseconds since 1970. */
  readonly at: number
  readonly status: number
  /** Formatted when it is asked for. */
  readonly trace: () => Trace
}

/** A trace may hold a few megabytes of bodies. */
const most = 20

/** The last failures of a gateway, so that a number leads to what is behind it. */
export class RecentFailures {
  #failures: readonly Failure[] = []
  readonly #traces = new WeakMap<Failure, Trace>()

  add(failure: Failure): void {
    this.#failures = [failure, ...this.#failures].slice(0, most)
  }

  /** Those of a stage, the latest first. */
  of(apiId: string, stage: string): readonly Failure[] {
    return this.#failures.filter(failure => failure.apiId === apiId && failure.stage === stage)
  }

  /** The trace of a request that is still kept. */
  traceOf(requestId: string): Trace | undefined {
    const found = this.#failures.find(failure => failure.requestId === requestId)
    return found && this.trace(found)
  }

  trace(failure: Failure): Trace {
    const known = this.#traces.get(failure) ?? failure.trace()
    this.#traces.set(failure, known)
    return known
  }
}

/** Why a request failed at the gateway, in words without marks; undefined where its backend said so. */
export function reasonOf({ steps }: Pick<Trace, 'steps'>): string | undefined {
  return steps.find(({ state }) => state === 'failed')?.summary.replaceAll('**', '')
}
