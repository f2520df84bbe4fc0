/** A stretch of time, in milliseconds since 1970, its end not included. */
export interface Span {
  readonly from: number
  readonly to: number
}
