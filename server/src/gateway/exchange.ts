import type { HoldFollower } from '../protocol/debugging.ts'
import type { ExecutionLogLine, Trace, TraceStep, Why } from '../protocol/trace.ts'
import type { Release } from './canary.ts'
import type { HttpRequest, HttpResponse } from './messages.ts'
import type { StageFilter } from './metrics/metricFilters.ts'
import type { Closing, Connection } from './websocket/connection.ts'
import type { SocketEvent } from './websocket/socketCall.ts'
import type { World } from './world.ts'

/** One stage of one API, ready to answer. Pure: everything outside comes through the world. */
export interface Gateway {
  /** Answers a request. Rejects only when the request is cancelled or the gateway itself is broken. */
  readonly handle: (request: HttpRequest, world: World, options?: HandleOptions) => Promise<Exchange>
  /** The metric filters on the access log of the stage. */
  readonly metricFilters: readonly StageFilter[]
  /** Forgets what authorizers answered; returns how many results that were. */
  readonly flushAuthorizers: () => number
  /** Of a WebSocket API: its connections. `handle` answers the requests of backends then. */
  readonly webSocket?: SocketRoutes
}

export interface HandleOptions {
  /** Hears of every step as soon as it ended. */
  readonly onStep?: (step: TraceStep) => void
  /** Hears where a debugger holds the request up. */
  readonly follower?: HoldFollower
  /** Cancels what is under way at a function or a backend. */
  readonly signal?: AbortSignal
}

/** A request that was answered. */
export interface Exchange {
  readonly response: HttpResponse
  /** What each step did; formatted when asked for. */
  readonly trace: () => Trace
  /** `GET /books/{bookId}`, the key of an HTTP API's route; unset when nothing took the request. */
  readonly route?: string
  /** Milliseconds from the request to its answer. */
  readonly latencyMs: number
  /** Milliseconds of the integration; unset when it was not reached. */
  readonly integrationLatencyMs?: number
  readonly requestId: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Of REST and WebSocket APIs, whatever the stage's logging level. */
  readonly executionLog: () => readonly ExecutionLogLine[]
  /** The line of the stage's access log; undefined for a stage without one. */
  readonly accessLog: () => string | undefined
  /** What the response cache had: CacheHitCount and CacheMissCount count these. Unset where nothing is cached. */
  readonly cache?: 'hit' | 'miss'
  /** Who answered, where the stage has a canary. */
  readonly release?: Release
  /** Of a WebSocket API: what happened on a connection. */
  readonly webSocket?: SocketOutcome
}

/** What a WebSocket API does beside answering requests: the life of its connections. */
export interface SocketRoutes {
  /** The handshake: runs `$connect`. The connection is there when the client may connect; whoever opens its socket tells it. */
  readonly connect: (request: HttpRequest, world: World, options?: HandleOptions) => Promise<Handshake>
  /** A message of the client; what the route answers is sent on the connection. */
  readonly message: (
    connection: Connection,
    text: string,
    world: World,
    options?: HandleOptions,
  ) => Promise<Exchange>
  /** The connection has ended: runs `$disconnect`, when there is one. */
  readonly disconnect: (
    connection: Connection,
    closing: Closing,
    world: World,
  ) => Promise<Exchange | undefined>
  /** Why API Gateway ends a connection by itself; to be asked before it has ended. */
  readonly whyClosed: (connection: Connection, closing: Closing, world: World) => Why
}

export interface Handshake {
  /** Its answer has status 101 where the client may connect. */
  readonly exchange: Exchange
  readonly connection?: Connection
}

/** What an event of a connection was for CloudWatch's metrics. */
export interface SocketOutcome {
  readonly eventType: SocketEvent['type'] | 'CALLBACK'
  readonly connectionId?: string
  /** Frames that went to the client. */
  readonly sent: number
  /** Who failed: the gateway before the integration, the call of the integration, or the integration by its status. */
  readonly error?: 'client' | 'execution' | 'integration'
}
