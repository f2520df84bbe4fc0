import type { Api } from '../../api/api.ts'
import type { Authorization } from '../../api/authorizer.ts'
import type { Fact, Origin } from '../../base/origin.ts'

/** A method of a REST API or a route of the others, as far as it says who may call it. */
export interface GuardedRoute {
  /** `GET`, `ANY`; the route key where there is no method. */
  readonly method: string
  /** Empty for `$default` and WebSocket routes. */
  readonly path: string
  readonly origin: Origin
  readonly authorization: Authorization
  readonly apiKeyRequired?: Fact<boolean> | undefined
}

/**
 * The routes that a caller meets, in the order of the definition; preflight answers that AWS or SAM makes are left out.
 * A WebSocket API asks who calls when a client connects, and only then.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html
 */
export function guardedRoutes(api: Api): GuardedRoute[] {
  if (api.type === 'rest') {
    return api.resources.flatMap(({ path, methods }) =>
      methods
        .filter(method => method.isGenerated !== true)
        .map(({ httpMethod, origin, authorization, apiKeyRequired }) => ({
          method: httpMethod,
          path,
          origin,
          authorization,
          apiKeyRequired,
        })),
    )
  }
  const routes = api.routes.map(({ routeKey, httpMethod, path, origin, authorization, apiKeyRequired }) => ({
    method: httpMethod ?? routeKey,
    path: path ?? '',
    origin,
    authorization,
    // HTTP APIs know no API keys.
    ...(api.type === 'websocket' && { apiKeyRequired }),
  }))
  if (api.type === 'http') return routes
  const connect = routes.filter(({ method }) => method === '$connect')
  if (connect.length > 0) return connect
  return [
    {
      method: '$connect',
      path: '',
      origin: api.origin,
      authorization: { origin: api.origin, type: 'NONE', scopes: [] },
    },
  ]
}
