import type { ImportedBody, ImportedPart, JsonObject } from './importedRequest.ts'
import { isObject, objectsOf, textOf } from './importedRequest.ts'

/** A body with the media type that goes with it; the type counts where the request states none. */
export interface PostmanBody {
  readonly body?: ImportedBody
  readonly contentType?: string
  readonly remarks: readonly string[]
}

/** Reads the `body` of a request in a collection. */
export function postmanBody(stated: unknown): PostmanBody {
  if (!isObject(stated) || stated['disabled'] === true) return { remarks: [] }
  const mode = textOf(stated['mode'])
  const content = mode === undefined ? undefined : stated[mode]
  switch (mode) {
    case undefined:
      return { remarks: [] }
    case 'raw':
      return rawBody(textOf(content) ?? '', stated)
    case 'urlencoded':
      return {
        body: { type: 'text', text: urlencoded(enabled(content)) },
        contentType: 'application/x-www-form-urlencoded',
        remarks: [],
      }
    case 'formdata':
      return { body: { type: 'multipart', parts: enabled(content).flatMap(partsOf) }, remarks: [] }
    case 'file': {
      const path = isObject(content) ? textOf(content['src']) : undefined
      return path === undefined
        ? { remarks: ['The body is a file that the collection does not name'] }
        : { body: { type: 'file', path }, remarks: [] }
    }
    case 'graphql':
      return graphql(isObject(content) ? content : {})
    default:
      return { remarks: [`A body of the kind '${mode}' is not taken over`] }
  }
}

/** Encodes a part of a URL or a form; variables stay. */
export function encoded(text: string): string {
  return text
    .split(/(\{\{[^{}]+\}\})/)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(wellFormed(part))))
    .join('')
}

const rawTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  text: 'text/plain',
  javascript: 'application/javascript',
}

function rawBody(text: string, { options }: JsonObject): PostmanBody {
  const raw = isObject(options) && isObject(options['raw']) ? options['raw'] : {}
  const language = textOf(raw['language'])
  const contentType =
    language !== undefined && Object.hasOwn(rawTypes, language) ? rawTypes[language] : undefined
  return { body: { type: 'text', text }, ...(contentType !== undefined && { contentType }), remarks: [] }
}

function graphql({ query, variables, operationName }: JsonObject): PostmanBody {
  const written = textOf(variables) ?? ''
  const values = written.trim() === '' ? undefined : jsonOf(written)
  const operation = textOf(operationName)
  const sent = {
    ...(operation !== undefined && operation !== '' && { operationName: operation }),
    query: textOf(query) ?? '',
    ...(values && { variables: values.value }),
  }
  const isLost = written.trim() !== '' && !values
  return {
    body: { type: 'text', text: JSON.stringify(sent, null, 2) },
    contentType: 'application/json',
    remarks: isLost ? ['The variables of the GraphQL query are no JSON and are left out'] : [],
  }
}

function jsonOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

function urlencoded(fields: readonly JsonObject[]): string {
  return fields
    .map(({ key, value }) => `${encoded(textOf(key) ?? '')}=${encoded(textOf(value) ?? '')}`)
    .join('&')
}

/** A field may hold several files. */
function partsOf({ key, value, type, src }: JsonObject): ImportedPart[] {
  const name = textOf(key) ?? ''
  if (type !== 'file') return [{ name, value: textOf(value) ?? '' }]
  const paths = (Array.isArray(src) ? src : [src]).flatMap(path => textOf(path) ?? [])
  return paths.map(path => ({ name, path }))
}

function enabled(list: unknown): readonly JsonObject[] {
  return objectsOf(list).filter(({ disabled }) => disabled !== true)
}

/** `encodeURIComponent` throws at half of a character. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}
