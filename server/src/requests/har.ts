import { isSecretName } from '../base/secretNames.ts'
import type { ImportedBody, ImportedFile, ImportedRequest, JsonObject } from './importedRequest.ts'
import { isObject, objectsOf, secretVariable, textOf } from './importedRequest.ts'

/** Whether a JSON file is a HAR file of a version that `readHar` reads; a text says why not. */
export function isHar({ log }: JsonObject): boolean | string {
  if (!isObject(log)) return false
  const version = textOf(log['version']) ?? ''
  if (!/^1\.[12]$/.test(version)) {
    return version === ''
      ? "its 'log' has no 'version'"
      : `it is HAR ${version}, and versions 1.1 and 1.2 are read`
  }
  return Array.isArray(log['entries']) ? true : "its 'log' has no 'entries'"
}

/**
 * Reads the requests of a HAR file, not the answers: http://www.softwareishard.com/blog/har-12-spec/. What a browser adds by
 * itself is left out; secrets become variables.
 */
export function readHar(file: JsonObject, withAssets: boolean): ImportedFile {
  const entries = objectsOf(isObject(file['log']) ? file['log']['entries'] : undefined)
  const secrets = new Set<string>()
  let leftOut = 0
  let others = 0
  const requests = entries.flatMap(entry => {
    const request = isObject(entry['request']) ? entry['request'] : {}
    if (!/^https?:\/\//i.test(textOf(request['url']) ?? '')) others++
    else if (!withAssets && isAsset(entry, textOf(request['url']) ?? '')) leftOut++
    else return [requestOf(request, secrets)]
    return []
  })
  const notes =
    others > 0 ? [`${others} that did not go over HTTP ${others === 1 ? 'is' : 'are'} left out`] : []
  return { title: 'a HAR file', variables: [], secrets: [...secrets], requests, leftOut, notes }
}

const assetKinds = /^(image|stylesheet|script|font|media|manifest|texttrack|ping|preflight|websocket)$/
const assetTypes =
  /^(image|font|audio|video)\/|^text\/css|javascript|^application\/(wasm|font|vnd\.ms-fontobject)/i
const assetNames = /\.(png|jpe?g|gif|webp|avif|svg|ico|css|m?js|map|woff2?|ttf|otf|eot|mp[34]|webm|wasm)$/i

function isAsset({ _resourceType: kind, response }: JsonObject, url: string): boolean {
  if (typeof kind === 'string' && kind !== 'other') return assetKinds.test(kind)
  const content = isObject(response) && isObject(response['content']) ? response['content'] : {}
  const type = textOf(content['mimeType']) ?? ''
  return (
    assetTypes.test(type) || (!/json|xml|html/i.test(type) && assetNames.test(url.replace(/[?#].*$/s, '')))
  )
}

function requestOf(request: JsonObject, secrets: Set<string>): ImportedRequest {
  const method = (textOf(request['method']) ?? 'GET').toUpperCase()
  const url = withoutSecrets((textOf(request['url']) ?? '').replace(/#.*$/s, ''), secrets)
  const fields = objectsOf(request['headers']).map(
    ({ name, value }) => [textOf(name) ?? '', textOf(value) ?? ''] as const,
  )
  const cookies = objectsOf(request['cookies']).length > 0 && !fields.some(([name]) => /^cookie$/i.test(name))
  const headers = [...fields, ...(cookies ? [['Cookie', '-'] as const] : [])]
    .filter(([name]) => !isMadeByClient(name))
    .map(([name, value]) => {
      if (!isSecretName(name)) return [name, value] as const
      const scheme = /^(Bearer|Basic)\s/i.exec(value)?.[0] ?? ''
      return [name, `${scheme}{{${noted(name, secrets)}}}`] as const
    })
  const { body, remarks } = bodyOf(request['postData'], secrets)
  const isForm = body?.type === 'multipart'
  return {
    name: `${method} ${url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/\?.*$/s, '') || '/'}`,
    method,
    url,
    headers: isForm ? headers.filter(([name]) => !/^content-type$/i.test(name)) : headers,
    ...(body && { body }),
    remarks,
  }
}

/** Headers that each client makes itself, those of browsers and HTTP/2 among them. */
function isMadeByClient(name: string): boolean {
  return /^(:.*|sec-.*|proxy-.*|host|connection|content-length|transfer-encoding|accept-encoding|upgrade-insecure-requests|te|priority|dnt)$/i.test(
    name,
  )
}

function noted(name: string, secrets: Set<string>): string {
  const variable = secretVariable(name)
  secrets.add(variable)
  return variable
}

/** A URL in which secret parameters are variables; braces of its own are no variables. */
function withoutSecrets(url: string, secrets: Set<string>): string {
  const plain = url
    .replaceAll('{', '%7B')
    .replaceAll('}', '%7D')
    .replace(/^(https?:\/\/)[^/?#@]*@/i, '$1')
  return plain.replace(/([?&])([^=&#]+)=([^&#]+)/g, (whole, mark: string, name: string) =>
    isSecretName(name) ? `${mark}${name}={{${noted(name, secrets)}}}` : whole,
  )
}

function bodyOf(
  postData: unknown,
  secrets: Set<string>,
): { readonly body?: ImportedBody; readonly remarks: readonly string[] } {
  if (!isObject(postData)) return { remarks: [] }
  const type = textOf(postData['mimeType']) ?? ''
  const text = textOf(postData['text']) ?? ''
  const params = objectsOf(postData['params']).map(({ name, value, fileName }) => ({
    name: textOf(name) ?? '',
    value: textOf(value) ?? '',
    path: textOf(fileName) ?? '',
  }))
  const secretValue = (name: string, value: string) =>
    isSecretName(name) && value !== '' ? `{{${noted(name, secrets)}}}` : value
  if (/^multipart\/form-data/i.test(type) && params.length > 0) {
    const parts = params.map(({ name, value, path }) =>
      path === '' ? { name, value: secretValue(name, value) } : { name, path },
    )
    const files = params.some(({ path }) => path !== '')
    return {
      body: { type: 'multipart', parts },
      remarks: files ? ['The files that it sends are not in the HAR file: put them beside this one'] : [],
    }
  }
  if (postData['encoding'] === 'base64') return { remarks: ['The body is left out: it is no text'] }
  if (/^application\/x-www-form-urlencoded/i.test(type)) {
    const form = text === '' ? params.map(({ name, value }) => `${name}=${value}`).join('&') : text
    const fields = form.split('&').map(field => {
      const [name = '', ...value] = field.split('=')
      return value.length === 0 ? name : `${name}=${secretValue(name, value.join('='))}`
    })
    return form === '' ? { remarks: [] } : { body: { type: 'text', text: fields.join('&') }, remarks: [] }
  }
  return text === ''
    ? { remarks: [] }
    : { body: { type: 'text', text: maskedJson(text, secretValue) }, remarks: [] }
}

/** JSON in which texts under secret names are variables; anything else as it is. */
function maskedJson(text: string, masked: (name: string, value: string) => string): string {
  if (!/^\s*[{[]/.test(text)) return text
  let isChanged = false
  try {
    const value: unknown = JSON.parse(text, (name, each: unknown) => {
      if (typeof each !== 'string' || masked(name, each) === each) return each
      isChanged = true
      return masked(name, each)
    })
    return isChanged ? JSON.stringify(value, null, 2) : text
  } catch {
    return text
  }
}
