import type { Fields } from '../../base/headers.ts'
import { GatewayError, gatewayResponseTypes, NotEmulatedError } from '../gatewayError.ts'
import type { HttpResponse } from '../messages.ts'

/** Whom an error is told: the connection and the request it came of. */
export interface ErrorPlace {
  readonly connectionId: string
  readonly requestId: string
}

/**
 * What a client hears of a fault, as the body of a refused handshake or as a frame. Throws what is none of AWS's answers.
 * The form is that of frames which users of AWS report: `{"message": "Forbidden", "connectionId":"…", "requestId":"…"}`.
 */
export function errorResponse(error: unknown, place: ErrorPlace): HttpResponse {
  if (error instanceof NotEmulatedError) {
    const message = `not emulated: ${error.message.replaceAll('**', "'").replaceAll('`', "'")}`
    return response(501, [['x-gatehouse-not-emulated', error.feature]], textOf(message, place))
  }
  if (!(error instanceof GatewayError)) throw error
  const own = gatewayResponseTypes[error.type]
  const message = error.hasMessage ? error.message : null
  const errorType: Fields = [['x-amzn-ErrorType', error.errorType ?? own.errorType]]
  return response(error.status ?? own.status, errorType, textOf(message, place))
}

/** An answer of JSON to a request that is no handshake: of the `@connections` API. */
export function jsonResponse(status: number, headers: Fields, body: unknown): HttpResponse {
  return response(status, headers, JSON.stringify(body))
}

function textOf(message: string | null, { connectionId, requestId }: ErrorPlace): string {
  return `{"message": ${JSON.stringify(message)}, "connectionId":"${connectionId}", "requestId":"${requestId}"}`
}

function response(status: number, headers: Fields, text: string): HttpResponse {
  return {
    status,
    headers: [...headers, ['Content-Type', 'application/json']],
    body: Buffer.from(text, 'utf8'),
  }
}
