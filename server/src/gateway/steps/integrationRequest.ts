import type { Integration } from '../../api/integration.ts'
import { lambdaTargetOf } from '../../api/lambdaFunction.ts'
import { serviceTargetOf } from '../../api/serviceTarget.ts'
import type { TracedMessage } from '../../protocol/trace.ts'
import type { RenderedTemplate } from '../renderTemplate.ts'
import { overridesText } from '../tracedTemplate.ts'
import type { World } from '../world.ts'
import { configurationError, NotEmulatedError } from '../gatewayError.ts'
import { integrationUri } from '../integrationUri.ts'
import { httpCall } from '../integrations/httpCall.ts'
import { lambdaCall, lambdaProxyCall } from '../integrations/lambdaCall.ts'
import { mockCall } from '../integrations/mock.ts'
import type { Outgoing } from '../integrations/outgoing.ts'
import type { MappedCall, MethodCall } from '../methodCall.ts'
import { integrationOf } from '../methodCall.ts'
import { serviceCall } from '../services/serviceCall.ts'
import { signatureText } from '../services/signer.ts'
import { orAbsent } from '../stub/absent.ts'
import type { TraceRecorder } from '../trace.ts'
import { payloadOf, sizeText, textPayload } from '../tracedMessage.ts'

/** Makes what goes to the backend of a method of a REST API. */
export function integrationRequest(call: MethodCall, world: World, trace: TraceRecorder): Outgoing {
  return trace.step('integrationRequest', tell => {
    tell(() => ({ state: 'failed', summary: '', origin: (call.method.integration ?? call.method).origin }))
    const integration = integrationOf(call)
    tell(() => ({ state: 'failed', summary: '', origin: integration.origin, before: methodBody(call) }))
    const outgoing = orAbsent(() => prepare(call, integration, world), world)
    const template = outgoing.type === 'lambdaProxy' ? undefined : outgoing.template
    tell(() => ({
      state: outgoing.type === 'absent' ? 'notEmulated' : 'passed',
      summary: summaryOf(call, outgoing, template),
      origin: (template ?? integration).origin,
      before: methodBody(call),
      after: messageOf(outgoing),
      template: template?.traced(),
    }))
    return outgoing
  })
}

function prepare(call: MethodCall, integration: Integration, world: World): Outgoing {
  if (!integration.type.known)
    throw new NotEmulatedError(
      'unknown-value',
      `the integration's \`type\` cannot be known here: ${integration.type.reason}`,
    )
  const type = integration.type.value.toUpperCase()
  switch (type) {
    case 'AWS_PROXY':
      return lambdaProxyCall(call, integration)
    case 'AWS':
      return isServiceCall(call, integration)
        ? serviceCall(call, integration, world)
        : lambdaCall(call, integration, world)
    case 'HTTP_PROXY':
      return httpCall(call, integration, true, world)
    case 'HTTP':
      return httpCall(call, integration, false, world)
    case 'MOCK':
      return mockCall(call, integration, world)
    default:
      throw configurationError(`\`${type}\` is no integration type`)
  }
}

/** Whether a custom integration (AWS) calls another service than Lambda. */
export function isServiceCall({ served }: Pick<MappedCall, 'served'>, integration: Integration): boolean {
  const { uri } = integrationUri(served, integration)
  return lambdaTargetOf(uri) === undefined && serviceTargetOf(uri) !== undefined
}

/** What goes to the backend and what made it, in words for the trace. */
export function summaryOf(
  call: Pick<MappedCall, 'incoming' | 'served'>,
  outgoing: Outgoing,
  template: RenderedTemplate | undefined,
): string {
  const before = sizeText(call.incoming.request.body.length)
  const note = template ? overridesText(template.overrides) : ''
  switch (outgoing.type) {
    case 'lambdaProxy':
      return `proxy event, ${call.served.api.type === 'rest' ? 'payload 1.0, ' : ''}${sizeText(Buffer.byteLength(outgoing.event))}`
    case 'lambda': {
      const what = template ? `template for \`${template.mediaType}\`` : 'event for the function'
      return `${what}: ${before} became ${sizeText(Buffer.byteLength(outgoing.event))}${note}`
    }
    case 'http':
    case 'service': {
      const { method, url, body } = outgoing.request
      const size = sizeText(body.length)
      const made = template
        ? `template for \`${template.mediaType}\`: ${before} became ${size}`
        : `body of ${size}`
      const signer = outgoing.type === 'service' ? signatureText(outgoing.request, outgoing.signer) : ''
      return `\`${method} ${url}\`, ${made}${note}${signer}`
    }
    case 'absent':
      return outgoing.why.reason
    case 'mock':
      return `the request template gives status ${outgoing.statusCode}${note}`
  }
}

function methodBody(call: MethodCall): TracedMessage {
  const { request } = call.incoming
  return {
    title: 'Method request',
    headers: call.headers,
    query: call.incoming.query,
    ...(request.body.length > 0 && { body: payloadOf(request.body) }),
  }
}

/** What goes to the backend, for the trace. */
export function messageOf(outgoing: Outgoing): TracedMessage | undefined {
  switch (outgoing.type) {
    case 'lambdaProxy':
    case 'lambda':
      return { title: 'Event', body: textPayload(outgoing.event) }
    case 'absent':
      return undefined
    case 'http':
    case 'service': {
      const { method, url, headers, body } = outgoing.request
      return {
        title: outgoing.type === 'http' ? 'Request to the backend' : 'Request to the AWS service',
        method,
        url,
        headers,
        body: payloadOf(body),
      }
    }
    case 'mock':
      return {
        title: 'Status for the integration response',
        status: outgoing.statusCode,
        ...(outgoing.template && { body: textPayload(outgoing.template.text) }),
      }
  }
}
