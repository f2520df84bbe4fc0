import type { TextEdit } from '../../base/diagnostic.ts'
import type { NewAuthorizer, NewPart } from '../../protocol/parts.ts'
import { placeholderOf, segmentsOf } from '../../rules/route/pathSegments.ts'
import type { MappingNode } from '../../syntax/node.ts'
import { childAt, entriesOf, stringOf, toValue } from '../../syntax/node.ts'
import type { NewEntries } from '../../syntax/structureEdits.ts'
import { putEntries } from '../../syntax/structureEdits.ts'
import { arnOf } from './arns.ts'
import { capitalized } from './logicalIds.ts'
import type { ApiPlace } from './place.ts'
import { referencedId, Refusal } from './place.ts'
import { noResponses } from './v2Parts.ts'

/** Adds a part to an API of SAM: an event of a function, or a property of the API. */
export function addToSam(
  part: NewPart,
  place: ApiPlace,
  resources: MappingNode,
): readonly (TextEdit | undefined)[] | Refusal {
  const { name = '' } = part
  switch (part.kind) {
    case 'path':
    case 'method':
      return place.form === 'samSocket' ? addSocketRoute(part, place) : addEvent(part, place, resources)
    case 'response':
      return new Refusal(
        place.api.type === 'rest'
          ? "An event of SAM states no responses; give the API a 'DefinitionBody' to state them"
          : noResponses(place.api.type),
      )
    case 'model':
      return place.api.type === 'rest'
        ? toApi(place, ['Models'], { [name]: JSON.parse(part.schema ?? '{"type": "object"}') as unknown })
        : new Refusal('SAM takes models for its REST APIs only')
    case 'authorizer':
      return place.form === 'samSocket'
        ? new Refusal("A WebSocket API of SAM has one authorizer; set 'Auth' of the API")
        : toApi(place, ['Auth', 'Authorizers'], { [name]: authorizerOf(part.authorizer, place.api.type) })
  }
}

function toApi({ resource, api }: ApiPlace, names: readonly string[], entries: NewEntries) {
  if (resource?.value.type !== 'mapping') {
    const type = api.type === 'http' ? 'AWS::Serverless::HttpApi' : 'AWS::Serverless::Api'
    return new Refusal(
      `SAM makes the API '${api.id}' by itself; add a resource of type '${type}' and name it in the events first`,
    )
  }
  return [putEntries(resource.value, ['Properties', ...names], entries)]
}

function addSocketRoute({ method = '', target }: NewPart, place: ApiPlace) {
  if (target?.type !== 'function') return new Refusal('Choose the function that answers')
  const route = { FunctionArn: { 'Fn::GetAtt': [target.id, 'Arn'] } }
  return toApi(place, ['Routes'], { [method]: route })
}

function addEvent(
  { path = '', method = '', target }: NewPart,
  place: ApiPlace,
  resources: MappingNode,
): readonly (TextEdit | undefined)[] | Refusal {
  if (target?.type !== 'function') return new Refusal('Choose the function that answers')
  const fn = childAt(resources, target.id)
  if (fn?.type !== 'mapping') return new Refusal(`There is no function '${target.id}' in the template`)
  const isHttp = place.api.type === 'http'
  const words = segmentsOf(path).map(segment => placeholderOf(segment) ?? segment)
  const wanted = capitalized([method.toLowerCase(), ...words].join('-'))
  const taken = new Set(entriesOf(childAt(fn, 'Properties', 'Events')).map(entry => entry.name))
  let name = wanted
  for (let count = 2; taken.has(name); count++) name = `${wanted}${count}`
  const api = apiReference(place, resources)
  const Properties = {
    ...(path !== '' && { Path: path, Method: method.toLowerCase() }),
    ...(api !== undefined && { [isHttp ? 'ApiId' : 'RestApiId']: api }),
  }
  const event = {
    Type: isHttp ? 'HttpApi' : 'Api',
    ...(Object.keys(Properties).length > 0 && { Properties }),
  }
  return [putEntries(fn, ['Properties', 'Events'], { [name]: event })]
}

/** How events name the API: as others do, not at all where it is the implicit one. */
function apiReference({ resource, api }: ApiPlace, resources: MappingNode): unknown {
  if (!resource) return undefined
  const events = entriesOf(resources)
    .filter(({ value }) => stringOf(childAt(value, 'Type')) === 'AWS::Serverless::Function')
    .flatMap(({ value }) => entriesOf(childAt(value, 'Properties', 'Events')))
    .map(({ value }) => childAt(value, 'Properties'))
  const others = events.flatMap(each => childAt(each, 'RestApiId') ?? childAt(each, 'ApiId') ?? [])
  return toValue(others.find(node => referencedId(node) === api.id)) ?? { Ref: api.id }
}

function authorizerOf(given: NewAuthorizer | undefined, apiType: 'rest' | 'http' | 'websocket'): NewEntries {
  const { type, who = '', issuer = '', audience = '' } = given ?? { type: 'TOKEN' }
  if (type === 'JWT') {
    const JwtConfiguration = { issuer, audience: [audience] }
    return { IdentitySource: '$request.header.Authorization', JwtConfiguration }
  }
  if (type === 'COGNITO_USER_POOLS') return { UserPoolArn: arnOf(who) }
  const FunctionArn = arnOf(who)
  const Identity = { Headers: ['Authorization'] }
  if (apiType === 'http')
    return { FunctionArn, AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true, Identity }
  return type === 'REQUEST' ? { FunctionArn, FunctionPayloadType: 'REQUEST', Identity } : { FunctionArn }
}
