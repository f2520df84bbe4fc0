import type { Fields } from '../base/headers.ts'
import type { Incoming } from './incoming.ts'
import type { HttpResponse } from './messages.ts'

/** The two ids on every answer of a REST API. */
export function gatewayHeaders(incoming: Incoming): Fields {
  return [
    ['x-amzn-RequestId', incoming.requestId],
    ['x-amz-apigw-id', incoming.extendedRequestId],
  ]
}

/** Says on the answer that no authorizer was asked, so that nobody takes it for the behaviour of AWS. */
export function markSkipped(
  response: HttpResponse,
  call: { readonly isAuthorizerSkipped?: boolean } | undefined,
): HttpResponse {
  if (!call?.isAuthorizerSkipped) return response
  return { ...response, headers: [...response.headers, ['x-gatehouse-skipped', 'authorizer']] }
}
