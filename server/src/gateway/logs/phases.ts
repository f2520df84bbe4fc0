import { GatewayError, gatewayResponseTypes } from '../gatewayError.ts'
import type { TraceRecorder } from '../trace.ts'
import type { PhaseFacts } from './requestFacts.ts'

type Phase = 'authenticate' | 'authorizer' | 'authorize'

type Notes = Pick<TraceRecorder, 'elapsed' | 'note'>

/** Does the work of a phase and notes how long it took and how it ended; what it throws goes on. */
export async function phase<T>(name: Phase, trace: Notes, work: () => Promise<T>): Promise<T> {
  const started = trace.elapsed()
  try {
    const result = await work()
    end(name, started, trace, { status: 200 })
    return result
  } catch (error) {
    end(name, started, trace, refusalFacts(name, error))
    throw error
  }
}

/** The same for work that waits for nothing. */
export function phaseAtOnce<T>(name: Phase, trace: Notes, work: () => T): T {
  const started = trace.elapsed()
  try {
    const result = work()
    end(name, started, trace, { status: 200 })
    return result
  } catch (error) {
    end(name, started, trace, refusalFacts(name, error))
    throw error
  }
}

function end(name: Phase, started: number, trace: Notes, facts: PhaseFacts | undefined): void {
  if (facts) trace.note({ [name]: { ...facts, latency: Math.round(trace.elapsed() - started) } })
}

function refusalFacts(name: Phase, error: unknown): PhaseFacts | undefined {
  if (!(error instanceof GatewayError)) return undefined
  return {
    status: error.status ?? gatewayResponseTypes[error.type].status,
    error: name === 'authorize' ? notAuthorized : error.message,
  }
}

/** What AWS's logs say of a caller whom the policies refuse. */
const notAuthorized = 'The client is not authorized to perform this operation.'
