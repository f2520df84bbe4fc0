import type { TracedMessage } from '../../protocol/trace.ts'
import type { HttpResponse } from '../messages.ts'
import { tracedResponse } from '../tracedMessage.ts'
import type { BackendRequest, BackendResponse, World } from '../world.ts'
import { BackendError } from '../world.ts'

/** Sends a request; a backend that gives no answer becomes what `refuse` makes of it, a cancelled request stays one. */
export async function callBackend(
  request: BackendRequest,
  world: World,
  signal: AbortSignal | undefined,
  refuse: (error: BackendError) => Error,
): Promise<BackendResponse> {
  try {
    return await world.fetch({ ...request, ...(signal && { signal }) })
  } catch (error) {
    if (error instanceof BackendError && error.reason !== 'aborted') throw refuse(error)
    throw error
  }
}

/** What a backend answered, as the trace shows it. */
export function tracedBackendResponse(response: HttpResponse): TracedMessage {
  return tracedResponse('Response of the backend', response)
}
