import type { Api, Definition, Stage } from '../../api/api.ts'
import type { Authorizer } from '../../api/authorizer.ts'
import type { Fields } from '../../base/headers.ts'
import { lastField } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import { headerOfSource } from '../authorizers/identitySources.ts'
import { serviceNameOf } from '../authorizerName.ts'
import { keysOfStage } from '../limits/apiKeys.ts'
import type { GuardedRoute } from './guardedRoute.ts'
import type { Identity } from './identity.ts'

/** What a client with an identity sends to a route beside the request itself. */
export interface RouteCredentials {
  /** It brings all that the route asks of its callers. Whether that is enough is for the gateway to decide. */
  readonly fits: boolean
  /** It signs the request (SigV4). */
  readonly signs: boolean
  readonly token?: SentToken
  /** Headers that the identity states. */
  readonly headers: Fields
  readonly apiKey?: { readonly id: string; readonly value: string }
  readonly sourceIp?: string
  /** The VPC endpoint that a private API is called through. */
  readonly vpcEndpoint?: string
}

/** A token that is minted for a request. */
export interface SentToken {
  readonly header: string
  /** `Bearer ` or nothing: what stands before the token. */
  readonly scheme: string
  readonly use: 'id' | 'access'
  readonly scopes: readonly string[]
  /** Whose tokens the route takes; unset for a Lambda authorizer, which decides itself. */
  readonly authorizer?: Authorizer
  /** An issuer or client that the identity states. */
  readonly issuer?: string
  readonly client?: string
}

/**
 * What an identity sends to a route: a client of AWS knows its API and brings what is asked for, when it has that, and its
 * API key always.
 */
export function routeCredentials(
  definition: Definition,
  api: Api,
  stage: Stage | undefined,
  route: GuardedRoute,
  identity: Identity,
): RouteCredentials {
  const { type } = route.authorization
  const { authorizer } = serviceNameOf(route.authorization, api.authorizers)
  const { headers = [], sourceIp, network } = identity
  const token = tokenFor(route, authorizer, identity)
  const apiKey = stage && apiKeyOf(definition, api, stage, identity)
  const signs = type === 'AWS_IAM' && identity.principal !== undefined
  const isKeyMissing = valueOf(route.apiKeyRequired) === true && isKeySent(api) && !apiKey
  const fits =
    !isKeyMissing &&
    (signs || token !== undefined || !asksFor(type) || (type === 'CUSTOM' && covers(authorizer, headers)))
  return {
    fits,
    signs,
    headers,
    ...(token && { token }),
    ...(apiKey && { apiKey }),
    ...(sourceIp !== undefined && { sourceIp }),
    ...(network?.vpcEndpoint !== undefined && { vpcEndpoint: network.vpcEndpoint }),
  }
}

/** Whether an identity stands for a user who has tokens. */
export function hasTokens({ token, groups, claims }: Identity): boolean {
  return token !== undefined || groups !== undefined || claims !== undefined
}

function asksFor(type: GuardedRoute['authorization']['type']): boolean {
  return type !== 'NONE' && type !== 'UNKNOWN'
}

function isKeySent(api: Api): boolean {
  return api.type === 'rest' && valueOf(api.apiKeySource)?.toUpperCase() !== 'AUTHORIZER'
}

/** Whether stated headers are all that a Lambda authorizer looks for. */
function covers(authorizer: Authorizer | undefined, headers: Fields): boolean {
  const names = (authorizer?.identitySource ?? []).map(fact => headerOfSource(valueOf(fact)))
  return names.length > 0 && names.every(name => name !== undefined && lastField(headers, name) !== undefined)
}

function tokenFor(
  { authorization: { type, scopes } }: GuardedRoute,
  authorizer: Authorizer | undefined,
  identity: Identity,
): SentToken | undefined {
  const isUser = hasTokens(identity)
  const isAsked = type === 'COGNITO_USER_POOLS' || type === 'JWT' || type === 'CUSTOM'
  if (!isAsked || (!isUser && !(type === 'CUSTOM' && identity.hasAuthorizerCredentials === true)))
    return undefined
  const stated = identity.headers ?? []
  const sources = (authorizer?.identitySource ?? []).flatMap(fact => headerOfSource(valueOf(fact)) ?? [])
  const header =
    type === 'CUSTOM'
      ? sources.find(name => lastField(stated, name) === undefined)
      : (sources[0] ?? 'Authorization')
  if (header === undefined || lastField(stated, header) !== undefined) return undefined
  const { token } = identity
  const wanted = type === 'COGNITO_USER_POOLS' && scopes.length === 0 ? 'id' : 'access'
  // A user has both tokens and sends the one that is asked for; whoever states its token has that one only.
  const ownScopes = token?.scopes ?? scopes.flatMap(fact => valueOf(fact) ?? []).slice(0, 1)
  return {
    header,
    scheme: type === 'COGNITO_USER_POOLS' ? '' : 'Bearer ',
    use: token?.use ?? wanted,
    scopes: ownScopes,
    ...(type !== 'CUSTOM' && authorizer && { authorizer }),
    ...(token?.issuers?.[0] !== undefined && { issuer: token.issuers[0] }),
    ...(token?.audience?.[0] !== undefined && { client: token.audience[0] }),
  }
}

function apiKeyOf(
  definition: Definition,
  api: Api,
  stage: Stage,
  { apiKey }: Identity,
): RouteCredentials['apiKey'] {
  if (!apiKey || api.type !== 'rest') return undefined
  const keys = keysOfStage(definition, api, stage)
  if (apiKey.type === 'ofPlan') {
    const found = keys.find(({ isEnabled }) => isEnabled)
    return found && { id: found.key.id, value: found.value }
  }
  const found = keys.find(({ key }) => key.id === apiKey.id)
  if (found) return { id: found.key.id, value: found.value }
  // A key that opens nothing here is sent nevertheless, as its owner would.
  const outside = definition.surroundings.apiKeys.find(({ id }) => id === apiKey.id)
  return outside && { id: outside.id, value: valueOf(outside.value) ?? '' }
}
