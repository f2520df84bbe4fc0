import type { Fact } from '../base/origin.ts'
import type { Fields } from '../base/headers.ts'
import { fieldValues, isReservedHeader } from '../base/headers.ts'
import { withField, withoutField } from './fieldMaps.ts'
import { HttpApiError, NotEmulatedError } from './gatewayError.ts'
import { MappedBody } from './mappedBody.ts'
import type { RouteCall } from './routeCall.ts'
import { decodeSafely } from './queryString.ts'
import { contextValue } from './variables.ts'

/** What the mappings of an HTTP API change before a backend is called. */
export interface MappedRequest {
  readonly headers: Fields
  readonly query: Fields
  /** From `overwrite:path`; undefined leaves the path alone. */
  readonly path: string | undefined
}

/** What its response mappings change. */
export interface MappedResponse {
  readonly status: number
  readonly headers: Fields
  readonly body: Uint8Array
}

/**
 * Applies request mappings (`append|overwrite|remove:header.x`, `...:querystring.x`, `overwrite:path`).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export function mapHttpRequest(
  call: RouteCall,
  parameters: ReadonlyMap<string, Fact<string>>,
  start: MappedRequest,
): MappedRequest {
  let mapped = start
  for (const { action, place, name, value } of mappingsOf(parameters, call, undefined)) {
    if (place === 'header') mapped = { ...mapped, headers: changeFields(mapped.headers, action, name, value) }
    else if (place === 'querystring')
      mapped = { ...mapped, query: changeQuery(mapped.query, action, name, value) }
    else if (place === 'path' && action === 'overwrite') mapped = { ...mapped, path: value }
  }
  return mapped
}

/** Applies the response mappings of one backend status (`append|overwrite|remove:header.x`, `overwrite:statuscode`). */
export function mapHttpResponse(
  call: RouteCall,
  parameters: ReadonlyMap<string, Fact<string>>,
  start: MappedResponse,
): MappedResponse {
  let mapped = start
  for (const { action, place, name, value } of mappingsOf(parameters, call, start)) {
    if (place === 'header') mapped = { ...mapped, headers: changeFields(mapped.headers, action, name, value) }
    else if (place === 'statuscode' && /^[1-5]\d\d$/.test(value))
      mapped = { ...mapped, status: Number(value) }
  }
  return mapped
}

/** The value of one expression over a request; undefined when it, or a reference in it, gives nothing. */
export function resolvedMapping(call: RouteCall, expression: string): string | undefined {
  const names = /^\$(request|response)\.body\b/.test(expression)
    ? [expression.slice(1)]
    : [...expression.matchAll(references)].map(([, inBraces, bare]) => inBraces ?? bare ?? '')
  const isWhole = names.every(name => reference(name, call, undefined) !== '')
  return (isWhole && evaluate(expression, call, undefined)) || undefined
}

interface Mapping {
  readonly action: string
  readonly place: string
  readonly name: string
  readonly value: string
}

function mappingsOf(
  parameters: ReadonlyMap<string, Fact<string>>,
  call: RouteCall,
  response: MappedResponse | undefined,
): Mapping[] {
  return [...parameters].flatMap(([destination, fact]) => {
    const [, action = '', place = '', name = ''] =
      /^(append|overwrite|remove):(header|querystring|path|statuscode)(?:\.(.+))?$/.exec(destination) ?? []
    if (action === '' || (place === 'header' && isReservedHeader(name))) return []
    // Its value means nothing.
    if (action === 'remove') return [{ action, place, name, value: '' }]
    if (!fact.known)
      throw new NotEmulatedError(
        'unknown-value',
        `the mapping to \`${destination}\` cannot be known here: ${fact.reason}`,
      )
    return [{ action, place, name, value: evaluate(fact.value, call, response) }]
  })
}

function changeFields(fields: Fields, action: string, name: string, value: string): Fields {
  if (action === 'remove') return withoutField(fields, name)
  if (value === '') return fields
  return action === 'append' ? [...fields, [name, value]] : withField(fields, name, value)
}

// Names of parameters are compared with case, unlike those of headers.
function changeQuery(query: Fields, action: string, name: string, value: string): Fields {
  const others = query.filter(([field]) => field !== name)
  if (action === 'remove') return others
  if (value === '') return query
  return [...(action === 'append' ? query : others), [name, value]]
}

// References stand bare or in `${...}`, with other text around them: `/v1/$request.path.proxy`. One into a body is the
// whole value where it is bare, since its path may hold any character.
function evaluate(expression: string, call: RouteCall, response: MappedResponse | undefined): string {
  if (/^\$(request|response)\.body\b/.test(expression)) return reference(expression.slice(1), call, response)
  return expression
    .replace(references, (_, inBraces: string | undefined, bare: string | undefined) =>
      reference(inBraces ?? bare ?? '', call, response),
    )
    .replace(/^'([^]*)'$/, '$1')
}

const references =
  /\$\{([^}]+)\}|\$((?:request|response|context|stageVariables)(?![\w-])(?:\.[\w-]+|\[[^\]]*\])*)/g

function reference(name: string, call: RouteCall, response: MappedResponse | undefined): string {
  const [, root = '', rest = ''] = /^(request|response|context|stageVariables)\.?(.*)$/.exec(name) ?? []
  if (root === 'context') return contextValue(call.context, rest) ?? ''
  if (root === 'stageVariables') return call.served.stageVariables.get(rest) ?? ''
  const [, place = '', key = ''] = /^(\w+)\.?(.*)$/.exec(rest) ?? []
  const bodyPath = rest.slice('body'.length)
  if (root === 'response' && response) {
    if (place === 'header') return fieldValues(response.headers, key).join(',')
    return place === 'body' ? bodyText(response.body, bodyPath) : ''
  }
  return root === 'request' ? requestReference(call, place, key, bodyPath) : ''
}

function requestReference(call: RouteCall, place: string, key: string, bodyPath: string): string {
  const { incoming } = call
  switch (place) {
    case 'header':
      return fieldValues(call.headers, key).join(',')
    case 'querystring':
      return incoming.query.flatMap(([name, value]) => (name === key ? [value] : [])).join(',')
    case 'path':
      return key === '' ? call.path : decodeSafely(call.pathParameters.get(key) ?? '')
    case 'body':
      return bodyText(incoming.request.body, bodyPath)
    default:
      return ''
  }
}

/** Bytes of a body that a path is looked up in; what stands behind is cut off. */
const largestSearched = 100 * 1024

// A body that is no JSON, or is none any more once it is cut, gives nothing.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
function bodyText(whole: Uint8Array, path: string): string {
  const body = path === '' ? whole : whole.subarray(0, largestSearched)
  if (/\.\.|\?\s*\(/.test(path))
    throw unusablePath(path, 'parameter mappings of HTTP APIs know neither `..` nor filters')
  const { text, fault } = {
    text: undefined,
    ...new MappedBody(Buffer.from(body).toString('utf8')).find(path),
  }
  if (fault?.of === 'path') throw unusablePath(path, fault.message)
  return text ?? ''
}

function unusablePath(path: string, why: string): HttpApiError {
  return new HttpApiError(500, 'Internal Server Error', `the JSONPath \`body${path}\` cannot be used: ${why}`)
}
