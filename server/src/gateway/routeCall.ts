import type { HttpApi, Route } from '../api/api.ts'
import type { Integration } from '../api/integration.ts'
import type { Fields } from '../base/headers.ts'
import type { RouteCaller } from './authorizers/routeCaller.ts'
import { HttpApiError } from './gatewayError.ts'
import type { Incoming } from './incoming.ts'
import type { ServedApi } from './servedApi.ts'
import type { ContextValues } from './variables.ts'

/** A request that a route of an HTTP API took. */
export interface RouteCall {
  readonly served: ServedApi<HttpApi>
  readonly incoming: Incoming
  readonly route: Route
  /** Inside the stage, still encoded. */
  readonly path: string
  /** As events show it: decoded, behind the stage or a custom domain's base path; `$context.path` unless it is mapped. */
  readonly shownPath: string
  /** The same as it was sent, encoded: what events of payload format 1.0 show beside their decoded `requestContext`. */
  readonly sentPath: string
  /** Still encoded. */
  readonly pathParameters: ReadonlyMap<string, string>
  /** The client's headers without those of the connection. */
  readonly headers: Fields
  readonly context: ContextValues
  /** Who calls, once the authorizer has told. */
  readonly caller?: RouteCaller
  /** Whether a pretended identity was let in in place of asking the authorizer. */
  readonly isAuthorizerSkipped?: boolean
}

/** The route's integration; a route without one answers 500. */
export function routeIntegration(call: RouteCall): Integration {
  const { integration } = call.route
  if (integration) return integration
  throw new HttpApiError(500, 'Internal Server Error', 'the route has no integration')
}
