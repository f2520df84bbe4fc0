import type { Exchange, Gateway } from '../gateway/exchange.ts'
import type { Why } from '../protocol/trace.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import type { MetricStore } from '../gateway/metrics/metricStore.ts'
import type { Connection } from '../gateway/websocket/connection.ts'
import { closingOfClient, closings } from '../gateway/websocket/connection.ts'
import type { World } from '../gateway/world.ts'
import type { SocketClient, WebSockets } from '../io/webSockets.ts'
import { createWebSockets } from '../io/webSockets.ts'
import type { ChosenApi, Entered } from './gatewayFront.ts'
import type { GatewayLogs } from './gatewayHostLogs.ts'
import type { Reporter } from './gatewayHostReporter.ts'
import { recordExchange, refusal } from './gatewayHostSamples.ts'

/** The connections of a WebSocket API's port. They outlive a definition that is read anew. */
export interface Sockets {
  readonly webSockets: WebSockets
  /** From now on events go to these gateways; what is under way ends where it began. */
  readonly swap: (of: (apiId: string, stage: string) => ChosenApi | undefined) => void
  readonly close: () => void
}

export interface SocketsOptions {
  readonly world: World
  readonly reporter: Pick<Reporter, 'answered' | 'problem'>
  readonly metrics: MetricStore
  readonly logs: Pick<GatewayLogs, 'write'>
  readonly sourceIp: string | undefined
  readonly watch?: SocketWatch
}

/** Hears what happens on the connections of a port. Connections are named by their ids. */
export interface SocketWatch {
  /** A handshake as it is meant, which may be from another address. */
  readonly arriving: (request: HttpRequest) => HttpRequest
  /** A handshake was answered. */
  readonly onHandshake: (request: HttpRequest, exchange: Exchange) => void
  /** A message was handled; `number` counts those of the connection as they came, from 0. */
  readonly onMessage: (connection: string, number: number, exchange: Exchange) => void
  /** A frame goes to the client, because of the request of that id; its exchange is told right after. */
  readonly onFrame: (connection: string, requestId: string) => void
  /** A backend was answered. */
  readonly onBackend: (exchange: Exchange) => void
  /** The gateway ends the connection by itself; told before the client hears of it. */
  readonly onClosing: (connection: string, why: Why) => void
  /** The connection has ended; there is an exchange where it has a `$disconnect` route. */
  readonly onDisconnect: (connection: string, exchange: Exchange | undefined) => void
}

/** How often idle and old connections are looked for, in milliseconds. */
const sweepMs = 1000

/** Opens the connections of a port; `enter` tells whom a handshake is for. */
export function openSockets(options: SocketsOptions, enter: (request: HttpRequest) => Entered): Sockets {
  const { world, sourceIp, watch } = options
  const events = new SocketEvents(options)
  const webSockets = createWebSockets({
    onProblem: events.onProblem,
    connect: async arrived => {
      const sent = sourceIp === undefined ? arrived : { ...arrived, sourceIp }
      const { chosen, request } = enter(watch?.arriving(sent) ?? sent)
      const handshake = await chosen.gateway.webSocket?.connect(request, world)
      if (!handshake) return { response: (await chosen.gateway.handle(request, world)).response }
      const { exchange, connection } = handshake
      events.report(chosen, exchange, request.path)
      watch?.onHandshake(request, exchange)
      return { response: exchange.response, ...(connection && { client: events.of(chosen, connection) }) }
    },
  })
  const sweep = setInterval(() => {
    const at = world.now()
    for (const connection of world.state.connections.all())
      if (connection.isOver(at)) connection.close(closings.over)
  }, sweepMs)
  sweep.unref()
  return {
    webSockets,
    swap: of => {
      events.served = of
    },
    close: () => clearInterval(sweep),
  }
}

/** Hands what happens on connections to the gateways that are served at the moment. */
class SocketEvents {
  served: (apiId: string, stage: string) => ChosenApi | undefined = () => undefined
  readonly #options: SocketsOptions

  constructor(options: SocketsOptions) {
    this.#options = options
  }

  /** The events of a connection that `first` let in. */
  of(first: ChosenApi, connection: Connection): SocketClient {
    const { world, watch } = this.#options
    const { id } = connection.client
    let messages = 0
    return {
      onOpen: socket =>
        connection.open({
          close: socket.close,
          send: (text, requestId) => {
            watch?.onFrame(id, requestId)
            socket.send(text, requestId)
          },
        }),
      onClosing: own => {
        const { webSocket } = this.#servedBy(first, connection).gateway
        if (watch && webSocket) watch.onClosing(id, webSocket.whyClosed(connection, own, world))
      },
      onSign: () => {
        connection.lastActiveAt = world.now()
      },
      onMessage: text => {
        const number = messages++
        void this.#run(first, connection, '(no route)', async ({ webSocket }) => {
          const exchange = await webSocket?.message(connection, text, world)
          if (exchange) watch?.onMessage(id, number, exchange)
          return exchange
        })
      },
      onClose: ({ code, reason }, own) =>
        void this.#run(first, connection, '$disconnect', async ({ webSocket }) => {
          const closing = own ?? closingOfClient(code, reason)
          const exchange = await webSocket?.disconnect(connection, closing, world)
          watch?.onDisconnect(id, exchange)
          return exchange
        }),
    }
  }

  report(chosen: ChosenApi, exchange: Exchange, path: string): void {
    const { reporter, world } = this.#options
    recordExchange(chosen, exchange, world.now(), this.#options)
    reporter.answered({
      apiId: chosen.api.id,
      route: exchange.route,
      method: exchange.webSocket?.eventType ?? 'MESSAGE',
      path,
      status: exchange.response.status,
      durationMs: exchange.latencyMs,
      requestId: exchange.requestId,
      reason: exchange.webSocket?.error && refusal(exchange),
    })
  }

  readonly onProblem = (message: string) =>
    this.#options.reporter.problem(`a message broke the gateway, please report it: ${message}`)

  #servedBy(first: ChosenApi, { client }: Connection): ChosenApi {
    return this.served(client.apiId, client.stage) ?? first
  }

  async #run(
    first: ChosenApi,
    connection: Connection,
    path: string,
    work: (gateway: Gateway) => Promise<Exchange | undefined>,
  ): Promise<void> {
    try {
      const chosen = this.#servedBy(first, connection)
      const exchange = await work(chosen.gateway)
      if (exchange) this.report(chosen, exchange, exchange.route ?? path)
    } catch (error) {
      this.onProblem(error instanceof Error ? (error.stack ?? error.message) : String(error))
    }
  }
}
