import type { Range } from '../base/text.ts'
import type { Location } from './places.ts'

/** What of an API is added to or taken out of its definition. A `path` comes with its first method; of a WebSocket API it is a route. */
export type PartKind = 'path' | 'method' | 'response' | 'model' | 'authorizer'

/** Names a part of an API. */
export interface PartName {
  /** URI of the definition's file. */
  readonly definition: string
  readonly apiId: string
  readonly kind: PartKind
  /** `/books/{bookId}`; of paths, methods and responses of REST and HTTP APIs. */
  readonly path?: string
  /** `GET`, `ANY`, `$default`; of a WebSocket API the key of the route. */
  readonly method?: string
  /** Of responses: `404`. */
  readonly status?: string
  /** Of models and authorizers. */
  readonly name?: string
}

/** What answers on a new method or route. */
export type PartTarget =
  /** `200` without a backend; REST APIs. */
  | { readonly type: 'mock' }
  | { readonly type: 'http'; readonly url: string }
  /** The integration of another route. */
  | { readonly type: 'like'; readonly path: string; readonly method: string }
  /** A function of the definition, which gets an event. */
  | { readonly type: 'function'; readonly id: string }

/** How a new authorizer finds out who calls. */
export type AuthorizerKind = 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS' | 'JWT'

export interface NewPart extends PartName {
  readonly target?: PartTarget
  /** Of a model: a JSON Schema as JSON. */
  readonly schema?: string
  readonly authorizer?: NewAuthorizer
}

export interface NewAuthorizer {
  readonly type: AuthorizerKind
  /** TOKEN and REQUEST: logical id or key of a function, or its ARN. COGNITO_USER_POOLS: of a pool. */
  readonly who?: string
  /** JWT. */
  readonly issuer?: string
  readonly audience?: string
}

/** What can be chosen for a new part. */
export interface PartForm {
  readonly apiType: 'rest' | 'http' | 'websocket'
  /** Methods that the path does not have yet; none for a new path, which takes all. */
  readonly methods: readonly string[]
  readonly targets: readonly LabelledTarget[]
  /** Whether the address of an HTTP endpoint may be given. */
  readonly takesUrl: boolean
  readonly authorizerTypes: readonly AuthorizerKind[]
  /** Functions and user pools that an authorizer may ask. */
  readonly functions: readonly string[]
  readonly userPools: readonly string[]
}

export interface LabelledTarget {
  readonly target: PartTarget
  readonly label: string
  readonly description?: string
}

/** Edits of text that do what was asked. */
export interface PartEdit {
  readonly edits: readonly PartTextEdit[]
  /** The new part's name in the text after the edits. */
  readonly reveal?: Location
  /** What else refers to what is taken away. */
  readonly uses: readonly PartUse[]
}

export interface PartTextEdit {
  readonly uri: string
  readonly range: Range
  readonly newText: string
}

export interface PartUse {
  readonly location: Location
  /** The line, without its indentation. */
  readonly text: string
}

/** Why it cannot be done, and what can be done instead, as a sentence without a full stop. */
export interface NoPartEdit {
  readonly message: string
}
