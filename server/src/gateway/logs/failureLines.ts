import type { GatewayError, NotEmulatedError } from '../gatewayError.ts'
import type { Incoming } from '../incoming.ts'
import type { HttpResponse } from '../messages.ts'
import type { MethodCall } from '../methodCall.ts'
import type { TraceRecorder } from '../trace.ts'
import type { ExecutionLog } from './executionLog.ts'
import { bodyText, headersText } from './logText.ts'
import { logEnd } from './methodLines.ts'

/** A gateway response as it was sent. */
export interface SentGatewayResponse {
  readonly response: HttpResponse
  /** Type of the definition's gateway response that applied; unset for the body that AWS has of its own. */
  readonly entryType: string | undefined
}

/** Notes that the gateway itself answered, and why. Of a request that no method took, AWS keeps no execution log. */
export function logRefusal(
  call: MethodCall | undefined,
  error: GatewayError,
  sent: SentGatewayResponse,
  trace: Pick<TraceRecorder, 'execution' | 'facts' | 'note'>,
): void {
  if (!call) return
  const line = failureLine(error, call.incoming)
  if (/^(INTEGRATION_|API_CONFIGURATION_ERROR$)/.test(error.type))
    trace.note({ integration: { error: line } })
  trace.execution.error(() => line)
  logAnswer(error, sent, trace.execution)
  logEnd(call, trace.facts.integration?.requestId, trace.execution)
}

/** Says in the execution log that AWS would go on here. */
export function logNotEmulated(error: NotEmulatedError, log: ExecutionLog): void {
  log.error(() => `not emulated: ${plainReason(error)}`)
}

function logAnswer(
  error: GatewayError,
  { response, entryType }: SentGatewayResponse,
  log: ExecutionLog,
): void {
  if (entryType !== undefined) {
    log.error(() => `Gateway response type: ${entryType} with status code: ${response.status}`)
    log.dataTrace(() => `Gateway response body: ${bodyText(response.body)}`)
    log.dataTrace(() => `Gateway response headers: ${headersText(response.headers)}`)
  }
  // AWS ends the log of a caller that it does not know before.
  if (error.type !== 'UNAUTHORIZED') log.error(() => `Method completed with status: ${response.status}`)
}

/**
 * What failed, in AWS's words as users of it quote them; a fault of the configuration whose words are not known ends in those
 * of the trace.
 */
export function failureLine(error: GatewayError, { requestId }: Incoming): string {
  if (error.logged !== undefined) return error.logged
  switch (error.type) {
    case 'UNAUTHORIZED':
      return `Unauthorized request: ${requestId}`
    case 'API_CONFIGURATION_ERROR':
    case 'INTEGRATION_FAILURE':
      return `Execution failed due to configuration error: ${plainReason(error)}`
    case 'AUTHORIZER_CONFIGURATION_ERROR':
      return 'Execution failed due to configuration error: Authorizer error'
    case 'INTEGRATION_TIMEOUT':
      return 'Execution failed due to a timeout error'
    default:
      return error.message
  }
}

/** The trace's words without their marks. */
function plainReason({ reason }: { readonly reason: string }): string {
  return reason.replaceAll('**', '').replaceAll('`', '')
}
