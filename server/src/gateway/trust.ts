import type { JSONWebKeySet } from 'jose'
import type { CompiledPolicy } from '../policy/evaluate/compilePolicy.ts'

/** Whose signatures a gateway believes, and as whom it takes callers. */
export interface Trust {
  /** The public keys of the local issuer. They may sign for every issuer that a definition names. */
  readonly localKeys: () => Promise<JSONWebKeySet>
  /** Key sets of real issuers that were given, by the issuer's URL without a slash at its end. */
  readonly issuerKeys: ReadonlyMap<string, JSONWebKeySet>
  /** Callers of IAM that are known, with what they sign with. */
  readonly callers: readonly KnownCaller[]
  /** A region that requests may be signed for beside that of the API. */
  readonly region?: string
  /** Who is let in without a token by `--skip-authorizers`. */
  readonly pretended?: PretendIdentity
}

/** A caller that signs its requests. */
export interface KnownCaller {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of temporary credentials: what `X-Amz-Security-Token` has to be. */
  readonly sessionToken?: string
  readonly identity: PretendIdentity
}

/** Somebody who calls, as the file of identities describes them; nothing of it is secret. */
export interface PretendIdentity {
  readonly name: string
  /** `arn:aws:iam::ACCOUNT:user/NAME` or `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
  readonly arn?: string
  /** AIDA…, or AROA…:SESSION; invented from the name unless stated. */
  readonly userId?: string
  readonly orgId?: string
  /** By tag: `aws:PrincipalTag/TAG`. */
  readonly tags: ReadonlyMap<string, string>
  /** Name of a role or user of the definition whose policies count. */
  readonly principal?: string
  readonly policies: readonly CompiledPolicy[]
  /** Claims of the tokens that are minted for it. */
  readonly claims: Readonly<Record<string, unknown>>
  readonly groups: readonly string[]
  readonly scopes: readonly string[]
  /** What a Lambda authorizer would tell. */
  readonly context: ReadonlyMap<string, string>
  readonly usageIdentifierKey?: string
}
