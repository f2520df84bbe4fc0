import type { Definition, HttpApi, RestApi, Stage } from '../api/api.ts'
import type { StepName, Trace, TraceStep } from '../protocol/trace.ts'
import { canaryRelease, chooseRelease } from './canary.ts'
import { handleHttp, httpSteps } from './httpGateway.ts'
import type { Incoming } from './incoming.ts'
import { receive } from './incoming.ts'
import type { HttpRequest, HttpResponse } from './messages.ts'
import type { Handled } from './restGateway.ts'
import { handleRest, restSteps } from './restGateway.ts'
import { httpRouting, restRouting } from './routing.ts'
import type { ServedApi } from './servedApi.ts'
import { serveApi } from './servedApi.ts'
import { TraceRecorder } from './trace.ts'
import { tracedRequest, tracedResponse } from './tracedMessage.ts'
import type { World } from './world.ts'

/** One stage of one API, ready to answer. Pure: everything outside comes through the world. */
export interface Gateway {
  /** Answers a request. Rejects only when the request is cancelled or the gateway itself is broken. */
  readonly handle: (request: HttpRequest, world: World, options?: HandleOptions) => Promise<Exchange>
  /** Forgets what authorizers answered; returns how many results that were. */
  readonly flushAuthorizers: () => number
}

export interface HandleOptions {
  /** Hears of every step as soon as it ended. */
  readonly onStep?: (step: TraceStep) => void
  /** Cancels what is under way at a function or a backend. */
  readonly signal?: AbortSignal
}

/** A request that was answered. */
export interface Exchange {
  readonly response: HttpResponse
  /** What each step did; formatted when asked for. */
  readonly trace: () => Trace
  /** `GET /books/{bookId}`, the key of an HTTP API's route; unset when nothing took the request. */
  readonly route?: string
  /** Milliseconds from the request to its answer. */
  readonly latencyMs: number
  /** Milliseconds of the integration; unset when it was not reached. */
  readonly integrationLatencyMs?: number
  /** What the response cache had: CacheHitCount and CacheMissCount count these. Unset where nothing is cached. */
  readonly cache?: 'hit' | 'miss'
}

/** Prepares an API's stage: routes are sorted once, here. */
export function createGateway(definition: Definition, api: RestApi | HttpApi, stage: Stage): Gateway {
  return api.type === 'rest'
    ? restGateway(serveApi(definition, api, stage))
    : httpGateway(serveApi(definition, api, stage))
}

function restGateway(served: ServedApi<RestApi>): Gateway {
  const table = restRouting(served.api)
  const release = canaryRelease(served)
  return gatewayOf(served, restSteps, (incoming, world, trace, signal) => {
    const chosen = release ? chooseRelease(release, incoming.requestId) : served
    return handleRest(chosen, table, incoming, world, trace, signal)
  })
}

function httpGateway(served: ServedApi<HttpApi>): Gateway {
  const table = httpRouting(served.api)
  return gatewayOf(served, httpSteps, (incoming, world, trace, signal) =>
    handleHttp(served, table, incoming, world, trace, signal),
  )
}

type Answer = (
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
) => Promise<Handled>

function gatewayOf(served: ServedApi, titles: ReadonlyMap<StepName, string>, answer: Answer): Gateway {
  return {
    flushAuthorizers: () => {
      served.issuerKeys.flush()
      return served.authorizerResults.flush() + served.routeAuthorizerResults.flush()
    },
    handle: async (request, world, options = {}) => {
      const trace = new TraceRecorder(world.clock, titles, options.onStep)
      const incoming = receive(served, request, world)
      const { response, route, cache } = await answer(incoming, world, trace, options.signal)
      const durationMs = trace.elapsed()
      const integrationLatencyMs = trace.durationOf('integration')
      return {
        response,
        latencyMs: durationMs,
        ...(integrationLatencyMs !== undefined && { integrationLatencyMs }),
        trace: () => trace.format(headOf(served, incoming, response, route), durationMs),
        ...(route !== undefined && { route }),
        ...(cache && { cache }),
      }
    },
  }
}

function headOf(
  served: ServedApi,
  incoming: Incoming,
  response: HttpResponse,
  route: string | undefined,
): Omit<Trace, 'steps' | 'log' | 'durationMs'> {
  const { api, stage } = served
  return {
    requestId: incoming.requestId,
    api: { id: api.id, name: api.name, type: api.type },
    stage: stage.name,
    ...(route !== undefined && { route }),
    startedAt: incoming.startedAt,
    request: tracedRequest('Request of the client', incoming.request),
    response: tracedResponse('Response to the client', response),
  }
}
