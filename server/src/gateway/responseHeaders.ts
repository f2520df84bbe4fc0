import type { Fields } from '../base/headers.ts'
import type { Incoming } from './incoming.ts'

/** The two ids on every answer of a REST API. */
export function gatewayHeaders(incoming: Incoming): Fields {
  return [
    ['x-amzn-RequestId', incoming.requestId],
    ['x-amz-apigw-id', incoming.extendedRequestId],
  ]
}
