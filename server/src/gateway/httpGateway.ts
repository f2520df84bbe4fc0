import type { CorsConfiguration, HttpApi, Route } from '../api/api.ts'
import type { Fields } from '../base/headers.ts'
import { isPending } from '../base/pending.ts'
import type { StepName } from '../protocol/trace.ts'
import { httpApiRefusal } from './httpApiRefusal.ts'
import type { Incoming } from './incoming.ts'
import { pathInStage } from './incoming.ts'
import { httpApiLog } from './logs/httpApiLog.ts'
import type { HttpResponse } from './messages.ts'
import { markSkipped } from './responseHeaders.ts'
import type { Handled } from './restGateway.ts'
import type { RouteCall } from './routeCall.ts'
import type { RoutingTable } from './routing.ts'
import type { ServedApi } from './servedApi.ts'
import { isPreflight, preflightResponse, withCors } from './steps/cors.ts'
import { authorizeRoute } from './steps/routeAuthorizer.ts'
import {
  callRouteBackend,
  routeIntegrationRequest,
  routeIntegrationResponse,
} from './steps/routeIntegration.ts'
import { routeRequest } from './steps/routeRequest.ts'
import type { TraceRecorder } from './trace.ts'
import { tracedRequest, tracedResponse } from './tracedMessage.ts'
import type { World } from './world.ts'

/** The steps of an HTTP API and what the panel calls them. */
export const httpSteps: ReadonlyMap<StepName, string> = new Map([
  ['methodRequest', 'Route'],
  ['authorizer', 'Authorizer'],
  ['integrationRequest', 'Integration request'],
  ['integration', 'Integration'],
  ['integrationResponse', 'Integration response'],
])

/** Answers a request to an HTTP API. */
export async function handleHttp(
  served: ServedApi<HttpApi>,
  table: RoutingTable<Route>,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<Handled> {
  const { cors } = served.api
  const isAsked = cors !== undefined && isPreflight(incoming.request)
  const handled =
    isAsked && !isGuarded(served, table, incoming)
      ? {
          response: await trace.pausable(() => preflight(cors, incoming, trace)),
          route: undefined,
          ...httpApiLog(served, incoming, undefined),
        }
      : await answer(served, table, incoming, world, trace, signal)
  return { ...handled, response: withRequestId(incoming, handled.response) }
}

async function answer(
  served: ServedApi<HttpApi>,
  table: RoutingTable<Route>,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<Handled> {
  const { request } = incoming
  const { cors } = served.api
  let call: RouteCall | undefined
  const answered = (response: HttpResponse, failure?: unknown): Handled => ({
    response: markSkipped(cors ? withCors(cors, request, response) : response, call),
    route: call?.route.routeKey,
    ...httpApiLog(served, incoming, call, failure),
  })
  try {
    const arriving = trace.pausable(() => routeRequest(served, table, incoming, world, trace))
    call = isPending(arriving) ? await arriving : arriving
    const authorizing = authorizeRoute(call, world, trace, signal)
    const authorized = isPending(authorizing) ? await authorizing : authorizing
    call = authorized
    if (cors && isPreflight(request))
      return {
        response: markSkipped(preflightResponse(cors, request), call),
        route: call.route.routeKey,
        ...httpApiLog(served, incoming, call),
      }
    const preparing = trace.pausable(() => routeIntegrationRequest(authorized, world, trace))
    const outgoing = isPending(preparing) ? await preparing : preparing
    const backendAnswer = await callRouteBackend(call, outgoing, world, trace, signal)
    const mapping = trace.pausable(() => routeIntegrationResponse(authorized, backendAnswer, trace))
    return answered(isPending(mapping) ? await mapping : mapping)
  } catch (error) {
    return answered(httpApiRefusal(error), error)
  }
}

/**
 * Whether a route with an authorizer takes OPTIONS (`ANY`, `$default`, its own): it asks preflight requests, too.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
function isGuarded(served: ServedApi<HttpApi>, table: RoutingTable<Route>, { request }: Incoming): boolean {
  const staged = pathInStage(served.stage.name, request)
  const match = staged.type === 'inStage' ? table.find(request.method, staged.path) : undefined
  return match !== undefined && match.target.authorization.type !== 'NONE'
}

function preflight(cors: CorsConfiguration, incoming: Incoming, trace: TraceRecorder): HttpResponse {
  return trace.step('methodRequest', tell => {
    const response = preflightResponse(cors, incoming.request)
    tell(() => ({
      state: 'passed',
      summary:
        response.headers.length > 0
          ? 'preflight request, answered from the CORS configuration; no route is asked'
          : 'preflight request from an origin that the CORS configuration does not allow; no route is asked',
      origin: cors.origin,
      before: tracedRequest('Request of the client', incoming.request),
      after: tracedResponse('Response to the client', response),
    }))
    return response
  })
}

function withRequestId(incoming: Incoming, response: HttpResponse): HttpResponse {
  const headers: Fields = [...response.headers, ['apigw-requestid', incoming.extendedRequestId]]
  return { ...response, headers }
}
