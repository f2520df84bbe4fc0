import type { Definition } from '../api/api.ts'
import { domainNameOf } from '../api/domainName.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { functionOfUri } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import { cacheFolder } from '../functions/cacheFolder.ts'
import type { LocalHosts, LocalPlace } from '../functions/runtimeProcess.ts'
import type { KeyPair } from '../io/certificates.ts'
import { serverCertificate } from '../io/certificates.ts'
import type { ChosenApi } from './gatewayFront.ts'
import type { ApiServer } from './gatewayHostServer.ts'
import type { TlsOptions } from './tlsOptions.ts'
import { certificateNames, executeApiHosts, ownAddresses } from './tlsOptions.ts'
import type { OpenTrust } from './trustOptions.ts'

/** How functions reach the connections of the WebSocket APIs that are served. */
export interface ConnectionReach {
  /** Where functions reach what is served, as variables. */
  readonly connections: (lambda: LambdaFunction) => Record<string, string>
  /** Where functions are led that state an endpoint themselves: `https://` and a host of the API. */
  readonly localHosts: () => Promise<LocalHosts | undefined>
  /** What the port of a WebSocket API shows to them; found or made when first asked for. */
  readonly keyPair: (definition: Definition) => Promise<KeyPair>
}

/** Opens the ways to the connections of servers, which may be added later. */
export function openReach(
  servers: readonly ApiServer[],
  { host, tls }: { readonly host: string; readonly tls: TlsOptions | undefined },
  { functionCredentials }: OpenTrust,
): ConnectionReach {
  let made: Promise<KeyPair> | undefined
  const keyPair: ConnectionReach['keyPair'] = definition =>
    (made ??= tls?.keyPair
      ? Promise.resolve(tls.keyPair)
      : serverCertificate(cacheFolder(), certificateNames(definition, host)))
  return {
    keyPair,
    connections: lambda => connectionVariables(lambda, socketsOf(servers), functionCredentials),
    localHosts: async () => {
      const served = socketsOf(servers)
      const [first] = served
      if (!first) return undefined
      const { cert } = await keyPair(first.chosen.definition)
      return { cert, places: served.map(each => localPlace(each, host)) }
    },
  }
}

/** A WebSocket API and where it is served. */
interface ServedSockets {
  readonly chosen: ChosenApi
  /** `http://127.0.0.1:3000` */
  readonly origin: string
}

function socketsOf(servers: readonly ApiServer[]): ServedSockets[] {
  return servers
    .map(server => ({ chosen: server.current(), origin: server.listening().url.replace(/^ws/, 'http') }))
    .filter(({ chosen }) => chosen.api.type === 'websocket')
}

/**
 * What lets AWS's SDK in a function reach the connections of this machine: the endpoint of the `@connections` API (of the
 * API that calls the function, where there are several) and credentials to sign with.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
function connectionVariables(
  lambda: LambdaFunction,
  served: readonly ServedSockets[],
  { accessKeyId, secretAccessKey }: OpenTrust['functionCredentials'],
): Record<string, string> {
  const own = served.find(({ chosen }) => calls(chosen, lambda)) ?? served[0]
  if (!own) return {}
  return {
    AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: `${own.origin}/${own.chosen.stage.name}`,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  }
}

function calls({ api, definition }: ChosenApi, lambda: LambdaFunction): boolean {
  if (api.type !== 'websocket') return false
  return api.routes.some(({ integration }) => {
    const uri = valueOf(integration?.uri)
    return uri !== undefined && functionOfUri(uri, definition.functions)?.id === lambda.id
  })
}

function localPlace({ chosen, origin }: ServedSockets, host: string): LocalPlace {
  const { api, definition } = chosen
  const { hostname, port } = new URL(origin)
  const { domainNames, apiMappings } = definition.surroundings
  const custom = apiMappings.flatMap(({ apiId, domainName }) => {
    const name = valueOf(apiId) === api.id ? domainNameOf(domainName, domainNames)?.name : undefined
    return valueOf(name)?.toLowerCase() ?? []
  })
  return {
    hosts: [...executeApiHosts(definition, api), ...custom],
    addresses: [hostname.replace(/^\[|\]$/g, ''), ...ownAddresses(host)],
    port: Number(port),
  }
}
