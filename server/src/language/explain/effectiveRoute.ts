import type { Authorizer } from '../../api/authorizer.ts'
import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import { functionOfUri } from '../../api/lambdaFunction.ts'
import type { Origin } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { Node } from '../../syntax/node.ts'
import { nodeOfOrigin } from '../../syntax/node.ts'
import type { CallableRoute } from '../routeReference.ts'

/** Who lets callers in, where the route itself may say nothing of it. */
export interface EffectiveAuthorizer {
  /** Name of the authorizer, else AWS's type: `AWS_IAM`. */
  readonly name: string
  readonly authorizer: Authorizer | undefined
  /** Stated for the whole API: `security` of the document, `DefaultAuthorizer`. */
  readonly isInherited: boolean
  /** Where it is said that the route has it. */
  readonly origin: Origin
}

/** The authorizer of a route; undefined where anybody may call. */
export function effectiveAuthorizer(route: CallableRoute): EffectiveAuthorizer | undefined {
  const { part, api } = route
  const { authorization } = part.type === 'method' ? part.method : part.route
  if (authorization.type === 'NONE') return undefined
  const { origin } = authorization
  const stated = valueOf(authorization.authorizer)
  const authorizer = api.authorizers.find(({ name }) => name === stated)
  return {
    name: stated ?? authorization.type,
    authorizer,
    isInherited: !standsIn(origin, route.origin),
    origin,
  }
}

/** The definition's own function that answers a route. */
export function functionOfRoute(
  route: CallableRoute,
  { definition }: DefinitionResult,
): LambdaFunction | undefined {
  return functionOfUri(valueOf(route.integration?.uri) ?? '', definition?.functions ?? [])
}

// The limits of AWS where the definition sets none.
const longestMs = { rest: 29_000, http: 30_000, websocket: 29_000 } as const

/** How long a caller waits at most. */
export interface EffectiveTimeout {
  readonly milliseconds: number
  /** `stated` in the integration, the `function`'s own, or the `longest` that API Gateway waits. */
  readonly by: 'stated' | 'function' | 'longest'
}

/** The shorter one of what API Gateway waits and of what the function may take; a mock answers by itself, at once. */
export function effectiveTimeout(
  { integration, api }: CallableRoute,
  fn: LambdaFunction | undefined,
): EffectiveTimeout | undefined {
  if (!integration || (integration.timeoutInMillis && !integration.timeoutInMillis.known)) return undefined
  if (valueOf(integration.type) === 'MOCK') return undefined
  const stated = valueOf(integration.timeoutInMillis)
  const wait = stated ?? longestMs[api.type]
  const own = fn && (fn.timeout ? valueOf(fn.timeout) : defaultFunctionTimeout)
  if (own !== undefined && own * 1000 < wait) return { milliseconds: own * 1000, by: 'function' }
  return { milliseconds: wait, by: stated === undefined ? 'longest' : 'stated' }
}

/** Seconds. https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
export const defaultFunctionTimeout = 3

/** Whether something stands below the value of an entry. */
function standsIn(inner: Origin, outer: Origin): boolean {
  const around = nodeOfOrigin(outer)
  let node: Node | undefined = nodeOfOrigin(inner)
  if (!around || !node) return true
  while (node && node !== around) node = node.parent
  return node === around
}
