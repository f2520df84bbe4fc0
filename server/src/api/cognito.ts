import type { Fact, Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { Authorizer } from './authorizer.ts'

/** `AWS::Cognito::UserPool`. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html */
export interface UserPool {
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  /** `REGION_LOGICALID` on this machine. */
  readonly poolId: string
  readonly arn: string
  /** `https://cognito-idp.REGION.amazonaws.com/POOLID`: what its tokens have as `iss`. */
  readonly issuer: string
}

/** `AWS::Cognito::UserPoolClient`. */
export interface UserPoolClient {
  /** Logical id, which is its client id on this machine. */
  readonly id: string
  readonly origin: Origin
  readonly userPoolId?: Fact<string>
  readonly name?: Fact<string>
  readonly allowedOAuthFlows: readonly Fact<string>[]
  /** `openid`, `IDENTIFIER/SCOPE`. */
  readonly allowedOAuthScopes: readonly Fact<string>[]
  readonly callbackUrls: readonly Fact<string>[]
  readonly explicitAuthFlows: readonly Fact<string>[]
  readonly supportedIdentityProviders: readonly Fact<string>[]
  /** In the unit of `tokenValidityUnits`; AWS's default is one hour. */
  readonly accessTokenValidity?: Fact<number>
  readonly idTokenValidity?: Fact<number>
  /** By `AccessToken`, `IdToken`, `RefreshToken`: seconds, minutes, hours or days. */
  readonly tokenValidityUnits: ReadonlyMap<string, Fact<string>>
}

/** `AWS::Cognito::UserPoolResourceServer`. */
export interface ResourceServer {
  readonly id: string
  readonly origin: Origin
  readonly userPoolId?: Fact<string>
  readonly identifier?: Fact<string>
  /** Names; a token carries `IDENTIFIER/NAME`. */
  readonly scopes: readonly Fact<string>[]
}

/** `AWS::Cognito::UserPoolGroup`. */
export interface UserPoolGroup {
  readonly id: string
  readonly origin: Origin
  readonly userPoolId?: Fact<string>
  readonly name?: Fact<string>
  readonly roleArn?: Fact<string>
  readonly precedence?: Fact<number>
}

/** `AWS::Cognito::UserPoolDomain`. */
export interface UserPoolDomain {
  readonly id: string
  readonly origin: Origin
  readonly userPoolId?: Fact<string>
  readonly domain?: Fact<string>
}

/** The pools of the definition whose tokens an authorizer takes: by `ProviderARNs`, or by the issuer of a JWT. */
export function userPoolsOf(authorizer: Authorizer, pools: readonly UserPool[]): UserPool[] {
  const named = [...authorizer.providerArns, authorizer.jwt?.issuer].map(valueOf)
  return pools.filter(({ arn, issuer }) =>
    named.some(name => name === arn || name?.replace(/\/$/, '') === issuer),
  )
}

/** Those of `parts` (clients, resource servers, groups, domains) that belong to a pool. */
export function partsOfPool<T extends { readonly userPoolId?: Fact<string> }>(
  pool: UserPool,
  parts: readonly T[],
): T[] {
  return parts.filter(({ userPoolId }) => valueOf(userPoolId) === pool.poolId)
}
