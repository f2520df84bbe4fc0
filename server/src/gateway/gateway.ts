import type { Api, Definition, HttpApi, RestApi, Stage } from '../api/api.ts'
import type { StepName } from '../protocol/trace.ts'
import type { CanaryOptions, Release } from './canary.ts'
import { canaryRelease, chooseRelease, withoutCanaryHeader } from './canary.ts'
import { arriving } from './debug/arriving.ts'
import type { Gateway } from './exchange.ts'
import { NotEmulatedError } from './gatewayError.ts'
import { handleHttp, httpSteps } from './httpGateway.ts'
import type { Incoming } from './incoming.ts'
import { receive } from './incoming.ts'
import { accessLogContext, accessLogFormat, renderAccessLog } from './logs/accessLog.ts'
import { gatewayHeaders } from './responseHeaders.ts'
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
import { webSocketGateway } from './webSocketGateway.ts'
import { whyOf } from './why/explain.ts'
import type { World } from './world.ts'

export type { Exchange, Gateway, HandleOptions } from './exchange.ts'

/** Prepares an API's stage: routes are sorted once, here. */
export function createGateway(
  definition: Definition,
  api: Api,
  stage: Stage,
  canary?: CanaryOptions,
): Gateway {
  if (api.type === 'websocket') return webSocketGateway(serveApi(definition, api, stage))
  return api.type === 'rest'
    ? restGateway(serveApi(definition, api, stage), canary)
    : httpGateway(serveApi(definition, api, stage))
}

function restGateway(served: ServedApi<RestApi>, options: CanaryOptions | undefined): Gateway {
  const table = restRouting(served.api)
  const release = canaryRelease(served, options)
  const canaryTable = release && release.canary.api !== served.api ? restRouting(release.canary.api) : table
  return gatewayOf(served, restSteps, (incoming, world, trace, signal, wanted) => {
    const chosen = chooseRelease(release, incoming.requestId, wanted, served.stage)
    if (chosen instanceof NotEmulatedError)
      return trace.pausable(() => refused(served, chosen, incoming, trace))
    if (!release || !chosen) return handleRest(served, table, incoming, world, trace, signal)
    const handling =
      chosen === 'canary'
        ? handleRest(release.canary, canaryTable, incoming, world, trace, signal)
        : handleRest(release.stage, table, incoming, world, trace, signal)
    return handling.then(handled => ({ ...handled, release: chosen }))
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
) => Released | Promise<Released>

type Released = Handled & { readonly release?: Release }

function gatewayOf(
  served: ServedApi<RestApi | HttpApi>,
  titles: ReadonlyMap<StepName, string>,
  answer: Answer,
): Gateway {
  const format = accessLogFormat(served)
  return {
    metricFilters: stageFilters(served.definition, served.stage),
    flushAuthorizers: () => {
      served.issuerKeys.flush()
      return served.authorizerResults.flush() + served.routeAuthorizerResults.flush()
    },
    handle: async (sent, world, options = {}) => {
      const trace = new TraceRecorder(world.clock, titles, options.onStep)
      const { request: arrived, watching } = await arriving(sent, world, options.follower)
      const { request, wanted } = withoutCanaryHeader(arrived)
      const incoming = receive(served, request, world)
      watching?.received(incoming)
      trace.debugBy(watching)
      let handled: Released
      try {
        handled = await answer(incoming, world, trace, options.signal, wanted)
      } finally {
        watching?.close()
      }
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
        trace: () =>
          trace.format(headOf(served, incoming, handled), durationMs, steps =>
            whyOf({ served, incoming, response, route, steps, readText: world.readText }),
          ),
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

function headOf(served: ServedApi, incoming: Incoming, { response, route, release }: Released): TraceHead {
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
