import type { Route, WebSocketApi } from '../api/api.ts'
import type { Authorization, Authorizer } from '../api/authorizer.ts'
import type { SocketEvent } from './serverlessEvents.ts'
import type { Service, ServiceFunction } from './serverlessService.ts'
import type { ServiceApi } from './serverlessRest.ts'
import { valueOf } from '../base/origin.ts'
import { originOf } from '../syntax/node.ts'
import { propertiesOf } from './properties.ts'
import { known, textFact } from './reader.ts'
import { invocationUri, open } from './samAuth.ts'
import { emptyIntegration } from './samIntegrations.ts'
import { nameOfArn, namedFunction, uriOf } from './serverlessAuthorizers.ts'
import { permissionFor } from './serverlessFunctions.ts'
import { serviceApis } from './serverlessNames.ts'
import { stageOf } from './serverlessRest.ts'
import { arnAt, partOf } from './serverlessService.ts'

interface SocketAuthorizer {
  readonly authorization: Authorization
  readonly made?: Authorizer
  readonly fn?: ServiceFunction | undefined
}

/**
 * The WebSocket API of the `websocket` events: `dev-books-websockets`, at the stage of the provider.
 * https://www.serverless.com/framework/docs/providers/aws/events/websocket
 */
export function readServiceWebSocketApi(
  service: Service,
  events: readonly SocketEvent[],
): ServiceApi<WebSocketApi> | undefined {
  const [first] = events
  if (!first) return undefined
  const { name, stage, provider } = service
  const { origin } = first
  const guarded = events.map(event => ({ event, guard: readAuthorizer(service, event) }))
  const api: WebSocketApi = {
    type: 'websocket',
    id: serviceApis.websocket,
    name: valueOf(provider.text('websocketsApiName')) ?? `${stage}-${name}-websockets`,
    origin,
    authorizers: guarded.flatMap(({ guard }) => guard.made ?? []),
    models: [],
    stages: [stageOf(service, origin)],
    routes: guarded.map(({ event, guard }) => readRoute(service, event, guard.authorization)),
    routeSelectionExpression:
      provider.text('websocketsApiRouteSelectionExpression') ?? known('$request.body.action', origin),
    unmodelled: [],
  }
  const callers = new Set([
    ...events.map(({ owner }) => owner),
    ...guarded.flatMap(({ guard }) => guard.fn ?? []),
  ])
  return { api, permissions: [...callers].flatMap(fn => permissionFor(service, fn, api.id, fn.origin)) }
}

function readRoute(
  service: Service,
  { route, origin, owner, properties }: SocketEvent,
  authorization: Authorization,
): Route {
  return {
    routeKey: route,
    origin,
    authorization,
    requestParameters: [],
    integration: {
      ...emptyIntegration(origin, 'AWS_PROXY'),
      uri: invocationUri(arnAt(owner, origin), service.template),
    },
    unmodelled: properties.unmodelled(['routeResponseSelectionExpression']),
  }
}

function readAuthorizer(service: Service, { properties, origin: event }: SocketEvent): SocketAuthorizer {
  const node = properties.value('authorizer')
  if (!node || (node.type === 'scalar' && node.value === null)) return { authorization: open(event) }
  const origin = originOf(node)
  const mapping = node.type === 'mapping' ? partOf(node) : undefined
  const given = propertiesOf(service.reader, mapping)
  const text = mapping ? undefined : textFact(service.reader, node)
  if (text?.known && text.value.toLowerCase() === 'aws_iam') {
    return { authorization: { origin, type: 'AWS_IAM', scopes: [] } }
  }
  const isArn = text?.known === true && text.value.includes(':')
  const arn = isArn ? text : given.text('arn')
  const key = isArn ? undefined : (text ?? given.text('name'))
  const fn = !arn && key ? namedFunction(service, key) : undefined
  const name = valueOf(key) ?? nameOfArn(valueOf(arn)) ?? 'authorizer'
  const sources = given.texts('identitySource')
  const made: Authorizer = {
    name,
    origin,
    type: known('REQUEST', origin),
    uri: uriOf(service, arn, fn, origin),
    identitySource: sources.length > 0 ? sources : [known('route.request.header.Auth', origin)],
    providerArns: [],
    unmodelled: [],
  }
  return { made, fn, authorization: { origin, type: 'CUSTOM', authorizer: known(name, origin), scopes: [] } }
}
