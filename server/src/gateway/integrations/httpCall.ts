import type { Integration } from '../../api/integration.ts'
import type { Fact } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { Fields } from '../../base/headers.ts'
import type { Overrides } from '../../template/scope.ts'
import { withField } from '../fieldMaps.ts'
import { configurationError, NotEmulatedError } from '../gatewayError.ts'
import { droppedFromHttpProxy, ignoredInMappings, refusedForHttp } from '../headerRules.ts'
import type { IntegrationUri } from '../integrationUri.ts'
import { integrationUri, missingVariables } from '../integrationUri.ts'
import type { MappedCall, MethodCall } from '../methodCall.ts'
import { contentTypeOf } from '../methodCall.ts'
import { overrideHeaders, overrideValues, sendableHeaders } from '../overrides.ts'
import type { MappingSources } from '../parameterMapping.ts'
import { isPathSource, mappingSourcesOf, mappingValues } from '../parameterMapping.ts'
import { decodeSafely, formatQuery } from '../queryString.ts'
import type { BackendRequest, World } from '../world.ts'
import { routeToBackend } from './backendRoute.ts'
import type { HttpCall } from './outgoing.ts'
import type { RequestBody } from './requestBody.ts'
import { mappedBody, passedBody } from './requestBody.ts'

/** AWS's default, in milliseconds. */
export const restTimeoutMs = 29_000

/**
 * The request of an HTTP or HTTP_PROXY integration of a REST API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
 */
export function httpCall(
  call: MethodCall,
  integration: Integration,
  isProxy: boolean,
  world: World,
): HttpCall {
  const made = isProxy
    ? { body: passedBody(call, integration), template: undefined }
    : mappedBody(call, integration, world)
  return httpCallWith(call, integration, isProxy, made)
}

/** The same with a body that was made before. */
export function httpCallWith(
  call: MappedCall,
  integration: Integration,
  isProxy: boolean,
  made: RequestBody,
): HttpCall {
  const request = builtRequest(call, integration, {
    ...made,
    headers: isProxy ? proxyHeaders(call) : customHeaders(call, made.body),
    query: isProxy ? call.incoming.query : [],
    uri: integrationUri(call.served, integration),
    refused: refusedForHttp,
  })
  const { template } = made
  return { type: 'http', isProxy, template, request: { ...request, ...routeToBackend(call, integration) } }
}

/** What a request is built from, beside the mappings of its integration. */
export interface RequestParts extends RequestBody {
  /** Before mappings. */
  readonly headers: Fields
  /** Of the client. */
  readonly query: Fields
  readonly uri: IntegrationUri
  /** Headers that no mapping may set; in lower case. */
  readonly refused: ReadonlySet<string>
}

/** A request with what mappings and the request template put into its headers, path and query. */
export function builtRequest(
  call: MappedCall,
  integration: Integration,
  { body, template, headers, query, uri, refused }: RequestParts,
): BackendRequest {
  const overrides = template?.overrides.request ?? noOverrides
  const sources = mappingSourcesOf(call)
  const mapped = mapHeaders(headers, integration, sources, refused)
  const clientCertificate = valueOf(call.served.stage.clientCertificateId)
  return {
    method: methodOf(call, integration),
    url: urlOf(call, integration, { uri, sources, passed: query, overrides }),
    headers: sendableHeaders(overrideHeaders(mapped, settable(overrides.header, refused))),
    body,
    timeoutMs: valueOf(integration.timeoutInMillis) ?? restTimeoutMs,
    ...(clientCertificate !== undefined && { clientCertificate }),
  }
}

type RequestOverrides = Overrides['request']

const noOverrides: RequestOverrides = { header: new Map(), querystring: new Map(), path: new Map() }

/** The mappings of one place (`header`, `path`, `querystring`) by name; throws for one that cannot be known. */
export function mappingsTo(
  parameters: ReadonlyMap<string, Fact<string>>,
  prefix: string,
): { name: string; expression: string }[] {
  return [...parameters].flatMap(([destination, fact]) => {
    if (!destination.startsWith(prefix)) return []
    // `integration.request.header.nothing: true` is let through by AWS's import and maps nothing.
    if (fact.known)
      return /^(true|false)$/.test(fact.value)
        ? []
        : [{ name: destination.slice(prefix.length), expression: fact.value }]
    throw new NotEmulatedError(
      'unknown-value',
      `the mapping to \`${destination}\` cannot be known here: ${fact.reason}`,
    )
  })
}

function methodOf(call: MappedCall, integration: Integration): string {
  const method = valueOf(integration.httpMethod)?.toUpperCase()
  return method === undefined || method === 'ANY' ? call.incoming.request.method : method
}

function urlOf(
  call: MappedCall,
  integration: Integration,
  {
    uri: { uri, missing },
    sources,
    passed,
    overrides,
  }: {
    readonly uri: IntegrationUri
    readonly sources: MappingSources
    readonly passed: Fields
    readonly overrides: RequestOverrides
  },
): string {
  const filled = fillPlaceholders(uri, integration, sources, overrides.path)
  if (!URL.canParse(filled) || !/^https?:\/\/[^/?#]/i.test(filled))
    throw configurationError(
      missing.length > 0 ? missingVariables(call.served, missing) : `Invalid endpoint address: \`${filled}\``,
      undefined,
      'Invalid endpoint address',
    )
  const mapped = mappingsTo(integration.requestParameters, 'integration.request.querystring.')
  const names = new Set(mapped.map(mapping => mapping.name))
  const added = mapped.flatMap(({ name, expression }) =>
    mappingValues(expression, sources).map(value => {
      return [name, isPathSource(expression) ? decodeSafely(value) : value] as const
    }),
  )
  const own = [...added, ...passed.filter(([name]) => !names.has(name))]
  const query = formatQuery([
    ...own.filter(([name]) => !overrides.querystring.has(name)),
    ...[...overrides.querystring].flatMap(([name, value]) =>
      overrideValues(value).map(each => [name, each] as const),
    ),
  ])
  if (query === '') return filled
  return filled + (filled.includes('?') ? '&' : '?') + query
}

function fillPlaceholders(
  uri: string,
  integration: Integration,
  sources: MappingSources,
  overrides: RequestOverrides['path'],
): string {
  const mapped = new Map(
    mappingsTo(integration.requestParameters, 'integration.request.path.').map(({ name, expression }) => {
      const value = mappingValues(expression, sources)[0] ?? ''
      return [name, isPathSource(expression) ? value : encodeURIComponent(value)]
    }),
  )
  for (const [name, value] of overrides) mapped.set(name, encodeURIComponent(overrideValues(value)[0] ?? ''))
  return uri.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = mapped.get(name) ?? mapped.get(name.replace(/\+$/, ''))
    if (value !== undefined) return value
    throw configurationError(
      `the URI has \`{${name}}\` and no \`integration.request.path.${name}\` maps a value to it`,
    )
  })
}

function proxyHeaders(call: MappedCall): Fields {
  const passed = call.headers.filter(([name]) => !droppedFromHttpProxy.has(name.toLowerCase()))
  return gatewayHeaders(call, passed)
}

/** A custom integration hands no header of the client on. */
export function customHeaders(call: MappedCall, body: Uint8Array): Fields {
  const own: Fields = [
    ['Accept', 'application/json'],
    ['User-Agent', `AmazonAPIGateway_${call.served.apiId}`],
  ]
  const type: Fields = body.length > 0 ? [['Content-Type', contentTypeOf(call)]] : []
  return gatewayHeaders(call, [...own, ...type])
}

function gatewayHeaders(call: MappedCall, headers: Fields): Fields {
  const withId = withField(headers, 'X-Amzn-Apigateway-Api-Id', call.served.apiId)
  return withField(withId, 'X-Amzn-Trace-Id', call.incoming.traceId.toBackend)
}

function mapHeaders(
  passed: Fields,
  integration: Integration,
  sources: MappingSources,
  refused: ReadonlySet<string>,
): Fields {
  let headers = passed
  for (const { name, expression } of mappingsTo(
    integration.requestParameters,
    'integration.request.header.',
  )) {
    const lower = name.toLowerCase()
    if (refused.has(lower)) throw configurationError(`no mapping may set the header '${name}'`)
    const value = mappingValues(expression, sources)[0]
    if (value === undefined || ignoredInMappings.has(lower)) continue
    headers = withField(headers, name, isPathSource(expression) ? decodeSafely(value) : value)
  }
  return headers
}

// Names that mappings may not set either, or without effect.
function settable(
  overrides: RequestOverrides['header'],
  refused: ReadonlySet<string>,
): RequestOverrides['header'] {
  const wrong = [...overrides.keys()].find(name => refused.has(name.toLowerCase()))
  if (wrong !== undefined) throw configurationError(`no mapping may set the header '${wrong}'`)
  return new Map([...overrides].filter(([name]) => !ignoredInMappings.has(name.toLowerCase())))
}
