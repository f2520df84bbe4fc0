import type { Payload } from '../gateway/debug/payload.ts'
import type { DebuggedTemplate } from '../gateway/debug/requestDebugger.ts'
import type { HoldFollower } from '../protocol/debugging.ts'
import type { SourceLine, StepName, TraceStep } from '../protocol/trace.ts'
import type { RenderError, RunningTemplate, TemplateScope } from '../template/template.ts'
import type { Moment } from './breakpoints.ts'
import type { BlockCall, Going, Standing } from './stepping.ts'

/** Where a request stands still. */
export type Held = HeldAtStep | HeldInTemplate

/** Before or after a step of the pipeline. */
export interface HeldAtStep {
  readonly type: 'step'
  readonly moment: Moment
  readonly step: StepName
  /** What the step told; before it, nothing. */
  readonly told: TraceStep | undefined
  /** What can be changed before the request goes on. */
  readonly payload: Payload | undefined
}

/** Before a node of a mapping template. */
export interface HeldInTemplate {
  readonly type: 'template'
  readonly template: DebuggedTemplate
  readonly standing: Standing
  readonly source: SourceLine
  readonly calls: readonly BlockCall[]
  readonly view: RunningTemplate
  readonly scope: TemplateScope
  /** What has ended it, when it stands where it failed. */
  readonly fault: RenderError | undefined
}

/** Why a request stands still, in DAP's words. */
export type Reason = 'breakpoint' | 'entry' | 'exception' | 'function breakpoint' | 'pause' | 'step'

/** A request on its way, as a debugger knows it: a thread. */
export interface RequestThread {
  readonly id: number
  /** `GET /orders/42` */
  readonly name: string
  route: string | undefined
  going: Going
  /** Where the last stop in a template was, that it goes on from. */
  from: Standing | undefined
  /** Stops at whatever comes next. */
  isAskedToStop: boolean
  /** It has stood where its template failed: the step that fails of it is no news. */
  hasShownFault: boolean
  held: Held | undefined
  resume: (() => void) | undefined
  readonly follower: HoldFollower | undefined
}
