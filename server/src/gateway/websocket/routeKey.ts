import type { Route, WebSocketApi } from '../../api/api.ts'
import { valueOf } from '../../base/origin.ts'
import { because, GatewayError, NotEmulatedError } from '../gatewayError.ts'
import type { RoutedCause } from '../why/cause.ts'
import type { ExpressionSources } from './selectionExpression.ts'
import { evaluateExpression } from './selectionExpression.ts'

/** The routes of a WebSocket API by their keys, and how a message chooses among them. */
export interface RouteTable {
  readonly find: (routeKey: string) => Route | undefined
  readonly choose: (sources: ExpressionSources) => ChosenRoute
}

export interface ChosenRoute {
  readonly route: Route
  /** Why, in words for the trace. */
  readonly because: string
  /** Set where no route has the key. */
  readonly cause?: RoutedCause
}

/**
 * Reads the routes once. A message goes to the route of the key that the route selection expression gives, else to
 * `$default`; throws AWS's `Forbidden` where there is none.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
 */
export function routeTable(api: WebSocketApi): RouteTable {
  const byKey = new Map(api.routes.map(route => [route.routeKey, route]))
  return {
    find: routeKey => byKey.get(routeKey),
    choose: sources => {
      const expression = expressionOf(api)
      const key = evaluateExpression(expression, sources)
      const said =
        key === undefined
          ? `the message is no JSON, so \`${expression}\` cannot be evaluated`
          : `\`${expression}\` gives \`${key}\``
      const isOfMessages = key !== undefined && key !== '$connect' && key !== '$disconnect'
      const own = isOfMessages ? byKey.get(key) : undefined
      if (own) return { route: own, because: said }
      const origin = api.routeSelectionExpression?.origin
      const cause = { type: 'routed', expression, origin, key } as const
      const fallback = byKey.get('$default')
      if (fallback) return { route: fallback, because: `${said}, which no route has: \`$default\``, cause }
      throw new GatewayError(
        'FORBIDDEN_STAGE',
        `${said}; no route has that key, and there is no \`$default\``,
        { details: because(cause) },
      )
    },
  }
}

/** What the console and the frameworks propose; an API without any is refused by AWS. */
const usualExpression = '$request.body.action'

function expressionOf({ routeSelectionExpression: stated }: WebSocketApi): string {
  if (stated && !stated.known)
    throw new NotEmulatedError(
      'unknown-value',
      `the route selection expression cannot be known here: ${stated.reason}`,
    )
  return valueOf(stated) ?? usualExpression
}
