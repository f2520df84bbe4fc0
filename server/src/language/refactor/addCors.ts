import type { TextEdit } from '../../base/diagnostic.ts'
import type { Range } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { addProperty, freeName } from '../../syntax/edits.ts'
import type { Entry, MappingNode, Node, SourceDocument } from '../../syntax/node.ts'
import { childAt, entriesOf, entryOf, stringOf, toValue } from '../../syntax/node.ts'
import type { ResourceAt } from './chain.ts'
import { chainAt, resourceAt } from './chain.ts'
import { addSamCors } from './addSamCors.ts'
import {
  allowedHeaders,
  everyMethod,
  httpCors,
  httpMethods,
  preflightMethod,
  preflightOperation,
} from './corsTexts.ts'
import type { Refactoring } from './refactoring.ts'

/**
 * Lets browsers of other origins call a route: a preflight method beside those of a path or resource of a REST API, the
 * CORS configuration of an HTTP API, `Cors` of SAM's APIs. Nothing where there is some already.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
export function addCors(document: SourceDocument, range: Range, owner: DefinitionResult): Refactoring[] {
  const kind = owner.definition?.kind
  const chain = chainAt(document, range)
  const resource = resourceAt(document, chain)
  const inBody = chain.findIndex(
    ({ name, key }) => name === 'paths' && key.parent?.type === 'mapping' && isOpenApi(key.parent),
  )
  if (inBody >= 0) {
    const [paths, path, part, ...inner] = chain.slice(inBody)
    const isHttp = kind === 'openapi' ? owner.definition?.apis[0]?.type === 'http' : isHttpResource(resource)
    const body = paths?.key.parent
    // Further in, the light bulb would shine on every line of an operation.
    if (body?.type !== 'mapping' || !path || (part && inner.length > 0)) return []
    return isHttp ? inHttpDocument(body) : inPathItem(body, path.name, path.value)
  }
  if (!resource || isDeep(chain)) return []
  if (kind === 'sam') {
    const found = addSamCors(document, chain, resource)
    if (found.length > 0) return found
  }
  if (resource.type === 'AWS::ApiGateway::Method') return besideMethod(resource)
  return resource.type === 'AWS::ApiGatewayV2::Api' ? inHttpApi(resource) : []
}

/** Whether a place is further in than the properties of a resource, or of one of its events. */
function isDeep(chain: readonly Entry[]): boolean {
  const event = chain.findIndex(({ name }) => name === 'Events')
  return chain.length > (event < 0 ? 3 : event + 4)
}

function isOpenApi(node: MappingNode): boolean {
  return entryOf(node, 'openapi') !== undefined || entryOf(node, 'swagger') !== undefined
}

function isHttpResource(resource: ResourceAt | undefined): boolean {
  return resource?.type === 'AWS::ApiGatewayV2::Api' || resource?.type === 'AWS::Serverless::HttpApi'
}

function rewriting(title: string, edit: TextEdit | undefined): Refactoring[] {
  return edit ? [{ title, kind: 'refactor.rewrite', edits: [edit] }] : []
}

function inHttpDocument(body: MappingNode): Refactoring[] {
  const after = entryOf(body, 'info') ?? body.entries[0]
  if (!after || entryOf(body, 'x-amazon-apigateway-cors')) return []
  const cors = {
    allowOrigins: httpCors.origins,
    allowMethods: httpCors.methods,
    allowHeaders: httpCors.headers,
  }
  return rewriting('Add CORS to the API', addProperty(body, after, 'x-amazon-apigateway-cors', cors))
}

function inPathItem(body: MappingNode, path: string, item: Node): Refactoring[] {
  const operations = entriesOf(item).filter(({ name }) => httpMethods.has(name))
  const last = operations.at(-1)
  if (item.type !== 'mapping' || !last || operations.some(({ name }) => name === 'options')) return []
  const names = operations.map(({ name }) => name)
  const methods = names.includes('x-amazon-apigateway-any-method')
    ? everyMethod
    : [...names.map(name => name.toUpperCase()), 'OPTIONS']
  const operation = preflightOperation(methods, {
    isSwagger: entryOf(body, 'swagger') !== undefined,
    isOpen: entryOf(body, 'security') !== undefined,
  })
  return rewriting(`Add CORS to '${path}'`, addProperty(item, last, 'options', operation))
}

function besideMethod({ id, entry, node, resources }: ResourceAt): Refactoring[] {
  const properties = childAt(node, 'Properties')
  const place = JSON.stringify([toValue(childAt(properties, 'RestApiId')), placeOf(properties)])
  const siblings = entriesOf(resources)
    .filter(({ value }) => stringOf(childAt(value, 'Type')) === 'AWS::ApiGateway::Method')
    .map(({ value }) => childAt(value, 'Properties'))
    .filter(each => JSON.stringify([toValue(childAt(each, 'RestApiId')), placeOf(each)]) === place)
    .map(each => stringOf(childAt(each, 'HttpMethod'))?.toUpperCase() ?? '')
  if (!childAt(properties, 'ResourceId') || siblings.includes('OPTIONS')) return []
  const methods = siblings.includes('ANY')
    ? everyMethod
    : [...siblings.filter(name => name !== ''), 'OPTIONS']
  const condition = toValue(childAt(node, 'Condition'))
  const method = {
    Type: 'AWS::ApiGateway::Method',
    ...(condition !== undefined && { Condition: condition }),
    Properties: {
      RestApiId: toValue(childAt(properties, 'RestApiId')),
      ResourceId: placeOf(properties),
      ...preflightMethod(methods),
    },
  }
  const name = freeName(resources, `${id}Options`)
  return rewriting(`Add CORS beside '${id}'`, addProperty(resources, entry, name, method))
}

function placeOf(properties: Node | undefined): unknown {
  return toValue(childAt(properties, 'ResourceId'))
}

function inHttpApi({ id, node }: ResourceAt): Refactoring[] {
  const properties = childAt(node, 'Properties')
  const last = entriesOf(properties).at(-1)
  const isHttp = stringOf(childAt(properties, 'ProtocolType')) === 'HTTP'
  if (properties?.type !== 'mapping' || !last || !isHttp || entryOf(properties, 'CorsConfiguration'))
    return []
  const cors = {
    AllowOrigins: httpCors.origins,
    AllowMethods: httpCors.methods,
    AllowHeaders: allowedHeaders,
  }
  return rewriting(`Add CORS to '${id}'`, addProperty(properties, last, 'CorsConfiguration', cors))
}
