import type { Api, Method, Resource, RestApi } from '../api/api.ts'
import type { Integration } from '../api/integration.ts'
import type { Fields } from '../base/headers.ts'
import { lastField } from '../base/headers.ts'
import { valueOf } from '../base/origin.ts'
import type { AuthorizerOutcome } from './authorizers/authorizerOutcome.ts'
import { configurationError } from './gatewayError.ts'
import type { Incoming } from './incoming.ts'
import { isBinaryType, mediaTypeOf } from './mediaType.ts'
import type { ServedApi } from './servedApi.ts'
import type { ContextValues } from './variables.ts'

/** A request that a method of a REST API took. */
export interface MethodCall {
  readonly served: ServedApi<RestApi>
  readonly incoming: Incoming
  readonly resource: Resource
  readonly method: Method
  /** Inside the stage, still encoded, without repeated slashes in front. */
  readonly path: string
  /** Of a custom domain, as sent; events show it before the path. */
  readonly basePath: string
  /** Still encoded, as AWS hands them on. */
  readonly pathParameters: ReadonlyMap<string, string>
  /** The client's headers as AWS keeps them. */
  readonly headers: Fields
  readonly context: ContextValues
  /** Who calls, once an authorizer has told. */
  readonly authorizer?: AuthorizerOutcome
  /** Whether a pretended identity was let in in place of asking the authorizer. */
  readonly isAuthorizerSkipped?: boolean
  /** Whether the signer of the request may make the response cache forget; unset where nobody signed. */
  readonly mayInvalidateCache?: () => boolean
}

/** What mappings and templates take from a call: of a method, or of a route of a WebSocket API. */
export interface MappedCall extends Pick<MethodCall, 'incoming' | 'pathParameters' | 'headers' | 'context'> {
  readonly served: ServedApi
  /** The headers that templates see, where they are not those of a REST API's events. */
  readonly templateHeaders?: Fields
}

/** A call with the method or route that took it. */
export interface IntegratedCall extends MappedCall {
  readonly method: {
    readonly integration?: Integration
    readonly httpMethod?: string
    readonly routeKey?: string
  }
  /** Of a REST API. */
  readonly resource?: Resource
}

/** The integration of a method or route; throws when it has none, which AWS refuses when it deploys. */
export function integrationOf({ served, method }: IntegratedCall): Integration {
  if (method.integration) return method.integration
  const owner = served.api.type === 'rest' ? 'method' : 'route'
  throw configurationError(`the ${owner} has no integration: AWS refuses to deploy it`)
}

/** The `Content-Type` the client sent, or AWS's default for none. */
export function contentTypeOf(call: Pick<MethodCall, 'headers'>): string {
  return lastField(call.headers, 'content-type') ?? 'application/json'
}

/** Whether a request's media type is one of the API's binary ones; a request without one has AWS's default. */
export function isBinaryRequest(call: Pick<MethodCall, 'headers' | 'served'>): boolean {
  return isBinaryType(mediaTypeOf(contentTypeOf(call)), binaryMediaTypesOf(call.served.api))
}

/** The API's binary media types, as far as they are known; only REST APIs have any. */
export function binaryMediaTypesOf(api: Api): readonly string[] {
  if (api.type !== 'rest') return []
  return api.binaryMediaTypes.flatMap(fact => valueOf(fact)?.toLowerCase() ?? [])
}
