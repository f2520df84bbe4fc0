import type { Fields } from '../base/headers.ts'
import type { Door } from './door.ts'
import type { StreamRecord } from './streamRecord.ts'

/** A request as it came over the wire. */
export interface HttpRequest {
  /** Upper case. */
  readonly method: string
  /** Still encoded, begins with `/`, without the query: `/books/a%20b`. The stage is not in it. */
  readonly path: string
  /** Without the `?`; empty when there is none. */
  readonly query: string
  readonly headers: Fields
  readonly body: Uint8Array
  /** The bytes that came, where `body` is what they unpack to: signatures are made over these. */
  readonly encodedBody?: Uint8Array
  readonly sourceIp: string
  /** Port the client came to, for `X-Forwarded-Port`. */
  readonly port: number
  /** Set when the host names an API: by which name the request came, and where it leads. */
  readonly door?: Door
}

export interface HttpResponse {
  readonly status: number
  /** In the order to send them; `Connection`, `Date` and `Content-Length` are the socket's business. */
  readonly headers: Fields
  /** Empty where the body is streamed. */
  readonly body: Uint8Array
  /** Set where the body is sent as it comes. */
  readonly stream?: BodyStream
}

/** A body that is still being made. */
export interface BodyStream {
  /** Ends with an error where the stream breaks off: the client sees the connection closed. Read once. */
  readonly chunks: AsyncIterable<Uint8Array>
  /** Bytes that are sent as fast as they come; those after them are held to `bytesPerSecond`. */
  readonly freeBytes: number
  readonly bytesPerSecond: number
  /** What came so far, for the trace. */
  readonly record?: StreamRecord
}
