import type { Range } from '../base/text.ts'
import type { RouteReference } from './places.ts'

/** An API as it is shown to those who call it. */
export interface ApiDocs {
  /** OpenAPI 3 as JSON. */
  readonly openApi: string
}

/** Why there is nothing to show, as a sentence. */
export interface NoApiDocs {
  readonly message: string
}

/** Asks for requests of another tool's file. */
export interface ImportQuestion {
  /** The file's name, for messages. */
  readonly name: string
  readonly text: string
  /** Takes pictures, style sheets, scripts and fonts of a HAR file too. */
  readonly withAssets: boolean
  /** APIs to which requests that they take are sent; none where they are left out. */
  readonly gateways?: readonly KnownGateway[]
}

/** An API of the workspace, and where its gateway listens or would: `http://127.0.0.1:3000`; unset where nobody knows. */
export interface KnownGateway {
  readonly definition: string
  readonly apiId: string
  readonly origin?: string
}

/** A `.http` file, or environments of such files. */
export interface ImportedRequests {
  readonly kind: 'requests' | 'environment'
  readonly text: string
  /** Number of requests, or of variables. */
  readonly count: number
  /** Requests for pictures and the like that were left out. */
  readonly leftOut: number
  /** What was not taken over, a sentence each. */
  readonly notes: readonly string[]
  /** Environments only: the secret ones, which belong into `http-client.private.env.json`; empty where there are none. */
  readonly secretText?: string
}

/** Why a file cannot be imported, as a sentence. */
export interface NoRequests {
  readonly message: string
}

/** Asks for a model of what a route answered. */
export interface DraftModelQuestion {
  readonly route: RouteReference
  readonly status: number
  /** Media type of the answers. */
  readonly contentType: string
  /** JSON texts. */
  readonly bodies: readonly string[]
  /** Of the model; made of the route where it is unset. */
  readonly name?: string
}

/** A model as a text edit of the file that defines the API. */
export interface DraftedModel {
  readonly name: string
  /** URI of the file. */
  readonly uri: string
  readonly edits: readonly { readonly range: Range; readonly newText: string }[]
  /** The edits make it the model of the route's answers, too. */
  readonly isUsed: boolean
}

/** Why no model can be made, as a sentence. */
export interface NoModel {
  readonly message: string
}
