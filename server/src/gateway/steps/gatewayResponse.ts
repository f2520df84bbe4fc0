import type { GatewayResponse, RestApi } from '../../api/api.ts'
import type { Fields } from '../../base/headers.ts'
import { lastField } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import { withField } from '../fieldMaps.ts'
import type { GatewayError, GatewayResponseDefault, NotEmulatedError } from '../gatewayError.ts'
import { gatewayResponseTypes, StepFailure } from '../gatewayError.ts'
import { fillGatewayTemplate } from '../gatewayTemplate.ts'
import type { Incoming } from '../incoming.ts'
import { acceptedTypes, mediaTypeOf } from '../mediaType.ts'
import type { HttpResponse } from '../messages.ts'
import type { MappingSources } from '../parameterMapping.ts'
import { isSendable } from '../overrides.ts'
import { mappingValues } from '../parameterMapping.ts'
import type { SentGatewayResponse } from '../logs/failureLines.ts'
import { gatewayHeaders } from '../responseHeaders.ts'
import type { TraceRecorder } from '../trace.ts'
import { tracedResponse } from '../tracedMessage.ts'
import { errorContext } from '../variables.ts'

/**
 * The answer API Gateway itself gives: AWS's own, or what the definition's gateway responses make of it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export function gatewayResponse(
  error: GatewayError,
  api: RestApi,
  incoming: Incoming,
  sources: MappingSources,
  trace: TraceRecorder,
): SentGatewayResponse {
  return trace.step('gatewayResponse', tell => {
    const own: GatewayResponseDefault = gatewayResponseTypes[error.type]
    const entry = own.isCustomizable ? entryFor(api, error.type, error.status ?? own.status) : undefined
    const status = statusOf(entry) ?? error.status ?? own.status
    const body = bodyOf(error, own, entry, incoming, sources)
    const basic: Fields = [
      ...gatewayHeaders(incoming),
      ['x-amzn-ErrorType', error.errorType ?? own.errorType],
      ['Content-Type', body.mediaType],
    ]
    const headers = entry ? mapHeaders(basic, entry, sources) : basic
    const response = { status, headers, body: Buffer.from(body.text, 'utf8') }
    tell(() => ({
      state: 'passed',
      summary: describe(status, error.type, entry),
      origin: (entry ?? api).origin,
      after: tracedResponse('Response to the client', response),
    }))
    return { response, entryType: entry?.type }
  })
}

function describe(status: number, type: string, entry: GatewayResponse | undefined): string {
  if (!entry) return `${status}, body of AWS`
  const inPlace = entry.type === type ? '' : ` in the place of \`${type}\``
  return `${status}, \`${entry.type}\` of the definition${inPlace}`
}

/** A type's own entry, which wins as a whole; DEFAULT_4XX and DEFAULT_5XX stand in for types without one. */
export function entryFor(api: RestApi, type: string, status: number): GatewayResponse | undefined {
  const fallback = status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'
  const find = (wanted: string): GatewayResponse | undefined =>
    api.gatewayResponses.findLast(response => response.type === wanted)
  return find(type) ?? find(fallback)
}

/** The status that an entry sets; undefined when it sets none that is one. */
export function statusOf(entry: GatewayResponse | undefined): number | undefined {
  const status = Number(valueOf(entry?.statusCode))
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined
}

function bodyOf(
  error: GatewayError,
  own: GatewayResponseDefault,
  entry: GatewayResponse | undefined,
  incoming: Incoming,
  sources: MappingSources,
): { mediaType: string; text: string } {
  const template = entry && chooseTemplate(entry, lastField(incoming.request.headers, 'accept'))
  const messageString = error.hasMessage ? JSON.stringify(error.message) : 'null'
  if (!template) {
    const gap = own.isSpaced ? ' ' : ''
    return { mediaType: 'application/json', text: `{"${own.messageKey}":${gap}${messageString}}` }
  }
  const filled = fillGatewayTemplate(template.text, {
    ...sources,
    context: { ...sources.context, error: errorContext(error) },
  })
  return { mediaType: template.mediaType, text: filled }
}

function chooseTemplate(
  entry: GatewayResponse,
  accept: string | undefined,
): { mediaType: string; text: string } | undefined {
  const wanted = [...acceptedTypes(accept), 'application/json']
  const found =
    [...entry.responseTemplates].find(([type]) => wanted.includes(mediaTypeOf(type))) ??
    [...entry.responseTemplates][0]
  const text = valueOf(found?.[1])
  return found && text !== undefined ? { mediaType: found[0], text } : undefined
}

function mapHeaders(basic: Fields, entry: GatewayResponse, sources: MappingSources): Fields {
  let headers = basic
  for (const [destination, fact] of entry.responseParameters) {
    const name = /^gatewayresponse\.header\.(.+)$/i.exec(destination)?.[1]
    const expression = valueOf(fact)
    if (name === undefined || expression === undefined) continue
    const value = valueWithoutFault(expression, sources)
    if (value !== undefined && isSendable(name, value)) headers = withField(headers, name, value)
  }
  return headers
}

// A fault inside an answer that reports a fault must not hide the first one: the header is left out, as is one that HTTP
// cannot carry.
function valueWithoutFault(expression: string, sources: MappingSources): string | undefined {
  try {
    return mappingValues(expression, sources)[0]
  } catch (error) {
    if (error instanceof StepFailure) return undefined
    throw error
  }
}

/** The 501 for what Gatehouse cannot do: clear, and not to be taken for an answer of AWS. */
export function notEmulatedResponse(error: NotEmulatedError, headers: Fields): HttpResponse {
  return {
    status: 501,
    headers: [...headers, ['Content-Type', 'application/json'], ['x-gatehouse-not-emulated', error.feature]],
    body: Buffer.from(JSON.stringify({ message: `not emulated: ${plainText(error.message)}` }), 'utf8'),
  }
}

function plainText(summary: string): string {
  return summary.replaceAll('**', "'").replaceAll('`', "'")
}
