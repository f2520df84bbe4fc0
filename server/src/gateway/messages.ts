import type { Fields } from '../base/headers.ts'
import type { ClientTls } from './clientTls.ts'
import type { Door } from './door.ts'

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
  readonly sourceIp: string
  /** Port the client came to, for `X-Forwarded-Port`. */
  readonly port: number
  /** Set when the request came over TLS. */
  readonly tls?: ClientTls
  /** Set when the host names an API: by which name the request came, and where it leads. */
  readonly door?: Door
}

export interface HttpResponse {
  readonly status: number
  /** In the order to send them; `Connection`, `Date` and `Content-Length` are the socket's business. */
  readonly headers: Fields
  readonly body: Uint8Array
}
