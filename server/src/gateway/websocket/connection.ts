import type { Fields } from '../../base/headers.ts'
import type { ContextValue } from '../../template/scope.ts'
import type { AuthorizerOutcome } from '../authorizers/authorizerOutcome.ts'
import { durationMs, idleMs } from './limits.ts'

/** The socket of an open connection, as the gateway needs it. */
export interface ConnectionSocket {
  /** Sends a text frame; `requestId` names the event or the request of a backend that it comes of. */
  readonly send: (text: string, requestId: string) => void
  readonly close: (closing: Closing) => void
}

/** How a connection ends: a code of RFC 6455 and words. */
export interface Closing {
  readonly code: number
  readonly reason: string
}

/** What is known of a client when it connects, and stays so. */
export interface Client {
  /** As requests name it below `@connections/`. */
  readonly id: string
  /** Logical id. */
  readonly apiId: string
  readonly stage: string
  /** Milliseconds since 1970. */
  readonly connectedAt: number
  /** The host that the client came to, with its port. */
  readonly domainName: string
  readonly sourceIp: string
  readonly userAgent: string | undefined
  /** Of the handshake. */
  readonly headers: Fields
}

/** What the `$connect` route found out about a client; later routes see it, too. */
export interface Known {
  readonly authorizer?: AuthorizerOutcome
  /** What an access key or an API key adds to `$context.identity`. */
  readonly identity?: Readonly<Record<string, ContextValue>>
}

/** A client's connection: at its `$connect` route, then open, then closed. */
export class Connection {
  readonly client: Client
  known: Known = {}
  /** Milliseconds since 1970 of the last frame in either direction. */
  lastActiveAt: number
  #socket: ConnectionSocket | undefined

  constructor(client: Client) {
    this.client = client
    this.lastActiveAt = client.connectedAt
  }

  get isOpen(): boolean {
    return this.#socket !== undefined
  }

  /** The handshake was answered. */
  open(socket: ConnectionSocket): void {
    this.#socket = socket
  }

  /** Sends a text frame at a time, because of a request; false where the client is not there (any more). */
  send(text: string, now: number, requestId: string): boolean {
    if (!this.#socket) return false
    this.lastActiveAt = now
    this.#socket.send(text, requestId)
    return true
  }

  /** Begins the end; false where it has ended. */
  close(closing: Closing): boolean {
    const socket = this.#socket
    this.#socket = undefined
    socket?.close(closing)
    return socket !== undefined
  }

  /** Whether AWS would end it now, for it was silent or is old. */
  isOver(now: number): boolean {
    return now - this.lastActiveAt >= idleMs || now - this.client.connectedAt >= durationMs
  }
}

/** The open connections of all APIs. They outlive a definition that is read anew. */
export class Connections {
  readonly #byId = new Map<string, Connection>()

  add(connection: Connection): void {
    this.#byId.set(connection.client.id, connection)
  }

  remove(connection: Connection): void {
    this.#byId.delete(connection.client.id)
  }

  /** The connection of an id in a stage; undefined for one that was never there or has ended. */
  find(id: string, apiId: string, stage: string): Connection | undefined {
    const found = this.#byId.get(id)
    return found?.client.apiId === apiId && found.client.stage === stage ? found : undefined
  }

  all(): Iterable<Connection> {
    return this.#byId.values()
  }

  get count(): number {
    return this.#byId.size
  }
}

/** How API Gateway ends connections. */
export const closings = {
  /** A request of a backend: DELETE @connections/ID. Seen in logs of AWS. */
  deleted: { code: 1000, reason: 'Connection Closed Normally' },
  /** Silent for ten minutes, or two hours old. */
  over: { code: 1001, reason: 'Going away' },
  binary: { code: 1003, reason: 'Binary frames are not supported' },
  frameTooLarge: { code: 1009, reason: 'Frame is too large' },
} as const satisfies Record<string, Closing>

/** What `$disconnect` says of a close by the client; the words for a close without a code are recorded. */
export function closingOfClient(code: number, reason: string): Closing {
  if (reason !== '') return { code, reason }
  return { code, reason: wordsOfCodes.get(code) ?? '' }
}

const wordsOfCodes: ReadonlyMap<number, string> = new Map([
  [1000, 'Connection Closed Normally'],
  [1001, 'Going away'],
  [1005, 'Client-side close frame status not set'],
  [1006, 'Connection closed abnormally'],
  [1007, 'Invalid UTF-8'],
  [1009, 'Message is too large'],
])
