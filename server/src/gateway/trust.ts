import type { JSONWebKeySet } from 'jose'
import type { Definition } from '../api/api.ts'
import type { Identity } from './access/identity.ts'

/** Whose signatures a gateway believes. */
export interface Trust {
  /** The public keys of the local issuer. They may sign for every issuer that a definition names. */
  readonly localKeys: () => Promise<JSONWebKeySet>
  /** Key sets of real issuers that were given, by the issuer's URL without a slash at its end. */
  readonly issuerKeys: ReadonlyMap<string, JSONWebKeySet>
  /** Callers of IAM that are known, as principals of a definition. */
  readonly callers: (definition: Definition) => Promise<readonly KnownCaller[]>
  /** Who is let in without a token by `--skip-authorizers`; unset where authorizers are asked. */
  readonly pretended?: (definition: Definition) => Identity
  /** A region that requests may be signed for beside that of the API. */
  readonly region?: string
}

/** A caller that signs its requests. */
export interface KnownCaller {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of temporary credentials: what `X-Amz-Security-Token` has to be. */
  readonly sessionToken?: string
  readonly identity: Identity
}
