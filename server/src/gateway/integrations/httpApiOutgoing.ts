import type { Integration } from '../../api/integration.ts'
import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import { valueOf } from '../../base/origin.ts'
import type { Fields } from '../../base/headers.ts'
import { lastField } from '../../base/headers.ts'
import { httpProxyEvent1 } from '../events/proxyEvent1.ts'
import { httpProxyEvent2 } from '../events/proxyEvent2.ts'
import { withField, withoutField } from '../fieldMaps.ts'
import type { StepFailure } from '../gatewayError.ts'
import { HttpApiError, NotEmulatedError } from '../gatewayError.ts'
import { mapHttpRequest } from '../httpParameterMapping.ts'
import { integrationFunction, integrationUri, missingVariables } from '../integrationUri.ts'
import { formatQuery } from '../queryString.ts'
import type { RouteCall } from '../routeCall.ts'
import { routeIntegration } from '../routeCall.ts'
import { signerOf } from '../services/signer.ts'
import { subtypeCall } from '../services/subtypeCall.ts'
import type { BackendRequest, ServiceRequest } from '../world.ts'
import { hasHost, isPrivate, routeToBackend } from './backendRoute.ts'

/** What goes to the backend of a route. */
export type HttpApiOutgoing =
  | {
      readonly type: 'lambda'
      readonly function: LambdaFunction
      readonly event: string
      readonly format: '1.0' | '2.0'
      /** The same event in the other format, for the trace. */
      readonly otherEvent: () => string
      readonly timeoutMs: number
    }
  | { readonly type: 'http'; readonly request: BackendRequest }
  | { readonly type: 'service'; readonly request: ServiceRequest; readonly signer: string }
  /** Stub mode: the backend does not exist here, so nothing was made for it. */
  | { readonly type: 'absent'; readonly why: StepFailure }

/** AWS's default and largest, in milliseconds. */
const httpTimeoutMs = 30_000

/** Makes what a route's integration sends. */
export function httpApiOutgoing(call: RouteCall): HttpApiOutgoing {
  const integration = routeIntegration(call)
  if (!integration.type.known)
    throw new NotEmulatedError(
      'unknown-value',
      `the integration's \`type\` cannot be known here: ${integration.type.reason}`,
    )
  const subtype = valueOf(integration.subtype)
  if (subtype !== undefined)
    return {
      type: 'service',
      request: subtypeCall(call, integration, subtype, timeoutOf(integration)),
      signer: signerOf(call.served, integration),
    }
  const type = integration.type.value.toUpperCase()
  if (type === 'AWS_PROXY') return lambdaCall(call, integration)
  if (type === 'HTTP_PROXY') return { type: 'http', request: httpRequest(call, integration) }
  throw new HttpApiError(500, 'Internal Server Error', `an HTTP API has no integration type \`${type}\``)
}

function lambdaCall(call: RouteCall, integration: Integration): HttpApiOutgoing {
  const target = integrationFunction(call.served, integration)
  // An integration always names its format on AWS; SAM and the console choose 2.0.
  const format = valueOf(integration.payloadFormatVersion) === '1.0' ? '1.0' : '2.0'
  const mapped = mappedCall(call, integration)
  const [make, makeOther] =
    format === '1.0' ? [httpProxyEvent1, httpProxyEvent2] : [httpProxyEvent2, httpProxyEvent1]
  return {
    type: 'lambda',
    function: target,
    event: make(mapped),
    format,
    otherEvent: () => makeOther(mapped),
    timeoutMs: timeoutOf(integration),
  }
}

/**
 * The call as the mappings of its integration change it: a function sees their headers, parameters and path in its event.
 * https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid.html
 */
function mappedCall(call: RouteCall, { requestParameters }: Integration): RouteCall {
  if (requestParameters.size === 0) return call
  const { incoming, headers } = call
  const { request } = incoming
  const mapped = mapHttpRequest(call, requestParameters, { headers, query: incoming.query, path: undefined })
  const changed = { ...request, query: queryText(call, mapped.query) }
  return {
    ...call,
    headers: mapped.headers,
    incoming: { ...incoming, query: mapped.query, request: changed },
    shownPath: mapped.path ?? call.shownPath,
    sentPath: mapped.path ?? call.sentPath,
  }
}

function httpRequest(call: RouteCall, integration: Integration): BackendRequest {
  const { request, query } = call.incoming
  const passed = { headers: forwarded(call), query, path: undefined }
  const mapped = mapHttpRequest(call, integration.requestParameters, passed)
  const method = valueOf(integration.httpMethod)?.toUpperCase()
  return {
    method: method === undefined || method === 'ANY' ? request.method : method,
    url: urlOf(call, integration, mapped.path, mapped.query),
    headers: mapped.headers,
    body: request.body,
    timeoutMs: timeoutOf(integration),
    ...routeToBackend(call, integration),
  }
}

function urlOf(call: RouteCall, integration: Integration, path: string | undefined, query: Fields): string {
  if (isPrivate(integration) && !hasHost(integration)) return privateUrl(call, integration, path, query)
  const { uri, missing } = integrationUri(call.served, integration)
  let url = uri.replace(/\{([^{}+]+)\+?\}/g, (whole, name: string) => call.pathParameters.get(name) ?? whole)
  // `$default` has no placeholder to carry the path, so all of it goes behind the URI.
  if (call.route.routeKey === '$default') url = url.replace(/\/+$/, '') + call.path
  if (!URL.canParse(url) || !/^https?:\/\/[^/?#]/i.test(url))
    throw new HttpApiError(
      500,
      'Internal Server Error',
      missing.length > 0 ? missingVariables(call.served, missing) : `Invalid endpoint address: \`${url}\``,
    )
  const target = new URL(url)
  if (path !== undefined) target.pathname = path
  const added = queryText(call, query)
  if (added !== '') target.search = target.search === '' ? added : `${target.search}&${added}`
  return target.href
}

// The client's own text where no mapping changed it: API Gateway passes the entire request.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html
function queryText({ incoming }: RouteCall, query: Fields): string {
  return query === incoming.query ? incoming.request.query : formatQuery(query)
}

/**
 * The URI is the ARN of a listener or of a Cloud Map service, so it has no path: the client's goes on whole, the stage
 * included. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-private-integration.html
 */
function privateUrl(
  call: RouteCall,
  { tlsConfig }: Integration,
  path: string | undefined,
  query: Fields,
): string {
  const host = lastField(call.headers, 'host') ?? call.incoming.domainName
  const target = new URL(`${tlsConfig ? 'https' : 'http'}://${host}`)
  target.pathname = path ?? stagedPath(call)
  target.search = queryText(call, query)
  return target.href
}

function stagedPath({ served, path }: RouteCall): string {
  return served.stage.name === '$default' ? path : `/${served.stage.name}${path}`
}

function forwarded(call: RouteCall): Fields {
  const { incoming, headers } = call
  const { request } = incoming
  const host = lastField(headers, 'host') ?? incoming.domainName
  const without = withoutField(withoutField(headers, 'host'), 'content-length')
  const withTrace = withField(without, 'x-amzn-trace-id', incoming.traceId.forwarded)
  const via = [...viaOf(headers), 'HTTP/1.1 AmazonAPIGateway'].join(', ')
  const entry = `by=${request.sourceIp};for=${request.sourceIp};host=${host};proto=http`
  return withField(withField(withTrace, 'via', via), 'forwarded', entry)
}

function viaOf(headers: Fields): string[] {
  const via = lastField(headers, 'via')
  return via === undefined ? [] : [via]
}

function timeoutOf(integration: Integration): number {
  return valueOf(integration.timeoutInMillis) ?? httpTimeoutMs
}
