import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import type { HttpResponse } from '../messages.ts'
import type { RenderedTemplate } from '../renderTemplate.ts'
import type { BackendRequest } from '../world.ts'

/** What the step integrationRequest of a REST API made, ready to be sent. */
export type Outgoing = LambdaProxyCall | LambdaCall | HttpCall | MockCall

export interface LambdaProxyCall {
  readonly type: 'lambdaProxy'
  readonly function: LambdaFunction
  /** JSON. */
  readonly event: string
  /** The function is called by InvokeWithResponseStream, and its answer goes on as it comes. */
  readonly isStreamed: boolean
}

/** A custom integration with a function: the event is the mapped body. */
export interface LambdaCall {
  readonly type: 'lambda'
  readonly function: LambdaFunction
  readonly event: string
  /** `X-Amz-Invocation-Type: Event`: nobody waits for the function. */
  readonly isAsync: boolean
  /** What made the event; undefined where the body passed through. */
  readonly template: RenderedTemplate | undefined
}

export interface HttpCall {
  readonly type: 'http'
  readonly isProxy: boolean
  readonly request: BackendRequest
  readonly template: RenderedTemplate | undefined
}

export interface MockCall {
  readonly type: 'mock'
  readonly statusCode: number
  readonly template: RenderedTemplate | undefined
}

/** What came back from an integration of a REST API. */
export type Returned =
  | { readonly type: 'lambdaProxy'; readonly answer: HttpResponse }
  | {
      readonly type: 'lambda'
      readonly payload: string
      readonly errorMessage: string | undefined
      readonly requestId: string
    }
  | { readonly type: 'http'; readonly isProxy: boolean; readonly response: HttpResponse }
  | { readonly type: 'mock'; readonly statusCode: number }
