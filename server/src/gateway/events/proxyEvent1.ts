import type { Fields } from '../../base/headers.ts'
import { forwardingHeaders } from '../arrivingHeaders.ts'
import { encodeBase64 } from '../contentHandling.ts'
import { lastValues, mergeNames, multiValues, withField, withFields } from '../fieldMaps.ts'
import type { Incoming } from '../incoming.ts'
import { isBinaryType, mediaTypeOf } from '../mediaType.ts'
import type { MethodCall } from '../methodCall.ts'
import { binaryMediaTypesOf, contentTypeOf } from '../methodCall.ts'
import { decodeSafely } from '../queryString.ts'
import type { RouteCall } from '../routeCall.ts'
import type { ContextValues } from '../variables.ts'
import type { EventBody } from './eventBody.ts'
import { httpEventBody } from './eventBody.ts'

/**
 * The event a REST API sends to a Lambda proxy integration: all keys always there, null for what the request lacks.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function restProxyEvent(call: MethodCall): string {
  const { incoming, served, pathParameters } = call
  const headers = restEventHeaders(call)
  return JSON.stringify({
    resource: call.resource.path,
    path: call.basePath + call.path,
    httpMethod: incoming.request.method,
    headers: orNull(lastValues(headers)),
    multiValueHeaders: orNull(multiValues(headers)),
    queryStringParameters: orNull(lastValues(incoming.query)),
    multiValueQueryStringParameters: orNull(multiValues(incoming.query)),
    pathParameters: orNull(Object.fromEntries(pathParameters)),
    stageVariables: orNull(Object.fromEntries(served.stageVariables)),
    requestContext: call.context,
    ...restEventBody(call),
  })
}

/**
 * The event of payload format 1.0 as an HTTP API sends it: `version`, lower-case header names, the stage in the path.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpProxyEvent1(call: RouteCall): string {
  const { incoming, served, route } = call
  const headers = headers1(call)
  const pathParameters = pathParameters1(call)
  return JSON.stringify({
    version: '1.0',
    resource: route.path ?? route.routeKey,
    path: call.sentPath,
    httpMethod: incoming.request.method,
    headers: lastValues(headers),
    multiValueHeaders: multiValues(headers),
    queryStringParameters: orNull(lastValues(incoming.query)),
    multiValueQueryStringParameters: orNull(multiValues(incoming.query)),
    requestContext: withoutRouteKey(call.context),
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(Object.fromEntries(served.stageVariables)),
    ...httpEventBody(incoming.request),
  })
}

/**
 * The event of a Lambda authorizer of an HTTP API in payload format 1.0; what identifies the caller is joined with commas.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function authorizerEvent1(
  call: RouteCall,
  methodArn: string,
  identitySource: readonly string[] | null,
): string {
  const { incoming, served, route } = call
  const identities = identitySource?.join(',') ?? null
  return JSON.stringify({
    version: '1.0',
    type: 'REQUEST',
    methodArn,
    identitySource: identities,
    authorizationToken: identities,
    resource: route.path ?? route.routeKey,
    path: call.shownPath,
    httpMethod: incoming.request.method,
    headers: lastValues(headers1(call)),
    queryStringParameters: lastValues(incoming.query),
    pathParameters: pathParameters1(call),
    stageVariables: Object.fromEntries(served.stageVariables),
    requestContext: withoutRouteKey(call.context),
  })
}

function headers1(call: RouteCall): Fields {
  return httpEventHeaders(call).map(([name, value]) => [spelling1(name), value] as const)
}

function pathParameters1(call: RouteCall): Record<string, string> {
  return Object.fromEntries([...call.pathParameters].map(([name, value]) => [name, decodeSafely(value)]))
}

/** The client's headers as a REST API's events and templates have them. */
export function restEventHeaders({ headers, incoming }: Pick<MethodCall, 'headers' | 'incoming'>): Fields {
  return mergeNames(forwardedHeaders(headers, incoming))
}

/** The client's headers as an HTTP API's events carry them: a length is always there, of an empty body too. */
export function httpEventHeaders(call: RouteCall): Fields {
  const { headers, incoming } = call
  const length = String(incoming.request.body.length)
  return forwardedHeaders(withField(headers, 'Content-Length', length), incoming)
}

/** The client's headers with those that every event adds. */
export function forwardedHeaders(headers: Fields, incoming: Incoming): Fields {
  return withFields(headers, forwardingHeaders(headers, incoming))
}

function withoutRouteKey(context: ContextValues): ContextValues {
  return Object.fromEntries(Object.entries(context).filter(([key]) => key !== 'routeKey'))
}

function restEventBody(call: MethodCall): EventBody {
  const { body } = call.incoming.request
  if (body.length === 0) return { body: null, isBase64Encoded: false }
  const isBinary = isBinaryType(mediaTypeOf(contentTypeOf(call)), binaryMediaTypesOf(call.served.api))
  return isBinary
    ? { body: encodeBase64(body), isBase64Encoded: true }
    : { body: Buffer.from(body).toString('utf8'), isBase64Encoded: false }
}

function orNull<T extends object>(values: T): T | null {
  return Object.keys(values).length === 0 ? null : values
}

// Names an HTTP API still writes in capitals in format 1.0, seen in published captures; all others are lower case.
const capitals1 = new Map(
  ['Content-Length', 'Host', 'User-Agent', 'X-Amzn-Trace-Id', 'X-Forwarded-For', 'X-Forwarded-Port'].map(
    name => [name.toLowerCase(), name],
  ),
).set('x-forwarded-proto', 'X-Forwarded-Proto')

function spelling1(name: string): string {
  const lower = name.toLowerCase()
  return capitals1.get(lower) ?? lower
}
