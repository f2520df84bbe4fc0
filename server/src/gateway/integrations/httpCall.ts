import type { Integration } from '../../api/integration.ts'
import type { Fact } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { Fields } from '../../base/headers.ts'
import { convertRequestBody } from '../contentHandling.ts'
import { withField } from '../fieldMaps.ts'
import { configurationError, NotEmulatedError } from '../gatewayError.ts'
import { droppedFromHttpProxy, ignoredInMappings, refusedForHttp } from '../headerRules.ts'
import { integrationUri, missingVariables } from '../integrationUri.ts'
import { renderTemplate, requestTemplate } from '../mappingTemplate.ts'
import { isBinaryType, mediaTypeOf } from '../mediaType.ts'
import type { MethodCall } from '../methodCall.ts'
import { binaryMediaTypesOf, contentTypeOf } from '../methodCall.ts'
import type { MappingSources } from '../parameterMapping.ts'
import { isPathSource, mappingSourcesOf, mappingValues } from '../parameterMapping.ts'
import { decodeSafely, formatQuery } from '../queryString.ts'
import type { HttpCall } from './outgoing.ts'

/** AWS's default, in milliseconds. */
export const restTimeoutMs = 29_000

/**
 * The request of an HTTP or HTTP_PROXY integration of a REST API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
 */
export function httpCall(call: MethodCall, integration: Integration, isProxy: boolean): HttpCall {
  const sources = mappingSourcesOf(call)
  const body = isProxy ? proxyBody(call, integration) : customBody(call, integration)
  const passed = isProxy ? proxyHeaders(call) : customHeaders(call, body)
  return {
    type: 'http',
    isProxy,
    request: {
      method: methodOf(call, integration),
      url: urlOf(call, integration, sources, isProxy ? call.incoming.query : []),
      headers: mapHeaders(passed, integration, sources),
      body,
      timeoutMs: valueOf(integration.timeoutInMillis) ?? restTimeoutMs,
    },
  }
}

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

function methodOf(call: MethodCall, integration: Integration): string {
  const method = valueOf(integration.httpMethod)?.toUpperCase()
  return method === undefined || method === 'ANY' ? call.incoming.request.method : method
}

function urlOf(call: MethodCall, integration: Integration, sources: MappingSources, passed: Fields): string {
  const { uri, missing } = integrationUri(call.served, integration)
  const filled = fillPlaceholders(uri, integration, sources)
  if (!URL.canParse(filled) || !/^https?:\/\/[^/?#]/i.test(filled))
    throw configurationError(
      missing.length > 0 ? missingVariables(call.served, missing) : `Invalid endpoint address: \`${filled}\``,
    )
  const mapped = mappingsTo(integration.requestParameters, 'integration.request.querystring.')
  const names = new Set(mapped.map(mapping => mapping.name))
  const added = mapped.flatMap(({ name, expression }) =>
    mappingValues(expression, sources).map(value => {
      return [name, isPathSource(expression) ? decodeSafely(value) : value] as const
    }),
  )
  const query = formatQuery([...added, ...passed.filter(([name]) => !names.has(name))])
  if (query === '') return filled
  return filled + (filled.includes('?') ? '&' : '?') + query
}

function fillPlaceholders(uri: string, integration: Integration, sources: MappingSources): string {
  const mapped = new Map(
    mappingsTo(integration.requestParameters, 'integration.request.path.').map(({ name, expression }) => {
      const value = mappingValues(expression, sources)[0] ?? ''
      return [name, isPathSource(expression) ? value : encodeURIComponent(value)]
    }),
  )
  return uri.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = mapped.get(name) ?? mapped.get(name.replace(/\+$/, ''))
    if (value !== undefined) return value
    throw configurationError(
      `the URI has \`{${name}}\` and no \`integration.request.path.${name}\` maps a value to it`,
    )
  })
}

function proxyBody(call: MethodCall, integration: Integration): Uint8Array {
  const { body } = call.incoming.request
  return body.length === 0 ? body : convertRequestBody(body, requestKind(call, integration))
}

function customBody(call: MethodCall, integration: Integration): Uint8Array {
  const template = requestTemplate(integration, contentTypeOf(call))
  const kind = requestKind(call, integration)
  if (!template) return proxyBody(call, integration)
  if (valueOf(kind.contentHandling)?.toUpperCase() === 'CONVERT_TO_BINARY')
    throw configurationError('`contentHandling` CONVERT_TO_BINARY and a mapping template exclude each other')
  return Buffer.from(renderTemplate(template).text, 'utf8')
}

function requestKind(call: MethodCall, integration: Integration): Parameters<typeof convertRequestBody>[1] {
  const type = mediaTypeOf(contentTypeOf(call))
  return {
    contentHandling: integration.contentHandling,
    isBinary: isBinaryType(type, binaryMediaTypesOf(call.served.api)),
  }
}

function proxyHeaders(call: MethodCall): Fields {
  const passed = call.headers.filter(([name]) => !droppedFromHttpProxy.has(name.toLowerCase()))
  return gatewayHeaders(call, passed)
}

// A custom integration hands no header of the client on.
function customHeaders(call: MethodCall, body: Uint8Array): Fields {
  const own: Fields = [
    ['Accept', 'application/json'],
    ['User-Agent', `AmazonAPIGateway_${call.served.apiId}`],
  ]
  const type: Fields = body.length > 0 ? [['Content-Type', contentTypeOf(call)]] : []
  return gatewayHeaders(call, [...own, ...type])
}

function gatewayHeaders(call: MethodCall, headers: Fields): Fields {
  const withId = withField(headers, 'X-Amzn-Apigateway-Api-Id', call.served.apiId)
  return withField(withId, 'X-Amzn-Trace-Id', call.incoming.traceId.forwarded)
}

function mapHeaders(passed: Fields, integration: Integration, sources: MappingSources): Fields {
  let headers = passed
  for (const { name, expression } of mappingsTo(
    integration.requestParameters,
    'integration.request.header.',
  )) {
    const lower = name.toLowerCase()
    if (refusedForHttp.has(lower)) throw configurationError(`no mapping may set the header '${name}'`)
    const value = mappingValues(expression, sources)[0]
    if (value === undefined || ignoredInMappings.has(lower)) continue
    headers = withField(headers, name, isPathSource(expression) ? decodeSafely(value) : value)
  }
  return headers
}
