import type { TextEdit } from '../../base/diagnostic.ts'
import type { NewAuthorizer, NewPart } from '../../protocol/parts.ts'
import type { MappingNode } from '../../syntax/node.ts'
import { childAt, toValue } from '../../syntax/node.ts'
import type { NewEntries } from '../../syntax/structureEdits.ts'
import { putEntries } from '../../syntax/structureEdits.ts'
import { callableRoutes } from '../routeReference.ts'
import { invocationUri } from './arns.ts'
import { awaitedBy } from './deployments.ts'
import { freeId } from './logicalIds.ts'
import type { ApiPlace } from './place.ts'
import { membersOf, nodeAt, Refusal } from './place.ts'

/** Adds a part to an HTTP or WebSocket API whose parts are resources of a template. */
export function addToV2(
  part: NewPart,
  place: ApiPlace,
  resources: MappingNode,
): readonly (TextEdit | undefined)[] | Refusal {
  const { name = '' } = part
  const [sibling] = membersOf(resources, 'AWS::ApiGatewayV2::Route', place.api.id)
  const ApiId = toValue(childAt(sibling?.properties, 'ApiId')) ?? { Ref: place.api.id }
  switch (part.kind) {
    case 'path':
    case 'method':
      return addRoute(part, place, resources, ApiId)
    case 'response':
      return new Refusal(noResponses(place.api.type))
    case 'model': {
      const Schema = JSON.parse(part.schema ?? '{"type": "object"}') as unknown
      const Properties = { ApiId, Name: name, ContentType: 'application/json', Schema }
      const id = freeId(resources, `${name}Model`)
      return [putEntries(resources, [], { [id]: { Type: 'AWS::ApiGatewayV2::Model', Properties } })]
    }
    case 'authorizer': {
      const Properties = { ApiId, Name: name, ...authorizerProperties(part.authorizer, place.api.type) }
      const id = freeId(resources, name)
      return [putEntries(resources, [], { [id]: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties } })]
    }
  }
}

/** Why a route of such an API gets no response. */
export function noResponses(type: 'rest' | 'http' | 'websocket'): string {
  return type === 'websocket'
    ? "A WebSocket route has one response, '$default'; set 'RouteResponseSelectionExpression' of the route and add an 'AWS::ApiGatewayV2::RouteResponse'"
    : 'Routes of an HTTP API state no responses: the integration answers with any status'
}

function addRoute(
  { path = '', method = '', target }: NewPart,
  place: ApiPlace,
  resources: MappingNode,
  ApiId: unknown,
): readonly (TextEdit | undefined)[] | Refusal {
  const routeKey = path === '' ? method : `${method} ${path}`
  const added: Record<string, unknown> = {}
  const id = freeId(resources, `${routeKey}-route`)
  let Target: unknown
  if (target?.type === 'like') {
    const route = callableRoutes(place.api).find(
      each => each.path === target.path && each.method === target.method,
    )
    Target = toValue(childAt(route && nodeAt(place.owner, route.origin), 'Properties', 'Target'))
  } else if (target?.type === 'http') {
    const integration = freeId(resources, `${routeKey}-integration`)
    added[integration] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ...{ ApiId, IntegrationType: 'HTTP_PROXY', PayloadFormatVersion: '1.0' },
        ...{ IntegrationMethod: method === '$default' ? 'ANY' : method, IntegrationUri: target.url },
      },
    }
    Target = { 'Fn::Sub': `integrations/\${${integration}}` }
  }
  if (Target === undefined) return new Refusal('Choose what answers: a route needs an integration')
  const open = place.api.type === 'websocket' ? { AuthorizationType: 'NONE' } : {}
  added[id] = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId, RouteKey: routeKey, ...open, Target } }
  const deployments = membersOf(resources, 'AWS::ApiGatewayV2::Deployment', place.api.id)
  return [putEntries(resources, [], added), ...awaitedBy(deployments, id)]
}

function authorizerProperties(
  given: NewAuthorizer | undefined,
  apiType: 'rest' | 'http' | 'websocket',
): NewEntries {
  const { type, who = '', issuer = '', audience = '' } = given ?? { type: 'REQUEST' }
  if (type === 'JWT') {
    const JwtConfiguration = { Issuer: issuer, Audience: [audience] }
    return { AuthorizerType: 'JWT', IdentitySource: ['$request.header.Authorization'], JwtConfiguration }
  }
  const AuthorizerUri = invocationUri(who)
  if (apiType === 'websocket')
    return {
      AuthorizerType: 'REQUEST',
      AuthorizerUri,
      IdentitySource: ['route.request.header.Authorization'],
    }
  return {
    ...{ AuthorizerType: 'REQUEST', AuthorizerUri, AuthorizerPayloadFormatVersion: '2.0' },
    ...{ EnableSimpleResponses: true, IdentitySource: ['$request.header.Authorization'] },
  }
}
