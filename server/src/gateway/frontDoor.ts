import type { Api, Definition } from '../api/api.ts'
import type { ApiMapping, DomainName, HeaderMatch, RoutingCondition, RoutingRule } from '../api/domainName.ts'
import { domainNameOf } from '../api/domainName.ts'
import { fieldValues, lastField } from '../base/headers.ts'
import type { Fact, Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { Door } from './door.ts'
import { statedEndpointType } from './endpointType.ts'
import { mutualTlsFault, strictFault } from './handshakeRules.ts'
import type { HttpRequest } from './messages.ts'
import { firstSegment } from './pathSegment.ts'
import { servedApiId } from './servedApi.ts'

/** Finds the door of a request by its Host header; undefined for a host that names no API, such as `localhost`. */
export type FrontDoor = (request: HttpRequest) => Door | undefined

/**
 * The custom domain names of a definition with their routing rules and API mappings, and the execute-api hosts of its
 * APIs (`ID.execute-api.REGION.amazonaws.com`, also with `.localhost` in place of the domain).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-mode.html
 */
export function createFrontDoor(definition: Definition): FrontDoor {
  const domains = domainsOf(definition)
  // Most requests of a day come to one host, which names no API.
  let plainHost: string | undefined
  return request => {
    const sent = lastField(request.headers, 'host') ?? ''
    if (sent === plainHost) return undefined
    const host = sent.replace(/:\d+$/, '').toLowerCase()
    const domain = domainNamed(domains, host)
    const door = domain
      ? (mutualTlsFault(domain, host, request) ?? customDoor(definition, domain, host, request))
      : executeApiDoor(definition, host, request)
    if (!domain && !isExecuteApiHost(host)) plainHost = sent
    if (door?.type !== 'open') return door
    const api = definition.apis.find(({ id }) => id === door.apiId)
    const fault = api && strictFault(api, domain, host, request, door)
    // With the port that came with it: what a handler needs to build a URL of its own API.
    return fault ?? { ...door, domainName: sent }
  }
}

/** The custom domain name that takes a host, by itself or by its wildcard. */
function domainNamed(domains: ReadonlyMap<string, DomainName>, host: string): DomainName | undefined {
  return domains.get(host) ?? domains.get(host.replace(/^[^.]+/, '*'))
}

/** The custom domain names of a definition by their names in lower case. */
function domainsOf({ surroundings }: Definition): ReadonlyMap<string, DomainName> {
  return new Map(
    surroundings.domainNames.flatMap(domain => {
      const name = valueOf(domain.name)?.toLowerCase()
      return name === undefined ? [] : [[name, domain] as const]
    }),
  )
}

/** The custom domain name of a definition that a host means. */
export function domainOfHost(definition: Definition, host: string): DomainName | undefined {
  return domainNamed(domainsOf(definition), host)
}

/**
 * The API that an execute-api host means: its label, the label before a VPC endpoint's id (`API-vpce-1`), or for the host
 * of a VPC endpoint what the header `x-apigw-api-id` says.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
 */
function apiIdOf(label: string, { headers }: HttpRequest): string {
  if (label.startsWith('vpce-')) return lastField(headers, 'x-apigw-api-id') ?? ''
  return label.replace(/-vpce-[0-9a-f]+$/, '')
}

function isExecuteApiHost(host: string): boolean {
  return host.includes('.execute-api.')
}

function executeApiDoor(definition: Definition, host: string, request: HttpRequest): Door | undefined {
  if (!isExecuteApiHost(host)) return undefined
  const [, label = ''] =
    /^([a-z0-9-]+)\.execute-api\.[a-z0-9-]+\.(?:(?:vpce\.)?amazonaws\.com(?:\.cn)?|localhost)$/.exec(host) ??
    []
  const id = apiIdOf(label, request)
  const api = definition.apis.find(each => servedApiId(each) === id)
  if (!api && label.startsWith('vpce-')) {
    const reason = 'the host is that of a VPC endpoint, and `x-apigw-api-id` names no API of this definition'
    return { type: 'closed', reason }
  }
  if (!api) return undefined
  const disabled = api.settings?.disableExecuteApiEndpoint
  if (disabled?.known && disabled.value) {
    const reason = 'the execute-api host of this API is disabled: it is reached by its custom domain name'
    // https://repost.aws/knowledge-center/api-gateway-disable-endpoint
    return { type: 'closed', reason, origin: disabled.origin, apiId: api.id }
  }
  const open = {
    type: 'open',
    apiId: api.id,
    domainName: host,
    domainPrefix: label,
    isCustom: false,
  } as const
  const { first, rest } = firstSegment(request.path)
  if (hasStage(api, first)) return { ...open, stage: first, before: `/${first}`, path: rest }
  // The stage of an HTTP API that no path names.
  if (hasStage(api, '$default')) return { ...open, stage: '$default', before: '', path: request.path }
  return undefined
}

function customDoor(definition: Definition, domain: DomainName, host: string, request: HttpRequest): Door {
  const mode = valueOf(domain.routingMode) ?? 'API_MAPPING_ONLY'
  const target =
    (mode === 'API_MAPPING_ONLY' ? undefined : ruleTarget(definition, domain, request)) ??
    (mode === 'ROUTING_RULE_ONLY' ? undefined : mappingTarget(definition, domain, request))
  if (!target) {
    const what = mode === 'API_MAPPING_ONLY' ? 'API mapping' : 'routing rule or API mapping'
    const reason = `no ${what} of \`${host}\` takes \`${request.path}\``
    return { type: 'closed', reason, origin: domain.origin }
  }
  const { origin } = target
  const api = definition.apis.find(each => each.id === valueOf(target.apiId))
  if (!api) {
    const named = valueOf(target.apiId)
    const name = named === undefined ? 'an API that is not known here' : `\`${named}\``
    return { type: 'closed', reason: `it leads to ${name}, which this gateway does not serve`, origin }
  }
  const stripped = target.isStripped ? lengthOf(request.path, target.basePath) : 0
  // Without a stage in the mapping, the path names it.
  const { first } = firstSegment(request.path.slice(stripped))
  const stage = target.stageName ? valueOf(target.stageName) : first
  if (stage === undefined || !hasStage(api, stage)) {
    return { type: 'closed', reason: `\`${api.id}\` has no stage \`${stage ?? ''}\``, origin }
  }
  const taken = target.stageName ? stripped : stripped + 1 + first.length
  const rest = request.path.slice(taken)
  return {
    type: 'open',
    apiId: api.id,
    stage,
    domainName: host,
    domainPrefix: host.slice(0, Math.max(0, host.indexOf('.'))),
    before: request.path.slice(0, taken),
    isCustom: true,
    endpointType: statedEndpointType(domain.endpointTypes),
    path: rest === '' ? '/' : rest,
  }
}

interface Target {
  readonly origin: Origin
  readonly apiId: Fact<string> | undefined
  readonly stageName: Fact<string> | undefined
  /** Without slashes around it; empty for the domain's root. */
  readonly basePath: string
  readonly isStripped: boolean
}

function ruleTarget(
  { surroundings }: Definition,
  domain: DomainName,
  request: HttpRequest,
): Target | undefined {
  const rules = surroundings.routingRules
    .filter(rule => domainNameOf(rule.domainNameArn, surroundings.domainNames) === domain)
    .sort((a, b) => priorityOf(a) - priorityOf(b))
  for (const rule of rules) {
    const basePath = takes(rule.conditions, request)
    const [action] = rule.actions
    if (basePath === undefined || !action) continue
    const { apiId, stageName, origin } = action
    return { origin, apiId, stageName, basePath, isStripped: valueOf(action.stripBasePath) === true }
  }
  return undefined
}

function priorityOf({ priority }: RoutingRule): number {
  return valueOf(priority) ?? Number.MAX_SAFE_INTEGER
}

/** The base path by which the conditions of a rule hold, empty where none asks for one; undefined where they do not. */
function takes(conditions: readonly RoutingCondition[], request: HttpRequest): string | undefined {
  let basePath = ''
  for (const { basePaths, headers } of conditions) {
    if (headers && !headers.some(match => hasHeader(match, request))) return undefined
    if (!basePaths) continue
    const found = basePaths.flatMap(fact => valueOf(fact) ?? []).find(path => begins(request.path, path))
    if (found === undefined) return undefined
    basePath = found
  }
  return basePath
}

// The name in any case, the value exactly; `*` may stand at either end.
function hasHeader({ header, valueGlob }: HeaderMatch, { headers }: HttpRequest): boolean {
  const name = valueOf(header)
  const glob = valueOf(valueGlob)
  if (name === undefined || glob === undefined) return false
  const text = glob.replace(/^\*|\*$/g, '')
  return fieldValues(headers, name).some(value => {
    if (glob === '*') return true
    if (glob.startsWith('*') && glob.endsWith('*')) return value.includes(text)
    if (glob.startsWith('*')) return value.endsWith(text)
    return glob.endsWith('*') ? value.startsWith(text) : value === glob
  })
}

// The mapping with the longest path that the request begins with, in whole segments.
function mappingTarget(
  { surroundings }: Definition,
  domain: DomainName,
  request: HttpRequest,
): Target | undefined {
  const mappings = surroundings.apiMappings
    .filter(mapping => domainNameOf(mapping.domainName, surroundings.domainNames) === domain)
    .map(mapping => ({ mapping, path: pathOf(mapping) }))
    .filter(({ path }) => path !== undefined && begins(request.path, path))
    .sort((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))
  const [best] = mappings
  if (!best) return undefined
  const { apiId, stageName, origin } = best.mapping
  return { origin, apiId, stageName, basePath: best.path ?? '', isStripped: true }
}

function pathOf({ path }: ApiMapping): string | undefined {
  if (!path) return ''
  const text = valueOf(path)
  return text === '(none)' ? '' : text?.replace(/^\/+|\/+$/g, '')
}

function begins(path: string, basePath: string): boolean {
  return basePath === '' || lengthOf(path, basePath) > 0
}

/** How much of a path a base path takes; 0 where it does not begin with it. */
function lengthOf(path: string, basePath: string): number {
  const prefix = `/${basePath}`
  return path === prefix || path.startsWith(`${prefix}/`) ? prefix.length : 0
}

function hasStage(api: Api, name: string): boolean {
  return api.stages.some(stage => stage.name === name)
}
