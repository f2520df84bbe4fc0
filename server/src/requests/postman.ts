import { isSecretName } from '../base/secretNames.ts'
import type { ImportedBody, ImportedFile, ImportedRequest, JsonObject } from './importedRequest.ts'
import { isObject, isVariable, objectsOf, secretVariable, textOf, variableName } from './importedRequest.ts'
import { importedAuth } from './postmanAuth.ts'
import { encoded, postmanBody } from './postmanBody.ts'

/** Whether a JSON file is a Postman collection of a version that `readPostman` reads; a text says why not. */
export function isPostman(file: JsonObject): boolean | string {
  const { info, item, requests, order } = file
  if (Array.isArray(requests) && Array.isArray(order)) {
    return 'it is a Postman collection of version 1: export it as version 2.1'
  }
  if (!isObject(info) || !Array.isArray(item)) return false
  const schema = textOf(info['schema']) ?? ''
  if (/\/collection\/v2\.[01]\.\d+\//.test(schema)) return true
  return schema === ''
    ? "its 'info' names no 'schema'"
    : `its 'schema' is '${schema}', and versions 2.0 and 2.1 are read`
}

/**
 * Reads a collection: https://schema.postman.com/collection/json/v2.1.0/draft-07/docs/index.html and v2.0.0. Scripts are
 * shown as comments and never run.
 */
export function readPostman(file: JsonObject): ImportedFile {
  const found = new Found()
  const info = isObject(file['info']) ? file['info'] : {}
  const title = textOf(info['name']) ?? 'a Postman collection'
  const own = isObject(file['auth']) ? file['auth'] : undefined
  readItems(objectsOf(file['item']), { folders: [], auth: own }, found)
  const variables = objectsOf(file['variable']).filter(({ disabled }) => disabled !== true)
  const stated = variables.flatMap(({ key, id, value, type }): [string, string][] => {
    const name = textOf(key) ?? textOf(id)
    const text = textOf(value) ?? ''
    if (name === undefined) return []
    const isSecret = (type === 'secret' || isSecretName(name)) && text !== '' && !isVariable(text)
    if (!isSecret) return text === '' ? [] : [[variableName(name), knownVariables(text)]]
    found.secrets.add(variableName(name))
    return []
  })
  const scripts = scriptsOf(file)
  const notes = scripts.length > 0 ? ['The scripts of the collection itself are not run'] : []
  return {
    title: `the Postman collection '${title}'`,
    variables: stated,
    secrets: [...found.secrets],
    requests: found.requests,
    leftOut: 0,
    notes,
  }
}

class Found {
  readonly requests: ImportedRequest[] = []
  readonly secrets = new Set<string>()
}

interface Place {
  readonly folders: readonly string[]
  readonly auth: JsonObject | undefined
}

function readItems(items: readonly JsonObject[], place: Place, found: Found): void {
  for (const item of items) {
    const name = textOf(item['name']) ?? ''
    const auth = isObject(item['auth']) ? item['auth'] : place.auth
    if (Array.isArray(item['item'])) {
      readItems(objectsOf(item['item']), { folders: [...place.folders, name], auth }, found)
    } else {
      const request = item['request']
      const stated = isObject(request) ? request : { url: request }
      const names = [...place.folders, name].filter(each => each !== '')
      found.requests.push(requestOf(stated, item, { folders: names, auth }, found))
    }
  }
}

function requestOf(request: JsonObject, item: JsonObject, place: Place, found: Found): ImportedRequest {
  const own = isObject(request['auth']) ? request['auth'] : place.auth
  const auth = own && importedAuth(own)
  for (const secret of auth?.secrets ?? []) found.secrets.add(secret)
  const { body, contentType, remarks } = postmanBody(request['body'])
  const stated = headersOf(request['header']).map(([name, value]) => withoutSecret(name, value, found))
  const headers = [...stated, ...(auth?.headers ?? [])]
  const isTyped = contentType === undefined || headers.some(([name]) => name.toLowerCase() === 'content-type')
  const all = isTyped ? headers : [['Content-Type', contentType] as const, ...headers]
  const description = descriptionOf(request['description'] ?? item['description'])
  return {
    name: place.folders.join(' / '),
    method: (textOf(request['method']) ?? 'GET').toUpperCase(),
    url: knownVariables(withQuery(urlOf(request['url']), auth?.query ?? [])),
    headers: all.map(([name, value]) => [knownVariables(name), knownVariables(value)]),
    ...(body && { body: withKnownVariables(body) }),
    remarks: [...description, ...(auth?.remarks ?? []), ...remarks, ...scriptsOf(item)],
  }
}

/** A secret that is written out becomes a variable. */
function withoutSecret(name: string, value: string, found: Found): readonly [string, string] {
  const bare = value.replace(/^(Bearer|Basic)\s+/i, '')
  if (!isSecretName(name) || bare === '' || /\{\{/.test(bare)) return [name, value]
  const variable = secretVariable(name)
  found.secrets.add(variable)
  return [name, value.slice(0, value.length - bare.length) + `{{${variable}}}`]
}

function headersOf(stated: unknown): (readonly [string, string])[] {
  if (typeof stated === 'string') {
    return stated.split(/\r\n|\r|\n/).flatMap(line => {
      const at = line.indexOf(':')
      return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const] : []
    })
  }
  return objectsOf(stated)
    .filter(({ disabled, key }) => disabled !== true && textOf(key) !== '')
    .map(({ key, value }) => [textOf(key) ?? '', textOf(value) ?? ''] as const)
}

/** A URL as text; what stands for a part of its path (`:id`) has the value that is stated for it, else becomes a variable. */
function urlOf(stated: unknown): string {
  const url = isObject(stated) ? (textOf(stated['raw']) ?? assembled(stated)) : (textOf(stated) ?? '')
  const values = new Map(
    objectsOf(isObject(stated) ? stated['variable'] : undefined).map(({ key, id, value }) => [
      textOf(key) ?? textOf(id),
      textOf(value) ?? '',
    ]),
  )
  const [, path = url, rest = ''] = /^([^?#]*)(.*)$/s.exec(url) ?? []
  const filled = path.replace(/\/:([A-Za-z_][\w-]*)(?=\/|$)/g, (_, name: string) => {
    const value = values.get(name) ?? ''
    return `/${value === '' ? `{{${name}}}` : encoded(value)}`
  })
  return filled + rest
}

function assembled({ protocol, host, port, path, query }: JsonObject): string {
  const joined = (value: unknown, separator: string) =>
    Array.isArray(value)
      ? value.map(part => (isObject(part) ? textOf(part['value']) : textOf(part)) ?? '').join(separator)
      : (textOf(value) ?? '')
  const origin = joined(host, '.')
  const scheme = textOf(protocol)
  const start = scheme === undefined || origin === '' ? origin : `${scheme}://${origin}`
  const at = textOf(port)
  const parameters = objectsOf(query)
    .filter(({ disabled }) => disabled !== true)
    .map(({ key, value }) => [textOf(key) ?? '', textOf(value) ?? ''] as const)
  const url = `${start}${at === undefined ? '' : `:${at}`}/${joined(path, '/').replace(/^\//, '')}`
  return withQuery(url, parameters)
}

function withQuery(url: string, parameters: readonly (readonly [string, string])[]): string {
  if (parameters.length === 0) return url
  const added = parameters.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
  return `${url}${url.includes('?') ? '&' : '?'}${added}`
}

/** Postman's variables under names that a `.http` file can declare; its dynamic ones where they have another name here. */
function knownVariables(text: string): string {
  return text.replace(/\{\{\s*([^{}\r\n]+?)\s*\}\}/g, (_, name: string) => {
    if (!name.startsWith('$')) return `{{${variableName(name)}}}`
    return `{{${name === '$randomUUID' ? '$uuid' : name}}}`
  })
}

function withKnownVariables(body: ImportedBody): ImportedBody {
  if (body.type === 'text') return { type: 'text', text: knownVariables(body.text) }
  if (body.type === 'file') return { type: 'file', path: knownVariables(body.path) }
  const parts = body.parts.map(part =>
    'path' in part
      ? { name: knownVariables(part.name), path: part.path }
      : { name: knownVariables(part.name), value: knownVariables(part.value) },
  )
  return { type: 'multipart', parts }
}

/** Lines of a text that are shown. */
const mostLines = 60

function descriptionOf(stated: unknown): string[] {
  const text = isObject(stated) ? textOf(stated['content']) : textOf(stated)
  return text === undefined || text.trim() === '' ? [] : shortened(text)
}

function scriptsOf({ event }: JsonObject): string[] {
  return objectsOf(event).flatMap(({ listen, script, disabled }) => {
    const exec = isObject(script) ? script['exec'] : script
    const text = Array.isArray(exec) ? exec.map(line => textOf(line) ?? '').join('\n') : (textOf(exec) ?? '')
    if (disabled === true || text.trim() === '') return []
    const when = listen === 'prerequest' ? 'before the request' : 'after the answer'
    return [`Postman runs this script ${when}; here it is not run:`, ...shortened(text)]
  })
}

function shortened(text: string): string[] {
  const lines = text.trimEnd().split(/\r\n|\r|\n/)
  const more = lines.length - mostLines
  return more > 0 ? [...lines.slice(0, mostLines), `… and ${more} more lines`] : lines
}
