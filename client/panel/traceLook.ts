import type { ShownTrace, Trace } from '../../server/src/protocol/trace.ts'

/** How a trace is looked at. */
export interface TraceLook {
  /** As the execution log of API Gateway instead of as steps. */
  readonly isAwsLog: boolean
  /** Until the window is loaded anew. */
  readonly areSecretsShown: boolean
}

export const firstLook: TraceLook = { isAwsLog: false, areSecretsShown: false }

/** A trace as it is looked at: its secrets are masked until somebody wants to see them. */
export function lookedAt(trace: ShownTrace, { areSecretsShown }: TraceLook): Trace {
  return areSecretsShown ? trace : (trace.masked ?? trace)
}
