import type { InvokeResponse } from '../../server/src/protocol/gatewayControl.ts'
import type { AnswerFit } from '../../server/src/protocol/requests.ts'
import type { ShownTrace, SourceLine, TraceStep } from '../../server/src/protocol/trace.ts'
import type { Failure, Order, ReloadCause } from '../src/panelMessages.ts'

export interface Run {
  readonly number: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly order?: Order
  /** What was saved, where that sent it. */
  readonly cause?: ReloadCause
  readonly steps: readonly TraceStep[]
  readonly isCancelling: boolean
  /** Where a debugger holds it up, since when in milliseconds since 1970. */
  readonly held?: { readonly where: string; readonly source?: SourceLine; readonly since: number }
  /** When the gateway began with it, after its own start and that of a debug session; unset before its first step. */
  readonly begunAt?: number
  /** Milliseconds that it was held up before: they do not count. */
  readonly heldMs?: number
}

export interface Answer {
  readonly number: number
  /** Unset when this panel did not send it itself (it was hidden meanwhile). */
  readonly order?: Order
  /** What was saved, where that sent it. */
  readonly cause?: ReloadCause
  /** Whether it fits its model, once that is known. */
  readonly fit?: AnswerFit
  /** As whom it was sent; unset for a request without credentials of an identity. */
  readonly identity?: string
  readonly response: InvokeResponse
  readonly trace: ShownTrace
}

export type Trouble =
  ({ readonly type: 'failed' } & Failure) | { readonly type: 'cancelled'; readonly after: string }
