import type { Definition } from '../api/api.ts'
import type { FunctionUrl } from '../api/lambdaFunction.ts'
import { openFileLimit } from '../functions/platform.ts'
import { httpHeadTooLarge } from '../gateway/frontEnd.ts'
import type { FunctionUrlGateway } from '../gateway/functionUrls/functionUrlGateway.ts'
import { createFunctionUrlGateway, functionOfUrl } from '../gateway/functionUrls/functionUrlGateway.ts'
import type { World } from '../gateway/world.ts'
import { listen } from '../io/sockets.ts'
import { connectionsFor, urlHost } from './gatewayHostServer.ts'
import type { Reporter } from './gatewayHostReporter.ts'

/** A function URL on its port. */
export interface FunctionUrlServer {
  /** Logical id. */
  readonly id: string
  /** `http://127.0.0.1:3001` */
  readonly url: string
  /** The name it has on AWS: `….lambda-url.us-east-1.on.aws`. */
  readonly host: string
  /** Serves what the definition says now; what it no longer has stays as it was. */
  readonly swap: (definition: Definition) => void
  readonly close: () => Promise<void>
}

/** A function URL that can be served: its function is in the definition. */
export interface ServableUrl {
  readonly url: FunctionUrl
  readonly gateway: FunctionUrlGateway
}

/** The function URLs of a definition whose functions it has, too. */
export function servableUrls(definition: Definition): ServableUrl[] {
  return definition.surroundings.functionUrls.flatMap(url => {
    const lambda = functionOfUrl(definition, url)
    return lambda ? [{ url, gateway: createFunctionUrlGateway(definition, url, lambda) }] : []
  })
}

/** Serves a function URL on a port; rejects with a `ListenError`. */
export async function serveFunctionUrl(
  { url, gateway }: ServableUrl,
  options: {
    readonly host: string
    readonly port: number
    readonly world: World
    readonly reporter: Reporter
    readonly sourceIp: string | undefined
  },
): Promise<FunctionUrlServer> {
  const { world, reporter, sourceIp } = options
  let current = gateway
  const listener = await listen({
    host: options.host,
    port: options.port,
    handle: async sent => {
      const started = world.clock()
      const request = sourceIp === undefined ? sent : { ...sent, sourceIp }
      const { response, reason } = await current.handle(request, world)
      reporter.answered({
        apiId: url.id,
        route: undefined,
        method: request.method,
        path: request.path,
        status: response.status,
        durationMs: world.clock() - started,
        reason,
      })
      return response
    },
    headTooLarge: () => httpHeadTooLarge,
    mostConnections: connectionsFor(openFileLimit()),
    onProblem: message => reporter.problem(`a request broke the gateway, please report it: ${message}`),
  })
  return {
    id: url.id,
    url: `http://${urlHost(options.host)}:${listener.port}`,
    host: gateway.host,
    swap: definition => {
      const found = servableUrls(definition).find(each => each.url.id === url.id)
      if (found) current = found.gateway
    },
    close: listener.close,
  }
}
