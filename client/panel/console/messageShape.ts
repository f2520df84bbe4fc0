import type { BodyShape, SocketDetails } from '../../../server/src/protocol/requests.ts'
import { memberText } from '../bodySite.ts'

/**
 * What may stand in a message as far as it is written: the key that chooses the route with the routes that there are,
 * and what the model of the chosen route has (of `$default` before a route is named).
 */
export function messageShape({ selectionKey, routes }: SocketDetails, text: string): BodyShape | undefined {
  const named = selectionKey === undefined ? undefined : memberText(text, selectionKey)
  const route =
    routes.find(({ routeKey }) => routeKey === named) ??
    routes.find(({ routeKey }) => routeKey === '$default')
  const shape = route?.messageShape
  if (selectionKey === undefined) return shape
  const { properties = {}, required = [] } = shape ?? {}
  const values = routes.map(({ routeKey }) => routeKey).filter(key => key !== '$default')
  const key: BodyShape = {
    description: 'Chooses the route',
    ...properties[selectionKey],
    type: 'string',
    values,
  }
  return {
    ...shape,
    properties: { ...properties, [selectionKey]: key },
    required: [...new Set([selectionKey, ...required])],
  }
}
