import { lastValues, multiValues } from '../fieldMaps.ts'
import type { MethodCall } from '../methodCall.ts'
import { restEventHeaders } from './proxyEvent1.ts'

/**
 * The event of a TOKEN authorizer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export function tokenEvent(authorizationToken: string, methodArn: string): string {
  return JSON.stringify({ type: 'TOKEN', authorizationToken, methodArn })
}

/** The event of a REQUEST authorizer of a REST API: the request without its body, `{}` for what it lacks. */
export function requestEvent(call: MethodCall, methodArn: string): string {
  const { incoming, served, pathParameters } = call
  const headers = restEventHeaders(call)
  return JSON.stringify({
    type: 'REQUEST',
    methodArn,
    resource: call.resource.path,
    path: call.path,
    httpMethod: incoming.request.method,
    headers: lastValues(headers),
    multiValueHeaders: multiValues(headers),
    queryStringParameters: lastValues(incoming.query),
    multiValueQueryStringParameters: multiValues(incoming.query),
    pathParameters: Object.fromEntries(pathParameters),
    stageVariables: Object.fromEntries(served.stageVariables),
    requestContext: call.context,
  })
}
