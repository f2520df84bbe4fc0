import type { RequestParameter } from '../../api/api.ts'
import type { Origin } from '../../base/origin.ts'
import type { ApiCall } from '../../policy/evaluate/evaluateApiCall.ts'
import type { PolicyDecision } from '../../policy/evaluate/evaluatePolicies.ts'
import type { SourceLine } from '../../protocol/trace.ts'

/**
 * What a step knows of why it decided as it did, written down where it decides. The files beside this one make a `Why` of
 * it; nothing is read out of the words of a summary.
 */
export type Cause =
  | RoutingCause
  | PolicyCause
  | AuthorizerCause
  | TokenCause
  | KeyCause
  | RequestCause
  | FunctionCause
  | BackendCause
  | MappingCause
  | SocketCause

/** No method or route takes the request. */
export interface RoutingCause {
  readonly type: 'noRoute' | 'noStage'
  /** The path inside the stage. */
  readonly path: string
  /** Methods that the path has. */
  readonly methods: readonly string[]
}

/** Policies decided against a call. */
export interface PolicyCause {
  readonly type: 'policy'
  readonly decision: PolicyDecision
  readonly asked: ApiCall
}

/** An authorizer of a function was not called, or gave no answer that lets the caller in. */
export type AuthorizerCause =
  | { readonly type: 'identityMissing'; readonly missing: readonly string[] }
  | { readonly type: 'tokenPattern'; readonly expression: string; readonly origin: Origin | undefined }
  | { readonly type: 'unauthorized'; readonly functionId: string }
  | { readonly type: 'authorizerFailed'; readonly failure: FunctionFailure }
  | { readonly type: 'authorizerMalformed'; readonly fault: string }
  | { readonly type: 'notAuthorized' }

/** A token or signature was not taken. */
export type TokenCause =
  | {
      readonly type: 'token'
      readonly fault: TokenFault
      /** In words, with marks. */
      readonly reason: string
      /** What the definition states about it. */
      readonly origin?: Origin | undefined
    }
  | { readonly type: 'notSigned' }
  | { readonly type: 'signature'; readonly reason: string }

export type TokenFault = 'expired' | 'issuer' | 'audience' | 'scope' | 'use' | 'keys' | 'invalid'

/** Keys, plans and limits. */
export type KeyCause =
  | { readonly type: 'apiKey'; readonly state: 'missing'; readonly where: string }
  | { readonly type: 'apiKey'; readonly state: 'unknown'; readonly where: string }
  | { readonly type: 'apiKey'; readonly state: 'disabled'; readonly where: string; readonly keyId: string }
  | {
      readonly type: 'quota'
      readonly keyId: string
      readonly limit: number
      readonly period: string
      /** As AWS writes times. */
      readonly until: string
    }
  | {
      readonly type: 'throttle'
      /** Whose bucket is empty, with marks. */
      readonly name: string
      readonly rate: number
      readonly burst: number
    }

/** The request itself is refused. */
export type RequestCause =
  | { readonly type: 'parameters'; readonly missing: readonly RequestParameter[] }
  | { readonly type: 'body'; readonly model: string; readonly errors: readonly string[] }
  | { readonly type: 'tooLarge'; readonly reason: string }
  | { readonly type: 'coding'; readonly reason: string }
  | {
      readonly type: 'noTemplate'
      readonly mediaType: string
      readonly behavior: string
      readonly origin: Origin
      readonly templates: readonly string[]
    }
  | { readonly type: 'eventNotJson' }

/** What a function did instead of answering. */
export interface FunctionFailure {
  readonly functionId: string
  readonly kind:
    | 'threw'
    | 'noHandler'
    | 'notLoaded'
    | 'memory'
    | 'exited'
    | 'missing'
    | 'tooLarge'
    | 'throttled'
    | 'timeout'
    | 'gatewayTimeout'
  readonly errorType: string
  readonly errorMessage: string
  /** What Lambda would answer, with the stack. */
  readonly payload: string
  readonly source: SourceLine | undefined
}

export type FunctionCause =
  | { readonly type: 'function'; readonly failure: FunctionFailure }
  | {
      readonly type: 'malformed'
      readonly functionId: string
      readonly payload: string
      /** In words, with marks: `body` must be a string and is an object. */
      readonly fault: string
      /** The property of the answer. */
      readonly property: string | undefined
      /** `proxy` on a REST API, else the payload format of an HTTP API. */
      readonly format: 'proxy' | '1.0' | '2.0'
    }
  | { readonly type: 'stillBase64'; readonly functionId: string; readonly accept: string | undefined }

/** A backend gave no answer. */
export type BackendCause = {
  readonly type: 'backend'
  readonly url: string
  readonly reason: 'timeout' | 'unreachable' | 'tooLarge'
  readonly message: string
  readonly timeoutMs: number
}

/** Integration and integration response. */
export type MappingCause =
  | { readonly type: 'stageVariables'; readonly missing: readonly string[] }
  | { readonly type: 'notPost'; readonly method: string | undefined; readonly origin: Origin | undefined }
  | { readonly type: 'noResponse'; readonly selector: string | undefined }
  | { readonly type: 'errorAsSuccess'; readonly errorMessage: string; readonly status: number }
  | { readonly type: 'answerNotJson'; readonly message: string; readonly source: SourceLine | undefined }

/** What happened on a connection of a WebSocket API, or to the request of a backend. */
export type SocketCause =
  | RoutedCause
  /** The integration answered, and nothing of it is sent: no fault, but often not what was meant. */
  | { readonly type: 'noAnswer'; readonly size: number }
  /** `$connect` answered another status than 2XX. */
  | { readonly type: 'connectRefused'; readonly status: number }
  /** A handshake below the stage, or a request that is neither a handshake nor one of `@connections`. */
  | { readonly type: 'belowStage'; readonly path: string }
  | {
      readonly type: 'noModel'
      readonly expression: string
      /** Undefined where the message is no JSON. */
      readonly key: string | undefined
      readonly models: readonly string[]
    }
  | { readonly type: 'connection'; readonly id: string; readonly state: 'gone' | 'invalid' }

/** No route has the key that the route selection expression gives: `$default` takes the message, or nobody does. */
export interface RoutedCause {
  readonly type: 'routed'
  readonly expression: string
  readonly origin: Origin | undefined
  /** Undefined where the message is no JSON, empty where it has no such part. */
  readonly key: string | undefined
}
