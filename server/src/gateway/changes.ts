import type { Api, Definition, Method, Route } from '../api/api.ts'
import type { Origin } from '../base/origin.ts'
import { plainFacts } from './plainFacts.ts'
import { servedApiId } from './servedApi.ts'
import { stableId } from './stableId.ts'

/** One thing of an API that is another one after a definition was read anew. */
export interface Change {
  /** Logical id of the API. */
  readonly apiId: string
  readonly kind: ChangedKind
  readonly how: 'added' | 'removed' | 'changed'
  /** `GET /books`, `tokens`. */
  readonly name: string
  /** The call of AWS's control plane that would make this change: `PutIntegration`. */
  readonly eventName: string
  /** What that call would be given, in AWS's words; a value that is not known here is left out. */
  readonly requestParameters: Readonly<Record<string, unknown>>
  /** Where it stands now; where it stood, when it is gone. */
  readonly origin: Origin
}

export type ChangedKind =
  | 'API'
  | 'route'
  | 'integration'
  | 'authorizer'
  | 'model'
  | 'request validator'
  | 'gateway response'
  | 'stage'

/** What AWS's control plane would be told to make one definition of the other, API by API. */
export function changesBetween(before: Definition, after: Definition): Change[] {
  const ids = [...new Set([...before.apis, ...after.apis].map(({ id }) => id))]
  return ids.flatMap(id => {
    const was = before.apis.find(api => api.id === id)
    const is = after.apis.find(api => api.id === id)
    const old = was ? partsOf(was) : new Map<string, Part>()
    const now = is ? partsOf(is) : new Map<string, Part>()
    const keys = [...new Set([...old.keys(), ...now.keys()])]
    return keys.flatMap(key => changeOf(id, old.get(key), now.get(key)) ?? [])
  })
}

/** `2 routes added, 1 authorizer changed`; empty for no change. An integration that came with its route is not told. */
export function summaryOf(changes: readonly Change[]): string {
  const routes = new Map(
    changes.filter(({ kind }) => kind === 'route').map(({ apiId, name, how }) => [`${apiId} ${name}`, how]),
  )
  const told = changes.filter(
    ({ kind, apiId, name, how }) => kind !== 'integration' || routes.get(`${apiId} ${name}`) !== how,
  )
  const counts = new Map<string, number>()
  for (const { kind, how } of told) {
    const key = `${kind}|${how}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts]
    .map(([key, count]) => {
      const [kind = '', how = ''] = key.split('|')
      return `${count} ${kind}${count === 1 ? '' : 's'} ${how}`
    })
    .join(', ')
}

interface Part {
  readonly kind: ChangedKind
  readonly name: string
  readonly events: Events
  /** Names the part in a call. */
  readonly address: Readonly<Record<string, unknown>>
  readonly content: Readonly<Record<string, unknown>>
  readonly origin: Origin
}

/** The calls that add, change and remove a part. */
type Events = readonly [added: string, changed: string, removed: string]

const crud = (name: string): Events => [`Create${name}`, `Update${name}`, `Delete${name}`]
const put = (name: string): Events => [`Put${name}`, `Put${name}`, `Delete${name}`]

function changeOf(apiId: string, was: Part | undefined, is: Part | undefined): Change | undefined {
  const part = is ?? was
  if (!part || (was && is && JSON.stringify(was.content) === JSON.stringify(is.content))) return undefined
  const { kind, name, address, origin, content } = part
  const [added, changed, removed] = part.events
  const how = was && is ? 'changed' : is ? 'added' : 'removed'
  const eventName = how === 'changed' ? changed : how === 'added' ? added : removed
  const input = `${eventName.charAt(0).toLowerCase()}${eventName.slice(1)}Input`
  const requestParameters = how === 'removed' ? address : { ...address, [input]: content }
  return { apiId, kind, how, name, eventName, requestParameters, origin }
}

function partsOf(api: Api): Map<string, Part> {
  const id = servedApiId(api)
  const address = api.type === 'rest' ? { restApiId: id } : { apiId: id }
  const named = (name: string, key: string, nameOf: string, of: Omit<Part, 'name' | 'address'>): Part => ({
    ...of,
    name,
    address: { ...address, [key]: nameOf },
  })
  const parts: Part[] = [
    {
      kind: 'API',
      name: api.name,
      events: crud(api.type === 'rest' ? 'RestApi' : 'Api'),
      address,
      content: apiContent(api),
      origin: api.origin,
    },
    ...api.authorizers.map(authorizer =>
      named(authorizer.name, 'authorizerId', stableId(`${api.id}${authorizer.name}`, 6), {
        kind: 'authorizer',
        events: crud('Authorizer'),
        content: plainFacts(authorizer),
        origin: authorizer.origin,
      }),
    ),
    ...api.models.map(model =>
      named(model.name, 'modelName', model.name, {
        kind: 'model',
        events: crud('Model'),
        content: plainFacts(model),
        origin: model.origin,
      }),
    ),
    ...api.stages.map(stage =>
      named(stage.name, 'stageName', stage.name, {
        kind: 'stage',
        events: crud('Stage'),
        content: plainFacts(stage),
        origin: stage.origin,
      }),
    ),
    ...(api.type === 'rest' ? restParts(api, address) : routeParts(api.routes, address)),
  ]
  return new Map(parts.map(part => [`${part.kind} ${part.name}`, part]))
}

function apiContent(api: Api): Readonly<Record<string, unknown>> {
  const lists = [
    'resources',
    'routes',
    'authorizers',
    'models',
    'stages',
    'requestValidators',
    'gatewayResponses',
  ]
  const own = Object.entries(api).filter(([name]) => !lists.includes(name) && name !== 'deployments')
  return plainFacts(Object.fromEntries(own))
}

function restParts(api: Extract<Api, { type: 'rest' }>, address: Part['address']): Part[] {
  const methods = api.resources.flatMap(({ path, methods: all }) =>
    all.flatMap(method => {
      const resourceId = stableId(`${api.id}${path}`, path === '/' ? 10 : 6)
      return callable(`${method.httpMethod} ${path}`, method, {
        address: { ...address, resourceId, httpMethod: method.httpMethod },
        route: put('Method'),
        integration: put('Integration'),
      })
    }),
  )
  return [
    ...methods,
    ...api.requestValidators.map((validator): Part => ({
      kind: 'request validator',
      name: validator.name,
      events: crud('RequestValidator'),
      address: { ...address, requestValidatorId: stableId(`${api.id}${validator.name}`, 6) },
      content: plainFacts(validator),
      origin: validator.origin,
    })),
    ...api.gatewayResponses.map((response): Part => ({
      kind: 'gateway response',
      name: response.type,
      events: put('GatewayResponse'),
      address: { ...address, responseType: response.type },
      content: plainFacts(response),
      origin: response.origin,
    })),
  ]
}

function routeParts(routes: readonly Route[], address: Part['address']): Part[] {
  return routes.flatMap(route =>
    callable(route.routeKey, route, {
      address: { ...address, routeKey: route.routeKey },
      route: crud('Route'),
      integration: crud('Integration'),
    }),
  )
}

interface Calls {
  readonly address: Part['address']
  readonly route: Events
  readonly integration: Events
}

function callable(name: string, { integration, ...own }: Method | Route, calls: Calls): Part[] {
  const { address } = calls
  const part = { kind: 'route', name, events: calls.route, address } as const
  const route: Part = { ...part, content: plainFacts(own), origin: own.origin }
  if (!integration) return [route]
  const content = plainFacts(integration)
  return [
    route,
    { kind: 'integration', name, events: calls.integration, address, content, origin: integration.origin },
  ]
}
