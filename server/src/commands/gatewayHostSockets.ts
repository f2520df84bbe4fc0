import type { Exchange } from '../gateway/exchange.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import type { MetricStore } from '../gateway/metrics/metricStore.ts'
import type { Connection } from '../gateway/websocket/connection.ts'
import { closingOfClient, closings } from '../gateway/websocket/connection.ts'
import type { World } from '../gateway/world.ts'
import type { SocketClient, WebSockets } from '../io/webSockets.ts'
import { createWebSockets } from '../io/webSockets.ts'
import type { ChosenApi, Entered } from './gatewayFront.ts'
import type { Reporter } from './gatewayHostReporter.ts'
import { refusal, sampleOf } from './gatewayHostSamples.ts'

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
  readonly sourceIp: string | undefined
  /** Hears of every event with its trace. */
  readonly onExchange?: (exchange: Exchange) => void
}

/** How often idle and old connections are looked for, in milliseconds. */
const sweepMs = 1000

/** Opens the connections of a port; `enter` tells whom a handshake is for. */
export function openSockets(options: SocketsOptions, enter: (request: HttpRequest) => Entered): Sockets {
  const { world, reporter } = options
  let now: (apiId: string, stage: string) => ChosenApi | undefined = () => undefined
  const onProblem = (message: string) =>
    reporter.problem(`a message broke the gateway, please report it: ${message}`)

  const report = (chosen: ChosenApi, exchange: Exchange, path: string) => {
    const { status } = exchange.response
    options.metrics.add(sampleOf(chosen, exchange, world.now()))
    options.onExchange?.(exchange)
    reporter.answered({
      apiId: chosen.api.id,
      route: exchange.route,
      method: exchange.webSocket?.eventType ?? 'MESSAGE',
      path,
      status,
      durationMs: exchange.latencyMs,
      reason: exchange.webSocket?.error && refusal(exchange),
    })
  }

  const attend = (first: ChosenApi, connection: Connection): SocketClient => {
    const { apiId, stage } = connection.client
    const chosen = () => now(apiId, stage) ?? first
    const run = async (work: (chosen: ChosenApi) => Promise<Exchange | undefined>, path: string) => {
      try {
        const current = chosen()
        const exchange = await work(current)
        if (exchange) report(current, exchange, exchange.route ?? path)
      } catch (error) {
        onProblem(error instanceof Error ? (error.stack ?? error.message) : String(error))
      }
    }
    return {
      onOpen: socket => connection.open(socket),
      onSign: () => {
        connection.lastActiveAt = world.now()
      },
      onMessage: text =>
        void run(async ({ gateway }) => gateway.webSocket?.message(connection, text, world), '(no route)'),
      onClose: (closing, own) =>
        void run(
          async ({ gateway }) =>
            gateway.webSocket?.disconnect(
              connection,
              own ?? closingOfClient(closing.code, closing.reason),
              world,
            ),
          '$disconnect',
        ),
    }
  }

  const webSockets = createWebSockets({
    onProblem,
    connect: async sent => {
      const seen = options.sourceIp === undefined ? sent : { ...sent, sourceIp: options.sourceIp }
      const { chosen, request } = enter(seen)
      const handshake = await chosen.gateway.webSocket?.connect(request, world)
      if (!handshake) {
        const { response } = await chosen.gateway.handle(request, world)
        return { response }
      }
      const { exchange, connection } = handshake
      report(chosen, exchange, request.path)
      return { response: exchange.response, ...(connection && { client: attend(chosen, connection) }) }
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
      now = of
    },
    close: () => clearInterval(sweep),
  }
}
