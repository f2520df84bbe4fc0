import type { Definition } from '../api/api.ts'
import type { Fields } from '../base/headers.ts'
import { fieldValues } from '../base/headers.ts'
import { openFileLimit } from '../functions/platform.ts'
import type { Exchange, HandleOptions } from '../gateway/exchange.ts'
import { headTooLarge, httpHeadTooLarge } from '../gateway/frontEnd.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import type { MetricStore } from '../gateway/metrics/metricStore.ts'
import type { World } from '../gateway/world.ts'
import type { KeyPair } from '../io/certificates.ts'
import type { ControlRoutes } from '../io/controlRouter.ts'
import { createControl } from '../io/controlRouter.ts'
import { listen } from '../io/sockets.ts'
import type { InvokeRequest, ListeningApi } from '../protocol/gatewayControl.ts'
import type { ChosenApi, Front } from './gatewayFront.ts'
import type { OpenTls } from './tlsOptions.ts'
import type { GatewayLogs } from './gatewayHostLogs.ts'
import type { Reporter } from './gatewayHostReporter.ts'
import { recordExchange, refusal } from './gatewayHostSamples.ts'
import type { SocketWatch } from './gatewayHostSockets.ts'
import { openSockets } from './gatewayHostSockets.ts'

/** One API on its port. What it serves can be swapped while requests run: each finishes on what it began with. */
export interface ApiServer {
  readonly listening: () => ListeningApi
  /** What it serves at the moment. */
  readonly current: () => ChosenApi
  readonly answer: (request: HttpRequest, options?: HandleOptions, around?: RequestPlace) => Promise<Exchange>
  /** What the control endpoint at its port answers. */
  readonly control: ControlRoutes
  /** Forgets cached answers of the stage and what authorizers answered. */
  readonly forget: () => void
  readonly swap: (chosen: ChosenApi, front: Front) => void
  readonly close: () => Promise<void>
}

/** What one request has in place of what all have here. */
export interface RequestPlace {
  readonly sourceIp?: string | undefined
  readonly stageVariables?: Readonly<Record<string, string>> | undefined
}

export interface ServerOptions {
  readonly host: string
  readonly port: number
  readonly world: World
  readonly reporter: Reporter
  readonly front: Front
  readonly metrics: MetricStore
  readonly logs: GatewayLogs
  readonly control: ControlSettings
  readonly sourceIp: string | undefined
  /** Hears of the connections of a WebSocket API. */
  readonly watch?: SocketWatch
  /** Undefined for plain HTTP. */
  readonly tls: OpenTls | undefined
  /** What the port of a WebSocket API shows who speaks TLS to it all the same, as handlers do that build `https://` URLs. */
  readonly keyPair: (definition: Definition) => Promise<KeyPair>
}

/** The endpoint beside the API by which the gateway itself is asked and steered. */
export interface ControlSettings {
  /** `/.gatehouse` */
  readonly prefix: string
  readonly secret: string
  /** Its routes; `current` gives the API as it is served at the moment. */
  readonly routes: (current: () => ChosenApi) => ControlRoutes
}

/** Serves an API on a port; rejects with a `ListenError`. */
export async function serveApi(first: ChosenApi, options: ServerOptions): Promise<ApiServer> {
  const { world, reporter } = options
  let current = first
  let { front } = options
  const answer = async (sent: HttpRequest, handling?: HandleOptions, around: RequestPlace = {}) => {
    const { sourceIp = options.sourceIp, stageVariables } = around
    const request = sourceIp === undefined ? sent : { ...sent, sourceIp }
    const started = world.clock()
    const own = stageVariables ? front.withVariables(current, stageVariables) : current
    const { chosen, exchange } = await front.answer(own, request, world, handling)
    const { status } = exchange.response
    recordExchange(chosen, exchange, world.now(), options, request)
    if (exchange.webSocket) options.watch?.onBackend(exchange)
    reporter.answered({
      apiId: chosen.api.id,
      route: exchange.route,
      method: request.method,
      path: request.path,
      status,
      durationMs: world.clock() - started,
      requestId: exchange.requestId,
      reason: status >= 400 ? refusal(exchange) : undefined,
    })
    return exchange
  }
  const { prefix, secret, routes } = options.control
  const controlled = routes(() => current)
  const control = createControl({ prefix, secret, routes: controlled })
  const sockets =
    first.api.type === 'websocket'
      ? openSockets(options, request => front.enter(current, request))
      : undefined
  const listener = await listen({
    host: options.host,
    port: options.port,
    tls: options.tls?.listen(() => current),
    tlsToo: sockets && !options.tls ? () => options.keyPair(current.definition) : undefined,
    // A client that leaves does not stop the function, as on AWS: no signal here.
    handle: request => control(request) ?? answer(request).then(({ response }) => response),
    headTooLarge: () => (current.api.type === 'rest' ? headTooLarge : httpHeadTooLarge),
    mostConnections: connectionsFor(openFileLimit()),
    onProblem: message => reporter.problem(`a request broke the gateway, please report it: ${message}`),
    ...(sockets && { webSockets: sockets.webSockets }),
  })
  return {
    listening: () => ({
      apiId: current.api.id,
      name: current.api.name,
      type: current.api.type,
      stage: current.stage.name,
      url: `${sockets ? 'ws' : 'http'}${options.tls ? 's' : ''}://${urlHost(options.host)}:${listener.port}`,
    }),
    current: () => current,
    answer,
    control: controlled,
    forget: () => {
      world.state.flushCache(current.stage.name)
      current.gateway.flushAuthorizers()
    },
    swap: (chosen, changed) => {
      current = chosen
      front = changed
      sockets?.swap((apiId, stage) => changed.of(apiId, stage))
    },
    close: () => {
      sockets?.close()
      return listener.close()
    },
  }
}

/** Connections to take where so many files may be open: leaves room for backends, functions and files. */
export function connectionsFor(openFiles: number): number {
  return Math.max(64, Math.floor(openFiles * 0.75))
}

/** A request of the invoke panel or the command line as if it had come over the wire. */
export function requestOf(invoke: InvokeRequest, url: string): HttpRequest {
  const { host, port } = new URL(url)
  const body =
    invoke.bodyBase64 !== undefined
      ? Buffer.from(invoke.bodyBase64, 'base64')
      : Buffer.from(invoke.bodyText ?? '')
  const headers: (readonly [string, string])[] = [...invoke.headers]
  const add = (name: string, value: string) => {
    if (fieldValues(headers satisfies Fields, name).length === 0) headers.push([name, value])
  }
  add('Host', host)
  add('User-Agent', `gatehouse/${GATEHOUSE_VERSION}`)
  if (body.length > 0) add('Content-Length', String(body.length))
  const at = invoke.target.indexOf('?')
  const path = at < 0 ? invoke.target : invoke.target.slice(0, at)
  return {
    method: invoke.method.toUpperCase(),
    path: path.startsWith('/') ? path : `/${path}`,
    query: at < 0 ? '' : invoke.target.slice(at + 1),
    headers,
    body,
    sourceIp: '127.0.0.1',
    port: Number(port) || 80,
  }
}

/** The host of a URL that leads to an address that is listened on. */
export function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
