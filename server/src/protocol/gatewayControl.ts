import type { Fields } from '../base/headers.ts'
import type { CorsReport } from './cors.ts'
import type { CallAs, TokenOrder } from './identities.ts'
import type { FunctionLogLine, SourceLine, Trace, TraceStep } from './trace.ts'

/**
 * Messages between the client and `gatehouse serve`, over Node's IPC channel (`stdio: [..., 'ipc']`, JSON).
 * Without that channel `serve` speaks on stdout only, as in a terminal.
 */
export type ToGateway =
  | {
      readonly type: 'invoke'
      readonly id: number
      readonly apiId: string
      readonly request: InvokeRequest
      /** Sends the request with the credentials of an identity; unset for a request as it is. */
      readonly as?: CallAs
      readonly circumstances?: Circumstances
    }
  | { readonly type: 'cancel'; readonly id: number }
  /** Asks for a token of the local issuer. Answered by `minted` or `failed`. */
  | {
      readonly type: 'mintToken'
      readonly id: number
      readonly apiId: string
      readonly order: TokenOrder
    }
  /** Plays the browser of a page for a request. Answered by `corsChecked` or `failed`. */
  | {
      readonly type: 'checkCors'
      readonly id: number
      readonly apiId: string
      readonly request: InvokeRequest
      /** `https://shop.example` */
      readonly origin: string
    }
  /** The identities file was written, or is gone (no text). */
  | { readonly type: 'identities'; readonly file: string; readonly text?: string }

export type FromGateway =
  | { readonly type: 'listening'; readonly apis: readonly ListeningApi[] }
  /** A step of a request sent by `invoke` has ended. */
  | { readonly type: 'step'; readonly id: number; readonly step: TraceStep }
  | {
      readonly type: 'completed'
      readonly id: number
      readonly response: InvokeResponse
      readonly trace: Trace
    }
  | { readonly type: 'minted'; readonly id: number; readonly token: string }
  | { readonly type: 'corsChecked'; readonly id: number; readonly report: CorsReport }
  /** No answer of the gateway: cancelled, or the gateway itself broke. */
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  /** Any request that was answered, the panel's and those of curl or a browser alike. */
  | {
      readonly type: 'answered'
      readonly apiId: string
      /** `GET /books/{bookId}`; unset when no route took it. */
      readonly route?: string
      readonly method: string
      readonly path: string
      readonly status: number
      readonly durationMs: number
    }
  | { readonly type: 'log'; readonly line: FunctionLogLine; readonly requestId?: string }
  /** What the stage of an API logs of a request: the line of its access log, or those of its execution log. */
  | {
      readonly type: 'gatewayLog'
      readonly apiId: string
      readonly log: GatewayLogName
      readonly lines: readonly string[]
    }
  | {
      readonly type: 'notEmulated'
      readonly apiId: string
      readonly message: string
      readonly source?: SourceLine
    }
  /** Something that keeps (part of) the gateway from working, with what to do: unreadable definition, port taken. */
  | { readonly type: 'problem'; readonly message: string; readonly source?: SourceLine }
  /** A saved definition is served now; `changes` in words: `2 routes added, 1 authorizer changed`. */
  | { readonly type: 'reloaded'; readonly file: string; readonly changes: string }
  /** Code of functions (logical ids) was saved: it runs from the next event on. */
  | {
      readonly type: 'codeReloaded'
      readonly functions: readonly string[]
      /** Absolute paths, as far as the system tells them. */
      readonly files: readonly string[]
    }

export type GatewayLogName = 'access' | 'execution'

export interface ListeningApi {
  readonly apiId: string
  readonly name: string
  readonly type: 'rest' | 'http' | 'websocket'
  readonly stage: string
  /** `http://127.0.0.1:3000` */
  readonly url: string
}

export interface InvokeRequest {
  readonly method: string
  /** Path with its parameters filled in and encoded, query included: `/books/b-1?x=1`. */
  readonly target: string
  readonly headers: Fields
  readonly bodyText?: string
  readonly bodyBase64?: string
}

/** What AWS knows of a request beside what it carries, in place of what the gateway would take for it. */
export interface Circumstances {
  /** Over those of the stage, for this request alone. */
  readonly stageVariables?: Readonly<Record<string, string>>
  readonly sourceIp?: string
  /** Id of the VPC endpoint that a private API is called through: `vpce-0a1b2c3d`. */
  readonly vpcEndpoint?: string
  /** A client's certificate in PEM form, taken as one that mutual TLS let through. */
  readonly clientCertificate?: string
  /** Which release of a stage with a canary answers; unset for the stage's own share. */
  readonly release?: 'base' | 'canary'
  /** Cached answers of the stage and results of authorizers are forgotten first. */
  readonly isFresh?: boolean
}

export interface InvokeResponse {
  readonly status: number
  readonly headers: Fields
  readonly bodyBase64: string
}
