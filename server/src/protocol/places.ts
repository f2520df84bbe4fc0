import type { Range } from '../base/text.ts'

/** A place in the user's files. */
export interface Location {
  readonly uri: string
  readonly range: Range
}

/** Names one method of a REST API or one route of an HTTP API. */
export interface RouteReference {
  /** URI of the definition's file. */
  readonly definition: string
  readonly apiId: string
  /** `GET`, `ANY`; `$default` for that route. */
  readonly method: string
  /** `/books/{bookId}`; empty for `$default`. */
  readonly path: string
}
