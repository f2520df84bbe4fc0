import type { Origin } from '../../base/origin.ts'
import type { HoldFollower } from '../../protocol/debugging.ts'
import type { StepName, TraceStep } from '../../protocol/trace.ts'
import type { RenderError, RunningTemplate, TemplateScope } from '../../template/template.ts'
import type { TemplateNode } from '../../template/tree.ts'
import type { HttpRequest } from '../messages.ts'
import type { EditedResult } from './payload.ts'

/** Somebody who watches requests on their way through a gateway, and may hold them up. */
export interface Debugger {
  /** A request has come; undefined when nobody wants to see it. `follower` hears where it stands. */
  readonly open: (
    request: Pick<HttpRequest, 'method' | 'path'>,
    follower?: HoldFollower,
  ) => RequestDebugger | undefined
  /** The debugger of a request on its way. */
  readonly of: (request: Received) => RequestDebugger | undefined
}

/** A request as the gateway took it in. */
export interface Received {
  readonly requestId: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

/** A template that is about to run, and the step that it is of. */
export interface DebuggedTemplate {
  readonly text: string
  readonly origin: Origin
  /** `application/json` */
  readonly mediaType: string
  readonly side: 'request' | 'response'
  /** What it is called where it is no step's. */
  readonly name?: string
}

/** Where a request may be held up: each returns undefined when it is not, else resolves when it goes on. */
export interface RequestDebugger {
  /** It is this request from now on. */
  readonly received: (request: Received) => void
  /** The route that takes it is known: `GET /orders/{id}`. */
  readonly routed: (route: string) => void
  /** Before the first step; `edited` is the request, which may be changed. */
  readonly arrives: (edited: EditedResult) => Promise<void> | undefined
  readonly before: (step: StepName) => Promise<void> | undefined
  /** `edited` is what the step made, which may be changed; undefined where nothing can be. */
  readonly after: (step: TraceStep, edited: EditedResult | undefined) => Promise<void> | undefined
  /** Whether somebody may want to stop in a template. */
  readonly entersTemplate: (template: DebuggedTemplate) => boolean
  /** It stands before a node; `scope` has the variables that it began with. */
  readonly inTemplate: (
    template: DebuggedTemplate,
    node: TemplateNode,
    view: RunningTemplate,
    scope: TemplateScope,
  ) => Promise<void> | undefined
  /** It has failed after the node that it stood before last; `scope` as for `inTemplate`. */
  readonly failsInTemplate: (
    template: DebuggedTemplate,
    fault: RenderError,
    last: { readonly node: TemplateNode; readonly view: RunningTemplate },
    scope: TemplateScope,
  ) => Promise<void> | undefined
  /** The template has run to its end. */
  readonly leavesTemplate: (template: DebuggedTemplate) => void
  /** A function runs for it in this process; with nothing it has run. */
  readonly runsIn: (process: number | undefined) => void
  /** It is answered, or ended without an answer. */
  readonly close: () => void
}

/**
 * Thrown out of a step that must not wait, when its request is held up: whoever runs the step keeps the request until
 * `wait` resolves, and runs the step again. What the step did so far is repeated, so such a step changes nothing.
 */
export class HeldUp extends Error {
  readonly wait: () => Promise<void>

  constructor(wait: () => Promise<void>) {
    super('held up by the debugger')
    this.wait = wait
  }
}

/** Runs what may be held up, as often as it is. */
export async function heldUp<T>(run: () => T): Promise<T> {
  for (;;) {
    try {
      return run()
    } catch (error) {
      if (!(error instanceof HeldUp)) throw error
      await error.wait()
    }
  }
}
