import { arriving, arrivingMessage } from './debug/arriving.ts'
import type { RequestDebugger } from './debug/requestDebugger.ts'
import type { WebSocketApi } from '../api/api.ts'
import type { Fields } from '../base/headers.ts'
import { lastField } from '../base/headers.ts'
import type { StepName } from '../protocol/trace.ts'
import type { Exchange, Gateway, HandleOptions, Handshake, SocketOutcome, SocketRoutes } from './exchange.ts'
import { restRequestHeaders } from './headerRules.ts'
import type { Incoming } from './incoming.ts'
import { integration } from './steps/integration.ts'
import type { HttpRequest, HttpResponse } from './messages.ts'
import type { ServedApi } from './servedApi.ts'
import { TraceRecorder } from './trace.ts'
import { tracedRequest, tracedResponse } from './tracedMessage.ts'
import { authorizeConnect } from './websocket/connectAuthorizer.ts'
import type { Closing } from './websocket/connection.ts'
import { Connection } from './websocket/connection.ts'
import { manageConnections } from './websocket/connectionsApi.ts'
import { messageValidation } from './websocket/messageValidation.ts'
import type { RouteTable } from './websocket/routeKey.ts'
import { routeTable } from './websocket/routeKey.ts'
import { routeLimits } from './websocket/routeLimits.ts'
import { because, GatewayError } from './gatewayError.ts'
import { SelectableBody } from './websocket/selectionExpression.ts'
import type { SocketCall, SocketEvent } from './websocket/socketCall.ts'
import { handshakeHeaders, receiveSocket, socketContext, socketId } from './websocket/socketCall.ts'
import { errorResponse } from './websocket/socketErrors.ts'
import { domainOf, pathInSocketStage } from './websocket/socketPath.ts'
import { socketRequest } from './websocket/socketRequest.ts'
import { answers, socketResponse } from './websocket/socketResponse.ts'
import { socketStub } from './stub/socketStub.ts'
import { accessLogContext, accessLogFormat, renderAccessLog } from './logs/accessLog.ts'
import { logArrival } from './logs/methodLines.ts'
import { logSocketAnswer, logSocketEvent, logSocketFailure } from './logs/socketLines.ts'
import { stageFilters } from './metrics/metricFilters.ts'
import type { ContextValues } from './variables.ts'
import { closingWhy } from './why/closings.ts'
import { whyOf } from './why/explain.ts'
import type { World } from './world.ts'

/** The steps of a WebSocket API and what the panel calls them. */
export const webSocketSteps: ReadonlyMap<StepName, string> = new Map([
  ['methodRequest', 'Route request'],
  ['authorizer', 'Authorizer'],
  ['apiKey', 'API key and throttling'],
  ['requestValidation', 'Request validation'],
  ['integrationRequest', 'Integration request'],
  ['integration', 'Integration'],
  ['integrationResponse', 'Integration response'],
  ['methodResponse', 'Route response'],
])

/** A stage of a WebSocket API, ready for clients and for requests of backends. */
export function webSocketGateway(
  served: ServedApi<WebSocketApi>,
): Gateway & { readonly webSocket: SocketRoutes } {
  const table = routeTable(served.api)
  const run = new SocketRun(served, table)
  return {
    metricFilters: stageFilters(served.definition, served.stage),
    flushAuthorizers: () => served.authorizerResults.flush(),
    handle: async (sent, world, options = {}) => {
      const trace = new TraceRecorder(world.clock, webSocketSteps, options.onStep)
      const { request, watching } = await arriving(sent, world)
      const incoming = receiveSocket(request, domainOf(served, request), world)
      debugBy(watching, incoming, trace)
      const managed = manageConnections(served, incoming, world, trace)
      const { response, route } = await managed.finally(watching?.close)
      const isSent = request.method === 'POST' && response.status === 200
      const outcome: SocketOutcome = { eventType: 'CALLBACK', sent: isSent ? 1 : 0 }
      return exchangeOf({ served, incoming, response, route, trace, outcome, readText: world.readText })
    },
    webSocket: {
      connect: (request, world, options = {}) => run.connect(request, world, options),
      message: (connection, text, world, options = {}) => run.message(connection, text, world, options),
      disconnect: (connection, closing, world) => run.disconnect(connection, closing, world),
      whyClosed: (connection, closing, world) => closingWhy(served, connection, closing, world.now()),
    },
  }
}

/** The three kinds of events of one stage. */
class SocketRun {
  readonly #served: ServedApi<WebSocketApi>
  readonly #table: RouteTable

  constructor(served: ServedApi<WebSocketApi>, table: RouteTable) {
    this.#served = served
    this.#table = table
  }

  async connect(sent: HttpRequest, world: World, options: HandleOptions): Promise<Handshake> {
    const served = this.#served
    const trace = new TraceRecorder(world.clock, webSocketSteps, options.onStep)
    const { request, watching } = await arriving(sent, world)
    const incoming = receiveSocket(request, domainOf(served, request), world)
    const connection = new Connection({
      id: socketId(world),
      apiId: served.api.id,
      stage: served.stage.name,
      connectedAt: incoming.startedAt,
      domainName: incoming.domainName,
      sourceIp: request.sourceIp,
      userAgent: lastField(request.headers, 'user-agent'),
      headers: request.headers,
    })
    const begun = { served, incoming, connection, event: { type: 'CONNECT' } } as const
    const route = this.#table.find('$connect')
    const { response, error } = await answer(begun, trace, watching, async () => {
      const call = await trace.pausable(() =>
        trace.step('methodRequest', tell => {
          const before = tracedRequest('Handshake of the client', request)
          tell(() => ({ state: 'failed', summary: '', origin: served.api.origin, before }))
          const path = pathInSocketStage(served, request)
          if (path !== '/')
            throw new GatewayError(
              'FORBIDDEN_STAGE',
              `a WebSocket API is reached at its stage, not at \`${path}\``,
              { details: because({ type: 'belowStage', path }) },
            )
          const summary = route ? 'route `$connect`' : 'there is no route `$connect`: the client may connect'
          tell(() => ({ state: 'passed', summary, origin: (route ?? served.api).origin, before }))
          if (route) trace.routed(route.routeKey)
          return route && callOf(begun, route)
        }),
      )
      if (!call) return accepted(undefined)
      const authorized = await authorizeConnect(call, world, trace, options.signal)
      const known = await trace.pausable(() => routeLimits(authorized, world, trace))
      const answered = await integrated(known, world, trace, options)
      return trace.pausable(() => handshakeAnswer(known, answered, trace))
    })
    const isAccepted = response.status === 101
    if (isAccepted) world.state.connections.add(connection)
    const outcome: SocketOutcome = {
      eventType: 'CONNECT',
      connectionId: connection.client.id,
      sent: 0,
      ...(error && { error }),
    }
    const exchange = exchangeOf({
      ...begun,
      response,
      route: route && '$connect',
      trace,
      outcome,
      readText: world.readText,
    })
    return { exchange, ...(isAccepted && { connection }) }
  }

  async message(
    connection: Connection,
    text: string,
    world: World,
    options: HandleOptions,
  ): Promise<Exchange> {
    const served = this.#served
    const trace = new TraceRecorder(world.clock, webSocketSteps, options.onStep)
    connection.lastActiveAt = world.now()
    const { request, watching } = await arrivingMessage(eventRequest(connection, 'MESSAGE', text), world)
    const incoming = receiveSocket(request, domainOfClient(connection), world)
    const begun = {
      served,
      incoming,
      connection,
      event: { type: 'MESSAGE', messageId: socketId(world) },
    } as const
    let routeKey: string | undefined
    let frame: HttpResponse | undefined
    const { response, error } = await answer(begun, trace, watching, async () => {
      const call = await trace.pausable(() =>
        trace.step('methodRequest', tell => {
          const before = tracedRequest('Message of the client', incoming.request)
          tell(() => ({ state: 'failed', summary: '', origin: served.api.origin, before }))
          const body = new SelectableBody(Buffer.from(request.body).toString('utf8'))
          const { stageVariables } = served
          const context = socketContext(served, incoming, connection, begun.event, undefined)
          const headers = connection.client.headers
          const {
            route,
            because: why,
            cause,
          } = this.#table.choose({ body, context, stageVariables, headers })
          routeKey = route.routeKey
          tell(() => ({ state: 'passed', summary: why, origin: route.origin, before, cause }))
          trace.routed(route.routeKey)
          return callOf(begun, route, body)
        }),
      )
      const known = await limited(call, world, trace)
      const answered = await integrated(known, world, trace, options)
      frame = await trace.pausable(() =>
        trace.step('methodResponse', tell => {
          const origin = (call.method.routeResponses?.[0] ?? call.method).origin
          if (answers(call) && answered.body.length > 0) {
            const after = tracedResponse('Frame to the client', answered)
            tell(() => ({ state: 'passed', summary: 'the answer of the integration is sent', origin, after }))
            return answered
          }
          const summary = answers(call)
            ? 'the integration answered nothing'
            : 'the route has no route response: nothing is sent'
          const size = answers(call) || answered.status >= 400 ? 0 : answered.body.length
          const cause = size > 0 ? ({ type: 'noAnswer', size } as const) : undefined
          tell(() => ({ state: 'skipped', summary, origin, cause }))
          return undefined
        }),
      )
      return answered
    })
    const sent = isRefusal(response, error) ? response : frame
    if (sent) connection.send(Buffer.from(sent.body).toString('utf8'), world.now(), incoming.requestId)
    const outcome: SocketOutcome = {
      eventType: 'MESSAGE',
      connectionId: connection.client.id,
      sent: sent ? 1 : 0,
      ...(error && { error }),
    }
    return exchangeOf({
      ...begun,
      response: sent ?? unsent(response),
      route: routeKey,
      trace,
      outcome,
      readText: world.readText,
    })
  }

  async disconnect(connection: Connection, closing: Closing, world: World): Promise<Exchange | undefined> {
    const served = this.#served
    world.state.connections.remove(connection)
    connection.close(closing)
    const route = this.#table.find('$disconnect')
    if (!route) return undefined
    const trace = new TraceRecorder(world.clock, webSocketSteps, undefined)
    const incoming = receiveSocket(
      eventRequest(connection, 'DISCONNECT', ''),
      domainOfClient(connection),
      world,
    )
    const begun = { served, incoming, connection, event: { type: 'DISCONNECT', closing } } as const
    // The end of a connection is nothing that can be changed: it is held up at its first step.
    const watching = world.debugger?.open(incoming.request)
    const { response, error } = await answer(begun, trace, watching, async () => {
      const call = await trace.pausable(() =>
        trace.step('methodRequest', tell => {
          const summary = `the connection has ended: ${closing.code} ${closing.reason}`
          tell(() => ({ state: 'passed', summary, origin: route.origin }))
          trace.routed(route.routeKey)
          return callOf(begun, route)
        }),
      )
      const known = await limited(call, world, trace)
      return integrated(known, world, trace, {})
    })
    const outcome: SocketOutcome = {
      eventType: 'DISCONNECT',
      connectionId: connection.client.id,
      sent: 0,
      ...(error && { error }),
    }
    return exchangeOf({
      ...begun,
      response: unsent(response),
      route: '$disconnect',
      trace,
      outcome,
      readText: world.readText,
    })
  }
}

type Begun = Pick<SocketCall, 'served' | 'incoming' | 'connection' | 'event'>

function callOf(begun: Begun, route: SocketCall['method'], body?: SelectableBody): SocketCall {
  const { served, incoming, connection, event } = begun
  const isHandshake = event.type === 'CONNECT'
  return {
    ...begun,
    method: route,
    body: body ?? new SelectableBody(''),
    pathParameters: new Map(),
    headers: isHandshake ? restRequestHeaders(incoming.request.headers) : [],
    templateHeaders: isHandshake ? handshakeHeaders({ incoming }) : [],
    context: socketContext(served, incoming, connection, event, route.routeKey),
  }
}

/** What stands before the integration of all but the handshake: who sends was decided when the client connected. */
async function limited(call: SocketCall, world: World, trace: TraceRecorder): Promise<SocketCall> {
  await trace.pausable(() =>
    trace.step('authorizer', tell => {
      const summary = 'none on this route; API Gateway asks at `$connect` only'
      tell(() => ({ state: 'skipped', summary, origin: call.method.origin }))
    }),
  )
  return trace.pausable(() => routeLimits(call, world, trace))
}

/** The integration of a route with what stands around it. */
async function integrated(
  call: SocketCall,
  world: World,
  trace: TraceRecorder,
  { signal }: HandleOptions,
): Promise<HttpResponse> {
  logSocketEvent(call, trace.execution)
  await trace.pausable(() => messageValidation(call, world, trace))
  const outgoing = await trace.pausable(() => socketRequest(call, world, trace))
  const returned = await integration(call, outgoing, () => socketStub(call), world, trace, signal)
  const answered = await trace.pausable(() => socketResponse(call, outgoing, returned, world, trace))
  logSocketAnswer(call, answered, trace)
  return answered
}

interface Answered {
  readonly response: HttpResponse
  readonly error?: SocketOutcome['error']
}

/** Runs the steps of an event; a step that decides the answer ends them. */
async function answer(
  { connection, incoming }: Begun,
  trace: TraceRecorder,
  watching: RequestDebugger | undefined,
  work: () => Promise<HttpResponse>,
): Promise<Answered> {
  debugBy(watching, incoming, trace)
  logArrival({ incoming }, trace.execution)
  try {
    const response = await work()
    return response.status >= 400 ? { response, error: 'integration' } : { response }
  } catch (thrown) {
    logSocketFailure({ incoming }, thrown, trace.execution)
    const { requestId } = incoming
    const response = errorResponse(thrown, { connectionId: connection.client.id, requestId })
    const isCalled = trace.durationOf('integration') !== undefined || response.status >= 500
    return { response, error: isCalled ? 'execution' : 'client' }
  } finally {
    watching?.close()
  }
}

function debugBy(watching: RequestDebugger | undefined, incoming: Incoming, trace: TraceRecorder): void {
  watching?.received(incoming)
  trace.debugBy(watching)
}

// What an integration answers is the business of the route's response, what the gateway refuses is always told.
function isRefusal(response: HttpResponse, error: SocketOutcome['error']): boolean {
  return error === 'client' || (error === 'execution' && response.status >= 400)
}

/** `$connect` answered: 2xx lets the client in, all else refuses it with that status. */
function handshakeAnswer(call: SocketCall, answered: HttpResponse, trace: TraceRecorder): HttpResponse {
  return trace.step('methodResponse', tell => {
    const { status, headers } = answered
    const { origin } = call.method
    if (status < 200 || status > 299) {
      const summary = `${status}: the handshake is refused with it`
      tell(() => ({ state: 'failed', summary, origin, cause: { type: 'connectRefused', status } }))
      return unsent(answered)
    }
    const protocol = lastField(headers, 'sec-websocket-protocol')
    const summary = `${status}: the client is connected${protocol === undefined ? '' : `, subprotocol \`${protocol}\``}`
    tell(() => ({ state: 'passed', summary, origin }))
    const stubMark = headers.filter(([name]) => name === 'x-gatehouse-stub')
    return accepted(protocol, [...(call.isAuthorizerSkipped ? [skippedMark] : []), ...stubMark])
  })
}

const skippedMark = ['x-gatehouse-skipped', 'authorizer'] as const

function accepted(protocol: string | undefined, marks: Fields = []): HttpResponse {
  return {
    status: 101,
    headers: [...(protocol === undefined ? [] : [['Sec-WebSocket-Protocol', protocol] as const]), ...marks],
    body: new Uint8Array(),
  }
}

function unsent({ status }: HttpResponse): HttpResponse {
  return { status, headers: [], body: new Uint8Array() }
}

/** An event after the handshake in the form of a request: it has a body and an address, and nothing else. */
function eventRequest({ client }: Connection, method: string, text: string): HttpRequest {
  const body = Buffer.from(text, 'utf8')
  return { method, path: '/', query: '', headers: [], body, sourceIp: client.sourceIp, port: 0 }
}

function domainOfClient({ client }: Connection): Pick<Incoming, 'domainName' | 'domainPrefix'> {
  return { domainName: client.domainName, domainPrefix: client.domainName.split('.')[0] ?? '' }
}

function exchangeOf(of: {
  readonly served: ServedApi<WebSocketApi>
  readonly incoming: Incoming
  /** Of an event of a client. */
  readonly connection?: Connection
  readonly event?: SocketEvent
  readonly response: HttpResponse
  readonly route: string | undefined
  readonly trace: TraceRecorder
  readonly outcome: SocketOutcome
  readonly readText: World['readText']
}): Exchange {
  const { served, incoming, response, route, trace, outcome } = of
  const durationMs = trace.elapsed()
  const integrationLatencyMs = trace.durationOf('integration')
  const { connectionId, eventType } = outcome
  const isClients = eventType !== 'CALLBACK'
  return {
    response,
    requestId: incoming.requestId,
    startedAt: incoming.startedAt,
    latencyMs: durationMs,
    webSocket: outcome,
    executionLog: () => trace.execution.lines(),
    accessLog: () => accessLine(of, durationMs, integrationLatencyMs),
    ...(integrationLatencyMs !== undefined && { integrationLatencyMs }),
    ...(route !== undefined && { route }),
    trace: () =>
      trace.format(
        {
          requestId: incoming.requestId,
          api: { id: served.api.id, name: served.api.name, type: 'websocket' },
          stage: served.stage.name,
          ...(route !== undefined && { route }),
          ...(connectionId !== undefined && isClients && { connection: { id: connectionId, eventType } }),
          startedAt: incoming.startedAt,
          request: tracedRequest(
            isClients ? 'Event of the client' : 'Request of the backend',
            incoming.request,
          ),
          response: tracedResponse(isClients ? 'Answer to the client' : 'Response to the backend', response),
        },
        durationMs,
        steps => whyOf({ served, incoming, response, route, steps, event: eventType, readText: of.readText }),
      ),
  }
}

/** The line of the access log; requests of backends have none. */
function accessLine(
  { served, incoming, connection, event, response, route, trace, outcome }: Parameters<typeof exchangeOf>[0],
  latencyMs: number,
  integrationLatencyMs: number | undefined,
): string | undefined {
  const format = accessLogFormat(served)
  if (format === undefined || !connection || !event) return undefined
  const context = socketContext(served, incoming, connection, event, route)
  const error = outcome.error && errorOf(response)
  const { facts } = trace
  const times = { latencyMs, integrationLatencyMs }
  return renderAccessLog(
    format,
    accessLogContext({ served, incoming, context, response, facts, error, ...times }),
  )
}

/** `$context.error` of what the client was told. */
function errorOf({ body }: HttpResponse): ContextValues {
  try {
    const { message } = JSON.parse(Buffer.from(body).toString('utf8')) as { message?: unknown }
    return typeof message === 'string' ? { message, messageString: JSON.stringify(message) } : {}
  } catch {
    return {}
  }
}
