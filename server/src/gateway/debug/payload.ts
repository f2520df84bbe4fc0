import type { Fields } from '../../base/headers.ts'

/** What of a step's result can be changed while it is held up. Each part is there only where the result has it. */
export interface Payload {
  status?: number
  method?: string
  /** Of a request to the gateway its path and query, of one to a backend the whole URL. */
  url?: string
  headers?: Fields
  /** As text; not there where the bytes are no UTF-8, or are still to come. */
  body?: string
}

/** A result of a step with its payload; what is changed in the payload is in the `result` that is read afterwards. */
export interface EditedResult<T = unknown> {
  readonly payload: Payload
  readonly result: () => T
}
