import type { RestApi } from '../../api/api.ts'
import type { Origin } from '../../base/origin.ts'
import { arrivingHeaders } from '../arrivingHeaders.ts'
import type { FailureDetails } from '../gatewayError.ts'
import { decodeRequest } from '../contentCoding.ts'
import { requireSizes } from '../frontEnd.ts'
import { because, GatewayError } from '../gatewayError.ts'
import type { Incoming } from '../incoming.ts'
import type { NoStage } from '../incoming.ts'
import { pathInStage } from '../incoming.ts'
import type { MethodCall } from '../methodCall.ts'
import type { ResourceMethod, RoutingTable } from '../routing.ts'
import type { ServedApi } from '../servedApi.ts'
import type { TraceRecorder } from '../trace.ts'
import { sourceLineOf } from '../trace.ts'
import { tracedRequest } from '../tracedMessage.ts'
import { restContext } from '../variables.ts'
import type { World } from '../world.ts'

/** Finds the stage, resource and method of a request to a REST API. */
export function methodRequest(
  served: ServedApi<RestApi>,
  table: RoutingTable<ResourceMethod>,
  received: Incoming,
  world: World,
  trace: TraceRecorder,
): MethodCall {
  return trace.step('methodRequest', tell => {
    const { request } = received
    tell(() => ({
      state: 'failed',
      summary: '',
      origin: served.api.origin,
      before: tracedRequest('Request of the client', request),
    }))
    requireSizes(request)
    const decoded = decodeRequest(request, world)
    const incoming = { ...received, request: decoded.request }
    const staged = pathInStage(served.stage.name, request)
    if (staged.type === 'noStage') throw noStage(staged, request.path)
    const path = staged.path.replace(/^\/{2,}/, '/')
    const match = table.find(request.method, path)
    if (!match)
      throw new GatewayError('MISSING_AUTHENTICATION_TOKEN', nothingFound(table, request.method, path), {
        details: because({ type: 'noRoute', path, methods: table.methodsOf(path) }),
      })
    const { resource, method } = match.target
    trace.routed(`${method.httpMethod} ${resource.path}`)
    tell(() => ({
      state: 'passed',
      summary: foundSummary(request.method, path, match.target, match.pathParameters) + decoded.note,
      origin: method.origin,
      before: tracedRequest('Request of the client', request),
    }))
    return {
      served,
      incoming,
      resource,
      method,
      path,
      pathParameters: match.pathParameters,
      headers: arrivingHeaders(served, incoming),
      basePath: staged.basePath,
      context: restContext(served, incoming, staged.before + staged.path, resource),
    }
  })
}

function noStage({ reason, origin }: NoStage, path: string): GatewayError {
  return new GatewayError('FORBIDDEN_STAGE', reason, { details: withoutStage(origin, path) })
}

/** Leads a trace to where a stage, a mapping or a routing rule is stated that leads a request nowhere. */
export function withoutStage(origin: Origin | undefined, path: string): () => FailureDetails {
  return () => ({
    cause: { type: 'noStage', path, methods: [] },
    ...(origin && { source: sourceLineOf(origin) }),
  })
}

/** The path parameters for a summary, each behind a comma, as sent; REST and HTTP APIs alike. */
export function parametersText(pathParameters: ReadonlyMap<string, string>): string {
  return [...pathParameters].map(([name, value]) => `, ${name} = \`${value}\``).join('')
}

function foundSummary(
  method: string,
  path: string,
  { resource }: ResourceMethod,
  pathParameters: ReadonlyMap<string, string>,
): string {
  return `\`${method} ${path}\` took resource \`${resource.path}\`${parametersText(pathParameters)}`
}

function nothingFound(table: RoutingTable<ResourceMethod>, method: string, path: string): string {
  const methods = table.methodsOf(path)
  if (methods.length === 0) return `no resource has the path \`${path}\`; AWS words this as a missing token`
  return `\`${path}\` has no method ${method}, only ${methods.join(', ')}; AWS words this as a missing token`
}
