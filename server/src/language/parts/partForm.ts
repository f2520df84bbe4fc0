import type { AuthorizerKind, NoPartEdit, PartForm, PartName } from '../../protocol/parts.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { stringOf, childAt, entriesOf } from '../../syntax/node.ts'
import { callableRoutes } from '../routeReference.ts'
import { methods } from './checks.ts'
import type { ApiPlace } from './place.ts'
import { placeOf, Refusal } from './place.ts'
import { targetsOf } from './targets.ts'

/** What can be chosen for a new part of an API. */
export function partForm({ apiId, kind, path }: PartName, owner: DefinitionResult): PartForm | NoPartEdit {
  const place = placeOf(owner, apiId)
  if (place instanceof Refusal) return { message: place.message }
  const { api, form } = place
  const isThere = new Set(
    callableRoutes(api)
      .filter(route => route.path === path)
      .map(({ method }) => method),
  )
  return {
    apiType: api.type,
    methods: methods.filter(method => kind === 'path' || !isThere.has(method)),
    targets: targetsOf(place),
    takesUrl: api.type !== 'websocket' && (form === 'openapi' || form === 'rest' || form === 'v2'),
    authorizerTypes: authorizerTypes(place),
    functions: functionsOf(place),
    userPools: poolsOf(place),
  }
}

function authorizerTypes({ api }: ApiPlace): AuthorizerKind[] {
  if (api.type === 'websocket') return ['REQUEST']
  return api.type === 'http' ? ['JWT', 'REQUEST'] : ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS']
}

/** Functions that can be named where the API stands: of an OpenAPI file by itself none. */
function functionsOf({ definition, resources, service }: ApiPlace): string[] {
  if (service) {
    return definition.functions.flatMap(
      ({ origin }) => /^\/functions\/([^/]+)/.exec(origin.pointer)?.[1] ?? [],
    )
  }
  const names = new Set(entriesOf(resources).map(({ name }) => name))
  return definition.functions.map(({ id }) => id).filter(id => names.has(id))
}

function poolsOf({ resources }: ApiPlace): string[] {
  return entriesOf(resources)
    .filter(({ value }) => stringOf(childAt(value, 'Type')) === 'AWS::Cognito::UserPool')
    .map(({ name }) => name)
}
