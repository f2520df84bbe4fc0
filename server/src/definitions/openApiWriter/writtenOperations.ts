import type { HttpApi, Method, MethodResponse, RequestParameter, RestApi, Route } from '../../api/api.ts'
import type { UnmodelledProperty } from '../../api/integration.ts'
import type { Fact } from '../../base/origin.ts'
import { nodeOfOrigin, toValue } from '../../syntax/node.ts'
import { defined } from '../defined.ts'
import type { Data, FactWriter } from './factWriter.ts'
import { restIntegration, routeIntegration } from './writtenIntegration.ts'
import { modelReference } from './writtenModels.ts'
import type { WrittenSecurity } from './writtenSecurity.ts'

/** `paths` of a REST API: its methods by resource, and the resources that have none. */
export function writeResources(api: RestApi, security: WrittenSecurity, writer: FactWriter): Data {
  const withMethods = api.resources.map(({ path, methods }) => {
    const operations = methods.map(method => {
      const place = `${method.httpMethod} ${path}`
      const operation = { ...methodOf(api, method, place, writer), ...security.operation(method, place) }
      return [operationKey(method.httpMethod), operation] as const
    })
    return [path, Object.fromEntries(operations)] as const
  })
  const others = (api.settings?.pathsWithoutMethod ?? []).map(path => [path, {}] as const)
  return Object.fromEntries([...others, ...withMethods])
}

/** `paths` of an HTTP API. */
export function writeRoutes(api: HttpApi, security: WrittenSecurity, writer: FactWriter): Data {
  const paths = new Map<string, Record<string, unknown>>()
  for (const route of api.routes) {
    const path = route.path ?? '/$default'
    const item = paths.get(path) ?? {}
    paths.set(path, item)
    const operation = { ...routeOf(route, writer), ...security.operation(route, route.routeKey) }
    item[operationKey(route.httpMethod ?? 'ANY')] = operation
  }
  for (const [path, item] of paths) {
    const parameters = pathParameters(path)
    if (parameters.length > 0) item['parameters'] = parameters
  }
  const others = (api.settings?.pathsWithoutMethod ?? []).map(path => [path, {}] as const)
  return Object.fromEntries([...others, ...paths])
}

/** The extensions that nobody here reads, as the document states them. */
export function otherExtensions(unmodelled: readonly UnmodelledProperty[]): Data {
  const extensions = unmodelled.filter(({ name }) => name.startsWith('x-amazon-apigateway-'))
  return Object.fromEntries(extensions.map(({ name, origin }) => [name, toValue(nodeOfOrigin(origin))]))
}

function operationKey(httpMethod: string): string {
  return httpMethod === 'ANY' ? 'x-amazon-apigateway-any-method' : httpMethod.toLowerCase()
}

function methodOf(api: RestApi, method: Method, place: string, writer: FactWriter): Data {
  const { integration } = method
  const parameters = method.requestParameters.map(parameterOf)
  const content = contentOf(method.requestModels, `a request model of ${place}`, writer)
  const validator = writer.word(method.requestValidator, `The request validator of ${place}`)
  const found = api.requestValidators.find(({ name }) => name === validator)
  return {
    ...defined({
      operationId: method.operationName,
      parameters: parameters.length > 0 ? parameters : undefined,
      requestBody: content && { content, required: true },
      responses: responsesOf(method.responses, place, writer),
      'x-amazon-apigateway-request-validator': found?.listedName ?? validator,
      'x-amazon-apigateway-integration': integration && restIntegration(integration, place, writer),
    }),
    ...otherExtensions(method.unmodelled),
  }
}

function routeOf(route: Route, writer: FactWriter): Data {
  const { routeKey, integration } = route
  const parameters = route.requestParameters.filter(({ location }) => location !== 'path').map(parameterOf)
  return {
    ...defined({
      operationId: route.operationName,
      parameters: parameters.length > 0 ? parameters : undefined,
      responses: { default: { description: `Default response for ${routeKey}` } },
      isDefaultRoute: route.path === undefined ? true : undefined,
      'x-amazon-apigateway-integration': integration && routeIntegration(integration, routeKey, writer),
    }),
    ...otherExtensions(route.unmodelled),
  }
}

function parameterOf({ location, name, isRequired, example }: RequestParameter): Data {
  return defined({
    name,
    in: location === 'querystring' ? 'query' : location,
    required: isRequired ? true : undefined,
    schema: { type: 'string' },
    example,
  })
}

/** An HTTP API keeps none; its export makes them up, as OpenAPI wants every placeholder described. */
function pathParameters(path: string): Data[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    description: `Generated path parameter for ${name}`,
    required: true,
    schema: { type: 'string' },
  }))
}

function responsesOf(responses: readonly MethodResponse[], place: string, writer: FactWriter): Data {
  return Object.fromEntries(
    responses.map(({ statusCode, headers, models }) => {
      const described = [...headers.keys()].map(name => [name, { schema: { type: 'string' } }] as const)
      const content = contentOf(models, `a model of response ${statusCode} of ${place}`, writer)
      const response = {
        description: `${statusCode} response`,
        ...(described.length > 0 ? { headers: Object.fromEntries(described) } : {}),
        content: content ?? {},
      }
      return [statusCode, response]
    }),
  )
}

/** Models by media type. */
function contentOf(
  models: ReadonlyMap<string, Fact<string>>,
  what: string,
  writer: FactWriter,
): Data | undefined {
  const contents = [...models].flatMap(([mediaType, fact]) => {
    const name = writer.word(fact, what)
    return name === undefined ? [] : [[mediaType, { schema: { $ref: modelReference(name) } }] as const]
  })
  return contents.length > 0 ? Object.fromEntries(contents) : undefined
}
