import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { configurationError } from './gatewayError.ts'

/** How a REST API treats the bytes of a body, from what it knows of the two sides. */
export interface BodyKind {
  /** CONVERT_TO_TEXT, CONVERT_TO_BINARY or unset. */
  readonly contentHandling: Fact<string> | undefined
  /** The body's own media type is one of the API's binary media types. */
  readonly isBinary: boolean
  /** The body is the result of a function, which is JSON. */
  readonly isResult?: boolean
}

/**
 * The bytes a backend gets: text is read as UTF-8 (what is not becomes U+FFFD), binary types pass as they are.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
export function convertRequestBody(body: Uint8Array, kind: BodyKind): Uint8Array {
  const handling = valueOf(kind.contentHandling)?.toUpperCase()
  if (handling === 'CONVERT_TO_BINARY') return kind.isBinary ? body : decodeBase64(asText(body))
  if (!kind.isBinary) return Buffer.from(asText(body), 'utf8')
  return handling === 'CONVERT_TO_TEXT' ? Buffer.from(encodeBase64(body), 'latin1') : body
}

/** The bytes a client gets; `acceptsBinary` is what its Accept header asks for. */
export function convertResponseBody(body: Uint8Array, kind: BodyKind, acceptsBinary: boolean): Uint8Array {
  const handling =
    valueOf(kind.contentHandling)?.toUpperCase() ??
    (kind.isBinary === acceptsBinary ? undefined : acceptsBinary ? 'CONVERT_TO_BINARY' : 'CONVERT_TO_TEXT')
  if (handling === 'CONVERT_TO_BINARY')
    return kind.isBinary ? body : decodeBase64(kind.isResult ? resultText(body) : asText(body))
  if (!kind.isBinary) return Buffer.from(asText(body), 'utf8')
  return handling === 'CONVERT_TO_TEXT' ? Buffer.from(encodeBase64(body), 'latin1') : body
}

/** Decodes base64; throws a 500 for text that is none. */
export function decodeBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1)
    throw configurationError('the body was to be decoded from base64, and it is not base64')
  return Buffer.from(text, 'base64')
}

/** The base64 text of bytes. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

// A function that returns base64 gives a JSON string of it; that comes to its bytes on AWS (users of `integration: lambda` of the
// Serverless Framework with contentHandling: activescott/serverless-aws-static-file-handler, ryanmurakami/serverless-apigwy-binary).
function resultText(body: Uint8Array): string {
  const text = asText(body)
  return /^"(.*)"$/.exec(text)?.[1] ?? text
}

function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}
