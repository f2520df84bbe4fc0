/** A member of `$input` or `$util`. */
export interface Member {
  readonly name: string
  readonly type: 'property' | 'method'
  readonly signature: string
  readonly gives: 'string' | 'value' | 'map'
  /** Markdown. */
  readonly documentation: string
}
