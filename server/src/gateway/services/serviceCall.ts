import type { Integration } from '../../api/integration.ts'
import type { ServiceTarget } from '../../api/serviceTarget.ts'
import { serviceHost, serviceTargetOf, signingNameOf } from '../../api/serviceTarget.ts'
import { configurationError } from '../gatewayError.ts'
import { refusedForAws } from '../headerRules.ts'
import { integrationUri, missingVariables } from '../integrationUri.ts'
import { builtRequest, customHeaders } from '../integrations/httpCall.ts'
import type { ServiceCall } from '../integrations/outgoing.ts'
import type { RequestBody } from '../integrations/requestBody.ts'
import { mappedBody } from '../integrations/requestBody.ts'
import type { MappedCall, MethodCall } from '../methodCall.ts'
import type { World } from '../world.ts'
import { actionIn } from './serviceAction.ts'
import { signerOf } from './signer.ts'

/**
 * The call of an AWS service other than Lambda by a custom integration (AWS) of a REST API. An action goes into the
 * query as `Action`, with no `Version`: EC2 takes its oldest then, as users report. Of some services API Gateway makes
 * the header `X-Amz-Target` out of the action; others (events, translate, comprehend, ...) need a mapping to it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-request-basic-setup.html
 */
export function serviceCall(call: MethodCall, integration: Integration, world: World): ServiceCall {
  const route = `${call.method.httpMethod} ${call.resource.path}`
  return serviceCallWith(call, integration, route, () => mappedBody(call, integration, world))
}

/** The same for any method or route, with a body that is made when the service was found. */
export function serviceCallWith(
  call: MappedCall,
  integration: Integration,
  route: string,
  makeBody: () => RequestBody,
): ServiceCall {
  const { uri, missing } = integrationUri(call.served, integration)
  const target = serviceTargetOf(uri)
  if (!target) throw configurationError(notAService(call, uri, missing))
  const { body, template } = makeBody()
  const action = target.type === 'action' ? /^[^&?]*/.exec(target.rest)?.[0] : undefined
  const prefix = targetPrefixes.get(target.service)
  const own = customHeaders(call, body)
  const request = builtRequest(call, integration, {
    body,
    template,
    headers:
      action !== undefined && prefix !== undefined ? [...own, ['X-Amz-Target', `${prefix}.${action}`]] : own,
    query: [],
    uri: { uri: urlOf(target), missing },
    refused: refusedForAws,
  })
  if (/\s/.test(request.url))
    throw configurationError(`URI/URL syntax error encountered in signing process: \`${request.url}\``)
  const called = action ?? actionIn(request)
  return {
    type: 'service',
    request: {
      ...request,
      service: target.service,
      signingName: signingNameOf(target.service),
      region: target.region,
      route,
      ...(called !== undefined && { action: called }),
    },
    signer: signerOf(call.served, integration),
    template,
  }
}

/** Of which services API Gateway is seen to set the header by itself. */
const targetPrefixes: ReadonlyMap<string, string> = new Map([
  ['dynamodb', 'DynamoDB_20120810'],
  ['firehose', 'Firehose_20150804'],
  ['kinesis', 'Kinesis_20131202'],
  ['states', 'AWSStepFunctions'],
])

// What follows an action is further query: `action/GetObject&Bucket={bucket}`.
function urlOf(target: ServiceTarget): string {
  const origin = `https://${serviceHost(target)}/`
  return target.type === 'path' ? origin + target.rest : `${origin}?Action=${target.rest.replace('?', '&')}`
}

function notAService(call: MappedCall, uri: string, missing: readonly string[]): string {
  return missing.length > 0
    ? missingVariables(call.served, missing)
    : `AWS ARN for integration must contain path or action: \`${uri}\``
}
