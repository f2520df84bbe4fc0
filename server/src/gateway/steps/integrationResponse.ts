import type { IntegrationResponse } from '../../api/integration.ts'
import type { Fields } from '../../base/headers.ts'
import { lastField } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import type { TracedMessage } from '../../protocol/trace.ts'
import type { Overrides, OverrideValue } from '../../template/scope.ts'
import { convertResponseBody } from '../contentHandling.ts'
import { withField } from '../fieldMaps.ts'
import { configurationError } from '../gatewayError.ts'
import { mappingsTo } from '../integrations/httpCall.ts'
import type { Outgoing, Returned } from '../integrations/outgoing.ts'
import { MappedBody } from '../mappedBody.ts'
import { responseTemplate } from '../mappingTemplate.ts'
import { acceptedTypes, isBinaryType, mediaTypeOf } from '../mediaType.ts'
import type { HttpResponse } from '../messages.ts'
import type { MethodCall } from '../methodCall.ts'
import { binaryMediaTypesOf, integrationOf } from '../methodCall.ts'
import { mappingSourcesOf, mappingValues } from '../parameterMapping.ts'
import { overrideHeaders, sendableHeaders } from '../overrides.ts'
import type { RenderedTemplate } from '../renderTemplate.ts'
import { renderTemplate } from '../renderTemplate.ts'
import { chooseResponse } from '../selectionPattern.ts'
import type { TraceRecorder } from '../trace.ts'
import { sourceLineOf } from '../trace.ts'
import { payloadOf, sizeText, tracedResponse } from '../tracedMessage.ts'
import { overridesText } from '../tracedTemplate.ts'
import type { Cause } from '../why/cause.ts'
import type { World } from '../world.ts'

/** Turns what the backend gave back into the method's answer. */
export function integrationResponse(
  call: MethodCall,
  outgoing: Outgoing,
  returned: Returned,
  world: World,
  trace: TraceRecorder,
): HttpResponse {
  return trace.step('integrationResponse', tell => {
    const { origin } = integrationOf(call)
    tell(() => ({ state: 'failed', summary: '', origin }))
    if (returned.type === 'lambdaProxy' || (returned.type === 'http' && returned.isProxy)) {
      tell(() => ({ state: 'skipped', summary: 'proxy integrations have none', origin }))
      return returned.type === 'http' ? passHttp(call, returned.response) : returned.answer
    }
    if (returned.type === 'stub') {
      tell(() => ({ state: 'skipped', summary: 'a stub is the answer of the method as it is', origin }))
      return returned.answer
    }
    const backend = backendOf(returned)
    const { chosen, because } = chooseResponse(integrationOf(call).responses, backend.selector)
    tell(() => ({ state: 'failed', summary: '', origin: chosen.origin }))
    const requestTemplate = outgoing.type === 'lambdaProxy' ? undefined : outgoing.template
    const template = renderedTemplate({ call, chosen, backend, before: requestTemplate, world })
    // What the request's template overrode of the response counts, whether another template follows or not.
    const overrides = (template ?? requestTemplate)?.overrides
    const response = mapResponse({ call, chosen, backend, template, overrides })
    tell(() => ({
      state: 'passed',
      summary: `${because}, status ${response.status}${templateNote(template, backend)}${overridesNote(overrides)}`,
      origin: (template ?? chosen).origin,
      ...(backend.body.length > 0 && { before: bodyOf(backend) }),
      after: tracedResponse('Response to the client', response),
      template: template?.traced(),
      cause: doubtOf(returned, template, response),
    }))
    return response
  })
}

/** What may be wrong with an answer whose status says that all is well. */
function doubtOf(
  returned: Returned,
  template: RenderedTemplate | undefined,
  { status, headers }: HttpResponse,
): Cause | undefined {
  if (status >= 400) return undefined
  if (returned.type === 'lambda' && returned.errorMessage !== undefined)
    return { type: 'errorAsSuccess', errorMessage: returned.errorMessage, status }
  const isJson = mediaTypeOf(lastField(headers, 'content-type') ?? '') === 'application/json'
  const fault = template && isJson && template.text.trim() !== '' ? jsonFault(template.text) : undefined
  if (template === undefined || fault === undefined) return undefined
  return { type: 'answerNotJson', message: fault, source: sourceLineOf(template.origin) }
}

function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** What a custom integration gave back. */
export interface Backend {
  /** What selection patterns are tried on; undefined takes the default response. */
  readonly selector: string | undefined
  readonly headers: Fields
  readonly body: Uint8Array
  /** The id of a function's run. */
  readonly requestId?: string
}

/** What responses are chosen by, and what they are made of. */
export function backendOf(returned: Exclude<Returned, { type: 'lambdaProxy' | 'stub' }>): Backend {
  switch (returned.type) {
    case 'mock':
      return { selector: String(returned.statusCode), headers: [], body: new Uint8Array() }
    case 'http': {
      const { status, headers, body } = returned.response
      return { selector: String(status), headers, body }
    }
    case 'lambda': {
      const headers: Fields = [['Content-Type', 'application/json']]
      const { errorMessage, payload, requestId } = returned
      return { selector: errorMessage, headers, body: Buffer.from(payload, 'utf8'), requestId }
    }
  }
}

// HTTP_PROXY: everything comes back as the backend sent it.
function passHttp(call: MethodCall, response: HttpResponse): HttpResponse {
  if (response.stream) return response
  const { status, headers } = response
  return { status, headers, body: convertBody(call, undefined, response) }
}

/** What a custom integration gave back, for the trace. */
export function bodyOf({ headers, body }: Backend): TracedMessage {
  return { title: 'Response of the backend', headers, body: payloadOf(body) }
}

/** The answer of a backend on its way to the client. */
interface Mapping {
  readonly call: MethodCall
  readonly chosen: IntegrationResponse
  readonly backend: Backend
}

function renderedTemplate({
  call,
  chosen,
  backend,
  before,
  world,
}: Mapping & {
  readonly before: RenderedTemplate | undefined
  readonly world: World
}): RenderedTemplate | undefined {
  const template = responseTemplate(chosen.responseTemplates, lastField(call.headers, 'accept'))
  if (!template) return undefined
  if (valueOf(chosen.contentHandling)?.toUpperCase() === 'CONVERT_TO_BINARY')
    throw configurationError('`contentHandling` CONVERT_TO_BINARY and a response template exclude each other')
  const body = convertBody(call, chosen, backend)
  const payload = { body, before, endpointRequestId: backend.requestId, sender: 'backend' } as const
  return renderTemplate(call, template, payload, world)
}

interface MappedTemplate extends Mapping {
  readonly template: RenderedTemplate | undefined
  readonly overrides: Overrides | undefined
}

function mapResponse(mapping: MappedTemplate): HttpResponse {
  const { call, chosen, backend, template, overrides } = mapping
  const status = Number(valueOf(chosen.statusCode))
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw configurationError('the chosen integration response has no valid `statusCode`')
  const body = template ? Buffer.from(template.text, 'utf8') : convertBody(call, chosen, backend)
  const overridden = overrides?.response.header ?? none
  const headers = sendableHeaders(overrideHeaders(mapHeaders(mapping), overridden))
  return { status: overriddenStatus(overrides) ?? status, headers, body }
}

// AWS takes no notice of what is no status: LocalStack's maintainers saw it (integration_response.py of localstack).
function overriddenStatus(overrides: Overrides | undefined): number | undefined {
  const text = overrides?.response.status ?? ''
  return /^[2-5]\d\d$/.test(text) ? Number(text) : undefined
}

function overridesNote(overrides: Overrides | undefined): string {
  if (!overrides) return ''
  const note = overridesText(overrides, 'responseOverride')
  const isIgnored = overrides.response.status !== undefined && overriddenStatus(overrides) === undefined
  return isIgnored ? `${note} (ignored: \`${overrides.response.status ?? ''}\` is no status)` : note
}

const none: ReadonlyMap<string, OverrideValue> = new Map()

function mapHeaders({ call, chosen, backend, template }: MappedTemplate): Fields {
  const accepted = acceptedTypes(lastField(call.headers, 'accept'))
  const isAccepted = template !== undefined && accepted.includes(mediaTypeOf(template.mediaType))
  const contentType = isAccepted ? template.mediaType : 'application/json'
  let headers: Fields = [['Content-Type', contentType]]
  const mappings = mappingsTo(chosen.responseParameters, 'method.response.header.')
  if (mappings.length === 0) return headers
  const sources = {
    ...mappingSourcesOf(call),
    response: {
      headers: backend.headers,
      body: new MappedBody(Buffer.from(backend.body).toString('utf8')),
    },
  }
  for (const { name, expression } of mappings) {
    const value = mappingValues(expression, sources)[0]
    if (value !== undefined) headers = withField(headers, name, value)
  }
  return headers
}

function convertBody(
  call: MethodCall,
  chosen: IntegrationResponse | undefined,
  backend: Omit<Backend, 'selector'>,
): Uint8Array {
  if (backend.body.length === 0) return backend.body
  const types = binaryMediaTypesOf(call.served.api)
  const accepted = acceptedTypes(lastField(call.headers, 'accept'))[0] ?? 'application/json'
  const type = mediaTypeOf(lastField(backend.headers, 'content-type') ?? 'application/json')
  const kind = {
    contentHandling: chosen?.contentHandling,
    isBinary: isBinaryType(type, types),
    isResult: backend.requestId !== undefined,
  }
  return convertResponseBody(backend.body, kind, isBinaryType(accepted, types))
}

function templateNote(template: RenderedTemplate | undefined, backend: Backend): string {
  if (!template) return ''
  const before = backend.body.length === 0 ? '' : `${sizeText(backend.body.length)} became `
  return `; template for \`${template.mediaType}\`: ${before}${sizeText(Buffer.byteLength(template.text))}`
}
