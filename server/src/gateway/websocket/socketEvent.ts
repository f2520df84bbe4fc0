import { lastValues, mergeNames, multiValues } from '../fieldMaps.ts'
import type { SocketCall } from './socketCall.ts'
import { handshakeHeaders } from './socketCall.ts'

/**
 * The event of a Lambda proxy integration of a WebSocket API. Only `$connect` brings headers and query parameters, only
 * messages a body; `$disconnect` has the host and three empty headers.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */
export function socketProxyEvent(call: SocketCall): string {
  const { event, context, incoming, served } = call
  const stageVariables = served.stageVariables.size > 0 && {
    stageVariables: Object.fromEntries(served.stageVariables),
  }
  switch (event.type) {
    case 'CONNECT': {
      const headers = mergeNames(handshakeHeaders(call).filter(([name]) => !unseen.has(name.toLowerCase())))
      return JSON.stringify({
        headers: lastValues(headers),
        multiValueHeaders: multiValues(headers),
        ...(incoming.query.length > 0 && {
          queryStringParameters: lastValues(incoming.query),
          multiValueQueryStringParameters: multiValues(incoming.query),
        }),
        ...stageVariables,
        requestContext: context,
        isBase64Encoded: false,
      })
    }
    case 'MESSAGE':
      return JSON.stringify({
        ...stageVariables,
        requestContext: context,
        body: Buffer.from(incoming.request.body).toString('utf8'),
        isBase64Encoded: false,
      })
    case 'DISCONNECT': {
      const headers = [
        ['Host', call.connection.client.domainName],
        ['x-api-key', ''],
        ['X-Forwarded-For', ''],
        ['x-restapi', ''],
      ] as const
      return JSON.stringify({
        headers: lastValues(headers),
        multiValueHeaders: multiValues(headers),
        ...stageVariables,
        requestContext: context,
        isBase64Encoded: false,
      })
    }
  }
}

/** The event of a REQUEST authorizer at `$connect`. */
export function socketAuthorizerEvent(call: SocketCall, methodArn: string): string {
  const { incoming, served, context } = call
  const headers = mergeNames(handshakeHeaders(call))
  return JSON.stringify({
    type: 'REQUEST',
    methodArn,
    headers: lastValues(headers),
    multiValueHeaders: multiValues(headers),
    queryStringParameters: lastValues(incoming.query),
    multiValueQueryStringParameters: multiValues(incoming.query),
    stageVariables: Object.fromEntries(served.stageVariables),
    requestContext: context,
  })
}

// Events of `$connect` that were published lack these; the authorizer's in the guide has them.
const unseen: ReadonlySet<string> = new Set(['connection', 'upgrade', 'content-length'])
