import type { Api, Definition } from '../api/api.ts'
import type { DomainName } from '../api/domainName.ts'
import { domainNameOf } from '../api/domainName.ts'
import { valueOf } from '../base/origin.ts'
import { httpRouting, restRouting } from '../gateway/routing.ts'
import type { KnownGateway } from '../protocol/exchange.ts'
import type { FindGateway, GatewayTarget, SentRequest } from '../requests/gatewayUrls.ts'

/**
 * Finds the API that takes an imported request, by the routing of the gateway: the path as it is, without a base path of a
 * domain name, or without the stage. Hosts of API Gateway, of the definition's domain names and of this machine, and
 * variables, may stand for any API; another host does only where the route names a part of the path literally, or a
 * greedy route would take every request of a recording.
 */
export function gatewayFinder(
  known: readonly KnownGateway[],
  definitionOf: (uri: string) => Definition | undefined,
): FindGateway {
  const gateways = known.flatMap(({ definition: uri, apiId, origin }) => {
    const definition = definitionOf(uri)
    const api = definition?.apis.find(({ id }) => id === apiId)
    const served = definition && api && servedBy(definition, api)
    return served ? [{ served, gateway: `${uri}#${apiId}`, origin }] : []
  })
  return request => {
    const found = gateways.flatMap(({ served, gateway, origin }) => {
      const taken = served(request)
      const target: GatewayTarget = {
        gateway,
        path: taken?.path ?? '',
        ...(origin !== undefined && { origin }),
      }
      return taken ? [{ rank: taken.rank, target }] : []
    })
    return found.toSorted((a, b) => a.rank - b.rank)[0]?.target
  }
}

interface Taken {
  readonly path: string
  /** Low is better: the host is the API's own, then how exact the route is. */
  readonly rank: number
}

type Served = (request: SentRequest) => Taken | undefined

function servedBy(definition: Definition, api: Api): Served | undefined {
  if (api.type === 'websocket') return undefined
  const routeOf = routesOf(api)
  const mappings = mappingsOf(definition, api)
  const stages = api.stages.map(({ name }) => name).filter(name => name !== '$default')
  return ({ method, host, path }) => {
    const own = mappings.filter(({ hosts }) => host !== undefined && hosts.includes(host))
    const isInvokeUrl = host !== undefined && executeApi.test(host)
    const bases = own.map(({ base }) => base)
    // An invoke URL has the stage in front, whatever the definition calls it.
    const prefixes = isInvokeUrl
      ? [...stages, ...(stages.length === 0 ? [] : [firstOf(path)]), '']
      : own.length > 0
        ? bases
        : ['', ...mappings.map(({ base }) => base), ...stages]
    const isTrusted = host === undefined || own.length > 0 || isInvokeUrl || isLocal(host)
    const taken = prefixes.flatMap((prefix, index) => {
      const rest = without(path, prefix)
      const route = rest === undefined ? undefined : routeOf(method, rest)
      if (rest === undefined || route === undefined || !(isTrusted || isTelling(route))) return []
      const exactness = route === '' ? 3 : route.includes('+}') ? 2 : route.includes('{') ? 1 : 0
      return [{ path: rest, rank: (own.length > 0 ? 0 : 100) + exactness * 10 + Math.min(index, 9) }]
    })
    return taken.toSorted((a, b) => a.rank - b.rank)[0]
  }
}

/** `books/{id}` of the route that takes a request; empty for `$default`. */
function routesOf(
  api: Exclude<Api, { type: 'websocket' }>,
): (method: string, path: string) => string | undefined {
  if (api.type === 'rest') {
    const table = restRouting(api)
    return (method, path) => table.find(method, path)?.target.resource.path
  }
  const table = httpRouting(api)
  return (method, path) => {
    const found = table.find(method, path)
    return found && (found.target.path ?? '')
  }
}

interface Mapping {
  /** In lower case. */
  readonly hosts: readonly string[]
  /** Without slashes around it. */
  readonly base: string
}

function mappingsOf({ surroundings }: Definition, api: Api): Mapping[] {
  const { apiMappings, domainNames } = surroundings
  return apiMappings
    .filter(({ apiId }) => valueOf(apiId) === api.id)
    .map(({ domainName, path }) => {
      const base = (valueOf(path) ?? '').replace(/^\/+|\/+$/g, '')
      return { hosts: hostsOf(domainNameOf(domainName, domainNames)), base: base === '(none)' ? '' : base }
    })
}

function hostsOf(domain: DomainName | undefined): string[] {
  const name = valueOf(domain?.name)
  return name === undefined ? [] : [name.toLowerCase()]
}

/** The path behind a first part; undefined where it does not begin so. */
function without(path: string, prefix: string): string | undefined {
  if (prefix === '') return path
  if (path === `/${prefix}`) return '/'
  return path.startsWith(`/${prefix}/`) ? path.slice(prefix.length + 1) : undefined
}

function firstOf(path: string): string {
  return path.split('/')[1] ?? ''
}

/** Whether a route names a segment by itself and takes no longer paths: `/books/{id}`, not `/{proxy+}`. */
function isTelling(route: string): boolean {
  return !route.includes('+}') && route.split('/').some(segment => segment !== '' && !segment.includes('{'))
}

const executeApi = /\.execute-api\.[\w-]+\.amazonaws\.com(\.cn)?$/

function isLocal(host: string): boolean {
  return host === 'localhost' || /^127(\.\d+){3}$/.test(host) || host === '[::1]'
}
