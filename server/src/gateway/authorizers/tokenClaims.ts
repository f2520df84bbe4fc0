import type { JWTPayload } from 'jose'
import type { Identity } from '../access/identity.ts'

/** What a token is minted for. */
export interface TokenOrder {
  readonly use: 'id' | 'access'
  /** `iss` */
  readonly issuer: string
  /** `aud` of an id token, `client_id` of an access token. */
  readonly client: string
  /** Of an access token. */
  readonly scopes: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: number
  /** How long it is good. */
  readonly seconds: number
  /** Gives fresh UUIDs. */
  readonly id: () => string
}

/**
 * The claims of a token as a Cognito user pool issues it to an identity, and the identity's own on top.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
export function tokenClaims(identity: Identity, order: TokenOrder): JWTPayload {
  const { use, issuer, client, scopes, seconds, id } = order
  const now = Math.floor(order.now / 1000)
  const own = identity.claims ?? {}
  const groups = identity.groups ?? []
  const username = identity.name
  const ofUse =
    use === 'id'
      ? { 'cognito:username': username, aud: client }
      : { client_id: client, scope: scopes.join(' '), username }
  return {
    sub: username,
    ...(groups.length > 0 && { 'cognito:groups': [...groups] }),
    iss: issuer,
    ...ofUse,
    event_id: id(),
    token_use: use,
    auth_time: now,
    exp: now + seconds,
    iat: now,
    jti: id(),
    ...own,
  }
}
