import type { RestApi } from '../../api/api.ts'
import type { TextEdit } from '../../base/diagnostic.ts'
import type { NewAuthorizer, NewPart, PartTarget } from '../../protocol/parts.ts'
import { placeholderOf, segmentsOf } from '../../rules/route/pathSegments.ts'
import type { Entry, MappingNode } from '../../syntax/node.ts'
import { childAt, entriesOf, stringOf, toValue } from '../../syntax/node.ts'
import type { NewEntries } from '../../syntax/structureEdits.ts'
import { putEntries, putItem } from '../../syntax/structureEdits.ts'
import { callableRoutes } from '../routeReference.ts'
import { arnOf, invocationUri } from './arns.ts'
import { awaitedBy } from './deployments.ts'
import { freeId } from './logicalIds.ts'
import type { ApiPlace } from './place.ts'
import { entryFor, membersOf, nodeAt, referencedId, Refusal } from './place.ts'

/** Adds a part to a REST API whose parts are resources of a template. */
export function addToRest(
  part: NewPart,
  place: ApiPlace,
  resources: MappingNode,
): readonly (TextEdit | undefined)[] | Refusal {
  const { name = '' } = part
  const RestApiId = referenceOf(place, resources)
  switch (part.kind) {
    case 'path':
    case 'method':
      return addMethod(part, place, resources)
    case 'response':
      return addResponse(part, place)
    case 'model': {
      const Schema = JSON.parse(part.schema ?? '{"type": "object"}') as unknown
      const properties = { RestApiId, Name: name, ContentType: 'application/json', Schema }
      return [
        putEntries(resources, [], {
          [freeId(resources, `${name}Model`)]: { Type: 'AWS::ApiGateway::Model', Properties: properties },
        }),
      ]
    }
    case 'authorizer': {
      const Properties = { RestApiId, Name: name, ...authorizerProperties(part.authorizer) }
      return [
        putEntries(resources, [], {
          [freeId(resources, name)]: { Type: 'AWS::ApiGateway::Authorizer', Properties },
        }),
      ]
    }
  }
}

/** How the resources of the template name the API. */
export function referenceOf({ api }: ApiPlace, resources: MappingNode): unknown {
  const types = ['Resource', 'Method'].map(each => `AWS::ApiGateway::${each}`)
  const [first] = types.flatMap(type => membersOf(resources, type, api.id))
  return toValue(childAt(first?.properties, 'RestApiId')) ?? { Ref: api.id }
}

function addMethod(
  { path = '', method = '', target }: NewPart,
  place: ApiPlace,
  resources: MappingNode,
): readonly (TextEdit | undefined)[] | Refusal {
  const added: Record<string, unknown> = {}
  const parent = resourceFor(path, place, resources, added)
  const integration = integrationOf(target, method, place)
  if (integration instanceof Refusal) return integration
  const words = segmentsOf(path).map(segment => placeholderOf(segment) ?? segment)
  const id = freeId(resources, [method.toLowerCase(), ...words, 'method'].join('-'), added)
  const RestApiId = referenceOf(place, resources)
  added[id] = {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      ...{ RestApiId, ResourceId: parent, HttpMethod: method, AuthorizationType: 'NONE' },
      ...(target?.type === 'mock' && { MethodResponses: [{ StatusCode: '200' }] }),
      Integration: integration,
    },
  }
  return [
    putEntries(resources, [], added),
    ...awaitedBy(membersOf(resources, 'AWS::ApiGateway::Deployment', place.api.id), id),
  ]
}

/** How a method names its resource; those of the path that are missing go to `added`. */
function resourceFor(
  path: string,
  place: ApiPlace,
  resources: MappingNode,
  added: Record<string, unknown>,
): unknown {
  const stated = statedPaths(place.api.id, resources)
  const RestApiId = referenceOf(place, resources)
  let at = ''
  let reference: unknown = { 'Fn::GetAtt': [place.api.id, 'RootResourceId'] }
  for (const segment of segmentsOf(path)) {
    at += `/${segment}`
    const known = stated.get(at)
    if (known === undefined) {
      const words = segmentsOf(at).map(each => placeholderOf(each) ?? each)
      const id = freeId(resources, [...words, 'resource'].join('-'), added)
      const Properties = { RestApiId, ParentId: reference, PathPart: segment }
      added[id] = { Type: 'AWS::ApiGateway::Resource', Properties }
      reference = { Ref: id }
    } else reference = { Ref: known }
  }
  return reference
}

/** Logical ids of the resources of an API by their paths. */
export function statedPaths(apiId: string, resources: MappingNode): ReadonlyMap<string, string> {
  const members = new Map(
    membersOf(resources, 'AWS::ApiGateway::Resource', apiId).map(({ id, properties }) => [id, properties]),
  )
  const pathOf = (id: string, seen: readonly string[]): string | undefined => {
    const properties = members.get(id)
    const segment = stringOf(childAt(properties, 'PathPart'))
    const parent = childAt(properties, 'ParentId')
    const above = referencedId(parent)
    if (segment === undefined || above === undefined || seen.includes(id)) return undefined
    const lead = members.has(above) ? pathOf(above, [...seen, id]) : above === apiId ? '' : undefined
    return lead === undefined ? undefined : `${lead}/${segment}`
  }
  return new Map(
    [...members.keys()].flatMap(id => {
      const path = pathOf(id, [])
      return path === undefined ? [] : [[path, id] as const]
    }),
  )
}

function integrationOf(target: PartTarget | undefined, method: string, place: ApiPlace): unknown {
  if (target?.type === 'like') {
    const route = callableRoutes(place.api).find(
      each => each.path === target.path && each.method === target.method,
    )
    const node = route && nodeAt(place.owner, route.origin)
    return (
      toValue(childAt(node, 'Properties', 'Integration')) ??
      new Refusal('The other method states its integration elsewhere')
    )
  }
  if (target?.type === 'http') return { Type: 'HTTP_PROXY', IntegrationHttpMethod: method, Uri: target.url }
  return {
    Type: 'MOCK',
    RequestTemplates: { 'application/json': '{"statusCode": 200}' },
    IntegrationResponses: [{ StatusCode: '200' }],
  }
}

function addResponse({ path, method, status }: NewPart, { owner, api }: ApiPlace) {
  const route = callableRoutes(api).find(each => each.path === path && each.method === method)
  const properties = childAt(route && nodeAt(owner, route.origin), 'Properties')
  if (properties?.type !== 'mapping')
    return new Refusal('The method is written elsewhere; add the response there')
  return [putItem(properties, 'MethodResponses', { StatusCode: status })]
}

function authorizerProperties(given: NewAuthorizer | undefined): NewEntries {
  const { type, who = '' } = given ?? { type: 'TOKEN' }
  const IdentitySource = 'method.request.header.Authorization'
  if (type === 'COGNITO_USER_POOLS') return { Type: type, IdentitySource, ProviderARNs: [arnOf(who)] }
  return { Type: type, IdentitySource, AuthorizerUri: invocationUri(who) }
}

/** The methods of a path as entries of the template, with its resource and those above where nothing else needs them. */
export function entriesOfPath(
  path: string,
  api: RestApi,
  place: ApiPlace,
  resources: MappingNode,
): readonly Entry[] {
  const isBelow = (each: string) => each === path || each.startsWith(path === '/' ? '/' : `${path}/`)
  const methods = callableRoutes(api)
    .filter(route => route.path === path)
    .flatMap(route => {
      const node = nodeAt(place.owner, route.origin)
      const entry = node && entryFor(node)
      return entry ? [entry] : []
    })
  const stated = statedPaths(api.id, resources)
  const others = [...stated.keys()].filter(each => each !== path && isBelow(each))
  const own = stated.get(path)
  // What others stand under stays.
  const isFree = others.length === 0 && own !== undefined
  const gone = new Set([...methods.map(({ name }) => name), ...(isFree ? [own] : [])])
  if (isFree) addIdleAbove(path, api, stated, gone)
  return entriesOf(resources).filter(({ name }) => gone.has(name))
}

/** Resources above that have no method and nothing else below them. */
function addIdleAbove(
  path: string,
  api: RestApi,
  stated: ReadonlyMap<string, string>,
  gone: Set<string>,
): void {
  const used = callableRoutes(api).map(route => route.path)
  for (let above = parentOf(path); above !== ''; above = parentOf(above)) {
    const id = stated.get(above)
    const below = [...stated].filter(([each, member]) => each.startsWith(`${above}/`) && !gone.has(member))
    const isUsed = used.some(each => each === above)
    if (id === undefined || below.length > 0 || isUsed) return
    gone.add(id)
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
