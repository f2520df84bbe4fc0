import { fieldValues } from '../../base/headers.ts'
import { authorizer2 } from '../authorizers/routeCaller.ts'
import { joinedValues, withoutField } from '../fieldMaps.ts'
import { decodeSafely } from '../queryString.ts'
import type { RouteCall } from '../routeCall.ts'
import { requestTime } from '../variables.ts'
import { httpEventBody } from './eventBody.ts'
import { httpEventHeaders } from './proxyEvent1.ts'

/**
 * The event of payload format 2.0: keys for what the request lacks are left out, nothing is null.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpProxyEvent2(call: RouteCall): string {
  const body = httpEventBody(call.incoming.request)
  return JSON.stringify({
    version: '2.0',
    ...requestParts(call),
    ...(body.body !== null && { body: body.body }),
    ...pathParts(call),
    isBase64Encoded: body.isBase64Encoded,
    ...stageParts(call),
  })
}

/**
 * The event of a Lambda authorizer in payload format 2.0: the request without its body, and what identifies the caller.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function authorizerEvent2(
  call: RouteCall,
  routeArn: string,
  identitySource: readonly string[] | null,
): string {
  return JSON.stringify({
    version: '2.0',
    type: 'REQUEST',
    routeArn,
    identitySource,
    ...requestParts(call),
    ...pathParts(call),
    ...stageParts(call),
  })
}

function requestParts(call: RouteCall): Record<string, unknown> {
  const { incoming, route } = call
  const headers = httpEventHeaders(call).map(([name, value]) => [name.toLowerCase(), value] as const)
  const cookies = fieldValues(headers, 'cookie').flatMap(line => line.split(/;\s*/).filter(Boolean))
  return {
    routeKey: route.routeKey,
    rawPath: call.shownPath,
    rawQueryString: incoming.request.query,
    ...(cookies.length > 0 && { cookies }),
    headers: joinedValues(withoutField(headers, 'cookie')),
    ...(incoming.query.length > 0 && { queryStringParameters: joinedValues(incoming.query) }),
    requestContext: requestContext2(call),
  }
}

function pathParts(call: RouteCall): Record<string, unknown> {
  const pathParameters = [...call.pathParameters].map(([name, value]) => [name, decodeSafely(value)] as const)
  return pathParameters.length > 0 ? { pathParameters: Object.fromEntries(pathParameters) } : {}
}

function stageParts({ served }: RouteCall): Record<string, unknown> {
  const { stageVariables } = served
  return stageVariables.size > 0 ? { stageVariables: Object.fromEntries(stageVariables) } : {}
}

function requestContext2(call: RouteCall): Record<string, unknown> {
  const { incoming, served, route } = call
  return {
    accountId: served.accountId,
    apiId: served.apiId,
    ...(call.caller && { authorizer: authorizer2(call.caller) }),
    domainName: incoming.domainName,
    domainPrefix: incoming.domainPrefix,
    http: {
      method: incoming.request.method,
      // That of the client, whatever a mapping makes of it.
      path: call.context['path'],
      protocol: 'HTTP/1.1',
      sourceIp: incoming.request.sourceIp,
      userAgent: fieldValues(incoming.request.headers, 'user-agent').at(-1) ?? '',
    },
    requestId: incoming.extendedRequestId,
    routeKey: route.routeKey,
    stage: served.stage.name,
    time: requestTime(incoming.startedAt),
    timeEpoch: incoming.startedAt,
  }
}
