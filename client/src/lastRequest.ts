import type { LastRequest } from '../../server/src/protocol/designMap.ts'
import type { StepName, Trace, TraceStep } from '../../server/src/protocol/trace.ts'
import type { Answer } from './answers.ts'

/**
 * The way of an answered request for the map: all of it where the trace is known, else that it was answered. Whether one
 * that was refused or failed has got beyond its route tells the trace alone.
 */
export function lastRequestOf(
  route: string,
  { status, durationMs }: Answer,
  trace: Trace | undefined,
): LastRequest {
  if (!trace) return { route, status, durationMs, ...(status >= 400 && { reached: 'route' }), times: {} }
  const host = hostOf(trace)
  const times = {
    authorizer: timeOf(trace, 'authorizer'),
    integration: timeOf(trace, 'integrationRequest'),
    target: timeOf(trace, 'integration'),
  }
  return {
    route,
    stage: trace.stage,
    ...(host !== undefined && { host }),
    status,
    durationMs,
    reached: reachedBy(trace),
    times: Object.fromEntries(Object.entries(times).filter(([, time]) => time !== undefined)),
  }
}

/** Where a request ended: a refusal of the authorizer, before the integration, or there. */
function reachedBy({ steps }: Trace): NonNullable<LastRequest['reached']> {
  if (wasReached(steps, 'integration')) return 'integration'
  return steps.some(({ name, state }) => name === 'authorizer' && state === 'failed') ? 'authorizer' : 'route'
}

function wasReached(steps: readonly TraceStep[], wanted: StepName): boolean {
  return steps.some(({ name, state }) => name === wanted && state !== 'notReached' && state !== 'skipped')
}

function timeOf({ steps }: Trace, wanted: StepName): number | undefined {
  const ran = steps.filter(({ name, state }) => name === wanted && (state === 'passed' || state === 'failed'))
  return ran.length === 0 ? undefined : ran.reduce((sum, { durationMs }) => sum + durationMs, 0)
}

function hostOf({ request }: Trace): string | undefined {
  const field = request.headers?.find(([name]) => name.toLowerCase() === 'host')
  return field?.[1].replace(/:\d+$/, '').toLowerCase()
}
