import type { Integration } from '../../api/integration.ts'
import { valueOf } from '../../base/origin.ts'
import type { OverrideValue } from '../../template/scope.ts'
import { configurationError, GatewayError } from '../gatewayError.ts'
import { refusedForAws } from '../headerRules.ts'
import { integrationFunction, integrationUri } from '../integrationUri.ts'
import type { MethodCall } from '../methodCall.ts'
import { overrideValues } from '../overrides.ts'
import { mappingSourcesOf, mappingValues } from '../parameterMapping.ts'
import { restProxyEvent } from '../events/proxyEvent1.ts'
import { isStreamed } from '../streaming.ts'
import type { RenderedTemplate } from '../renderTemplate.ts'
import type { World } from '../world.ts'
import { mappingsTo } from './httpCall.ts'
import type { LambdaCall, LambdaProxyCall } from './outgoing.ts'
import { mappedBody } from './requestBody.ts'

/** The call of a Lambda proxy integration (AWS_PROXY). */
export function lambdaProxyCall(call: MethodCall, integration: Integration): LambdaProxyCall {
  requirePost(integration)
  refuseHeaders(mappedHeaderNames(integration))
  return {
    type: 'lambdaProxy',
    function: integrationFunction(call.served, integration),
    event: restProxyEvent(call),
    isStreamed: streamsAnswer(call, integration),
  }
}

/**
 * Mode and URI have to agree: AWS calls a function by InvokeWithResponseStream only with both.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
 */
function streamsAnswer(call: MethodCall, integration: Integration): boolean {
  const { uri } = integrationUri(call.served, integration)
  const isStreamUri = /\/response-streaming-invocations\/?$/.test(uri)
  if (isStreamed(integration) === isStreamUri) return isStreamUri
  throw configurationError(
    isStreamUri
      ? 'the URI ends in `/response-streaming-invocations`, which takes the `responseTransferMode` STREAM'
      : 'the `responseTransferMode` STREAM takes a URI `…:lambda:path/2021-11-15/functions/ARN/response-streaming-invocations`',
  )
}

/**
 * The call of a custom integration with a function (AWS): the event is what the request template gives, or the body.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-custom-integrations.html
 */
export function lambdaCall(call: MethodCall, integration: Integration, world: World): LambdaCall {
  requirePost(integration)
  refuseHeaders(mappedHeaderNames(integration))
  const target = integrationFunction(call.served, integration)
  const { body, template } = mappedBody(call, integration, world)
  const overridden = template?.overrides.request.header ?? new Map<string, OverrideValue>()
  refuseHeaders([...overridden.keys()])
  return {
    type: 'lambda',
    function: target,
    event: eventOf(Buffer.from(body).toString('utf8'), template),
    isAsync: invocationType(call, integration, overridden) === 'Event',
    template,
  }
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
function refuseHeaders(names: readonly string[]): void {
  const refused = names.find(name => refusedForAws.has(name.toLowerCase()))
  if (refused !== undefined) throw configurationError(`no mapping may set the header '${refused}'`)
}

function mappedHeaderNames(integration: Integration): string[] {
  return mappingsTo(integration.requestParameters, 'integration.request.header.').map(({ name }) => name)
}

function eventOf(body: string, template: RenderedTemplate | undefined): string {
  if (body.trim() === '') return '{}'
  try {
    JSON.parse(body)
    return body
  } catch {
    throw new GatewayError('BAD_REQUEST_BODY', 'the event for the function is no JSON: Lambda refuses it', {
      message: 'Could not parse request body into json',
      details: template && (() => ({ template: template.traced() })),
    })
  }
}

function invocationType(
  call: MethodCall,
  integration: Integration,
  overridden: ReadonlyMap<string, OverrideValue>,
): string | undefined {
  const isType = (name: string): boolean => name.toLowerCase() === 'x-amz-invocation-type'
  const override = [...overridden].find(([name]) => isType(name))?.[1]
  if (override !== undefined) return overrideValues(override)[0]
  const mapping = mappingsTo(integration.requestParameters, 'integration.request.header.').find(({ name }) =>
    isType(name),
  )
  return mapping && mappingValues(mapping.expression, mappingSourcesOf(call))[0]
}
