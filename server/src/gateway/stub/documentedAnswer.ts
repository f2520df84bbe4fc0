import type { Documented, DocumentedContent, DocumentedResponse } from '../../api/documentedAnswers.ts'
import type { Origin } from '../../base/origin.ts'
import type { Fields } from '../../base/headers.ts'
import { fieldValues, lastField } from '../../base/headers.ts'
import { sampleOf } from '../../schema/sample.ts'
import { acceptedTypes, mediaTypeOf } from '../mediaType.ts'
import type { HttpResponse } from '../messages.ts'

/** An answer made of what is documented. */
export interface StubAnswer {
  readonly response: HttpResponse
  /** What it is, in words for the trace: `example 'full' of 200`. */
  readonly from: string
  /** The documented response; undefined where none is. */
  readonly origin: Origin | undefined
}

/**
 * The documented answer that a request would most likely get: the lowest success, in the media type that the client
 * accepts, its first example, else a value made from its schema. A client asks for another by
 * `Prefer: code=404, example=NAME`, as Prism's mock server takes it. Deterministic.
 */
export function documentedAnswer(
  responses: readonly DocumentedResponse[],
  request: Fields,
  resolve: (reference: string) => unknown,
): StubAnswer {
  const wanted = preferences(request)
  const { response, status } = chooseResponse(responses, wanted.get('code'))
  const content = response && chooseContent(response.contents, lastField(request, 'accept'))
  const { text, from } = content
    ? bodyOf(content, wanted.get('example'), resolve)
    : { text: '', from: 'no body' }
  const headers: Fields = response
    ? [...response.headers].flatMap(([name, header]) => headerOf(name, header, resolve))
    : []
  const type: Fields =
    content && text !== ''
      ? [['Content-Type', content.mediaType.includes('*') ? 'application/json' : content.mediaType]]
      : []
  return {
    response: { status, headers: [...type, ...headers], body: Buffer.from(text, 'utf8') },
    from: response ? `${from} of \`${response.status}\`` : 'no answer is documented',
    origin: response?.origin,
  }
}

// https://www.rfc-editor.org/rfc/rfc7240: names with values, in several headers or one
function preferences(request: Fields): ReadonlyMap<string, string> {
  const pairs = fieldValues(request, 'prefer').flatMap(value => value.split(/[,;]/))
  return new Map(
    pairs.flatMap(pair => {
      const [, name, value] = /^\s*(\w+)\s*=\s*"?([^"]*?)"?\s*$/.exec(pair) ?? []
      return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value] as const]
    }),
  )
}

function chooseResponse(
  responses: readonly DocumentedResponse[],
  code: string | undefined,
): { response: DocumentedResponse | undefined; status: number } {
  const named = (status: string): DocumentedResponse | undefined =>
    responses.find(response => response.status.toUpperCase() === status)
  if (code !== undefined && /^[1-5]\d\d$/.test(code)) {
    const asked = named(code) ?? named(`${code[0] ?? ''}XX`) ?? named('DEFAULT')
    if (asked) return { response: asked, status: Number(code) }
  }
  const [first] = responses
    .map(({ status }) => status)
    .filter(status => /^2\d\d$/.test(status))
    .sort()
  const response = named(first ?? '2XX') ?? named('DEFAULT') ?? responses[0]
  return { response, status: Number(/^\d{3}$/.exec(response?.status ?? '')?.[0] ?? leastOf(response)) }
}

// `3XX` is 300; `default` stands for a success where no other is documented.
function leastOf(response: DocumentedResponse | undefined): number {
  return Number(/^([1-5])XX$/i.exec(response?.status ?? '')?.[1] ?? 2) * 100
}

function chooseContent(
  contents: readonly DocumentedContent[],
  accept: string | undefined,
): DocumentedContent | undefined {
  for (const type of acceptedTypes(accept)) {
    const pattern = type.replace(/[.+]/g, '\\$&').replaceAll('*', '.*')
    const found = contents.find(({ mediaType }) => new RegExp(`^${pattern}$`).test(mediaTypeOf(mediaType)))
    if (found && !type.startsWith('*')) return found
  }
  return contents.find(({ mediaType }) => isJson(mediaType)) ?? contents[0]
}

function bodyOf(
  { mediaType, examples, schema }: DocumentedContent,
  wanted: string | undefined,
  resolve: (reference: string) => unknown,
): { text: string; from: string } {
  const name = wanted !== undefined && examples.has(wanted) ? wanted : [...examples.keys()][0]
  if (name !== undefined) {
    const from = name === '' ? 'the documented example' : `the documented example \`${name}\``
    return { text: textOf(examples.get(name), mediaType), from }
  }
  const value = sampleOf(schema, resolve)
  if (value === undefined) return { text: '', from: 'no body: neither an example nor a schema' }
  // What is no JSON can be told from an example only.
  if (!isJson(mediaType) && typeof value !== 'string')
    return { text: '', from: `no body: no example in \`${mediaType}\`` }
  return { text: textOf(value, mediaType), from: 'a value made from the schema' }
}

function textOf(value: unknown, mediaType: string): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  return !isJson(mediaType) || isJsonText(value) ? value : JSON.stringify(value)
}

// Documents often show a JSON example as text.
function isJsonText(text: string): boolean {
  if (!/^\s*[[{"]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function headerOf(name: string, header: Documented, resolve: (reference: string) => unknown): Fields {
  const [example] = header.examples.values()
  const value = example ?? sampleOf(header.schema, resolve)
  const text = typeof value === 'string' ? value : value === undefined ? undefined : JSON.stringify(value)
  const isSendable =
    text !== undefined && /^[\t\x20-\x7e]*$/.test(text) && /^[!#$%&'*+.^_`|~\w-]+$/.test(name)
  return isSendable && !/^content-(?:type|length)$/i.test(name) ? [[name, text]] : []
}

function isJson(mediaType: string): boolean {
  return /^(?:application\/json|[^/]+\/[^;]+\+json|\*\/\*|application\/\*)$/.test(mediaTypeOf(mediaType))
}
