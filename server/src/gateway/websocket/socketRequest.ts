import type { Integration } from '../../api/integration.ts'
import { valueOf } from '../../base/origin.ts'
import { decodeBase64 } from '../contentHandling.ts'
import { because, configurationError, GatewayError, NotEmulatedError } from '../gatewayError.ts'
import { httpCallWith } from '../integrations/httpCall.ts'
import { lambdaCallWith, lambdaTarget } from '../integrations/lambdaCall.ts'
import { mockCallWith } from '../integrations/mock.ts'
import type { Outgoing } from '../integrations/outgoing.ts'
import type { RequestBody } from '../integrations/requestBody.ts'
import type { ChosenTemplate } from '../mappingTemplate.ts'
import { integrationOf } from '../methodCall.ts'
import { renderTemplate } from '../renderTemplate.ts'
import { serviceCallWith } from '../services/serviceCall.ts'
import { isServiceCall, messageOf, summaryOf } from '../steps/integrationRequest.ts'
import { orAbsent } from '../stub/absent.ts'
import type { TraceRecorder } from '../trace.ts'
import { payloadOf } from '../tracedMessage.ts'
import type { World } from '../world.ts'
import type { ExpressionSources } from './selectionExpression.ts'
import { evaluateExpression } from './selectionExpression.ts'
import type { SocketCall } from './socketCall.ts'
import { expressionSources } from './socketCall.ts'
import { socketProxyEvent } from './socketEvent.ts'

/**
 * Makes what goes to the backend of a route.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export function socketRequest(call: SocketCall, world: World, trace: TraceRecorder): Outgoing {
  return trace.step('integrationRequest', tell => {
    const { body } = call.incoming.request
    const before = body.length > 0 ? { title: 'Message', body: payloadOf(body) } : undefined
    tell(() => ({
      state: 'failed',
      summary: '',
      origin: (call.method.integration ?? call.method).origin,
      before,
    }))
    const integration = integrationOf(call)
    const outgoing = orAbsent(() => prepare(call, integration, world), world)
    const template = outgoing.type === 'lambdaProxy' ? undefined : outgoing.template
    tell(() => ({
      state: outgoing.type === 'absent' ? 'notEmulated' : 'passed',
      summary: summaryOf(call, outgoing, template),
      origin: (template ?? integration).origin,
      before,
      after: messageOf(outgoing),
      template: template?.traced(),
    }))
    return outgoing
  })
}

function prepare(call: SocketCall, integration: Integration, world: World): Outgoing {
  if (!integration.type.known)
    throw new NotEmulatedError(
      'unknown-value',
      `the integration's \`type\` cannot be known here: ${integration.type.reason}`,
    )
  const type = integration.type.value.toUpperCase()
  switch (type) {
    case 'AWS_PROXY':
      return {
        type: 'lambdaProxy',
        function: lambdaTarget(call, integration),
        event: socketProxyEvent(call),
        isStreamed: false,
      }
    case 'AWS': {
      const makeBody = (): RequestBody => mappedBody(call, integration, world)
      return isServiceCall(call, integration)
        ? serviceCallWith(call, integration, call.method.routeKey, makeBody)
        : lambdaCallWith(call, integration, makeBody)
    }
    case 'HTTP_PROXY':
      return httpCallWith(call, integration, true, {
        body: passedBody(call, integration),
        template: undefined,
      })
    case 'HTTP':
      return httpCallWith(call, integration, false, mappedBody(call, integration, world))
    case 'MOCK':
      return mockCallWith(mappedBody(call, integration, world))
    default:
      throw configurationError(`\`${type}\` is no integration type`)
  }
}

/** What the chosen template makes of the message; the message itself where none applies. */
function mappedBody(call: SocketCall, integration: Integration, world: World): RequestBody {
  const { requestTemplates, templateSelectionExpression } = integration
  const chosen = chooseTemplate(requestTemplates, templateSelectionExpression, expressionSources(call))
  if (!chosen) {
    refuseUnmapped(integration)
    return { body: passedBody(call, integration), template: undefined }
  }
  const { body } = call.incoming.request
  const template = renderTemplate(call, chosen, { body, sender: 'client' }, world)
  return { body: Buffer.from(template.text, 'utf8'), template }
}

/**
 * The template of the key that a template selection expression gives, else the `$default` one. Without an expression the
 * media type selects, as in REST APIs: messages have none, which is JSON (so the README of the CDK's
 * `aws-apigatewayv2-integrations` writes them; not recorded). https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-transformations.html
 */
export function chooseTemplate(
  templates: Integration['requestTemplates'],
  stated: Integration['templateSelectionExpression'],
  sources: ExpressionSources,
): ChosenTemplate | undefined {
  if (stated && !stated.known && templates.size > 0)
    throw new NotEmulatedError(
      'unknown-value',
      `the template selection expression cannot be known here: ${stated.reason}`,
    )
  const expression = valueOf(stated)
  const keys =
    expression === undefined
      ? ['$default', 'application/json']
      : [evaluateExpression(expression, sources), '$default']
  for (const mediaType of keys) {
    const template = mediaType === undefined ? undefined : templates.get(mediaType)
    if (mediaType !== undefined && template) return { mediaType, template }
  }
  return undefined
}

function refuseUnmapped(integration: Integration): void {
  const { requestTemplates, passthroughBehavior } = integration
  const behavior = valueOf(passthroughBehavior)?.toUpperCase()
  if (behavior !== 'NEVER' && (behavior !== 'WHEN_NO_TEMPLATES' || requestTemplates.size === 0)) return
  throw new GatewayError(
    'UNSUPPORTED_MEDIA_TYPE',
    `no request template applies, and the passthrough behavior is \`${behavior}\``,
    {
      details: because({
        type: 'noTemplate',
        mediaType: '$default',
        behavior,
        origin: (passthroughBehavior ?? integration).origin,
        templates: [...requestTemplates.keys()],
      }),
    },
  )
}

// Messages are text. Bytes can be sent as base64, and the backend gets the bytes.
function passedBody({ incoming }: SocketCall, { contentHandling }: Integration): Uint8Array {
  const { body } = incoming.request
  if (valueOf(contentHandling)?.toUpperCase() !== 'CONVERT_TO_BINARY') return body
  return decodeBase64(Buffer.from(body).toString('utf8'))
}
