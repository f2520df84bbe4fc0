import { lastField } from '../../base/headers.ts'
import { encodeBase64 } from '../contentHandling.ts'
import { mediaTypeOf } from '../mediaType.ts'
import type { HttpRequest } from '../messages.ts'

/** The body keys of an event. */
export interface EventBody {
  readonly body: string | null
  readonly isBase64Encoded: boolean
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The body as an HTTP API or a function URL puts it into an event: text for a few types, base64 for all others, forms and
 * bodies without a type among them. Which types count as text is not documented but was tried on AWS (ministackorg/ministack,
 * pull request 766); of function URLs AWS Japan's slides of 2022 say it of what is neither `text/*` nor `application/json`.
 */
export function httpEventBody(request: HttpRequest): EventBody {
  if (request.body.length === 0) return { body: null, isBase64Encoded: false }
  const text = isTextType(lastField(request.headers, 'content-type')) ? utf8(request.body) : undefined
  return text === undefined
    ? { body: encodeBase64(request.body), isBase64Encoded: true }
    : { body: text, isBase64Encoded: false }
}

function isTextType(contentType: string | undefined): boolean {
  return /^(text\/.*|application\/(json|xml|javascript))$/.test(mediaTypeOf(contentType))
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return undefined
  }
}
