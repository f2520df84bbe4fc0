/**
 * What AWS takes of a WebSocket API's clients; none of it can be raised but the rate of new connections.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */

/** Bytes of a message; a longer one closes the connection with 1009. */
export const largestMessage = 128 * 1024

/** Bytes of a frame; a longer one closes the connection with 1009. */
export const largestFrame = 32 * 1024

/** Milliseconds without a frame in either direction after which a connection is closed. */
export const idleMs = 10 * 60_000

/** Milliseconds after which a connection is closed, busy or not. */
export const durationMs = 2 * 60 * 60_000

/**
 * New connections of an account. The rate is AWS's; how many may come at once is documented nowhere, so it is what an
 * account's bucket of requests holds.
 */
export const connectLimit = { rate: 500, burst: 5000 } as const
