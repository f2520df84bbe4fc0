import type { TextEdit } from '../../base/diagnostic.ts'
import { baseName } from '../../base/files.ts'
import type { NewAuthorizer, NewPart, PartTarget } from '../../protocol/parts.ts'
import { placeholderOf, segmentsOf } from '../../rules/route/pathSegments.ts'
import type { MappingNode } from '../../syntax/node.ts'
import { childAt, documentOf, entriesOf, entryOf, toValue } from '../../syntax/node.ts'
import { putEntries } from '../../syntax/structureEdits.ts'
import { callableRoutes } from '../routeReference.ts'
import { arnOf, invocationUri, isArn } from './arns.ts'
import type { ApiPlace } from './place.ts'
import { nodeAt, Refusal } from './place.ts'
import { noResponses } from './v2Parts.ts'

const extension = 'x-amazon-apigateway-integration'

/** Adds a part to an OpenAPI document. */
export function addToOpenApi(part: NewPart, place: ApiPlace, body: MappingNode): TextEdit[] | Refusal {
  const edit = editOf(part, place, body)
  if (edit instanceof Refusal) return edit
  return edit
    ? [edit]
    : new Refusal(`'${baseName(documentOf(body).file)}' takes this part from elsewhere; add it there`)
}

function editOf(part: NewPart, place: ApiPlace, body: MappingNode): TextEdit | Refusal | undefined {
  const isSwagger = entryOf(body, 'swagger') !== undefined
  const { path = '', method = '', status = '', name = '' } = part
  switch (part.kind) {
    case 'path':
    case 'method': {
      const operation = operationOf(part, place, isSwagger)
      if (operation instanceof Refusal) return operation
      const item = part.kind === 'path' || path === '' ? undefined : pathItemOf(place, body, path)
      if (item instanceof Refusal) return item
      const entries = { [methodKey(method)]: operation }
      if (item) return putEntries(item, [], entries)
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
      return path === ''
        ? putEntries(body, ['paths'], { '/$default': entries })
        : putEntries(body, ['paths'], { [path]: entries })
    }
    case 'response': {
      if (place.api.type !== 'rest') return new Refusal(noResponses(place.api.type))
      const route = callableRoutes(place.api).find(each => each.path === path && each.method === method)
      const node = route && nodeAt(place.owner, route.origin)
      if (node?.type !== 'mapping')
        return new Refusal('The method is written elsewhere; add the response there')
      return putEntries(node, ['responses'], { [status]: { description: reasonOf(status) } })
    }
    case 'model':
      return putEntries(body, isSwagger ? ['definitions'] : ['components', 'schemas'], {
        [name]: JSON.parse(part.schema ?? '{"type": "object"}') as unknown,
      })
    case 'authorizer': {
      const scheme = schemeOf(part.authorizer, place, isSwagger)
      if (scheme instanceof Refusal) return scheme
      const names = isSwagger ? ['securityDefinitions'] : ['components', 'securitySchemes']
      return putEntries(body, names, { [name]: scheme })
    }
  }
}

function pathItemOf({ owner }: ApiPlace, body: MappingNode, path: string): MappingNode | Refusal | undefined {
  const item = entryOf(childAt(body, 'paths'), path)
  if (!item) return undefined
  const reference = entryOf(item.value, '$ref')
  if (entriesOf(item.value).some(({ name }) => name.startsWith('Fn::')))
    return new Refusal(
      `What '${path}' is depends on a function of CloudFormation; add the method inside of it`,
    )
  const isHere = item.value.type === 'mapping' && item.value.entries.length > 0 && !reference
  if (isHere) return item.value.type === 'mapping' ? item.value : undefined
  const file = [...owner.documents.keys()].find(each =>
    String(toValue(reference?.value)).endsWith(baseName(each)),
  )
  return reference
    ? new Refusal(
        `'${path}' is written in '${baseName(file ?? String(toValue(reference.value)))}', which this definition refers to; add the method there`,
      )
    : undefined
}

function methodKey(method: string): string {
  return method === 'ANY' || method === '$default' ? 'x-amazon-apigateway-any-method' : method.toLowerCase()
}

function operationOf(part: NewPart, place: ApiPlace, isSwagger: boolean): object | Refusal {
  const { path = '', method = '' } = part
  const integration = integrationOf(part.target, method, place)
  if (integration instanceof Refusal) return integration
  const inItem = toValue(childAt(place.body, 'paths', path, 'parameters'))
  const stated = new Set(
    Array.isArray(inItem) ? inItem.map(each => String((each as { name?: unknown } | null)?.name)) : [],
  )
  const parameters = segmentsOf(path)
    .flatMap(segment => placeholderOf(segment) ?? [])
    .filter(name => !stated.has(name))
    .map(name => ({
      ...{ name, in: 'path', required: true },
      ...(isSwagger ? { type: 'string' } : { schema: { type: 'string' } }),
    }))
  return {
    ...(parameters.length > 0 && { parameters }),
    responses: { '200': { description: 'OK' } },
    ...(path === '' && { isDefaultRoute: true }),
    [extension]: integration,
  }
}

function integrationOf(target: PartTarget | undefined, method: string, place: ApiPlace): unknown {
  const isHttp = place.api.type === 'http'
  if (target?.type === 'like') {
    const route = callableRoutes(place.api).find(
      each => each.path === target.path && each.method === target.method,
    )
    const node = route && nodeAt(place.owner, route.origin)
    return toValue(childAt(node, extension)) ?? new Refusal('The other route states no integration here')
  }
  if (target?.type === 'http') {
    return {
      type: 'http_proxy',
      httpMethod: method === '$default' ? 'ANY' : method,
      uri: target.url,
      ...(isHttp ? { payloadFormatVersion: '1.0' } : { passthroughBehavior: 'when_no_match' }),
    }
  }
  if (isHttp) return new Refusal('A route of an HTTP API needs an integration: HTTP APIs have no mocks')
  return {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: { default: { statusCode: '200' } },
  }
}

function schemeOf(given: NewAuthorizer | undefined, place: ApiPlace, isSwagger: boolean): object | Refusal {
  const { type, who = '', issuer = '', audience = '' } = given ?? { type: 'TOKEN' }
  const extensionKey = 'x-amazon-apigateway-authorizer'
  if (type === 'JWT') {
    const flows = isSwagger
      ? { flow: 'implicit', authorizationUrl: issuer }
      : { flows: { implicit: { authorizationUrl: issuer, scopes: {} } } }
    const jwtConfiguration = { issuer, audience: [audience] }
    const authorizer = { type: 'jwt', identitySource: '$request.header.Authorization', jwtConfiguration }
    return { type: 'oauth2', ...flows, [extensionKey]: authorizer }
  }
  const header = { type: 'apiKey', name: type === 'REQUEST' ? 'Unused' : 'Authorization', in: 'header' }
  if (type === 'COGNITO_USER_POOLS') {
    const pool = arnOf(who)
    return {
      ...header,
      'x-amazon-apigateway-authtype': 'cognito_user_pools',
      [extensionKey]: { type: 'cognito_user_pools', providerARNs: [pool] },
    }
  }
  if (!isArn(who) && !place.resources) return new Refusal('An OpenAPI document names a function by its ARN')
  if (place.api.type === 'http') {
    const request = {
      ...{ type: 'request', authorizerUri: invocationUri(who), authorizerPayloadFormatVersion: '2.0' },
      ...{ enableSimpleResponses: true, identitySource: '$request.header.Authorization' },
    }
    return {
      ...header,
      name: 'Authorization',
      [extensionKey]: { ...request, authorizerResultTtlInSeconds: 300 },
    }
  }
  const source = { identitySource: 'method.request.header.Authorization' }
  return {
    ...header,
    'x-amazon-apigateway-authtype': 'custom',
    [extensionKey]: {
      type: type.toLowerCase(),
      authorizerUri: invocationUri(who),
      ...(type === 'REQUEST' && source),
      authorizerResultTtlInSeconds: 300,
    },
  }
}

/** The words of RFC 9110 and those that servers are used to. */
export function reasonOf(status: string): string {
  return reasons[status] ?? `Status ${status}`
}

const reasons: Readonly<Record<string, string>> = {
  '200': 'OK',
  '201': 'Created',
  '202': 'Accepted',
  '204': 'No content',
  '301': 'Moved permanently',
  '302': 'Found',
  '304': 'Not modified',
  '400': 'Bad request',
  '401': 'Unauthorized',
  '403': 'Forbidden',
  '404': 'Not found',
  '405': 'Method not allowed',
  '409': 'Conflict',
  '410': 'Gone',
  '415': 'Unsupported media type',
  '422': 'Unprocessable content',
  '429': 'Too many requests',
  '500': 'Internal server error',
  '502': 'Bad gateway',
  '503': 'Service unavailable',
  '504': 'Gateway timeout',
}
