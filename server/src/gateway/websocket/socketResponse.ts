import type { Integration, KeyedIntegrationResponse } from '../../api/integration.ts'
import type { Fields } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import { withField } from '../fieldMaps.ts'
import { encodeBase64 } from '../contentHandling.ts'
import type { StepFailure } from '../gatewayError.ts'
import { because, configurationError } from '../gatewayError.ts'
import { mappingsTo } from '../integrations/httpCall.ts'
import type { Outgoing, Returned } from '../integrations/outgoing.ts'
import { MappedBody } from '../mappedBody.ts'
import type { HttpResponse } from '../messages.ts'
import { integrationOf } from '../methodCall.ts'
import { mappingSourcesOf, mappingValues } from '../parameterMapping.ts'
import type { RenderedTemplate } from '../renderTemplate.ts'
import { renderTemplate } from '../renderTemplate.ts'
import { matchesWhole } from '../selectionPattern.ts'
import type { Backend } from '../steps/integrationResponse.ts'
import { backendOf, bodyOf } from '../steps/integrationResponse.ts'
import type { TraceRecorder } from '../trace.ts'
import { tracedResponse } from '../tracedMessage.ts'
import type { World } from '../world.ts'
import { SelectableBody } from './selectionExpression.ts'
import type { SocketCall } from './socketCall.ts'
import { expressionSources } from './socketCall.ts'
import { chooseTemplate } from './socketRequest.ts'

/**
 * Turns what a backend gave back into what the route answers. A proxy integration's answer stays as it is; of a custom one
 * the integration response is chosen by the function's `errorMessage` or by the status.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
 */
export function socketResponse(
  call: SocketCall,
  outgoing: Outgoing,
  returned: Returned,
  world: World,
  trace: TraceRecorder,
): HttpResponse {
  return trace.step('integrationResponse', tell => {
    const integration = integrationOf(call)
    const { origin } = integration
    tell(() => ({ state: 'failed', summary: '', origin }))
    if (returned.type === 'lambdaProxy' || (returned.type === 'http' && returned.isProxy)) {
      tell(() => ({ state: 'skipped', summary: 'proxy integrations have none', origin }))
      return returned.type === 'http' ? returned.response : returned.answer
    }
    if (returned.type === 'stub') {
      tell(() => ({ state: 'skipped', summary: 'a stub is the answer of the route as it is', origin }))
      return returned.answer
    }
    const backend = backendOf(returned)
    const status = statusOf(returned)
    const plain = { status, headers: [], body: backend.body }
    const choice = chooseKeyed(integration, backend.selector)
    if (!choice) {
      if (answers(call)) throw withoutResponse(integration, backend.selector)
      tell(() => ({ state: 'skipped', summary: 'none applies, and the route sends no answer', origin }))
      return plain
    }
    const { chosen, because } = choice
    tell(() => ({ state: 'failed', summary: '', origin: chosen.origin }))
    const before = outgoing.type === 'lambdaProxy' ? undefined : outgoing.template
    const template = renderedTemplate(call, chosen, { backend, status, before }, world)
    const response = mapResponse(call, chosen, { backend, status, before: template ?? before }, template)
    tell(() => ({
      state: 'passed',
      summary: `${because}${template ? `, template for \`${template.mediaType}\`` : ''}`,
      origin: (template ?? chosen).origin,
      ...(backend.body.length > 0 && { before: bodyOf(backend) }),
      after: tracedResponse('Response of the route', response),
      template: template?.traced(),
    }))
    return response
  })
}

/** Whether anything that an integration answers reaches the client. */
export function answers({ method, event }: SocketCall): boolean {
  if (event.type !== 'MESSAGE' || !method.routeResponseSelectionExpression) return false
  return (method.routeResponses ?? []).some(({ routeResponseKey: key }) => valueOf(key) === '$default')
}

function statusOf(returned: Exclude<Returned, { type: 'lambdaProxy' | 'stub' }>): number {
  if (returned.type === 'mock') return returned.statusCode
  if (returned.type === 'http') return returned.response.status
  return returned.errorMessage === undefined ? 200 : 500
}

interface Choice {
  readonly chosen: KeyedIntegrationResponse
  readonly because: string
}

function chooseKeyed({ keyedResponses = [] }: Integration, selector: string | undefined): Choice | undefined {
  if (selector !== undefined)
    for (const chosen of keyedResponses) {
      const key = valueOf(chosen.integrationResponseKey) ?? ''
      const pattern = /^\/(.*)\/$/s.exec(key)?.[1]
      if (pattern === undefined ? key !== selector : !matchesWhole(pattern, selector)) continue
      return { chosen, because: `\`${key}\` matches \`${selector}\`` }
    }
  const chosen = keyedResponses.find(each => valueOf(each.integrationResponseKey) === '$default')
  return chosen && { chosen, because: '`$default`' }
}

function withoutResponse({ keyedResponses = [] }: Integration, selector: string | undefined): StepFailure {
  const details = because({ type: 'noResponse', selector })
  if (keyedResponses.length === 0)
    return configurationError(
      'a custom integration whose route answers needs an integration response, and this one has none',
      details,
    )
  const what = selector === undefined ? 'an answer without fault' : `\`${selector}\``
  return configurationError(
    `no integration response has a key for ${what}, and there is no \`$default\``,
    details,
  )
}

interface Answered {
  readonly backend: Backend
  readonly status: number
  /** The template before: of the request for a response's, and whatever overrode last for the answer. */
  readonly before: RenderedTemplate | undefined
}

function renderedTemplate(
  call: SocketCall,
  chosen: KeyedIntegrationResponse,
  { backend, status, before }: Answered,
  world: World,
): RenderedTemplate | undefined {
  const body = new SelectableBody(Buffer.from(backend.body).toString('utf8'))
  const response = { statusCode: status, headers: backend.headers, body }
  const template = chooseTemplate(chosen.responseTemplates, chosen.templateSelectionExpression, {
    ...expressionSources(call),
    response,
  })
  if (!template || valueOf(template.template) === '') return undefined
  const payload = { body: converted(chosen, backend), before, endpointRequestId: backend.requestId }
  return renderTemplate(call, template, { ...payload, sender: 'backend' }, world)
}

function mapResponse(
  call: SocketCall,
  chosen: KeyedIntegrationResponse,
  { backend, status, before }: Answered,
  template: RenderedTemplate | undefined,
): HttpResponse {
  const overridden = Number(before?.overrides.response.status)
  const text = new MappedBody(Buffer.from(backend.body).toString('utf8'))
  const sources = { ...mappingSourcesOf(call), response: { headers: backend.headers, body: text } }
  let headers: Fields = []
  for (const prefix of ['route.response.header.', 'method.response.header.'])
    for (const { name, expression } of mappingsTo(chosen.responseParameters, prefix)) {
      const value = mappingValues(expression, sources)[0]
      if (value !== undefined) headers = withField(headers, name, value)
    }
  return {
    status: overridden >= 100 && overridden <= 599 ? overridden : status,
    headers,
    body: template ? Buffer.from(template.text, 'utf8') : converted(chosen, backend),
  }
}

function converted({ contentHandling }: KeyedIntegrationResponse, { body }: Backend): Uint8Array {
  const isText = valueOf(contentHandling)?.toUpperCase() === 'CONVERT_TO_TEXT'
  return isText ? Buffer.from(encodeBase64(body), 'latin1') : body
}
