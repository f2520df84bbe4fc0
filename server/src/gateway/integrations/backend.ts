import type { TracedMessage } from '../../protocol/trace.ts'
import type { FailureDetails } from '../gatewayError.ts'
import { absence, because } from '../gatewayError.ts'
import type { HttpResponse } from '../messages.ts'
import { nobodyAnswers } from '../services/nobodyAnswers.ts'
import { tracedResponse } from '../tracedMessage.ts'
import type { BackendRequest, BackendResponse, ServiceAnswer, ServiceRequest, World } from '../world.ts'
import { BackendError } from '../world.ts'

/** Sends a request; a backend that gives no answer becomes what `refuse` makes of it, a cancelled request stays one. */
export async function callBackend(
  request: BackendRequest,
  world: World,
  signal: AbortSignal | undefined,
  refuse: (error: BackendError) => Error,
): Promise<BackendResponse> {
  return refusing(world.fetch({ ...request, ...(signal && { signal }) }), refuse)
}

async function refusing<T>(answer: Promise<T>, refuse: (error: BackendError) => Error): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof BackendError && error.reason !== 'aborted') throw refuse(error)
    throw error
  }
}

/** Asks whoever stands in for an AWS service; a 501 where nobody does. */
export async function askService(
  request: ServiceRequest,
  world: World,
  signal: AbortSignal | undefined,
  refuse: (error: BackendError) => Error,
): Promise<Extract<ServiceAnswer, { type: 'answered' }>> {
  const answer = await refusing(world.callService({ ...request, ...(signal && { signal }) }), refuse)
  if (answer.type === 'answered') return answer
  throw absence(nobodyAnswers(request))
}

/** Why there is no answer, in words for the trace. */
export function noAnswer({ url, vpcLink }: BackendRequest, error: BackendError): string {
  if (error.reason !== 'unmapped') return `\`${url}\` gave no answer: ${error.message}`
  const [name = ''] = vpcLink?.names ?? []
  return `the backend stands behind the VPC link \`${name}\`, and nothing says where that leads on this machine: \`--vpc-link ${name}=URL\` does (${error.message})`
}

/** The details of a backend that gave no answer. */
export function becauseOfBackend(
  { url, timeoutMs }: BackendRequest,
  { reason, message }: BackendError,
): () => FailureDetails {
  const known = reason === 'timeout' || reason === 'tooLarge' ? reason : 'unreachable'
  return because({ type: 'backend', url, reason: known, message, timeoutMs })
}

/** What a backend answered, as the trace shows it. */
export function tracedBackendResponse(response: HttpResponse): TracedMessage {
  return tracedResponse('Response of the backend', response)
}
