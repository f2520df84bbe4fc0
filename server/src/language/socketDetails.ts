import type { Api, Model, Route, WebSocketApi } from '../api/api.ts'
import { valueOf } from '../base/origin.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { SocketDetails, SocketRouteDetails } from '../protocol/requests.ts'
import { bodyShape } from './bodyShape.ts'
import { exampleOf } from './exampleBody.ts'
import type { Uris } from './places.ts'
import { locationOf } from './places.ts'

/** What the WebSocket console shows of an API before anybody connects; undefined when it is gone. */
export function socketDetails(owner: DefinitionResult, apiId: string, uris: Uris): SocketDetails | undefined {
  const api = owner.definition?.apis.find(({ id }) => id === apiId)
  if (!isWebSocket(api)) return undefined
  const expression = valueOf(api.routeSelectionExpression) ?? '$request.body.action'
  const key = /^\$\{?request\.body\.([\w-]+)\}?$/.exec(expression)?.[1]
  return {
    apiName: api.name,
    location: locationOf(api.origin, uris),
    routeSelectionExpression: expression,
    ...(key !== undefined && { selectionKey: key }),
    routes: api.routes.filter(isOfMessages).map(route => details(route, api, key, uris)),
  }
}

function isWebSocket(api: Api | undefined): api is WebSocketApi {
  return api?.type === 'websocket'
}

function isOfMessages({ routeKey }: Route): boolean {
  return routeKey !== '$connect' && routeKey !== '$disconnect'
}

function details(route: Route, api: WebSocketApi, key: string | undefined, uris: Uris): SocketRouteDetails {
  const { routeKey, origin, routeResponses = [] } = route
  const model = modelOf(route, api)
  const shape = model && bodyShape(model.schema, api.models)
  return {
    routeKey,
    location: locationOf(origin, uris),
    exampleMessage: exampleMessage(
      routeKey,
      model && (JSON.parse(exampleOf(model.schema, api.models)) as unknown),
      key,
    ),
    ...(shape && { messageShape: shape }),
    answers:
      route.routeResponseSelectionExpression !== undefined &&
      routeResponses.some(response => valueOf(response.routeResponseKey) === '$default'),
  }
}

function modelOf({ requestModels }: Route, { models }: WebSocketApi): Model | undefined {
  const name = valueOf([...(requestModels?.values() ?? [])][0])
  return models.find(candidate => candidate.name === name)
}

/** A message that takes this route: the example of its model, with the key at the place where it is looked for. */
function exampleMessage(routeKey: string, example: unknown, key: string | undefined): string {
  // No key leads to `$default`, and an expression of another kind chooses by more than this can know.
  if (routeKey === '$default' || key === undefined)
    return example === undefined ? '' : JSON.stringify(example)
  const parts = typeof example === 'object' && example !== null && !Array.isArray(example) ? example : {}
  return JSON.stringify({ [key]: routeKey, ...parts, ...(key in parts && { [key]: routeKey }) })
}
