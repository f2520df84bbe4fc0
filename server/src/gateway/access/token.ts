import { userPoolsOf } from '../../api/cognito.ts'
import type { Authorizer } from '../../api/authorizer.ts'
import { valueOf } from '../../base/origin.ts'
import type { ApiContext } from './apiContext.ts'
import type { GuardedRoute } from './guardedRoute.ts'
import type { Token } from './identity.ts'

/** Why a token is not taken; undefined when it is. */
export type TokenFault =
  | { readonly verdict: 'refused'; readonly status: 401 | 403; readonly why: string }
  | { readonly verdict: 'depends'; readonly why: string }

/**
 * Holds a token, taken to be genuine and in time, against an authorizer and the scopes of a route. A JWT authorizer
 * answers 403 where only the scope is wrong, a Cognito authorizer 401.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
 */
export function tokenFault(
  kind: 'JWT' | 'COGNITO',
  { authorization }: GuardedRoute,
  authorizer: Authorizer | undefined,
  token: Token | undefined,
  context: ApiContext,
): TokenFault | undefined {
  if (!token) return { verdict: 'refused', status: 401, why: 'the request carries no token of it' }
  const issuers = authorizer ? issuersOf(authorizer, context) : []
  if (token.issuers && issuers.length > 0 && !token.issuers.some(each => issuers.includes(each))) {
    return { verdict: 'refused', status: 401, why: 'the token is of another issuer' }
  }
  const audience = authorizer?.jwt?.audience.flatMap(fact => valueOf(fact) ?? []) ?? []
  if (token.audience && audience.length > 0 && !token.audience.some(each => audience.includes(each))) {
    return { verdict: 'refused', status: 401, why: 'the token is for another audience' }
  }
  const { scopes } = authorization
  const known = scopes.flatMap(fact => valueOf(fact) ?? [])
  if (kind === 'COGNITO') {
    // Without scopes the method takes identity tokens, with scopes access tokens.
    if (scopes.length === 0 && token.use === 'access') {
      return {
        verdict: 'refused',
        status: 401,
        why: 'a method without scopes takes ID tokens, and this is an access token',
      }
    }
    if (scopes.length > 0 && token.use === 'id') {
      return {
        verdict: 'refused',
        status: 401,
        why: 'a method with scopes takes access tokens, and this is an ID token',
      }
    }
  }
  if (scopes.length === 0 || known.some(scope => token.scopes.includes(scope))) return undefined
  if (known.length < scopes.length) {
    return { verdict: 'depends', why: '**Depends on a scope** that is not known on this machine.' }
  }
  const wanted = known.map(scope => `\`${scope}\``).join(', ')
  return {
    verdict: 'refused',
    status: kind === 'JWT' ? 403 : 401,
    why: `the token has none of the scopes that the route asks for (${wanted})`,
  }
}

/** Whose tokens an authorizer takes: `iss` and ARNs of user pools, as far as they are known. */
export function issuersOf(authorizer: Authorizer, { definition }: ApiContext): string[] {
  const pools = userPoolsOf(authorizer, definition.surroundings.userPools)
  const stated = [...authorizer.providerArns, authorizer.jwt?.issuer].flatMap(fact => valueOf(fact) ?? [])
  return [
    ...new Set([
      ...stated.map(text => text.replace(/\/$/, '')),
      ...pools.flatMap(({ arn, issuer }) => [arn, issuer]),
    ]),
  ]
}
