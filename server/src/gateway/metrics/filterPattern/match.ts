/** What a pattern found in a log event. */
export interface FilterMatch {
  /** The value of a field as a metric filter names it: `$.latency` or `$bytes`; undefined where the event has none. */
  readonly field: (reference: string) => string | undefined
}

/** A pattern, ready to be tried. */
export type FilterPattern = (event: string) => FilterMatch | undefined
