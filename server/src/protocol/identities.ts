import type { Location, RouteReference } from './places.ts'

/** Asks who can be chosen to call a route, and what each brings to it. */
export interface IdentityQuestion {
  readonly route: RouteReference
  /** URI of the identities file; it need not be there. */
  readonly file: string
}

/** Who can be chosen to call a route, in the order of the file. */
export interface IdentityList {
  /** URI of the file. */
  readonly file: string
  /** `unreadable`: it is there and is not used, `message` says why. */
  readonly state: 'read' | 'missing' | 'unreadable'
  readonly message?: string
  /** Line of the fault, zero-based. */
  readonly line?: number
  readonly identities: readonly IdentityChoice[]
  /** Authorizers for which tokens can be minted, that of the route first. */
  readonly authorizers: readonly TokenAuthorizer[]
}

export type IdentityKind = 'iam' | 'user' | 'caller' | 'apiKey' | 'address' | 'plain'

export interface IdentityChoice {
  readonly name: string
  /** What it is, in a few words: `IAM role ReaderRole`, `groups admins`. */
  readonly detail: string
  readonly kind: IdentityKind
  /** It brings what the route's authorizer asks for. */
  readonly fits: boolean
  /** What a request as this identity carries beside what was typed; no secrets. */
  readonly sends: readonly SentPart[]
  /** Where the file states it. */
  readonly location: Location
  /** Set where a token is minted for it: what to ask for to have the same one. */
  readonly token?: TokenOrder
}

/** `Authorization`: `id token of pool, good for an hour`. */
export interface SentPart {
  readonly name: string
  readonly value: string
}

export interface TokenAuthorizer {
  readonly name: string
  /** What its routes take unless they say otherwise. */
  readonly use: 'id' | 'access'
}

/** A token that the local issuer is to sign. What is left out is taken from the identity, then from the authorizer. */
export interface TokenOrder {
  readonly identity?: string
  /** Name of the authorizer whose issuer and client the token is for. */
  readonly authorizer?: string
  readonly use: 'id' | 'access'
  readonly scopes?: readonly string[]
  readonly groups?: readonly string[]
  readonly claims?: Readonly<Record<string, unknown>>
  /** Seconds it is good for; an hour unless stated. */
  readonly expiresIn?: number
}

/** As whom a request is sent. */
export interface CallAs {
  /** Name of an identity of the identities file. */
  readonly identity: string
  /** The route that is meant: what guards it decides what the identity sends. */
  readonly method: string
  readonly path: string
}
