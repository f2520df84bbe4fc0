import type { StepName, Trace, TraceStep } from '../../server/src/protocol/trace.ts'
import type { StatusKind } from './format.ts'
import type { RowId } from './state.ts'

/** A row of the trace: one step, or steps that did nothing folded to one. */
export type TraceRowData =
  | { readonly type: 'step'; readonly id: StepName; readonly step: TraceStep }
  | {
      readonly type: 'folded'
      readonly id: RowId
      readonly title: string
      readonly state: TraceStep['state']
      readonly steps: readonly TraceStep[]
    }

/** The steps, of which the one that decided leads to the same line as the explanation of the answer. */
export function decidedSteps({ steps, why }: Trace): readonly TraceStep[] {
  const { source } = why ?? {}
  if (!why || !source) return steps
  return steps.map(step => (step.name === why.step ? { ...step, source } : step))
}

/** All steps, each on a row of its own. */
export function stepRows(steps: readonly TraceStep[]): TraceRowData[] {
  return steps.map(step => ({ type: 'step', id: step.name, step }))
}

/** The same with neighbours that did nothing folded: `5 steps not reached`. */
export function foldedRows(steps: readonly TraceStep[]): TraceRowData[] {
  const rows: TraceRowData[] = []
  for (let index = 0; index < steps.length;) {
    const step = steps[index]
    if (!step) break
    const words = foldable[step.state]
    const end = steps.findIndex((other, at) => at > index && other.state !== step.state)
    const alike = words ? steps.slice(index, end === -1 ? undefined : end) : [step]
    if (words && alike.length > 1) {
      const title = `${alike.length} steps ${words}`
      rows.push({ type: 'folded', id: `folded:${step.name}`, title, state: step.state, steps: alike })
    } else {
      rows.push({ type: 'step', id: step.name, step })
    }
    index += alike.length
  }
  return rows
}

const foldable: Partial<Record<TraceStep['state'], string>> = {
  skipped: 'skipped',
  notReached: 'not reached',
}

/** Icon and its colour for a state; `verdict` is the colour of the whole answer. */
export function stepIcon(
  step: TraceStep,
  verdict: StatusKind,
): { icon: string; colour: string; word: string } {
  switch (step.state) {
    case 'passed':
      return step.name === 'gatewayResponse'
        ? { icon: 'info', colour: 'acc', word: 'answered' }
        : { icon: 'pass', colour: 'ok', word: 'passed' }
    case 'failed':
      return {
        icon: verdict === 'err' ? 'error' : 'warning',
        colour: verdict === 'err' ? 'err' : 'warn',
        word: 'failed',
      }
    case 'skipped':
      return { icon: 'dash', colour: 'dim', word: 'skipped' }
    case 'notReached':
      return { icon: 'circle-slash', colour: 'dim', word: 'not reached' }
    case 'notEmulated':
      return { icon: 'question', colour: 'acc', word: 'not emulated' }
  }
}

/** The step that a running request is in: the one after the last that ended. */
export function runningStep(steps: readonly TraceStep[], apiType: string): NamedStep {
  const order = apiType === 'http' ? httpSteps : restSteps
  const last = steps.at(-1)
  // Most requests have no cache to ask, so it is not expected.
  const ended = last?.name === 'responseCache' ? 'requestValidation' : last?.name
  const index = order.findIndex(({ name }) => name === ended) + 1
  return order[index] ?? last ?? restSteps[0]
}

/** The step's number and count for the head of the trace: `8 steps`, `stopped at step 2`. */
export function traceHead(steps: readonly TraceStep[]): string {
  const failed = steps.findIndex(step => step.state === 'failed')
  return failed >= 0 ? `stopped at step ${failed + 1}` : `${steps.length} steps`
}

interface NamedStep {
  readonly name: StepName
  readonly title: string
}

const restSteps = [
  { name: 'methodRequest', title: 'Method request' },
  { name: 'authorizer', title: 'Authorizer' },
  { name: 'apiKey', title: 'API key and usage plan' },
  { name: 'requestValidation', title: 'Request validation' },
  { name: 'integrationRequest', title: 'Integration request' },
  { name: 'integration', title: 'Integration' },
  { name: 'integrationResponse', title: 'Integration response' },
  { name: 'methodResponse', title: 'Method response' },
] as const satisfies readonly NamedStep[]

/** An HTTP API has no API keys, validators or method responses. */
const httpSteps: readonly NamedStep[] = [
  { name: 'methodRequest', title: 'Route' },
  { name: 'authorizer', title: 'Authorizer' },
  { name: 'integrationRequest', title: 'Integration request' },
  { name: 'integration', title: 'Integration' },
  { name: 'integrationResponse', title: 'Integration response' },
]
