import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind } from 'vscode-languageserver-types'
import { childAt, entriesOf, stringOf, toValue } from '../../syntax/node.ts'
import type { Node } from '../../syntax/node.ts'
import { nodeAtSite, takesValue } from '../site.ts'
import type { CompletionContext, Provider } from './context.ts'
import { declaredResources } from './context.ts'
import { keyItem, valueItem } from './proposal.ts'

const routePage =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-develop-routes.html'
const expressionPage =
  'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html'

const predefined: Readonly<Record<string, string>> = {
  $connect: 'When a client connects; it may refuse',
  $disconnect: 'After a connection has ended, as well as can be',
  $default: 'Messages that no other route takes, and those that are no JSON',
}

/** Keys of WebSocket routes and the expressions that choose among them, with what the API's models say of messages. */
export const webSocketItems: Provider = context => {
  const { site, kind, place, property, intrinsics } = context
  if (intrinsics.length > 0) return []
  if (site.mode === 'key' && isSamRoutes(context)) return routeKeys(context)
  if (!takesValue(site)) return []
  if (kind === 'serverless' && isServerlessRoute(place)) return routeValues(context)
  if (context.resource?.path === undefined) return []
  if (property === 'RouteKey' && context.resource.type === 'AWS::ApiGatewayV2::Route') {
    return isWebSocket(context) ? routeValues(context) : httpRouteValues(context)
  }
  return expressionItems(context)
}

function isSamRoutes({ resource }: CompletionContext): boolean {
  return (
    resource?.type === 'AWS::Serverless::WebSocketApi' &&
    resource.path?.length === 1 &&
    resource.path[0] === 'Routes'
  )
}

// `events: - websocket: $connect`, or its `route`.
function isServerlessRoute(place: CompletionContext['place']): boolean {
  const at = place.lastIndexOf('websocket')
  return at > 0 && place[at - 2] === 'events' && (at === place.length - 1 || place.at(-1) === 'route')
}

function routeKeys(context: CompletionContext): CompletionItem[] {
  const there = new Set(entriesOf(nodeAtSite(context.site)).map(({ name }) => name))
  return [...routeNames(context)]
    .filter(([name]) => !there.has(name))
    .map(([label, documentation]) =>
      keyItem(context.site, {
        label,
        documentation,
        draft: { members: [] },
        sort: '0',
        kind: CompletionItemKind.Event,
      }),
    )
}

function routeValues(context: CompletionContext): CompletionItem[] {
  return [...routeNames(context)].map(([label, documentation]) =>
    valueItem(context.site, { label, documentation, sort: '0', kind: CompletionItemKind.Event }),
  )
}

function httpRouteValues({ site }: CompletionContext): CompletionItem[] {
  const methods = ['ANY', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']
  return [
    valueItem(site, { label: '$default', documentation: 'Requests that no other route takes', sort: '0' }),
    ...methods.map(method =>
      valueItem(site, {
        label: `${method} /`,
        draft: { parts: [`${method} /`, { stop: 1, text: '' }] },
        sort: '1',
        kind: CompletionItemKind.Value,
      }),
    ),
  ]
}

function routeNames(context: CompletionContext): Map<string, string> {
  const names = new Map(
    Object.entries(predefined).map(([name, text]) => [name, `${text}.\n\n[AWS documentation](${routePage})`]),
  )
  for (const [name, model] of messageValues(context)) {
    names.set(
      name,
      `A value of the messages that model '${model}' allows.\n\n[AWS documentation](${routePage})`,
    )
  }
  return names
}

/** Whether the resource around belongs to a WebSocket API; where that cannot be told, whether the template has one. */
function isWebSocket(context: CompletionContext): boolean {
  const protocols = declaredResources(context)
    .filter(({ type }) => type === 'AWS::ApiGatewayV2::Api')
    .map(({ name, properties }) => ({ name, protocol: stringOf(childAt(properties, 'ProtocolType')) }))
  const own = protocols.find(({ name }) => name === apiOf(context.resource?.properties))
  return own ? own.protocol === 'WEBSOCKET' : protocols.some(({ protocol }) => protocol === 'WEBSOCKET')
}

function apiOf(properties: Node | undefined): string | undefined {
  return stringOf(childAt(properties, 'ApiId', 'Ref'))
}

/** Properties of the messages that the models describe, by name, with the model and the values allowed. */
interface MessageProperty {
  readonly model: string
  readonly values: readonly string[]
}

function messageProperties(context: CompletionContext): Map<string, MessageProperty> {
  const found = new Map<string, MessageProperty>()
  const models = [
    ...(context.owner.definition?.apis ?? []).flatMap(api => (api.type === 'websocket' ? api.models : [])),
    ...declaredResources(context)
      .filter(({ type }) => type === 'AWS::ApiGatewayV2::Model')
      .map(({ name, properties }) => ({ name, schema: toValue(childAt(properties, 'Schema')) })),
  ]
  for (const { name: model, schema } of models) {
    for (const [name, property] of Object.entries(recordOf(recordOf(schema)['properties']))) {
      const { enum: values, const: value } = recordOf(property)
      const allowed = (Array.isArray(values) ? values : [value]).filter(each => typeof each === 'string')
      const known = found.get(name)?.values ?? []
      found.set(name, { model, values: [...new Set([...known, ...allowed])] })
    }
  }
  return found
}

/** The values of the property that chooses the route, by the API's `RouteSelectionExpression`. */
function messageValues(context: CompletionContext): [string, string][] {
  const expressions = declaredResources(context)
    .filter(({ type }) => /^AWS::(ApiGatewayV2::Api|Serverless::WebSocketApi)$/.test(type))
    .map(({ properties }) => stringOf(childAt(properties, 'RouteSelectionExpression')) ?? '')
  const keys = [...expressions, '$request.body.action'].flatMap(
    text => /^\$\{?request\.body\.([\w-]+)\}?$/.exec(text)?.[1] ?? [],
  )
  const properties = messageProperties(context)
  return [...new Set(keys)].flatMap(key => {
    const property = properties.get(key)
    return (property?.values ?? []).map((value): [string, string] => [value, property?.model ?? ''])
  })
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function expressionItems(context: CompletionContext): CompletionItem[] {
  const { site, property, resource } = context
  const isOfApi =
    /^AWS::(ApiGatewayV2::(Api|Route|RouteResponse|Integration|IntegrationResponse)|Serverless::WebSocketApi)$/
  if (!isOfApi.test(resource?.type ?? '')) return []
  const expressions = expressionsFor(context, property)
  return expressions.map(([label, text]) =>
    valueItem(site, {
      label,
      documentation: `${text}.\n\n[AWS documentation](${expressionPage})`,
      sort: '0',
      kind: CompletionItemKind.Value,
    }),
  )
}

function expressionsFor(context: CompletionContext, property: string): (readonly [string, string])[] {
  switch (property) {
    case 'RouteSelectionExpression': {
      const api = context.resource?.properties
      if (stringOf(childAt(api, 'ProtocolType')) === 'HTTP') {
        return [['${request.method} ${request.path}', 'The only one of HTTP APIs: method and path']]
      }
      return bodyExpressions(context, 'Chooses the route by this property of a message')
    }
    case 'ModelSelectionExpression':
      return bodyExpressions(context, 'Chooses the model by this property of a message')
    case 'ApiKeySelectionExpression':
      return [
        ['$request.header.x-api-key', 'The API key stands in the header; the default'],
        ['$context.authorizer.usageIdentifierKey', 'The authorizer gives the API key'],
      ]
    case 'RouteResponseSelectionExpression':
    case 'RouteResponseKey':
      return [['$default', 'The route answers on its connection; the only value there is']]
    case 'IntegrationResponseKey':
      return [
        ['$default', 'Answers that no other response takes'],
        ['/200/', 'Answers with this status code'],
      ]
    case 'TemplateSelectionExpression':
      return [
        ['\\$default', 'Always the template of the key $default'],
        ...bodyExpressions(context, 'Chooses the template by this property of a message'),
      ]
    case 'IntegrationResponseSelectionExpression':
      return [
        ['${integration.response.statuscode}', 'Chooses the response by the status code of the backend'],
      ]
    default:
      return []
  }
}

function bodyExpressions(context: CompletionContext, text: string): (readonly [string, string])[] {
  const names = [...messageProperties(context).keys()]
  return [...new Set([...names, 'action'])].map(name => [`$request.body.${name}`, text] as const)
}
