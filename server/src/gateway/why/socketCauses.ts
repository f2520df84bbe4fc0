const guide = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/'
const lambdaGuide = 'https://docs.aws.amazon.com/lambda/latest/dg/'
const socketRoutes = `${guide}websocket-api-develop-routes.html`
const socketLimits = `${guide}apigateway-execution-service-websocket-limits-table.html`
const socketConnections = `${guide}apigateway-how-to-call-websocket-api-connections.html`
const urlAuth = `${lambdaGuide}urls-auth.html`

/** A cause of a wrong status as docs/why.md tells it. */
export interface CauseText {
  /** What a client sees: `403`, `500`, `200`. REST APIs first where they differ. */
  readonly status: string
  /** What happened, one sentence. */
  readonly title: string
  /** The line that Why? names. */
  readonly line: string
  /** AWS's page. */
  readonly documentation: string
}

/** The causes of WebSocket APIs and of function URLs alone. */
export const socketCauses = {
  'route-key-unknown': {
    status: 'WebSocket: frame `Forbidden`',
    title: 'The route selection expression gives a key that no route has, and there is no `$default`',
    line: 'the nearest route, or the expression',
    documentation: socketRoutes,
  },
  'message-not-json': {
    status: 'WebSocket: frame `Forbidden`',
    title: 'The message is no JSON, so no route can be selected, and there is no `$default`',
    line: 'the route selection expression, or the API',
    documentation: socketRoutes,
  },
  'route-key-near': {
    status: 'WebSocket: no fault',
    title: '`$default` took a message whose key is nearly that of another route',
    line: 'that route',
    documentation: socketRoutes,
  },
  'route-response-missing': {
    status: 'WebSocket: no frame',
    title: 'The integration answered, and the route has no route response',
    line: 'the route',
    documentation: `${guide}apigateway-websocket-api-route-response.html`,
  },
  'connect-refused': {
    status: 'WebSocket: 4xx, 5xx',
    title: 'The integration of `$connect` answered with another status than 2XX',
    line: 'the line of the handler that returns it, or the route',
    documentation: `${guide}apigateway-websocket-api-route-keys-connect-disconnect.html`,
  },
  'socket-path-unknown': {
    status: 'WebSocket: 403',
    title: 'The client asked for a path below the stage, and a WebSocket API has none',
    line: 'the stage',
    documentation: `${guide}apigateway-how-to-call-websocket-api-wscat.html`,
  },
  'not-a-handshake': {
    status: 'WebSocket: 403',
    title: 'The request is neither a handshake nor one of `@connections`',
    line: 'the stage',
    documentation: socketConnections,
  },
  'message-model-missing': {
    status: 'WebSocket: frame `Bad request body`',
    title: 'The model selection expression gives a key that no model of the route has',
    line: 'the expression',
    documentation: `${guide}websocket-api-request-validation.html`,
  },
  'connection-gone': {
    status: '@connections: 410',
    title: 'A backend spoke of a connection that is not open (any more)',
    line: 'the `$disconnect` route, or the API',
    documentation: socketConnections,
  },
  'connection-id-invalid': {
    status: '@connections: 400',
    title: 'What a backend named is no id of a connection',
    line: 'the API',
    documentation: socketConnections,
  },
  'closed-idle': {
    status: 'WebSocket: close 1001',
    title: 'Ten minutes passed without a frame in either direction',
    line: 'the API',
    documentation: socketLimits,
  },
  'closed-old': {
    status: 'WebSocket: close 1001',
    title: 'The connection was two hours old',
    line: 'the API',
    documentation: socketLimits,
  },
  'message-too-large': {
    status: 'WebSocket: close 1009',
    title: 'A message of more than 128 KB came, or a frame of more than 32 KB',
    line: 'the API',
    documentation: socketLimits,
  },
  'message-binary': {
    status: 'WebSocket: close 1003',
    title: 'A binary frame came',
    line: 'the API',
    documentation: `${guide}websocket-api-develop-binary-media-types.html`,
  },
  'frame-malformed': {
    status: 'WebSocket: close 1002, 1007',
    title: 'A frame broke the protocol or was no UTF-8',
    line: 'the API',
    documentation: socketLimits,
  },
  'closed-by-backend': {
    status: 'WebSocket: close 1000',
    title: 'A backend closed the connection by `DELETE @connections`',
    line: 'the API',
    documentation: socketConnections,
  },
  'url-permission-missing': {
    status: 'function URL: 403',
    title:
      'Nothing allows the caller what a function URL takes: `lambda:InvokeFunctionUrl` and `lambda:InvokeFunction`',
    line: 'the URL',
    documentation: urlAuth,
  },
  'url-policy-denies': {
    status: 'function URL: 403',
    title: 'A statement denies the caller the function',
    line: 'the statement, or the URL',
    documentation: urlAuth,
  },
} as const satisfies Record<string, CauseText>
