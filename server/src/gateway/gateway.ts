import type { Definition, HttpApi, RestApi, Stage } from '../api/api.ts'
import type { ExecutionLogLine, StepName, Trace, TraceStep } from '../protocol/trace.ts'
import type { CanaryOptions, Release } from './canary.ts'
import { canaryRelease, chooseRelease, withoutCanaryHeader } from './canary.ts'
import { NotEmulatedError } from './gatewayError.ts'
import { handleHttp, httpSteps } from './httpGateway.ts'
import type { Incoming } from './incoming.ts'
import { receive } from './incoming.ts'
import { accessLogContext, accessLogFormat, renderAccessLog } from './logs/accessLog.ts'
import type { HttpRequest, HttpResponse } from './messages.ts'
import { gatewayHeaders } from './responseHeaders.ts'
import type { StageFilter } from './metrics/metricFilters.ts'
import { stageFilters } from './metrics/metricFilters.ts'
import type { Handled } from './restGateway.ts'
import { handleRest, restSteps } from './restGateway.ts'
import { httpRouting, restRouting } from './routing.ts'
import type { ServedApi } from './servedApi.ts'
import { serveApi } from './servedApi.ts'
import { notEmulatedResponse } from './steps/gatewayResponse.ts'
import type { TraceHead } from './trace.ts'
import { TraceRecorder } from './trace.ts'
import { tracedRequest, tracedResponse } from './tracedMessage.ts'
import { restContext } from './variables.ts'
import type { World } from './world.ts'

/** One stage of one API, ready to answer. Pure: everything outside comes through the world. */
export interface Gateway {
  /** Answers a request. Rejects only when the request is cancelled or the gateway itself is broken. */
  readonly handle: (request: HttpRequest, world: World, options?: HandleOptions) => Promise<Exchange>
  /** The metric filters on the access log of the stage. */
  readonly metricFilters: readonly StageFilter[]
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
  readonly requestId: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Of REST APIs, whatever the stage's logging level. */
  readonly executionLog: () => readonly ExecutionLogLine[]
  /** The line of the stage's access log; undefined for a stage without one. */
  readonly accessLog: () => string | undefined
  /** What the response cache had: CacheHitCount and CacheMissCount count these. Unset where nothing is cached. */
  readonly cache?: 'hit' | 'miss'
  /** Who answered, where the stage has a canary. */
  readonly release?: Release
}

/** Prepares an API's stage: routes are sorted once, here. */
export function createGateway(
  definition: Definition,
  api: RestApi | HttpApi,
  stage: Stage,
  canary?: CanaryOptions,
): Gateway {
  return api.type === 'rest'
    ? restGateway(serveApi(definition, api, stage), canary)
    : httpGateway(serveApi(definition, api, stage))
}

function restGateway(served: ServedApi<RestApi>, options: CanaryOptions | undefined): Gateway {
  const table = restRouting(served.api)
  const release = canaryRelease(served, options)
  const canaryTable = release && release.canary.api !== served.api ? restRouting(release.canary.api) : table
  return gatewayOf(served, restSteps, async (incoming, world, trace, signal, wanted) => {
    const chosen = chooseRelease(release, incoming.requestId, wanted, served.stage)
    if (chosen instanceof NotEmulatedError) return refused(served, chosen, incoming, trace)
    if (!release || !chosen) return handleRest(served, table, incoming, world, trace, signal)
    const handled =
      chosen === 'canary'
        ? await handleRest(release.canary, canaryTable, incoming, world, trace, signal)
        : await handleRest(release.stage, table, incoming, world, trace, signal)
    return { ...handled, release: chosen }
  })
}

function httpGateway(served: ServedApi<HttpApi>): Gateway {
  const table = httpRouting(served.api)
  return gatewayOf(served, httpSteps, (incoming, world, trace, signal) =>
    handleHttp(served, table, incoming, world, trace, signal),
  )
}

function refused(
  served: ServedApi<RestApi>,
  error: NotEmulatedError,
  incoming: Incoming,
  trace: TraceRecorder,
): Handled {
  return trace.step('methodRequest', tell => {
    tell(() => ({ state: error.state, summary: error.reason }))
    const context = restContext(served, incoming, incoming.request.path, undefined)
    return { response: notEmulatedResponse(error, gatewayHeaders(incoming)), context, route: undefined }
  })
}

type Answer = (
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
  /** What the canary header of the request asks for. */
  wanted: string | undefined,
) => Promise<Handled & { readonly release?: Release }>

function gatewayOf(served: ServedApi, titles: ReadonlyMap<StepName, string>, answer: Answer): Gateway {
  const format = accessLogFormat(served)
  return {
    metricFilters: stageFilters(served.definition, served.stage),
    flushAuthorizers: () => {
      served.issuerKeys.flush()
      return served.authorizerResults.flush() + served.routeAuthorizerResults.flush()
    },
    handle: async (sent, world, options = {}) => {
      const trace = new TraceRecorder(world.clock, titles, options.onStep)
      const { request, wanted } = withoutCanaryHeader(sent)
      const incoming = receive(served, request, world)
      const handled = await answer(incoming, world, trace, options.signal, wanted)
      const { response, route, cache, release } = handled
      const durationMs = trace.elapsed()
      const integrationLatencyMs = trace.durationOf('integration')
      return {
        response,
        requestId: incoming.requestId,
        startedAt: incoming.startedAt,
        latencyMs: durationMs,
        executionLog: () => trace.execution.lines(),
        ...(integrationLatencyMs !== undefined && { integrationLatencyMs }),
        trace: () => trace.format(headOf(served, incoming, handled), durationMs),
        accessLog: () => {
          if (format === undefined) return undefined
          const { context, error } = handled
          const times = { latencyMs: durationMs, integrationLatencyMs }
          const { facts } = trace
          return renderAccessLog(
            format,
            accessLogContext({ served, incoming, context, response, facts, error, ...times }),
          )
        },
        ...(route !== undefined && { route }),
        ...(cache && { cache }),
        ...(release && { release }),
      }
    },
  }
}

function headOf(
  served: ServedApi,
  incoming: Incoming,
  { response, route, release }: Handled & { readonly release?: Release },
): TraceHead {
  const { api, stage } = served
  return {
    requestId: incoming.requestId,
    api: { id: api.id, name: api.name, type: api.type },
    stage: stage.name,
    ...(route !== undefined && { route }),
    ...(release && { release }),
    startedAt: incoming.startedAt,
    request: tracedRequest('Request of the client', incoming.request),
    response: tracedResponse('Response to the client', response),
  }
}
