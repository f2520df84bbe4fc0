import type { Integration } from '../../api/integration.ts'
import { valueOf } from '../../base/origin.ts'
import { configurationError, GatewayError } from '../gatewayError.ts'
import { refusedForAws } from '../headerRules.ts'
import { integrationFunction } from '../integrationUri.ts'
import { renderTemplate, requestTemplate } from '../mappingTemplate.ts'
import type { MethodCall } from '../methodCall.ts'
import { contentTypeOf } from '../methodCall.ts'
import { mappingSourcesOf, mappingValues } from '../parameterMapping.ts'
import { restProxyEvent } from '../events/proxyEvent1.ts'
import { mappingsTo } from './httpCall.ts'
import type { LambdaCall, LambdaProxyCall } from './outgoing.ts'

/** The call of a Lambda proxy integration (AWS_PROXY). */
export function lambdaProxyCall(call: MethodCall, integration: Integration): LambdaProxyCall {
  requirePost(integration)
  refuseHeaders(integration)
  return {
    type: 'lambdaProxy',
    function: integrationFunction(call.served, integration),
    event: restProxyEvent(call),
  }
}

/**
 * The call of a custom integration with a function (AWS): the event is what the request template gives, or the body.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-custom-integrations.html
 */
export function lambdaCall(call: MethodCall, integration: Integration): LambdaCall {
  requirePost(integration)
  refuseHeaders(integration)
  const target = integrationFunction(call.served, integration)
  const chosen = requestTemplate(integration, contentTypeOf(call))
  const template = chosen && renderTemplate(chosen)
  const body = template?.text ?? Buffer.from(call.incoming.request.body).toString('utf8')
  return { type: 'lambda', function: target, event: eventOf(body), isAsync: isAsync(call, integration) }
}

// AWS calls the Invoke API of Lambda, which takes POST only.
function requirePost(integration: Integration): void {
  const method = valueOf(integration.httpMethod)?.toUpperCase()
  if (method === 'POST') return
  throw new GatewayError(
    'INTEGRATION_FAILURE',
    `\`httpMethod\` of an integration with Lambda must be POST and is ${method ?? 'not set'}`,
    { status: 500 },
  )
}

// Their values have no effect on a proxy integration, and still these names are refused.
function refuseHeaders(integration: Integration): void {
  const refused = mappingsTo(integration.requestParameters, 'integration.request.header.').find(({ name }) =>
    refusedForAws.has(name.toLowerCase()),
  )
  if (refused) throw configurationError(`no mapping may set the header '${refused.name}'`)
}

function eventOf(body: string): string {
  if (body.trim() === '') return '{}'
  try {
    JSON.parse(body)
    return body
  } catch {
    throw new GatewayError('BAD_REQUEST_BODY', 'the event for the function is no JSON: Lambda refuses it', {
      message: 'Could not parse request body into json',
    })
  }
}

function isAsync(call: MethodCall, integration: Integration): boolean {
  const sources = mappingSourcesOf(call)
  return mappingsTo(integration.requestParameters, 'integration.request.header.').some(
    ({ name, expression }) =>
      name.toLowerCase() === 'x-amz-invocation-type' && mappingValues(expression, sources)[0] === 'Event',
  )
}
