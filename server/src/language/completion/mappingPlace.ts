import { childAt, entriesOf, itemsOf, stringOf } from '../../syntax/node.ts'
import type { Node } from '../../syntax/node.ts'
import type { DocumentPath } from '../site.ts'
import type { CompletionContext } from './context.ts'
import { declaredResources } from './context.ts'
import { namesUnder } from './partNameItems.ts'

/** A mapping of parameters, in AWS's three dialects, or a declaration of them. */
export interface MappingPlace {
  readonly form:
    | 'restRequest'
    | 'restResponse'
    | 'gatewayResponse'
    | 'webSocketRequest'
    | 'webSocketResponse'
    | 'httpRequest'
    | 'httpResponse'
    | 'methodRequest'
    | 'methodResponse'
    | 'routeRequest'
  /** The destination that is written, or whose value is. */
  readonly key: string
  /** Whether the site is where destinations stand (a key), or a source. */
  readonly isKey: boolean
  readonly parameters: readonly Parameter[]
  /** Headers that the method's responses declare. */
  readonly responseHeaders: readonly string[]
  /** Methods of the path, for CORS. */
  readonly methods: readonly string[]
  /** Names of `{placeholders}` in the integration's URI. */
  readonly uriNames: readonly string[]
}

/** A parameter of a request. */
export interface Parameter {
  readonly location: 'header' | 'querystring' | 'path'
  readonly name: string
}

type Found = Pick<MappingPlace, 'form' | 'key' | 'isKey'>

/** The mapping of parameters in which something is written; undefined elsewhere. */
export function mappingPlaceAt(context: CompletionContext): MappingPlace | undefined {
  return context.openApi ? inOpenApi(context, context.openApi) : inResource(context)
}

function inOpenApi(
  context: CompletionContext,
  { root, path }: NonNullable<CompletionContext['openApi']>,
): MappingPlace | undefined {
  const gateway = path.indexOf('x-amazon-apigateway-gateway-responses')
  const inGateway = gateway >= 0 && keyBelow(path.slice(gateway), ['*', '*', 'responseParameters'], context)
  if (inGateway) return { ...noFacts, form: 'gatewayResponse', ...inGateway }
  const at = path.findIndex(segment => /^x-amazon-apigateway-integrations?$/.test(String(segment)))
  if (at < 0) return undefined
  const inner = path.slice(path[at] === 'x-amazon-apigateway-integrations' ? at + 1 : at)
  const isHttp = isHttpApi(context)
  const found =
    formOf(inner, ['*', 'requestParameters'], isHttp ? 'httpRequest' : 'restRequest', context) ??
    formOf(inner, ['*', 'responses', '*', 'responseParameters'], 'restResponse', context) ??
    formOf(inner, ['*', 'responseParameters', '*'], 'httpResponse', context)
  if (!found) return undefined
  const operation = childAt(root, ...path.slice(0, at))
  const item = childAt(root, ...path.slice(0, at - 1))
  const uri = stringOf(childAt(root, ...path.slice(0, at + 1), 'uri')) ?? ''
  return {
    ...found,
    parameters: [
      ...pathParameters(String(path[at - 2] ?? '')),
      ...openApiParameters(item),
      ...openApiParameters(operation),
    ],
    responseHeaders: namesUnder(operation, 'responses').flatMap(status =>
      namesUnder(operation, 'responses', status, 'headers'),
    ),
    methods: entriesOf(item).flatMap(({ name }) =>
      /^(get|put|post|delete|options|head|patch)$/.test(name) ? name.toUpperCase() : [],
    ),
    uriNames: pathParameters(uri).map(({ name }) => name),
  }
}

function inResource(context: CompletionContext): MappingPlace | undefined {
  const { resource } = context
  if (!resource?.path) return undefined
  const forms = resourceForms[resource.type]?.(context) ?? []
  for (const [way, form] of forms) {
    const found = formOf(resource.path, way, form, context)
    if (found) return { ...found, ...resourceFacts(context) }
  }
  return undefined
}

const noFacts = { parameters: [], responseHeaders: [], methods: [], uriNames: [] }

type Forms = readonly (readonly [way: readonly string[], form: MappingPlace['form']])[]

const resourceForms: Readonly<Record<string, ((context: CompletionContext) => Forms) | undefined>> = {
  'AWS::ApiGateway::Method': () => [
    [['Integration', 'RequestParameters'], 'restRequest'],
    [['Integration', 'IntegrationResponses', '*', 'ResponseParameters'], 'restResponse'],
    [['RequestParameters'], 'methodRequest'],
    [['MethodResponses', '*', 'ResponseParameters'], 'methodResponse'],
  ],
  'AWS::ApiGateway::GatewayResponse': () => [[['ResponseParameters'], 'gatewayResponse']],
  'AWS::ApiGatewayV2::Integration': context =>
    isWebSocketApi(context)
      ? [[['RequestParameters'], 'webSocketRequest']]
      : [
          [['RequestParameters'], 'httpRequest'],
          [['ResponseParameters', '*', 'ResponseParameters', '*'], 'httpResponse'],
        ],
  'AWS::ApiGatewayV2::IntegrationResponse': () => [[['ResponseParameters'], 'webSocketResponse']],
  'AWS::ApiGatewayV2::Route': () => [[['RequestParameters'], 'routeRequest']],
}

function resourceFacts(context: CompletionContext): Omit<MappingPlace, keyof Found> {
  const properties = context.resource?.properties
  const declared = namesUnder(properties, 'RequestParameters').flatMap(declaredParameter)
  const headers = itemsOf(childAt(properties, 'MethodResponses')).flatMap(response =>
    namesUnder(response, 'ResponseParameters').flatMap(
      name => /^method\.response\.header\.(.+)$/.exec(name)?.[1] ?? [],
    ),
  )
  const uri = ['Uri', 'IntegrationUri'].map(
    name => stringOf(childAt(properties, 'Integration', name)) ?? stringOf(childAt(properties, name)) ?? '',
  )
  const keys = declaredResources(context).map(
    ({ properties: own }) => stringOf(childAt(own, 'RouteKey')) ?? stringOf(childAt(own, 'PathPart')) ?? '',
  )
  return {
    parameters: [...declared, ...keys.flatMap(pathParameters)],
    responseHeaders: headers,
    methods: [],
    uriNames: uri.flatMap(pathParameters).map(({ name }) => name),
  }
}

function declaredParameter(name: string): Parameter[] {
  const [, location = '', rest = ''] =
    /^(?:method|route)\.request\.(header|querystring|path)\.(.+)$/.exec(name) ?? []
  return location === '' ? [] : [{ location: location as Parameter['location'], name: rest }]
}

function formOf(
  path: DocumentPath,
  way: readonly string[],
  form: MappingPlace['form'],
  context: CompletionContext,
): (MappingPlace & { form: MappingPlace['form'] }) | undefined {
  const found = keyBelow(path, way, context)
  return found && { ...noFacts, form, ...found }
}

// A key stands in the mapping itself, a source under its key; lists of HTTP APIs have members for both.
function keyBelow(
  path: DocumentPath,
  way: readonly string[],
  { site }: CompletionContext,
): Pick<MappingPlace, 'key' | 'isKey'> | undefined {
  const isOnWay = way.every((name, index) =>
    name === '*' ? path[index] !== undefined : path[index] === name,
  )
  if (!isOnWay) return undefined
  if (path.length === way.length) return { key: '', isKey: site.mode === 'key' }
  const key = String(path[way.length])
  if (path.length > way.length + 1) return undefined
  return key === 'Destination' ? { key, isKey: true } : { key, isKey: false }
}

function openApiParameters(node: Node | undefined): Parameter[] {
  return itemsOf(childAt(node, 'parameters')).flatMap((parameter): Parameter[] => {
    const name = stringOf(childAt(parameter, 'name'))
    const place = stringOf(childAt(parameter, 'in'))
    if (name === undefined) return []
    const location = place === 'query' ? 'querystring' : place
    return location === 'header' || location === 'querystring' || location === 'path'
      ? [{ location, name }]
      : []
  })
}

function pathParameters(text: string): Parameter[] {
  return [...text.matchAll(/(?<!\$)\{([\w.-]+)\+?\}/g)].map(([, name = '']) => ({ location: 'path', name }))
}

/** Whether what is written belongs to an HTTP API. */
function isHttpApi({ resource, owner, site }: CompletionContext): boolean {
  if (resource) return /^AWS::(Serverless::HttpApi|ApiGatewayV2::Api)$/.test(resource.type)
  const apis = owner.definition?.apis ?? []
  return apis.find(({ origin }) => origin.file === site.document.file)?.type === 'http'
}

function isWebSocketApi(context: CompletionContext): boolean {
  const id = stringOf(childAt(context.resource?.properties, 'ApiId', 'Ref'))
  const apis = declaredResources(context).filter(({ type }) => type === 'AWS::ApiGatewayV2::Api')
  const own = apis.find(({ name }) => name === id)
  return [own ?? apis[0]].some(api => stringOf(childAt(api?.properties, 'ProtocolType')) === 'WEBSOCKET')
}
