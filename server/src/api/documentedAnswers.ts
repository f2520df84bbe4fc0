import type { Origin } from '../base/origin.ts'

/** What an OpenAPI document shows of one answer of an operation. */
export interface DocumentedResponse {
  /** `200`, `2XX` or `default`. */
  readonly status: string
  readonly origin: Origin
  /** By name; of each an example or a schema. */
  readonly headers: ReadonlyMap<string, DocumentedHeader>
  readonly contents: readonly DocumentedContent[]
}

export interface DocumentedHeader extends Documented {
  /** Whether every such answer has it. */
  readonly isRequired?: boolean
}

export interface DocumentedContent extends Documented {
  readonly mediaType: string
}

export interface Documented {
  /** Plain data by name; the unnamed example has none. */
  readonly examples: ReadonlyMap<string, unknown>
  /** JSON Schema as plain data; undefined where there is none or a part of it cannot be known. */
  readonly schema: unknown
}
