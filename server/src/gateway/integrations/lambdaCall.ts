import type { Integration } from '../../api/integration.ts'
import { valueOf } from '../../base/origin.ts'
import type { OverrideValue } from '../../template/scope.ts'
import { because, configurationError, GatewayError } from '../gatewayError.ts'
import { refusedForAws } from '../headerRules.ts'
import { integrationFunction, integrationUri } from '../integrationUri.ts'
import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import type { MappedCall, MethodCall } from '../methodCall.ts'
import { overrideValues } from '../overrides.ts'
import { mappingSourcesOf, mappingValues } from '../parameterMapping.ts'
import { restProxyEvent } from '../events/proxyEvent1.ts'
import { isStreamed } from '../streaming.ts'
import type { RenderedTemplate } from '../renderTemplate.ts'
import type { World } from '../world.ts'
import { mappingsTo } from './httpCall.ts'
import type { LambdaCall, LambdaProxyCall } from './outgoing.ts'
import type { RequestBody } from './requestBody.ts'
import { mappedBody } from './requestBody.ts'

/** The call of a Lambda proxy integration (AWS_PROXY). */
export function lambdaProxyCall(call: MethodCall, integration: Integration): LambdaProxyCall {
  return {
    type: 'lambdaProxy',
    function: lambdaTarget(call, integration),
    event: restProxyEvent(call),
    isStreamed: streamsAnswer(call, integration),
  }
}

/** The function of an integration; throws for one that AWS could not call. */
export function lambdaTarget(
  { served }: Pick<MappedCall, 'served'>,
  integration: Integration,
): LambdaFunction {
  requirePost(served, integration)
  refuseHeaders(mappedHeaderNames(integration))
  return integrationFunction(served, integration)
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
  return lambdaCallWith(call, integration, () => mappedBody(call, integration, world))
}

/** The same with a body that is made when the function was found. */
export function lambdaCallWith(
  call: MappedCall,
  integration: Integration,
  makeBody: () => RequestBody,
): LambdaCall {
  const target = lambdaTarget(call, integration)
  const { body, template } = makeBody()
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

// AWS calls the Invoke API of Lambda, which takes POST only. A WebSocket API takes it where nothing is stated: templates of
// AWS's own samples (simple-websockets-chat-app) leave it out.
function requirePost({ api }: MappedCall['served'], integration: Integration): void {
  const method = valueOf(integration.httpMethod)?.toUpperCase()
  if (method === 'POST' || (integration.httpMethod === undefined && api.type === 'websocket')) return
  throw new GatewayError(
    'INTEGRATION_FAILURE',
    `\`httpMethod\` of an integration with Lambda must be POST and is ${method ?? 'not set'}`,
    {
      status: 500,
      details: because({ type: 'notPost', method, origin: integration.httpMethod?.origin }),
    },
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
      details: () => ({ cause: { type: 'eventNotJson' }, ...(template && { template: template.traced() }) }),
    })
  }
}

function invocationType(
  call: MappedCall,
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
