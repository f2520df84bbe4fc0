import type { IntegrationResponse } from '../../api/integration.ts'
import type { Fields } from '../../base/headers.ts'
import { lastField } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import { convertResponseBody } from '../contentHandling.ts'
import { withField } from '../fieldMaps.ts'
import { configurationError } from '../gatewayError.ts'
import { mappingsTo } from '../integrations/httpCall.ts'
import type { Returned } from '../integrations/outgoing.ts'
import type { RenderedTemplate } from '../mappingTemplate.ts'
import { renderTemplate, responseTemplate } from '../mappingTemplate.ts'
import { acceptedTypes, isBinaryType, mediaTypeOf } from '../mediaType.ts'
import type { HttpResponse } from '../messages.ts'
import type { MethodCall } from '../methodCall.ts'
import { binaryMediaTypesOf, integrationOf } from '../methodCall.ts'
import { mappingSourcesOf, mappingValues } from '../parameterMapping.ts'
import { chooseResponse } from '../selectionPattern.ts'
import type { TraceRecorder } from '../trace.ts'
import { sizeText, tracedResponse } from '../tracedMessage.ts'
import type { BackendResponse } from '../world.ts'

/** Turns what the backend gave back into the method's answer. */
export function integrationResponse(
  call: MethodCall,
  returned: Returned,
  trace: TraceRecorder,
): HttpResponse {
  return trace.step('integrationResponse', tell => {
    const { origin } = integrationOf(call)
    tell(() => ({ state: 'failed', summary: '', origin }))
    if (returned.type === 'lambdaProxy' || (returned.type === 'http' && returned.isProxy)) {
      tell(() => ({ state: 'skipped', summary: 'proxy integrations have none', origin }))
      return returned.type === 'http' ? passHttp(call, returned.response) : returned.answer
    }
    const backend = backendOf(returned)
    const { chosen, because } = chooseResponse(integrationOf(call).responses, backend.selector)
    tell(() => ({ state: 'failed', summary: '', origin: chosen.origin }))
    const template = renderedTemplate(call, chosen)
    const response = mapResponse(call, chosen, backend, template)
    tell(() => ({
      state: 'passed',
      summary: `${because}, status ${response.status}${templateNote(template, backend)}`,
      origin: chosen.origin,
      after: tracedResponse('Response to the client', response),
    }))
    return response
  })
}

interface Backend {
  /** What selection patterns are tried on; undefined takes the default response. */
  readonly selector: string | undefined
  readonly headers: Fields
  readonly body: Uint8Array
}

function backendOf(returned: Exclude<Returned, { type: 'lambdaProxy' }>): Backend {
  switch (returned.type) {
    case 'mock':
      return { selector: String(returned.statusCode), headers: [], body: new Uint8Array() }
    case 'http': {
      const { status, headers, body } = returned.response
      return { selector: String(status), headers, body }
    }
    case 'lambda': {
      const headers: Fields = [['Content-Type', 'application/json']]
      return { selector: returned.errorMessage, headers, body: Buffer.from(returned.payload, 'utf8') }
    }
  }
}

// HTTP_PROXY: everything comes back as the backend sent it.
function passHttp(call: MethodCall, response: BackendResponse): HttpResponse {
  const { status, headers } = response
  return { status, headers, body: convertBody(call, undefined, response) }
}

function renderedTemplate(call: MethodCall, chosen: IntegrationResponse): RenderedTemplate | undefined {
  const template = responseTemplate(chosen.responseTemplates, lastField(call.headers, 'accept'))
  if (template && valueOf(chosen.contentHandling)?.toUpperCase() === 'CONVERT_TO_BINARY')
    throw configurationError('`contentHandling` CONVERT_TO_BINARY and a response template exclude each other')
  return template && renderTemplate(template)
}

function mapResponse(
  call: MethodCall,
  chosen: IntegrationResponse,
  backend: Backend,
  template: RenderedTemplate | undefined,
): HttpResponse {
  const status = Number(valueOf(chosen.statusCode))
  if (!Number.isInteger(status) || status < 100 || status > 599)
    throw configurationError('the chosen integration response has no valid `statusCode`')
  const body = template ? Buffer.from(template.text, 'utf8') : convertBody(call, chosen, backend)
  return { status, headers: mapHeaders(call, chosen, backend, template), body }
}

function mapHeaders(
  call: MethodCall,
  chosen: IntegrationResponse,
  backend: Backend,
  template: RenderedTemplate | undefined,
): Fields {
  const accepted = acceptedTypes(lastField(call.headers, 'accept'))
  const isAccepted = template !== undefined && accepted.includes(mediaTypeOf(template.mediaType))
  const contentType = isAccepted ? template.mediaType : 'application/json'
  const sources = {
    ...mappingSourcesOf(call),
    response: { headers: backend.headers, body: Buffer.from(backend.body).toString('utf8') },
  }
  let headers: Fields = [['Content-Type', contentType]]
  for (const { name, expression } of mappingsTo(chosen.responseParameters, 'method.response.header.')) {
    const value = mappingValues(expression, sources)[0]
    if (value !== undefined) headers = withField(headers, name, value)
  }
  return headers
}

function convertBody(
  call: MethodCall,
  chosen: IntegrationResponse | undefined,
  backend: { readonly headers: Fields; readonly body: Uint8Array },
): Uint8Array {
  if (backend.body.length === 0) return backend.body
  const types = binaryMediaTypesOf(call.served.api)
  const accepted = acceptedTypes(lastField(call.headers, 'accept'))[0] ?? 'application/json'
  const type = mediaTypeOf(lastField(backend.headers, 'content-type') ?? 'application/json')
  const kind = { contentHandling: chosen?.contentHandling, isBinary: isBinaryType(type, types) }
  return convertResponseBody(backend.body, kind, isBinaryType(accepted, types))
}

function templateNote(template: RenderedTemplate | undefined, backend: Backend): string {
  if (!template) return ''
  const before = backend.body.length === 0 ? '' : `${sizeText(backend.body.length)} became `
  return `; template for \`${template.mediaType}\`: ${before}${sizeText(Buffer.byteLength(template.text))}`
}
