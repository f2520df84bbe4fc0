import type { CompiledPolicies } from './policies.ts'
import type { Fields } from '../../base/headers.ts'
import type { Origin } from '../../base/origin.ts'

/** Somebody who calls an API: what is known of who asks, from where, and with which credentials. */
export interface Identity {
  readonly name: string
  /** What it brings, in a few words. */
  readonly detail: string
  /** What in the definition it was made from. */
  readonly origin?: Origin
  /** Whoever signs the request; unset for a request that is not signed. */
  readonly principal?: SigningPrincipal
  /** An IPv4 or IPv6 address. Unset when it is some address that no policy mentions. */
  readonly sourceIp?: string
  /** The way through a VPC, without which a private API cannot be reached. */
  readonly network?: { readonly vpcEndpoint?: string; readonly vpc?: string }
  /** A token for a Cognito or JWT authorizer. */
  readonly token?: Token
  /** Sends what the identity sources of Lambda authorizers name. */
  readonly hasAuthorizerCredentials?: boolean
  readonly apiKey?: ApiKeyGiven
  /** Further condition keys of the request, by lower-case name. */
  readonly context?: ReadonlyMap<string, readonly string[]>
  /** The access key it signs with; made from its name unless stated. Its secret stands in no file. */
  readonly accessKeyId?: string
  /** Claims of its tokens beside those that every token has. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** Its groups in a user pool. */
  readonly groups?: readonly string[]
  /** Headers it sends as they are: what a Lambda authorizer of the user's own understands. */
  readonly headers?: Fields
  /** What a Lambda authorizer tells of it. */
  readonly authorizer?: {
    readonly principalId?: string
    readonly context: ReadonlyMap<string, string>
    readonly usageIdentifierKey?: string
  }
}

export interface SigningPrincipal {
  /** Of a role: the ARN of one of its sessions. */
  readonly arn: string
  /** `aws:PrincipalArn`: of a role, the role's own. */
  readonly principalArn: string
  readonly account: string
  readonly policies: PrincipalPolicies
}

/** What a principal's own policies grant: stated by the definition, or taken as given. */
export type PrincipalPolicies =
  | { readonly type: 'everything' }
  | { readonly type: 'nothing' }
  | { readonly type: 'stated'; readonly identity: CompiledPolicies; readonly boundary?: CompiledPolicies }

export interface Token {
  /** `iss` of the token, or the ARN of its user pool; a token without any is taken by every authorizer. */
  readonly issuers?: readonly string[]
  readonly audience?: readonly string[]
  readonly use: 'id' | 'access'
  readonly scopes: readonly string[]
}

/** Which API key is sent: one of the definition by its id, or one of a usage plan for the stage. */
export type ApiKeyGiven = { readonly type: 'ofPlan' } | { readonly type: 'named'; readonly id: string }
