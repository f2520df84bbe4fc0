import type { CorsConfiguration, HttpApi, Route } from '../api/api.ts'
import type { Fields } from '../base/headers.ts'
import type { StepName } from '../protocol/trace.ts'
import { HttpApiError, NotEmulatedError } from './gatewayError.ts'
import type { Incoming } from './incoming.ts'
import type { HttpResponse } from './messages.ts'
import type { Handled } from './restGateway.ts'
import type { RouteCall } from './routeCall.ts'
import type { RoutingTable } from './routing.ts'
import type { ServedApi } from './servedApi.ts'
import { isPreflight, preflightResponse, withCors } from './steps/cors.ts'
import { notEmulatedResponse } from './steps/gatewayResponse.ts'
import { authorizerStep } from './steps/notEmulatedSteps.ts'
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
  if (cors && isPreflight(incoming.request))
    return { response: withRequestId(incoming, preflight(cors, incoming, trace)), route: undefined }
  const handled = await answer(served, table, incoming, world, trace, signal)
  const response = cors ? withCors(cors, incoming.request, handled.response) : handled.response
  return { ...handled, response: withRequestId(incoming, response) }
}

async function answer(
  served: ServedApi<HttpApi>,
  table: RoutingTable<Route>,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<Handled> {
  let call: RouteCall | undefined
  try {
    call = routeRequest(served, table, incoming, trace)
    authorizerStep(call.route.authorization, served.api.authorizers, 'route', trace)
    const outgoing = routeIntegrationRequest(call, world, trace)
    const backendAnswer = await callRouteBackend(call, outgoing, world, trace, signal)
    const response = routeIntegrationResponse(call, backendAnswer, trace)
    return { response, route: call.route.routeKey }
  } catch (error) {
    return { response: refusal(error), route: call?.route.routeKey }
  }
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

function refusal(error: unknown): HttpResponse {
  if (error instanceof NotEmulatedError) return notEmulatedResponse(error, [])
  if (!(error instanceof HttpApiError)) throw error
  return {
    status: error.status,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(JSON.stringify({ message: error.message }), 'utf8'),
  }
}

function withRequestId(incoming: Incoming, response: HttpResponse): HttpResponse {
  const headers: Fields = [...response.headers, ['apigw-requestid', incoming.extendedRequestId]]
  return { ...response, headers }
}
