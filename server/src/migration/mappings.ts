import type { Fact, Origin } from '../base/origin.ts'
import { isReservedHeader } from '../base/headers.ts'
import { findContextVariable } from '../template/vocabulary.ts'
import type { Teller } from './finding.ts'

/** The source of a REST API's mapping in an HTTP API's words, or why there is none. */
export type MappedSource =
  | { readonly type: 'mapped'; readonly expression: string; readonly joined?: boolean }
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'none'; readonly why: string }

/**
 * Translates `method.request.header.X`, `integration.response.body.x`, `context.x`, `stageVariables.x` and `'text'`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export function mappedSource(source: string): MappedSource {
  const literal = /^'([^]*)'$/.exec(source)
  if (literal) return literalSource(literal[1] ?? '')
  const [, root = '', rest = ''] =
    /^(method\.request|integration\.response|context|stageVariables)(?:\.([^]+))?$/.exec(source) ?? []
  if (root === 'stageVariables') return mapped(`$stageVariables.${rest}`)
  if (root === 'context') return contextSource(rest)
  const message = root === 'method.request' ? '$request' : '$response'
  const [, place = '', name = ''] = /^(\w+)(?:\.([^]+))?$/.exec(rest) ?? []
  if (root === '') return { type: 'none', why: `'${source}' is no source that is known here` }
  switch (place) {
    case 'header':
    case 'querystring':
    case 'path':
      return mapped(`${message}.${place}.${name}`)
    case 'multivalueheader':
    case 'multivaluequerystring':
      return { ...mapped(`${message}.${place.replace('multivalue', '')}.${name}`), joined: true }
    case 'body':
      return bodySource(message, name)
    default:
      return { type: 'none', why: `'${source}' is no source that is known here` }
  }
}

/** A translated source with braces, to stand among other text. */
export function inBraces(expression: string): string {
  return `\${${expression.slice(1)}}`
}

/** The text of a translated source where a whole value stands. */
export function sourceText(source: Exclude<MappedSource, { type: 'none' }>): string {
  return source.type === 'literal' ? source.text : source.expression
}

function mapped(expression: string): { readonly type: 'mapped'; readonly expression: string } {
  return { type: 'mapped', expression }
}

// An HTTP API has no quotes for texts, so that it would take these for a reference.
function literalSource(text: string): MappedSource {
  return text.includes('$')
    ? { type: 'none', why: `the text '${text}' holds a '$', which begins a reference in an HTTP API` }
    : { type: 'literal', text }
}

function contextSource(name: string): MappedSource {
  const known = findContextVariable(name.split('.'), 'http')
  if (name.startsWith('authorizer.') || (known !== undefined && known !== 'map'))
    return mapped(`$context.${name}`)
  return { type: 'none', why: `an HTTP API has no '$context.${name}'` }
}

function bodySource(message: string, path: string): MappedSource {
  if (path === '') return mapped(`${message}.body`)
  return path.includes('..') || path.includes('?(')
    ? { type: 'none', why: `an HTTP API takes no recursive descent and no filter ('${path}')` }
    : mapped(`${message}.body.${path}`)
}

/** What becomes of the request mappings of an HTTP integration. */
export interface RequestMappings {
  readonly uri: string
  readonly parameters: ReadonlyMap<string, Fact<string>>
}

/** Turns the request mappings of an HTTP or HTTP_PROXY integration into those of an HTTP API. */
export function requestMappings(
  uri: string,
  given: ReadonlyMap<string, Fact<string>>,
  tell: Teller,
): RequestMappings {
  const parameters = new Map<string, Fact<string>>()
  const inPath: PathMapping[] = []
  for (const [destination, fact] of given) {
    const [, place = '', name = ''] =
      /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(destination) ?? []
    if (place === '') {
      tell.decision(
        'parameter-mapping',
        `the mapping to '${destination}' is not known here and left out`,
        fact.origin,
      )
    } else if (!fact.known) {
      tell.decision(
        'parameter-mapping',
        `the mapping to '${destination}' cannot be known here (${fact.reason}) and is left out`,
        fact.origin,
      )
    } else {
      const source = mappedSource(fact.value)
      if (source.type === 'none') {
        tell.lost(
          'parameter-mapping',
          `the mapping to '${destination}' is left out: ${source.why}`,
          fact.origin,
        )
      } else if (place === 'path') {
        inPath.push({ name, source, origin: fact.origin })
      } else if (place === 'header' && isReservedHeader(name)) {
        tell.lost(
          'parameter-mapping',
          `the mapping to the header '${name}' is left out: an HTTP API keeps it to itself`,
          fact.origin,
        )
      } else {
        if (source.type === 'mapped' && source.joined === true) {
          tell.changed(
            'parameter-mapping',
            `'${name}' gets all values of '${fact.value}' in one, joined with commas`,
            fact.origin,
          )
        }
        if (isOwnName(place, name, source)) continue
        parameters.set(`overwrite:${place}.${name}`, { ...fact, value: sourceText(source) })
      }
    }
  }
  const placed = withPath(uri, inPath, tell)
  for (const [name, fact] of placed.parameters) parameters.set(name, fact)
  return { uri: placed.uri, parameters }
}

/** Whether a mapping names what goes on anyway. */
function isOwnName(place: string, name: string, source: MappedSource): boolean {
  if (source.type !== 'mapped') return false
  const own = `$request.${place}.${name}`
  return (
    source.expression === own || (place === 'header' && source.expression.toLowerCase() === own.toLowerCase())
  )
}

interface PathMapping {
  readonly name: string
  readonly source: Exclude<MappedSource, { type: 'none' }>
  readonly origin: Origin
}

// Placeholders of an HTTP API's URI are the route's own path variables; all else goes by overwriting the path.
function withPath(uri: string, mappings: readonly PathMapping[], tell: Teller): RequestMappings {
  let text = uri
  let path: Origin | undefined
  for (const { name, source, origin } of mappings) {
    const placeholder = `{${name}}`
    if (source.type === 'literal') text = text.replaceAll(placeholder, encodeURIComponent(source.text))
    else if (/^\$request\.path\.[\w.-]+$/.test(source.expression))
      text = text.replaceAll(placeholder, `{${source.expression.slice('$request.path.'.length)}}`)
    else if (source.expression.startsWith('$stageVariables.'))
      text = text.replaceAll(placeholder, inBraces(source.expression))
    else if (text.includes(placeholder)) {
      text = text.replaceAll(placeholder, inBraces(source.expression))
      path = origin
    }
  }
  if (!path) return { uri: text, parameters: new Map() }
  const [, origin = text, rest = '', query = ''] = /^(https?:\/\/[^/?]+)(\/[^?]*)?(\?.*)?$/.exec(text) ?? []
  const written = rest.replace(/(?<!\$)\{([\w.-]+)\}/g, (_, name: string) =>
    inBraces(`$request.path.${name}`),
  )
  tell.changed(
    'parameter-mapping',
    `the path is written by the mapping 'overwrite:path', '${written}', because a placeholder of the URI can only be a variable of the route's path`,
    path,
  )
  return {
    uri: origin + query,
    parameters: new Map([['overwrite:path', { known: true, value: written, origin: path }]]),
  }
}
