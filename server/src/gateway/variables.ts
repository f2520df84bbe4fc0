import type { HttpApi, Resource, RestApi, Route } from '../api/api.ts'
import { lastField } from '../base/headers.ts'
import type { ContextValue } from '../template/scope.ts'
import type { GatewayError } from './gatewayError.ts'
import type { Incoming } from './incoming.ts'
import { networkOf } from './privateEndpoint.ts'
import type { ServedApi } from './servedApi.ts'
import { stableId } from './stableId.ts'

/** The variables of `$context`, nested as their names are dotted. */
export type ContextValues = Readonly<Record<string, ContextValue>>

/**
 * `$context` of a REST API, at the same time `requestContext` of its proxy events. `resource` is undefined while no
 * resource took the request. `shownPath` begins with the stage, or with the base path of a custom domain.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function restContext(
  served: ServedApi<RestApi>,
  incoming: Incoming,
  shownPath: string,
  resource: Resource | undefined,
): ContextValues {
  return {
    accountId: served.accountId,
    apiId: served.apiId,
    deploymentId: served.deploymentId,
    domainName: incoming.domainName,
    domainPrefix: incoming.domainPrefix,
    extendedRequestId: incoming.extendedRequestId,
    httpMethod: incoming.request.method,
    identity: {
      ...identityOf(incoming),
      ...(incoming.endpointType === 'PRIVATE' && networkOf(incoming, served)),
    },
    path: shownPath,
    protocol: 'HTTP/1.1',
    requestId: incoming.requestId,
    requestTime: requestTime(incoming.startedAt),
    requestTimeEpoch: incoming.startedAt,
    ...(resource && { resourceId: resourceIdOf(served, resource), resourcePath: resource.path }),
    stage: served.stage.name,
  }
}

/**
 * `$context` of an HTTP API, at the same time `requestContext` of its events in payload format 1.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export function httpContext(
  served: ServedApi<HttpApi>,
  incoming: Incoming,
  shownPath: string,
  route: Route | undefined,
): ContextValues {
  return {
    accountId: served.accountId,
    apiId: served.apiId,
    domainName: incoming.domainName,
    domainPrefix: incoming.domainPrefix,
    extendedRequestId: incoming.extendedRequestId,
    httpMethod: incoming.request.method,
    // Without the header an empty text, where a REST API has null (recorded for AWS's Lambda Test Tool for .NET).
    identity: { ...identityOf(incoming), userAgent: lastField(incoming.request.headers, 'user-agent') ?? '' },
    path: shownPath,
    protocol: 'HTTP/1.1',
    requestId: incoming.extendedRequestId,
    requestTime: requestTime(incoming.startedAt),
    requestTimeEpoch: incoming.startedAt,
    ...(route && { resourceId: route.routeKey, resourcePath: route.path ?? route.routeKey }),
    ...(route && { routeKey: route.routeKey }),
    stage: served.stage.name,
  }
}

/** What of `$context` events do not have: whether a canary answers, where a stage has one. */
export function releaseContext({ isCanary }: Pick<ServedApi, 'isCanary'>): ContextValues {
  return isCanary === undefined ? {} : { isCanaryRequest: isCanary }
}

/** `$context.error` of an answer that a REST API's gateway itself gives. */
export function errorContext(error: GatewayError): ContextValues {
  return {
    message: error.message,
    messageString: error.hasMessage ? JSON.stringify(error.message) : 'null',
    responseType: error.type,
    validationErrorString: error.validationError,
  }
}

/** The value of a variable by its dotted name (`identity.sourceIp`) as text; undefined when there is none. */
export function contextValue(context: ContextValues, name: string): string | undefined {
  let value: unknown = context
  for (const key of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    // Checked above; only the index signature is unknown to the compiler.
    value = (value as Record<string, unknown>)[key]
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}

/** `12/Mar/2020:19:03:58 +0000` */
export function requestTime(ms: number): string {
  const second = Math.floor(ms / 1000)
  if (second !== lastSecond) {
    lastSecond = second
    lastText = requestTimeText(ms)
  }
  return lastText
}

// Requests of one second share the text.
let lastSecond = Number.NaN
let lastText = ''

function requestTimeText(ms: number): string {
  const [, day, month, year, time] =
    /, (\d\d) (\w{3}) (\d{4}) ([\d:]+)/.exec(new Date(ms).toUTCString()) ?? []
  return `${day}/${month}/${year}:${time} +0000`
}

// The twelve keys AWS always sends; an authorizer fills in the ones that it found out.
function identityOf(incoming: Incoming): Record<string, ContextValue> {
  const clientCert = incoming.request.tls?.clientCert
  return {
    accessKey: null,
    accountId: null,
    caller: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    // In front of 'principalOrgId', as recorded orders of $context.identity have it.
    sourceIp: incoming.request.sourceIp,
    principalOrgId: null,
    user: null,
    userAgent: lastField(incoming.request.headers, 'user-agent') ?? null,
    userArn: null,
    ...(clientCert && { clientCert: { ...clientCert, validity: { ...clientCert.validity } } }),
  }
}

function resourceIdOf(served: ServedApi, resource: Resource): string {
  return stableId(`${served.api.id}${resource.path}`, resource.path === '/' ? 10 : 6)
}
