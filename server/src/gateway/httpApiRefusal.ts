import type { GatewayResponseType } from './gatewayError.ts'
import { GatewayError, HttpApiError, NotEmulatedError } from './gatewayError.ts'
import type { HttpResponse } from './messages.ts'
import { notEmulatedResponse } from './steps/gatewayResponse.ts'

/**
 * What an HTTP API answers when a step fails. Steps that it shares with REST APIs name their fault by the type of a
 * gateway response; an HTTP API has none of these and answers each with a status and a word of its own. Throws what is no
 * fault of a step.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function httpApiRefusal(error: unknown): HttpResponse {
  if (error instanceof NotEmulatedError) return notEmulatedResponse(error, [])
  if (error instanceof HttpApiError) return refusalOf(error)
  if (error instanceof GatewayError) return refusalOf(worded(error))
  throw error
}

/** A fault that is named as on a REST API, in the words of an HTTP API. */
function worded({ type, status, message, reason }: GatewayError): HttpApiError {
  const words = wordsOf[type]
  return words
    ? new HttpApiError(words[0], words[1], reason)
    : new HttpApiError(status ?? 500, status === undefined ? internalServerError : message, reason)
}

const internalServerError = 'Internal Server Error'

/** Types that are not here are faults of the definition. */
const wordsOf: Readonly<Partial<Record<GatewayResponseType, readonly [status: number, message: string]>>> = {
  ACCESS_DENIED: [403, 'Forbidden'],
  EXPIRED_TOKEN: [403, 'Forbidden'],
  INVALID_SIGNATURE: [403, 'Forbidden'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Forbidden'],
  THROTTLED: [429, 'Too Many Requests'],
  UNAUTHORIZED: [401, 'Unauthorized'],
}

function refusalOf({ status, message, headers }: HttpApiError): HttpResponse {
  return {
    status,
    headers: [['content-type', 'application/json'], ...headers],
    body: Buffer.from(JSON.stringify({ message }), 'utf8'),
  }
}
