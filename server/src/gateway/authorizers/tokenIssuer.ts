import type { Authorizer } from '../../api/authorizer.ts'
import type { Surroundings } from '../../api/surroundings.ts'
import { partsOfPool, userPoolsOf } from '../../api/cognito.ts'
import { valueOf } from '../../base/origin.ts'
import { issuerOfPool } from './cognitoAuthorizer.ts'

/** For whom a token has to be minted so that an authorizer takes it. */
export interface TokenIssuer {
  /** `iss`; unset where it cannot be known here. */
  readonly issuer: string | undefined
  /** `aud` of an id token, `client_id` of an access token. */
  readonly client: string | undefined
  /** A JWT authorizer of an HTTP API. */
  readonly isJwt: boolean
}

/** Whether an authorizer takes tokens of an issuer: that of user pools, and JWT. */
export function takesTokens({ providerArns, jwt }: Authorizer): boolean {
  return providerArns.length > 0 || jwt !== undefined
}

/** The issuer and client of the tokens that an authorizer takes. */
export function tokenIssuer(
  authorizer: Authorizer,
  { userPools, userPoolClients }: Pick<Surroundings, 'userPools' | 'userPoolClients'>,
): TokenIssuer {
  const [pool] = userPoolsOf(authorizer, userPools)
  const client = pool && partsOfPool(pool, userPoolClients)[0]?.id
  const stated = authorizer.providerArns.flatMap(fact => issuerOfPool(valueOf(fact)) ?? [])[0]
  return {
    issuer: valueOf(authorizer.jwt?.issuer) ?? pool?.issuer ?? stated,
    client: authorizer.jwt?.audience.flatMap(fact => valueOf(fact) ?? [])[0] ?? client,
    isJwt: authorizer.jwt !== undefined,
  }
}
