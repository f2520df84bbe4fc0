import type { Fields } from '../../base/headers.ts'
import { fieldValues } from '../../base/headers.ts'
import type { KnownCaller } from '../trust.ts'
import { iamIdentity } from '../authorizers/awsIam.ts'
import { httpEventBody } from '../events/eventBody.ts'
import { forwardedHeaders } from '../events/proxyEvent1.ts'
import { joinedValues, withField } from '../fieldMaps.ts'
import { hopByHop } from '../headerRules.ts'
import type { Incoming } from '../incoming.ts'
import { decodeSafely } from '../queryString.ts'
import { requestTime } from '../variables.ts'

/**
 * The event of a function URL: payload format 2.0 with the route and stage `$default`.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function functionUrlEvent(
  incoming: Incoming,
  accountId: string,
  caller: KnownCaller | undefined,
): string {
  const { request, query } = incoming
  const headers = eventHeaders(incoming).map(([name, value]) => [name.toLowerCase(), value] as const)
  const cookies = fieldValues(headers, 'cookie').flatMap(line => line.split(/;\s*/).filter(Boolean))
  const body = httpEventBody(request)
  return JSON.stringify({
    version: '2.0',
    routeKey: '$default',
    // As it was sent, unlike that of an HTTP API (seen in an event that hotsock/voker published).
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookies.length > 0 && { cookies }),
    // Cookies stand here, too, which those of an HTTP API do not.
    headers: joinedValues(headers),
    ...(query.length > 0 && { queryStringParameters: joinedValues(query) }),
    requestContext: {
      // Nobody in particular calls a URL without authorization.
      accountId: caller ? accountId : 'anonymous',
      apiId: incoming.domainPrefix,
      ...(caller && { authorizer: { iam: iamOf(caller) } }),
      domainName: incoming.domainName,
      domainPrefix: incoming.domainPrefix,
      http: {
        method: request.method,
        path: decodeSafely(request.path),
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: fieldValues(request.headers, 'user-agent').at(-1) ?? '',
      },
      requestId: incoming.requestId,
      routeKey: '$default',
      stage: '$default',
      time: requestTime(incoming.startedAt),
      timeEpoch: incoming.startedAt,
    },
    ...(body.body !== null && { body: body.body }),
    isBase64Encoded: body.isBase64Encoded,
  })
}

function eventHeaders(incoming: Incoming): Fields {
  const { headers, body } = incoming.request
  const kept = headers.filter(([name]) => !hopByHop.has(name.toLowerCase()))
  const sized = body.length > 0 ? withField(kept, 'Content-Length', String(body.length)) : kept
  return forwardedHeaders(sized, incoming)
}

function iamOf({ accessKeyId, identity }: KnownCaller): Record<string, unknown> {
  const { accessKey, accountId, caller, principalOrgId, userArn, user } = iamIdentity(accessKeyId, identity)
  return {
    accessKey,
    accountId,
    callerId: caller,
    cognitoIdentity: null,
    principalOrgId: principalOrgId ?? null,
    userArn,
    userId: user,
  }
}
