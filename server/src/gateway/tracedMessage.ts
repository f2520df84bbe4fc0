import type { HttpRequest, HttpResponse } from './messages.ts'
import type { StreamRecord } from './streamRecord.ts'
import type { Payload, TracedMessage } from '../protocol/trace.ts'

/** Longest part of a body that a trace shows: 1 MB. */
const shownBytes = 1024 * 1024

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A body for the trace: as text when it is UTF-8, else as base64; cut after 1 MB. */
export function payloadOf(body: Uint8Array): Payload {
  const isCut = body.length > shownBytes
  const shown = isCut ? body.subarray(0, shownBytes) : body
  const text = textOf(shown, isCut)
  const size = body.length
  return {
    ...(text === undefined ? { base64: Buffer.from(shown).toString('base64') } : { text }),
    size,
    ...(isCut && { isCut }),
  }
}

/** A text for the trace. */
export function textPayload(text: string): Payload {
  return payloadOf(Buffer.from(text, 'utf8'))
}

/** A request as the client sent it. */
export function tracedRequest(title: string, request: HttpRequest): TracedMessage {
  const url = request.query === '' ? request.path : `${request.path}?${request.query}`
  const body = request.body.length > 0 ? { body: payloadOf(request.body) } : {}
  return { title, method: request.method, url, headers: request.headers, ...body }
}

/** An answer as the client gets it. */
export function tracedResponse(title: string, response: HttpResponse): TracedMessage {
  const { status, headers, body, stream } = response
  return { title, status, headers, body: stream?.record ? streamedPayload(stream.record) : payloadOf(body) }
}

/** As much of a streamed body as came so far. */
function streamedPayload({ shown, bytes }: StreamRecord): Payload {
  return { ...payloadOf(shown), size: bytes, ...(bytes > shown.length && { isCut: true }) }
}

/** `138 B`, `2.1 kB`, `3.4 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

// A cut may go through a character: up to three bytes at the end are then left out.
function textOf(bytes: Uint8Array, isCut: boolean): string | undefined {
  for (let spare = 0; spare <= (isCut ? 3 : 0); spare++) {
    try {
      return strictUtf8.decode(bytes.subarray(0, bytes.length - spare))
    } catch {
      // Not UTF-8, or cut inside a character: the next round tries one byte less.
    }
  }
  return undefined
}
