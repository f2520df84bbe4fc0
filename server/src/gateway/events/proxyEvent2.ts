import { fieldValues } from '../../base/headers.ts'
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
  const { incoming, served, route } = call
  const headers = httpEventHeaders(call).map(([name, value]) => [name.toLowerCase(), value] as const)
  const cookies = fieldValues(headers, 'cookie').flatMap(line => line.split(/;\s*/).filter(Boolean))
  const pathParameters = [...call.pathParameters].map(([name, value]) => [name, decodeSafely(value)] as const)
  const body = httpEventBody(incoming.request)
  return JSON.stringify({
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: call.shownPath,
    rawQueryString: incoming.request.query,
    ...(cookies.length > 0 && { cookies }),
    headers: joinedValues(withoutField(headers, 'cookie')),
    ...(incoming.query.length > 0 && { queryStringParameters: joinedValues(incoming.query) }),
    requestContext: requestContext2(call),
    ...(body.body !== null && { body: body.body }),
    ...(pathParameters.length > 0 && { pathParameters: Object.fromEntries(pathParameters) }),
    isBase64Encoded: body.isBase64Encoded,
    ...(served.stageVariables.size > 0 && { stageVariables: Object.fromEntries(served.stageVariables) }),
  })
}

function requestContext2(call: RouteCall): Record<string, unknown> {
  const { incoming, served, route } = call
  const clientCert = incoming.request.tls?.clientCert
  return {
    accountId: served.accountId,
    apiId: served.apiId,
    ...(clientCert && { authentication: { clientCert } }),
    domainName: incoming.domainName,
    domainPrefix: incoming.domainPrefix,
    http: {
      method: incoming.request.method,
      path: call.shownPath,
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
