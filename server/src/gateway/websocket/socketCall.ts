import type { Route, WebSocketApi } from '../../api/api.ts'
import type { Fields } from '../../base/headers.ts'
import { authorizerContext } from '../authorizers/authorizerOutcome.ts'
import type { Incoming } from '../incoming.ts'
import type { MappedCall } from '../methodCall.ts'
import { parseQuery } from '../queryString.ts'
import type { ServedApi } from '../servedApi.ts'
import { traceIdOf } from '../traceId.ts'
import type { ContextValues } from '../variables.ts'
import { requestTime } from '../variables.ts'
import type { World } from '../world.ts'
import type { HttpRequest } from '../messages.ts'
import type { Closing, Connection } from './connection.ts'
import type { ExpressionSources } from './selectionExpression.ts'
import type { SelectableBody } from './selectionExpression.ts'

/** What happens on a connection. */
export type SocketEvent =
  | { readonly type: 'CONNECT' }
  | { readonly type: 'MESSAGE'; readonly messageId: string }
  | { readonly type: 'DISCONNECT'; readonly closing: Closing }

/** An event of a connection that a route took. */
export interface SocketCall extends MappedCall {
  readonly served: ServedApi<WebSocketApi>
  readonly connection: Connection
  readonly event: SocketEvent
  /** By the name that the steps which REST APIs share know it. */
  readonly method: Route
  /** The message, in reach of selection expressions. */
  readonly body: SelectableBody
  /** Whether a pretended identity was let in in place of asking the authorizer. */
  readonly isAuthorizerSkipped?: boolean
}

/** An id as WebSocket APIs give them to connections, messages and requests: 16 characters, the last one `=`. */
export function socketId(world: Pick<World, 'id'>): string {
  const bytes = Buffer.from(world.id().replaceAll('-', '').slice(-22), 'hex')
  return `${bytes.toString('base64url')}=`
}

/** A request of a client, or the event of a connection in its form. */
export function receiveSocket(
  request: HttpRequest,
  domain: Pick<Incoming, 'domainName' | 'domainPrefix'>,
  world: World,
): Incoming {
  const startedAt = world.now()
  const requestId = socketId(world)
  const sent = request.headers.findLast(([name]) => name.toLowerCase() === 'x-amzn-trace-id')?.[1]
  return {
    request,
    query: parseQuery(request.query),
    requestId,
    extendedRequestId: requestId,
    traceId: traceIdOf(sent, startedAt, world.id()),
    startedAt,
    endpointType: 'REGIONAL',
    ...domain,
  }
}

/**
 * `$context` of a WebSocket API, at the same time `requestContext` of its events: names and order as events of AWS have
 * them. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function socketContext(
  served: ServedApi<WebSocketApi>,
  incoming: Incoming,
  connection: Connection,
  event: SocketEvent,
  routeKey: string | undefined,
): ContextValues {
  const { client, known } = connection
  return {
    ...(routeKey !== undefined && { routeKey }),
    ...(event.type === 'DISCONNECT' && { disconnectStatusCode: event.closing.code }),
    ...(known.authorizer && { authorizer: authorizerContext(known.authorizer) }),
    ...(event.type === 'MESSAGE' && { messageId: event.messageId }),
    eventType: event.type,
    extendedRequestId: incoming.extendedRequestId,
    requestTime: requestTime(incoming.startedAt),
    messageDirection: 'IN',
    ...(event.type === 'DISCONNECT' && { disconnectReason: event.closing.reason }),
    stage: served.stage.name,
    connectedAt: client.connectedAt,
    requestTimeEpoch: incoming.startedAt,
    identity: {
      ...known.identity,
      ...(client.userAgent !== undefined && { userAgent: client.userAgent }),
      sourceIp: client.sourceIp,
    },
    requestId: incoming.requestId,
    domainName: client.domainName,
    connectionId: client.id,
    apiId: served.apiId,
  }
}

/** The call anew, after more was found out about the client. */
export function withKnown(call: SocketCall, known: Connection['known']): SocketCall {
  const { connection, served, incoming, event, method } = call
  connection.known = { ...connection.known, ...known }
  return { ...call, context: socketContext(served, incoming, connection, event, method.routeKey) }
}

/** What selection expressions of the route may name before its integration answered. */
export function expressionSources(call: SocketCall): ExpressionSources {
  const { body, context, served, connection } = call
  return { body, context, stageVariables: served.stageVariables, headers: connection.client.headers }
}

/** The client's headers at its handshake as events and authorizers get them. */
export function handshakeHeaders({ incoming }: Pick<SocketCall, 'incoming'>): Fields {
  const { request, traceId } = incoming
  const added = ['x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto']
  const hops = request.headers.filter(([name]) => name.toLowerCase() === 'x-forwarded-for').map(([, v]) => v)
  return [
    ...request.headers.filter(([name]) => !added.includes(name.toLowerCase())),
    ['X-Amzn-Trace-Id', traceId.forwarded],
    ['X-Forwarded-For', [...hops, request.sourceIp].join(', ')],
    ['X-Forwarded-Port', String(request.port)],
    ['X-Forwarded-Proto', request.tls ? 'https' : 'http'],
  ]
}
