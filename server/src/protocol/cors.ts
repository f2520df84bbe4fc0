import type { SourceLine } from './trace.ts'

/** Whether a page of another origin may call a route and read what it is answered, as a browser finds out. */
export interface CorsReport {
  /** `https://shop.example` */
  readonly origin: string
  /** `PUT /books/b-1043` */
  readonly request: string
  readonly checks: readonly CorsCheck[]
}

/** One answer that a browser looks at: of the preflight, of the request itself, of the gateway when it refuses. */
export interface CorsCheck {
  /** `Preflight`, `Answer`, `Gateway response DEFAULT_4XX`. */
  readonly title: string
  readonly state: 'passed' | 'failed' | 'notNeeded'
  /** What was found; `code` in backticks and **bold** are the only marks. */
  readonly sentence: string
  /** Of an answer that was seen. */
  readonly status?: number
  /** The header that is missing or does not fit. */
  readonly header?: string
  /** What to write, and where. */
  readonly add?: string
  readonly source?: SourceLine
}
