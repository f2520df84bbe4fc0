import type { Fields } from '../base/headers.ts'
import { fieldValues } from '../base/headers.ts'
import { configurationError, GatewayError } from './gatewayError.ts'
import { MappedBody } from './mappedBody.ts'
import type { Incoming } from './incoming.ts'
import type { MappedCall } from './methodCall.ts'
import type { ContextValues } from './variables.ts'
import { contextValue } from './variables.ts'

/** What the expressions of parameter mappings of a REST or WebSocket API may take values from. */
export interface MappingSources {
  readonly context: ContextValues
  readonly stageVariables: ReadonlyMap<string, string>
  readonly pathParameters: ReadonlyMap<string, string>
  readonly query: Fields
  readonly headers: Fields
  /** The method request's body. */
  readonly requestBody: MappedBody
  /** Unset before the backend answered. */
  readonly response?: { readonly headers: Fields; readonly body: MappedBody }
}

/** The sources of a method that a request reached. */
export function mappingSourcesOf(call: MappedCall): MappingSources {
  const { context, served, pathParameters, incoming, headers } = call
  return {
    context,
    stageVariables: served.stageVariables,
    pathParameters,
    query: incoming.query,
    headers,
    requestBody: requestBodyOf(incoming),
  }
}

/** The body of a request for mappings, an empty one being `{}`. */
export function requestBodyOf({ request }: Incoming): MappedBody {
  return new MappedBody(request.body.length === 0 ? '{}' : Buffer.from(request.body).toString('utf8'))
}

/**
 * The values of a mapping expression, `[]` when its source is missing; several only for `multivalue...` sources.
 * Names are compared with case, as AWS does. https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export function mappingValues(expression: string, sources: MappingSources): readonly string[] {
  const literal = /^'([^]*)'$/.exec(expression)
  if (literal) return [literal[1] ?? '']
  const context = afterPrefix(expression, 'context.')
  if (context !== undefined) return listOf(contextValue(sources.context, context))
  const variable = afterPrefix(expression, 'stageVariables.')
  if (variable !== undefined) return listOf(sources.stageVariables.get(variable))
  // The same of a REST and of a WebSocket API.
  const request = afterPrefix(expression, 'method.request.') ?? afterPrefix(expression, 'route.request.')
  if (request !== undefined) return requestValues(request, sources)
  const response = afterPrefix(expression, 'integration.response.')
  if (response !== undefined && sources.response) return responseValues(response, sources.response)
  throw configurationError(`\`${expression}\` is no mapping expression that can be used here`)
}

/** The path parameter an expression takes, whose value is encoded already. */
export function isPathSource(expression: string): boolean {
  return expression.startsWith('method.request.path.')
}

function requestValues(source: string, sources: MappingSources): readonly string[] {
  const { location, name } = splitSource(source)
  switch (location) {
    case 'path':
      return listOf(sources.pathParameters.get(name))
    case 'querystring':
      return exactValues(sources.query, name).slice(-1)
    case 'multivaluequerystring':
      return exactValues(sources.query, name)
    case 'header':
      return exactValues(sources.headers, name).slice(-1)
    case 'multivalueheader':
      return listOf(exactValues(sources.headers, name).join(',') || undefined)
    case 'body':
      return bodyValues(source, sources.requestBody, 'method.request', reason => {
        return new GatewayError('BAD_REQUEST_BODY', reason, { message: 'Invalid JSON in request body' })
      })
    default:
      throw configurationError(`\`method.request.${source}\` is no mapping expression`)
  }
}

function responseValues(source: string, response: { headers: Fields; body: MappedBody }): readonly string[] {
  const { location, name } = splitSource(source)
  switch (location) {
    case 'header':
      return fieldValues(response.headers, name).slice(-1)
    case 'multivalueheader':
      return listOf(fieldValues(response.headers, name).join(',') || undefined)
    case 'body':
      return bodyValues(source, response.body, 'integration.response', configurationError)
    default:
      throw configurationError(`\`integration.response.${source}\` is no mapping expression`)
  }
}

// AWS reads the body only when a mapping asks for it, and refuses one that begins like JSON and is not.
function bodyValues(
  source: string,
  body: MappedBody,
  root: string,
  refuse: (reason: string) => Error,
): readonly string[] {
  const { text, fault } = { text: undefined, ...body.find(source.slice('body'.length)) }
  if (!fault) return listOf(text)
  if (fault.of === 'path') throw configurationError(`\`${root}.${source}\` is no JSONPath: ${fault.message}`)
  throw refuse(`\`${root}.${source}\` takes a value from a body that is not JSON: ${fault.message}`)
}

function splitSource(source: string): { location: string; name: string } {
  const [, location = source, name = ''] = /^(\w+)\.?(.*)$/.exec(source) ?? []
  return { location, name }
}

function exactValues(fields: Fields, name: string): string[] {
  return fields.filter(([field]) => field === name).map(([, value]) => value)
}

function afterPrefix(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined
}

function listOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value]
}
