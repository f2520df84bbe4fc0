import type { Fields } from '../base/headers.ts'
import type { FunctionLogLine } from '../protocol/trace.ts'
import type { Debugger } from './debug/requestDebugger.ts'
import type { GatewayState } from './state.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { Trust } from './trust.ts'

/** The ports through which the gateway touches anything outside itself. Tests pass another world in. */
export interface World {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds of a clock that never jumps, with fractions; for durations. */
  readonly clock: () => number
  /** A fresh UUID. */
  readonly id: () => string
  /** Sends a request to an HTTP backend. Rejects with a `BackendError` only. */
  readonly fetch: (request: BackendRequest) => Promise<BackendResponse>
  /** Calls an AWS service where the user gave something that answers for it. Rejects with a `BackendError` only. */
  readonly callService: (request: ServiceRequest) => Promise<ServiceAnswer>
  /** Stub mode: what is documented answers in the place of a backend that does not exist on this machine. */
  readonly stubs: boolean
  readonly invokeFunction: (call: FunctionCall) => Promise<FunctionResult>
  readonly trust: Trust
  /** Text of one of the user's files, a handler's: to show a line of it. Undefined where it cannot be read. */
  readonly readText: (file: string) => string | undefined
  readonly coder: ContentCoder
  /** What is kept from one request to the next; `now` is the machine's time moved by its clock. */
  readonly state: GatewayState
  /** Runs work that never waits; when it takes longer, ends it with a `TimeLimitError`. */
  readonly withTimeLimit: <T>(limitMs: number, work: () => T) => T
  /** Set while somebody debugs. */
  readonly debugger?: Debugger | undefined
}

/** The content codings of REST APIs beside `identity`. */
export type ContentCoding = 'gzip' | 'deflate'

/** Packs and unpacks bodies. */
export interface ContentCoder {
  readonly encode: (coding: ContentCoding, body: Uint8Array) => Uint8Array
  /** `broken` where the bytes are not of that coding, `tooLarge` where they unpack to more than `most` bytes. */
  readonly decode: (
    coding: ContentCoding,
    body: Uint8Array,
    most: number,
  ) => Uint8Array | 'broken' | 'tooLarge'
}

/** Work that took longer than it was given. */
export class TimeLimitError extends Error {
  constructor(limitMs: number) {
    super(`it takes longer than ${limitMs / 1000} seconds`)
  }
}

export interface BackendRequest {
  readonly method: string
  readonly url: string
  readonly headers: Fields
  readonly body: Uint8Array
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** `ClientCertificateId` of the stage: the certificate that an https backend is shown. */
  readonly clientCertificate?: string
  /** The body is wanted as it comes: milliseconds without a byte after which it counts as timed out. */
  readonly streamIdleMs?: number
  /** Of a private integration. */
  readonly vpcLink?: VpcLinkRoute
  readonly tls?: BackendTls
}

/** How a request gets into a VPC. */
export interface VpcLinkRoute {
  /** The id and name of the link and the ARN behind it: by these the user may say where it leads. */
  readonly names: readonly string[]
  /** Whether the host of the URL is the backend's own; else it is the API's, and only the link leads anywhere. */
  readonly hasHost: boolean
}

/** How the certificate of an https backend is looked at. */
export interface BackendTls {
  /** Any certificate is taken. */
  readonly skipsVerification?: boolean
  /** The name that is asked for, and that the certificate has to have, in place of the host. */
  readonly serverName?: string
}

/** A call of an AWS service as it would go to AWS, not signed yet. */
export interface ServiceRequest extends BackendRequest {
  /** As the integration names it: `sqs`, `states`. */
  readonly service: string
  /** The name under which it is signed: `ses` for `email`. */
  readonly signingName: string
  readonly region: string
  /** `SendMessage`; unset where the request does not say. */
  readonly action?: string
  /** The method or route that calls: `POST /orders`. */
  readonly route: string
}

export type ServiceAnswer =
  | {
      readonly type: 'answered'
      readonly response: BackendResponse
      /** Who answered in the place of AWS, in words for the trace. */
      readonly by: string
    }
  /** The user gave nothing that answers for this service. */
  | { readonly type: 'nobody' }

export interface BackendResponse {
  readonly status: number
  readonly headers: Fields
  /** Empty where the body is streamed. */
  readonly body: Uint8Array
  /** Set where the body was asked for as it comes; ends with a `BackendError` where it breaks off. */
  readonly stream?: AsyncIterable<Uint8Array>
}

/** `unmapped`: it is behind a VPC link, and nobody said where that leads on this machine. */
export type BackendErrorReason = 'timeout' | 'unreachable' | 'unmapped' | 'aborted' | 'tooLarge'

/** Why a backend gave no answer. */
export class BackendError extends Error {
  readonly reason: BackendErrorReason

  constructor(reason: BackendErrorReason, message: string) {
    super(message)
    this.reason = reason
  }
}

export interface FunctionCall {
  readonly function: LambdaFunction
  /** The event as JSON text. */
  readonly event: string
  /** Becomes `context.awsRequestId`. */
  readonly requestId: string
  /** Value of `_X_AMZN_TRACE_ID`. */
  readonly traceId: string
  /** The integration's own time limit; the function's `Timeout` applies besides. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** Hears which process takes the event on, by its id. */
  readonly runsIn?: (process: number) => void
  /** Takes the answer as it comes; the payload of the result is empty then. */
  readonly stream?: ChunkSink
}

/** Takes the bytes of an answer that is still being made. */
export interface ChunkSink {
  /** A promise tells to wait with more until it is kept. */
  readonly push: (bytes: Uint8Array) => Promise<void> | undefined
  /** Told before the first bytes where the handler states a content type. */
  readonly contentType?: (type: string) => void
  /** Milliseconds without a byte after which the answer counts as timed out. */
  readonly idleMs: number
}

export type FunctionResult = FunctionSuccess | FunctionError | FunctionTimeout

interface FunctionRun {
  readonly log: readonly FunctionLogLine[]
  /** Milliseconds the handler ran. */
  readonly durationMs: number
  /** Milliseconds of init, on a cold start only. */
  readonly initMs?: number
  /** Where the handler stands, when it was found: a file and, if known, its exported function's line. */
  readonly source?: { readonly file: string; readonly line: number }
  /** What differs from AWS in this run: `nodejs24.x is not installed, ran on Node 20.20`. */
  readonly notes: readonly string[]
}

export interface FunctionSuccess extends FunctionRun {
  readonly type: 'success'
  /** What the handler returned, as JSON text; `null` for nothing. */
  readonly payload: string
}

/** The function failed; the payload is what Lambda would answer: errorType, errorMessage, trace. */
export interface FunctionError extends FunctionRun {
  readonly type: 'error'
  readonly errorType: string
  readonly errorMessage: string
  readonly payload: string
  /** `handler`: it threw; `init`: the module did not load; `exit`: the process ended; `missing`: no such function here. */
  readonly cause: 'handler' | 'init' | 'exit' | 'missing' | 'responseTooLarge' | 'throttled'
}

/** The integration's limit passed first; the function may run on. */
export interface FunctionTimeout extends FunctionRun {
  readonly type: 'timeout'
  /** `function`: its own Timeout (Lambda answers `Task timed out after N seconds`); `integration`: the gateway's. */
  readonly limit: 'function' | 'integration'
  readonly errorMessage: string
  readonly payload: string
}
