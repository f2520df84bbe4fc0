import type { HttpApi, Method, RestApi, Route } from '../../api/api.ts'
import type { Authorizer } from '../../api/authorizer.ts'
import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import { functionOfUri } from '../../api/lambdaFunction.ts'
import { valueOf } from '../../base/origin.ts'
import type { StepName, Why } from '../../protocol/trace.ts'
import { serviceNameOf } from '../authorizerName.ts'
import type { SocketOutcome } from '../exchange.ts'
import type { Incoming } from '../incoming.ts'
import { integrationUri } from '../integrationUri.ts'
import type { HttpResponse } from '../messages.ts'
import type { ServedApi } from '../servedApi.ts'
import type { ToldStep } from '../trace.ts'
import type { CauseId } from './causes.ts'

/** A request that was answered, for whoever explains the answer. */
export interface About {
  readonly served: ServedApi
  readonly incoming: Incoming
  readonly response: HttpResponse
  /** `GET /books/{bookId}`, the key of a route; unset when nothing took the request. */
  readonly route: string | undefined
  readonly steps: readonly ToldStep[]
  /** Of a WebSocket API: what happened. */
  readonly event?: SocketOutcome['eventType']
  /** Text of one of the user's files; undefined where it cannot be read. */
  readonly readText: (file: string) => string | undefined
}

/** The same of an API of requests, not of messages. */
export interface HttpAbout extends About {
  readonly served: ServedApi<RestApi | HttpApi>
}

export function isOfRequests(about: About): about is HttpAbout {
  return about.served.api.type !== 'websocket'
}

/** A `Why` without what the registry of causes and the step tell. */
export interface Explanation extends Partial<
  Pick<Why, 'source' | 'evidence' | 'facts' | 'fixes' | 'isQuiet'>
> {
  readonly cause: CauseId
  /** Unset where it is the step that decided. */
  readonly step?: StepName
  readonly sentence: string
}

/** The method of a REST API, or the route of an HTTP API, that took the request. */
export function targetOf({ served, route }: Pick<About, 'served' | 'route'>): Method | Route | undefined {
  const { api } = served
  if (api.type !== 'rest') return api.routes.find(({ routeKey }) => routeKey === route)
  return api.resources
    .flatMap(({ path, methods }) => methods.map(method => ({ key: `${method.httpMethod} ${path}`, method })))
    .find(({ key }) => key === route)?.method
}

/** What guards the method or route: its name for a sentence, and its declaration when there is one. */
export function authorizerOf(about: About): {
  readonly name: string
  /** The same for a title. */
  readonly plain: string
  readonly authorizer: Authorizer | undefined
} {
  const target = targetOf(about)
  const nameless = { name: 'The authorizer', plain: 'the authorizer', authorizer: undefined }
  if (!target) return nameless
  const { authorizer } = serviceNameOf(target.authorization, about.served.api.authorizers)
  if (!authorizer) return nameless
  const { name: plain } = authorizer
  // A name such as `token` alone would read as a word.
  return { name: /^[A-Z]/.test(plain) ? plain : `authorizer \`${plain}\``, plain, authorizer }
}

/** What stands behind the method or route, for `… was never called`. */
export function backendName(about: About): string {
  return functionBehind(about)?.id ?? 'the integration'
}

/** The function that the method or route calls. */
export function functionBehind(about: Pick<About, 'served' | 'route'>): LambdaFunction | undefined {
  const { served } = about
  const integration = targetOf(about)?.integration
  if (!integration || valueOf(integration.uri) === undefined) return undefined
  return functionOfUri(integrationUri(served, integration).uri, served.definition.functions)
}

/** A function of the definition by its logical id. */
export function functionNamed({ served }: About, id: string): LambdaFunction | undefined {
  return served.definition.functions.find(each => each.id === id)
}

/** What a request was taken by, as the user calls it. */
export function targetWord({ served }: About): 'method' | 'route' {
  return served.api.type === 'rest' ? 'method' : 'route'
}

/** `DELETE /books/b-1043`, as sent; of an event on a connection the key of its route. */
export function requestName({ incoming, event, route }: About): string {
  if (event && event !== 'CALLBACK') return route ?? 'the message'
  return `${incoming.request.method} ${incoming.request.path}`
}
