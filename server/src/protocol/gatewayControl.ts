import type { Fields } from '../base/headers.ts'
import type { CorsReport } from './cors.ts'
import type { ControlRequests } from './gatewayMeters.ts'
import type { DebugMessage, HeldAt } from './debugging.ts'
import type { CallAs, TokenOrder } from './identities.ts'
import type { FunctionLogLine, ShownTrace, SourceLine, TraceStep, Why } from './trace.ts'

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
  /**
   * Opens a WebSocket to an API as any client would; the gateway connects to its own port. `socket` messages of this id
   * tell of it until one is `refused`, `closed` or `failed`.
   */
  | {
      readonly type: 'openSocket'
      readonly id: number
      readonly apiId: string
      /** Without its `?`. */
      readonly query: string
      readonly headers: Fields
      /** Connects as this identity of the identities file. */
      readonly identity?: string
    }
  /** Sends a frame on an open WebSocket; `frame` is how `handled` will name it. API Gateway closes for a binary one. */
  | {
      readonly type: 'sendFrame'
      readonly id: number
      readonly frame: number
      readonly text?: string
      readonly base64?: string
    }
  /** Closes a WebSocket, with a code and reason of RFC 6455 when they are given. */
  | { readonly type: 'closeSocket'; readonly id: number; readonly code?: number; readonly reason?: string }
  /**
   * A request of a backend to the `@connections` API, signed as functions sign theirs: POST sends, DELETE closes. Answered by
   * `completed` or `failed`.
   */
  | {
      readonly type: 'manageConnection'
      readonly id: number
      readonly apiId: string
      readonly connectionId: string
      readonly method: 'POST' | 'DELETE'
      readonly bodyBase64?: string
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
  /** Asks for a route of the control endpoint (`ControlRequests`), or changes something by it. Answered by `controlled` or `failed`. */
  | {
      readonly type: 'control'
      readonly id: number
      readonly apiId: string
      readonly route: keyof ControlRequests
      readonly query: Readonly<Record<string, string>>
      readonly body?: unknown
    }
  /** A message of the debug session with this gateway; the first one begins it. Answered by messages of the same type. */
  | { readonly type: 'debug'; readonly message: DebugMessage }
  /** The editor's end of the debug session is gone. */
  | { readonly type: 'debugEnded' }
  /** A debugger holds an environment of a function (`process` is its id), or lets it go on: until then no time limit counts. */
  | { readonly type: 'functionHeld'; readonly process: number; readonly isHeld: boolean }
  /** The identities file was written, or is gone (no text). */
  | { readonly type: 'identities'; readonly file: string; readonly text?: string }

export type FromGateway =
  | { readonly type: 'debug'; readonly message: DebugMessage }
  | { readonly type: 'listening'; readonly apis: readonly ListeningApi[] }
  /** A step of a request sent by `invoke` has ended. */
  | { readonly type: 'step'; readonly id: number; readonly step: TraceStep }
  /** A request sent by `invoke` stands still at a breakpoint; unset: it goes on. */
  | { readonly type: 'held'; readonly id: number; readonly held?: HeldAt }
  /** While somebody debugs: a function runs in this process (its id) for a request sent by `invoke`; unset: it has run. */
  | { readonly type: 'runsIn'; readonly id: number; readonly process?: number }
  | {
      readonly type: 'completed'
      readonly id: number
      readonly response: InvokeResponse
      readonly trace: ShownTrace
    }
  | { readonly type: 'minted'; readonly id: number; readonly token: string }
  /** The JSON that `ControlRequests` says for the route. */
  | { readonly type: 'controlled'; readonly id: number; readonly json: unknown }
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
      /** Of its trace; function URLs have none. */
      readonly requestId?: string
    }
  | { readonly type: 'log'; readonly line: FunctionLogLine; readonly requestId?: string }
  /** Of a WebSocket that `openSocket` asked for. `at` is in milliseconds since 1970. */
  | { readonly type: 'socket'; readonly id: number; readonly at: number; readonly event: SocketClientEvent }
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
  /** A saved definition cannot be served: the last good one still is. `file` is what was saved, `source` what is broken. */
  | {
      readonly type: 'notServed'
      readonly file: string
      readonly message: string
      readonly source?: SourceLine
    }
  /** Code of functions (logical ids) was saved: it runs from the next event on. */
  | {
      readonly type: 'codeReloaded'
      readonly functions: readonly string[]
      /** Absolute paths, as far as the system tells them. */
      readonly files: readonly string[]
    }

/** What a client of a WebSocket sees, with what the gateway did for it. */
export type SocketClientEvent =
  | {
      readonly type: 'opened'
      readonly connectionId: string
      readonly trace: ShownTrace
      /** Subprotocol that the `$connect` route chose; empty for none. */
      readonly protocol: string
      /** Milliseconds without a frame, and in all, after which API Gateway closes. */
      readonly idleMs: number
      readonly durationMs: number
    }
  /** The handshake was answered with another status than 101. */
  | { readonly type: 'refused'; readonly status: number; readonly body: string; readonly trace?: ShownTrace }
  /** A text frame was taken by a route; what it answered is `received` for itself. */
  | { readonly type: 'handled'; readonly frame: number; readonly trace: ShownTrace }
  /** A frame came. The trace is that of the message it answers, or of the request to `@connections` that pushed it. */
  | { readonly type: 'received'; readonly text: string; readonly trace?: ShownTrace }
  /** `why` where the gateway ended the connection by itself. */
  | { readonly type: 'closed'; readonly code: number; readonly reason: string; readonly why?: Why }
  /** After `closed`, where the API has a `$disconnect` route. */
  | { readonly type: 'disconnected'; readonly trace: ShownTrace }
  /** There was no answer at all: an unknown identity, an API that is not served, a header that cannot be sent. */
  | { readonly type: 'failed'; readonly message: string }

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
