import type { HttpApi, Route } from '../../api/api.ts'
import { sizeFault } from '../frontEnd.ts'
import { because, HttpApiError } from '../gatewayError.ts'
import { hopByHop } from '../headerRules.ts'
import type { Incoming } from '../incoming.ts'
import type { NoStage } from '../incoming.ts'
import { pathInStage } from '../incoming.ts'
import { routeBucketsOf } from '../limits/limitsOf.ts'
import { takeFrom } from '../limits/takeFrom.ts'
import type { HttpRequest } from '../messages.ts'
import { decodeSafely } from '../queryString.ts'
import type { RouteCall } from '../routeCall.ts'
import type { RoutingTable } from '../routing.ts'
import { slashesDecoded } from '../routing.ts'
import type { ServedApi } from '../servedApi.ts'
import type { TraceRecorder } from '../trace.ts'
import { tracedRequest } from '../tracedMessage.ts'
import { httpContext } from '../variables.ts'
import type { World } from '../world.ts'
import { parametersText, withoutStage } from './methodRequest.ts'

/** Finds the route of a request to an HTTP API, and takes a token of the buckets that the request is counted in. */
export function routeRequest(
  served: ServedApi<HttpApi>,
  table: RoutingTable<Route>,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
): RouteCall {
  return trace.step('methodRequest', tell => {
    const { request } = incoming
    const before = (): ReturnType<typeof tracedRequest> => tracedRequest('Request of the client', request)
    tell(() => ({ state: 'failed', summary: '', origin: served.api.origin, before: before() }))
    refuseTooLarge(request)
    const staged = pathInStage(served.stage.name, request)
    if (staged.type === 'noStage') throw noStage(staged, request.path)
    const match = table.find(request.method, staged.path)
    if (!match)
      throw new HttpApiError(
        404,
        'Not Found',
        nothingFound(table, request.method, staged.path),
        because({ type: 'noRoute', path: staged.path, methods: table.methodsOf(staged.path) }),
      )
    const { target: route, pathParameters } = match
    trace.routed(route.routeKey)
    const taken = `\`${request.method} ${staged.path}\` took route \`${route.routeKey}\`${parametersText(pathParameters)}`
    tell(() => ({ state: 'passed', summary: taken, origin: route.origin, before: before() }))
    const left = takeFrom(routeBucketsOf({ served, route }), world)
    if (left !== '')
      tell(() => ({ state: 'passed', summary: `${taken}${left}`, origin: route.origin, before: before() }))
    // Decoded, unlike that of a REST API.
    const shownPath = staged.before + decodeSafely(staged.path)
    return {
      served,
      incoming,
      route,
      path: slashesDecoded(staged.path),
      shownPath,
      sentPath: staged.before + staged.path,
      pathParameters,
      headers: request.headers.filter(([name]) => !hopByHop.has(name.toLowerCase())),
      context: httpContext(served, incoming, shownPath, route),
    }
  })
}

function refuseTooLarge(request: HttpRequest): void {
  const fault = sizeFault(request)
  if (!fault) return
  const { part, reason } = fault
  const details = because({ type: 'tooLarge', reason })
  throw part === 'body'
    ? new HttpApiError(413, 'Request Entity Too Large', reason, details)
    : new HttpApiError(431, 'Request Header Fields Too Large', reason, details)
}

function noStage({ isForbidden, reason, origin }: NoStage, path: string): HttpApiError {
  const details = withoutStage(origin, path)
  return isForbidden
    ? new HttpApiError(403, 'Forbidden', reason, details)
    : new HttpApiError(404, 'Not Found', reason, details)
}

function nothingFound(table: RoutingTable<Route>, method: string, path: string): string {
  const methods = table.methodsOf(path)
  if (methods.length === 0) return `no route has the path \`${path}\` and there is no \`$default\` route`
  return `\`${path}\` has no route for ${method}, only for ${methods.join(', ')}, and there is no \`$default\` route`
}
