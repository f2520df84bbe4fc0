import type { SourceLine } from './trace.ts'

/** Asks who may call an API; what is left out is taken from the definition. */
export interface AccessQuestion {
  /** URI of the definition's file. */
  readonly definition: string
  readonly apiId: string
  readonly stage?: string
  /** Of all identities that are not told apart by their address. */
  readonly sourceIp?: string
  readonly vpcEndpoint?: string
}

/** Who may call what: the routes of one stage of an API, each with an answer for every identity. */
export interface AccessMatrix {
  readonly apiId: string
  readonly apiName: string
  readonly apiType: 'rest' | 'http' | 'websocket'
  readonly stage: string
  readonly stages: readonly string[]
  readonly identities: readonly AccessIdentity[]
  readonly routes: readonly AccessRoute[]
  /** Equal answers stand here once. */
  readonly answers: readonly AccessAnswer[]
  /** What stands around these answers and is not part of them: web ACLs, mutual TLS, ... */
  readonly notes: readonly string[]
}

/** A column. */
export interface AccessIdentity {
  /** `anonymous`, `from 203.0.113.0/24`, the name of a role. */
  readonly name: string
  /** What it brings, in a few words: `no credentials`, `IAM, other account`. */
  readonly detail: string
  /** What in the definition it was made from. */
  readonly source?: SourceLine
}

/** A row. */
export interface AccessRoute {
  /** `GET`, `ANY`; the route key where there is no method. */
  readonly method: string
  readonly path: string
  readonly source: SourceLine
  /** What policies name: its ARN, with placeholders of path parameters as they are written. */
  readonly arn: string
  /** What guards it, in a few words: `open`, `AWS_IAM`, the name of an authorizer. */
  readonly guard: string
  /** The line that says so. */
  readonly guardSource: SourceLine
  readonly needsApiKey: boolean
  /** Indices into `answers`, one for each identity in its order. */
  readonly answers: readonly number[]
}

export interface AccessAnswer {
  /** `depends`: the definition alone cannot tell, and the summary says on what it depends. */
  readonly verdict: 'allowed' | 'refused' | 'depends'
  /** What a cell shows: the status of a refusal, or on what it depends. Empty for allowed. */
  readonly word: string
  /** One or two sentences; `code` and **bold** marked. */
  readonly summary: string
  /** What decided, the most important first. */
  readonly decidedBy: readonly AccessPlace[]
  /** Every statement that was looked at. */
  readonly statements: readonly AccessStatement[]
}

export interface AccessPlace {
  readonly label: string
  readonly source: SourceLine
}

export interface AccessStatement {
  /** `resource policy, statement 2`. */
  readonly name: string
  readonly effect: 'Allow' | 'Deny' | 'none'
  /** `applies`, or the element that does not match. */
  readonly outcome: string
  readonly applies: boolean
  readonly isDeciding: boolean
  readonly source?: SourceLine
}
