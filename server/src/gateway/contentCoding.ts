import { fieldValues } from '../base/headers.ts'
import { valueOf } from '../base/origin.ts'
import { FrontEndError, largestBody, tooLarge } from './frontEnd.ts'
import { because, GatewayError } from './gatewayError.ts'
import type { HttpRequest, HttpResponse } from './messages.ts'
import type { MethodCall } from './methodCall.ts'
import { sizeText } from './tracedMessage.ts'
import type { ContentCoding, World } from './world.ts'

/**
 * A request whose body is unpacked as its `Content-Encoding` says, and what was done in words for the trace. AWS does so
 * for every REST API, with or without `minimumCompressionSize`. Throws its 415 for another coding and for a body that is
 * not of that coding, its 413 for one that unpacks to more than API Gateway takes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-make-request-with-compressed-payload.html
 */
export function decodeRequest(request: HttpRequest, world: World): { request: HttpRequest; note: string } {
  const coding = fieldValues(request.headers, 'content-encoding').join(', ').trim().toLowerCase()
  if (request.body.length === 0 || coding === '' || coding === 'identity') return { request, note: '' }
  if (!isCoding(coding))
    throw unsupported(`\`Content-Encoding: ${coding}\` is none of gzip, deflate and identity`)
  const body = world.coder.decode(coding, request.body, largestBody)
  if (body === 'broken')
    throw unsupported(`\`Content-Encoding\` is ${coding}, and the body is not: it cannot be unpacked`)
  if (body === 'tooLarge')
    throw new FrontEndError(tooLarge.body, `the body unpacks to more than 10 MB, the limit of API Gateway`)
  return {
    request: { ...request, body, encodedBody: request.body },
    note: `; ${coding}: ${sizeText(request.body.length)} became ${sizeText(body.length)}`,
  }
}

function unsupported(reason: string): GatewayError {
  return new GatewayError('UNSUPPORTED_MEDIA_TYPE', reason, { details: because({ type: 'coding', reason }) })
}

function isCoding(text: string): text is ContentCoding {
  return text === 'gzip' || text === 'deflate'
}

/**
 * The answer packed where the API's `minimumCompressionSize` and the client's `Accept-Encoding` ask for it, and what was
 * done in words for the trace. An answer that has a `Content-Encoding` already, or is streamed, stays as it is.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-receive-response-with-compressed-payload.html
 */
export function encodeResponse(
  response: HttpResponse,
  call: MethodCall,
  world: World,
): { response: HttpResponse; note: string } {
  const { minimumCompressionSize } = call.served.api
  const least = minimumCompressionSize && valueOf(minimumCompressionSize)
  const { body, headers } = response
  const isLeft = body.length === 0 || response.stream !== undefined
  if (least === undefined || isLeft || body.length < least) return { response, note: '' }
  if (fieldValues(headers, 'content-encoding').length > 0)
    return { response, note: '; not compressed: the answer has a `Content-Encoding`' }
  const coding = preferredCoding(fieldValues(call.incoming.request.headers, 'accept-encoding').join(','))
  if (coding === undefined) return { response, note: '' }
  const packed = world.coder.encode(coding, body)
  return {
    response: { ...response, headers: [...headers, ['Content-Encoding', coding]], body: packed },
    note: `; ${coding}: ${sizeText(body.length)} became ${sizeText(packed.length)}`,
  }
}

/**
 * The coding that an `Accept-Encoding` prefers, when API Gateway has it: with another one in front (`br, gzip`) nothing
 * is compressed. `gzip=1.0` counts as `gzip;q=1.0`, as in AWS's list of supported formats.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-enable-compression.html
 */
export function preferredCoding(acceptEncoding: string): ContentCoding | undefined {
  let best: { readonly name: string; readonly weight: number } | undefined
  for (const part of acceptEncoding.split(',')) {
    const [, name = '', stated] = /^\s*([^\s;=]+)\s*(?:(?:;\s*q\s*)?=\s*([\d.]+))?\s*$/i.exec(part) ?? []
    const weight = stated === undefined ? 1 : Number(stated)
    if (name !== '' && weight > (best?.weight ?? 0)) best = { name: name.toLowerCase(), weight }
  }
  return best && isCoding(best.name) ? best.name : undefined
}
