import type { Api } from '../../api/api.ts'
import { entryFor, statusOf } from '../steps/gatewayResponse.ts'

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
const defaults = {
  ACCESS_DENIED: 403,
  INVALID_API_KEY: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  UNAUTHORIZED: 401,
} as const

/** The status of a refusal: AWS's own, or what a gateway response of a REST API makes of it. */
export function refusalStatus(api: Api, type: keyof typeof defaults): number {
  const own = defaults[type]
  return (api.type === 'rest' ? statusOf(entryFor(api, type, own)) : undefined) ?? own
}
