import type { Range } from '../base/text.ts'
import type { InvokeRequest, InvokeResponse } from './gatewayControl.ts'
import type { RouteReference } from './places.ts'
import type { RenderQuestion } from './rendering.ts'
import type { StepName, Trace } from './trace.ts'

/** Asks for a test that expects what a request has just got. */
export interface SaveTestQuestion {
  readonly route: RouteReference
  /** As it was typed: without the credentials of an identity. */
  readonly request: InvokeRequest
  readonly response: InvokeResponse
  readonly trace: Trace
  /** As whom it was sent. */
  readonly identity?: string
  /** Set for a test of the mapping template that this step rendered. */
  readonly template?: StepName
  /** Set for a test of the policy that this step got of an authorizer. Without either the test is of the route. */
  readonly policy?: StepName
}

/** Asks for a test that expects what a mapping template prints now with a context. */
export interface SaveTemplateTestQuestion extends RenderQuestion {
  /** What the context is called, which becomes a part of the test's name: `Text with quotes`. */
  readonly label: string
}

/** Where a test is to be written, and its text. */
export interface SavedTest {
  /** URI of the file of tests. */
  readonly uri: string
  /** It is not there yet. */
  readonly isNew: boolean
  /** What the text takes the place of; the beginning of a new file. */
  readonly range: Range
  readonly newText: string
  readonly name: string
  /** Headers and query parameters that hold secrets, and were left out for that. */
  readonly leftOut: readonly string[]
}

/** Why no test can be made, as a sentence. */
export interface NoSavedTest {
  readonly message: string
}
