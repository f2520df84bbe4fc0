import type { Api, Definition, Method, Resource, Route } from '../api/api.ts'
import type { Origin } from '../base/origin.ts'
import type { Integration } from '../api/integration.ts'
import type { RouteReference } from '../protocol/places.ts'

/** One method of a REST API or one route of the others, as all editor features meet it. */
export interface CallableRoute {
  readonly api: Api
  /** `GET`; the route key where there is no method (`$default`, `$connect`). */
  readonly method: string
  /** `/books/{bookId}`; empty for `$default` and WebSocket routes. */
  readonly path: string
  /** `GET /books/{bookId}` */
  readonly label: string
  readonly origin: Origin
  readonly integration: Integration | undefined
  readonly part:
    | { readonly type: 'method'; readonly method: Method; readonly resource: Resource }
    | { readonly type: 'route'; readonly route: Route }
}

const known = new WeakMap<Api, readonly CallableRoute[]>()

/** Every route of an API, in the order of the definition; those that AWS or SAM would generate are left out. */
export function callableRoutes(api: Api): readonly CallableRoute[] {
  const routes = known.get(api) ?? routesOf(api)
  known.set(api, routes)
  return routes
}

function routesOf(api: Api): CallableRoute[] {
  if (api.type === 'rest') {
    return api.resources.flatMap(resource =>
      resource.methods
        .filter(method => method.isGenerated !== true)
        .map(method => ({
          api,
          method: method.httpMethod,
          path: resource.path,
          label: `${method.httpMethod} ${resource.path}`,
          origin: method.origin,
          integration: method.integration,
          part: { type: 'method' as const, method, resource },
        })),
    )
  }
  return api.routes.map(route => ({
    api,
    method: route.httpMethod ?? route.routeKey,
    path: route.path ?? '',
    label: route.routeKey,
    origin: route.origin,
    integration: route.integration,
    part: { type: 'route' as const, route },
  }))
}

/** Finds the route that a reference names. */
export function findRoute(definition: Definition, reference: RouteReference): CallableRoute | undefined {
  const api = definition.apis.find(candidate => candidate.id === reference.apiId)
  return (
    api &&
    callableRoutes(api).find(route => route.method === reference.method && route.path === reference.path)
  )
}

/** Whether Gatehouse can send a request to it. */
export function isInvocable(route: CallableRoute): boolean {
  return route.api.type !== 'websocket' && route.integration !== undefined
}

/** Whether it takes events of connections, and so is met in the console. */
export function isOfSocket(route: CallableRoute): boolean {
  return route.api.type === 'websocket'
}

/** Names a route for the client. */
export function referenceTo(definitionUri: string, route: CallableRoute): RouteReference {
  return { definition: definitionUri, apiId: route.api.id, method: route.method, path: route.path }
}
