import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { functionOfUri } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import type { ChosenApi } from './gatewayFront.ts'
import type { ApiServer } from './gatewayHostServer.ts'
import type { OpenTrust } from './trustOptions.ts'

/** A WebSocket API and where it is served. */
export interface ServedSockets {
  readonly chosen: ChosenApi
  /** `http://127.0.0.1:3000` */
  readonly origin: string
}

/** The WebSocket APIs among servers. */
export function socketsOf(servers: readonly ApiServer[]): ServedSockets[] {
  return servers
    .map(server => ({ chosen: server.current(), origin: server.listening().url.replace(/^ws/, 'http') }))
    .filter(({ chosen }) => chosen.api.type === 'websocket')
}

/**
 * What lets AWS's SDK in a function reach the connections of this machine: the endpoint of the `@connections` API (of the
 * API that calls the function, where there are several) and credentials to sign with.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function connectionVariables(
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
