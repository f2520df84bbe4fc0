import type { StepName } from '../protocol/trace.ts'

/** A breakpoint at a line of a file; lines count from 0. */
export interface LineBreakpoint {
  readonly id: number
  readonly line: number
  /** Set where one of several statements of a line is meant. */
  readonly character?: number
  /** An expression of VTL that has to be true. */
  readonly condition?: string
  /** `5`, `>= 5`, `% 5`. */
  readonly hitCondition?: string
  /** Written in place of stopping; `{$expression}` in it is replaced by its value. */
  readonly logMessage?: string
}

/** When a request is held up at a step. */
export type Moment = 'after' | 'before'

/** A breakpoint at a step: of every route, or of one. */
export interface StepBreakpoint {
  readonly id: number
  readonly moment: Moment
  readonly step: StepName
  /** `GET /orders/{id}`; any when unset. */
  readonly route?: string
  readonly condition?: string
  readonly hitCondition?: string
}

/** What is held up beside lines and steps that are named one by one. */
export type Filter =
  'authorizer' | 'backendAnswers' | 'failures' | 'integrationRequest' | 'requests' | 'responses'

/** Steps as they are written in function breakpoints, in the order of the pipeline. */
export const stepNames: readonly StepName[] = [
  'methodRequest',
  'authorizer',
  'apiKey',
  'requestValidation',
  'responseCache',
  'integrationRequest',
  'integration',
  'integrationResponse',
  'methodResponse',
  'gatewayResponse',
]

/**
 * Reads a step breakpoint as it is written: `integrationRequest`, `after authorizer`, `GET /orders before integration`. A
 * step without a moment is held up after it. A sentence says what is wrong.
 */
export function readStepBreakpoint(text: string): Omit<StepBreakpoint, 'id'> | string {
  const words = text.trim().split(/\s+/)
  const named = words.pop() ?? ''
  const step = stepNames.find(name => name.toLowerCase() === named.toLowerCase())
  if (!step) return `'${named}' is no step; the steps are ${stepNames.join(', ')}`
  const stated = words.at(-1)?.toLowerCase()
  const isMoment = stated === 'before' || stated === 'after'
  if (isMoment) words.pop()
  const route = words.join(' ')
  return {
    moment: stated === 'before' ? 'before' : 'after',
    step,
    ...(route !== '' && { route }),
  }
}

/** Whether the n-th time (from 1) counts; a condition that cannot be read is met every time. */
export function isHit(hitCondition: string | undefined, hits: number): boolean {
  const read = /^\s*(>=|<=|==|=|>|<|%)?\s*(\d+)\s*$/.exec(hitCondition ?? '')
  if (!read) return true
  const wanted = Number(read[2])
  switch (read[1] ?? '>=') {
    case '>':
      return hits > wanted
    case '<':
      return hits < wanted
    case '<=':
      return hits <= wanted
    case '>=':
      return hits >= wanted
    case '%':
      return wanted > 0 && hits % wanted === 0
    default:
      return hits === wanted
  }
}
