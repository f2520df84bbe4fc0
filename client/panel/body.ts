import type { Fields } from '../../server/src/base/headers.ts'
import type { InvokeResponse } from '../../server/src/protocol/gatewayControl.ts'
import { indentJson, isJsonType } from './jsonText.ts'

/** A body of an answer, made ready to be shown. */
export type ShownBody =
  | { readonly kind: 'none'; readonly size: 0 }
  | {
      readonly kind: 'json' | 'text'
      readonly size: number
      /** `JSON`, `HTML`, `text`: stands in the tab. */
      readonly label: string
      /** As it came. */
      readonly raw: string
      /** As it is shown: JSON over several lines. */
      readonly text: string
      /** JSON that is too long to be spread over lines whole. */
      readonly isTooLong: boolean
    }
  | {
      readonly kind: 'binary'
      readonly size: number
      readonly label: string
      readonly bytes: Uint8Array
    }

/** Above this many bytes JSON is spread over lines as far as it is looked at, so that the panel stays quick. */
export const maxIndentedBytes = 2_000_000

/** So many bytes of a body that is no text are shown. */
export const maxHexBytes = 65_536

/** Decodes the body of an answer: text where it is UTF-8 (and no archive or picture by its type), else bytes. */
export function shownBody(response: InvokeResponse): ShownBody {
  const bytes = bytesOfBase64(response.bodyBase64)
  if (bytes.length === 0) return { kind: 'none', size: 0 }
  const contentType = lastField(response.headers, 'content-type')
  const raw = textOf(bytes)
  if (raw === undefined) return { kind: 'binary', size: bytes.length, label: subtype(contentType), bytes }
  const isTooLong = bytes.length > maxIndentedBytes
  const looksLikeJson = isJsonType(contentType) || /^\s*[{[]/.test(raw)
  const indented = looksLikeJson && !isTooLong ? indentJson(raw) : undefined
  const isJson = indented !== undefined || (isTooLong && isJsonType(contentType))
  return {
    kind: isJson ? 'json' : 'text',
    size: bytes.length,
    label: isJson ? 'JSON' : textLabel(contentType),
    raw,
    text: indented ?? raw,
    isTooLong: isTooLong && isJson,
  }
}

/** The bytes that a Base64 text stands for. */
export function bytesOfBase64(base64: string): Uint8Array {
  // Ten times as quick, and not there in every VS Code.
  const { fromBase64 } = Uint8Array as { fromBase64?: (text: string) => Uint8Array }
  if (fromBase64) return fromBase64.call(Uint8Array, base64)
  const binary = atob(base64)
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index)
  return bytes
}

/** The first bytes of those that a Base64 text stands for: what is not looked at costs nothing. */
export function firstBytesOfBase64(base64: string, most: number): Uint8Array {
  return bytesOfBase64(base64.slice(0, Math.ceil(most / 3) * 4)).subarray(0, most)
}

/** The text that UTF-8 bytes stand for; undefined when they are none, or hold a zero byte. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.subarray(0, 4096).includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Sixteen bytes a line: offset, bytes in hexadecimal, printable ASCII. */
export function hexDump(bytes: Uint8Array, limit = bytes.length): string {
  const lines: string[] = []
  for (let offset = 0; offset < Math.min(bytes.length, limit); offset += 16) {
    const row = [...bytes.subarray(offset, Math.min(offset + 16, limit))]
    const hex = row.map(byte => byte.toString(16).padStart(2, '0'))
    const ascii = row.map(byte => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    const columns = `${hex.slice(0, 8).join(' ').padEnd(23)}  ${hex.slice(8).join(' ').padEnd(23)}`
    lines.push(`${offset.toString(16).padStart(8, '0')}  ${columns}  ${ascii}`)
  }
  return lines.join('\n')
}

/** Types of pictures that every Chromium shows; none of them runs anything in an `<img>`. */
const pictureTypes = /^image\/(png|jpeg|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon|svg\+xml)\s*(;|$)/i

/** An address of the picture that an answer is, for an `<img>`; undefined where it is none. */
export function pictureUrl({ headers, bodyBase64 }: InvokeResponse): string | undefined {
  const type = pictureTypes.exec(lastField(headers, 'content-type') ?? '')?.[1]
  return type === undefined || bodyBase64 === ''
    ? undefined
    : `data:image/${type.toLowerCase()};base64,${bodyBase64}`
}

/** The last value of a header, its name compared without case. */
export function lastField(fields: Fields, name: string): string | undefined {
  return fields.findLast(([field]) => field.toLowerCase() === name.toLowerCase())?.[1]
}

function textLabel(contentType: string | undefined): string {
  const type = contentType?.toLowerCase() ?? ''
  if (type.includes('html')) return 'HTML'
  if (/[/+]xml/.test(type)) return 'XML'
  return type.includes('csv') ? 'CSV' : 'text'
}

function subtype(contentType: string | undefined): string {
  return /^(?:image|audio|video|font)\/([\w-]+)/.exec(contentType ?? '')?.[1]?.toUpperCase() ?? 'binary'
}
