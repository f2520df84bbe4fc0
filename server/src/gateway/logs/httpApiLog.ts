import type { HttpApi } from '../../api/api.ts'
import { GatewayError, HttpApiError } from '../gatewayError.ts'
import { worded } from '../httpApiRefusal.ts'
import type { Incoming } from '../incoming.ts'
import { pathInStage } from '../incoming.ts'
import { decodeSafely } from '../queryString.ts'
import type { RouteCall } from '../routeCall.ts'
import type { ServedApi } from '../servedApi.ts'
import type { ContextValues } from '../variables.ts'
import { httpContext } from '../variables.ts'
import type { FunctionResult } from '../world.ts'
import type { IntegrationFacts } from './requestFacts.ts'

/** What the access log of an HTTP API tells of a request: its `$context`, and of one that was refused `$context.error`. */
export interface HttpApiLog {
  readonly context: ContextValues
  readonly error?: ContextValues
}

/** `call` is undefined when no route took the request, `failure` what ended it. */
export function httpApiLog(
  served: ServedApi<HttpApi>,
  incoming: Incoming,
  call: RouteCall | undefined,
  failure?: unknown,
): HttpApiLog {
  const context = call?.context ?? contextWithoutRoute(served, incoming)
  if (failure instanceof GatewayError)
    return { context, error: { ...httpErrorContext(worded(failure)), responseType: failure.type } }
  return failure instanceof HttpApiError ? { context, error: httpErrorContext(failure) } : { context }
}

function contextWithoutRoute(served: ServedApi<HttpApi>, incoming: Incoming): ContextValues {
  const { request } = incoming
  const staged = pathInStage(served.stage.name, request)
  const path = staged.type === 'inStage' ? staged.before + decodeSafely(staged.path) : request.path
  return httpContext(served, incoming, path, undefined)
}

/** HTTP APIs have no gateway responses to customize; their logs name the types all the same. */
function httpErrorContext({ message, status }: HttpApiError): ContextValues {
  const responseType = responseTypes.get(status) ?? (status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX')
  return { message, messageString: JSON.stringify(message), responseType }
}

const responseTypes: ReadonlyMap<number, string> = new Map([
  [401, 'UNAUTHORIZED'],
  [403, 'ACCESS_DENIED'],
  [404, 'RESOURCE_NOT_FOUND'],
  [413, 'REQUEST_TOO_LARGE'],
  [429, 'THROTTLED'],
  [500, 'INTEGRATION_FAILURE'],
  [503, 'INTEGRATION_TIMEOUT'],
])

/** What is known of a function's run once it has ended, its answer not yet read. */
export function functionFacts(result: FunctionResult, requestId: string): IntegrationFacts {
  if (result.type === 'success') return { integrationStatus: 200, requestId }
  if (result.type === 'timeout' && result.limit === 'integration') return { requestId, error: timedOut }
  const error = `The Lambda function returned the following error: ${result.errorMessage}. Check your Lambda function code and try again.`
  return { integrationStatus: 200, requestId, error }
}

const timedOut = 'Integration request timed out'

/** Of a function's answer that cannot be read. */
export const unknownFormat =
  "The response from the Lambda function doesn't match the format that API Gateway expects."
