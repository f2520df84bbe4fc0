import type { Method, Model, Resource, RestApi, Stage } from '../api/api.ts'
import type { Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { readIntegrationExtension } from './awsExtensionIntegration.ts'
import { readGatewayResponses, readRequestValidators, unmodelledExtensions } from './awsExtensions.ts'
import { defined } from './defined.ts'
import { readRequestExample, readRequestModels, readResponses } from './openApiBodies.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import { readNamedModels } from './openApiModels.ts'
import { readParameters } from './openApiParameters.ts'
import type { Operation } from './openApiPaths.ts'
import { readOpenApiSettings } from './openApiSettings.ts'
import { readSecurity } from './openApiSecurity.ts'
import type { SecurityScheme } from './openApiSecuritySchemes.ts'
import { readSecuritySchemes } from './openApiSecuritySchemes.ts'
import { propertiesOf, upperCase } from './properties.ts'

/** What is known of an API before its document is read. */
export interface ApiBase {
  readonly id: string
  readonly name: string
  readonly origin: Origin
  readonly stages: readonly Stage[]
}

/** Reads a document as API Gateway imports it into a REST API. */
export function readRestApi(
  document: OpenApiDocument,
  operations: readonly Operation[],
  base: ApiBase,
): RestApi {
  const { root } = document
  const schemes = readSecuritySchemes(document)
  const methods = operations.map(operation => readOwnMethod(document, operation, schemes, base.id))
  const resources = readResources(document, operations, methods)
  const models = [...readNamedModels(document, base.id), ...methods.flatMap(made => made.models)]
  return {
    type: 'rest',
    ...base,
    ...document.remember(root, 'restSettings', [schemes], () => readRestSettings(document, schemes)),
    settings: readOpenApiSettings(document, resources),
    resources,
    // The same models make the same list, so that what was found out with it still holds.
    models: document.remember(root, 'models', models, () => models),
  }
}

function readRestSettings(
  document: OpenApiDocument,
  schemes: ReadonlyMap<string, SecurityScheme>,
): Omit<RestApi, 'type' | 'settings' | 'resources' | 'models' | keyof ApiBase> {
  const { reader, root } = document
  const properties = propertiesOf(reader, root)
  const endpoint = properties.inner('x-amazon-apigateway-endpoint-configuration')
  return {
    authorizers: [...schemes.values()].flatMap(scheme => scheme.authorizer ?? []),
    requestValidators: readRequestValidators(document),
    gatewayResponses: readGatewayResponses(document),
    binaryMediaTypes: properties.texts('x-amazon-apigateway-binary-media-types'),
    endpointTypes: endpoint.texts('types').map(type => upperCase(type) ?? type),
    unmodelled: [
      ...unmodelledExtensions(root),
      ...endpoint.unmodelled(['disableExecuteApiEndpoint', 'vpcEndpointIds']),
    ],
    ...defined({
      apiKeySource: upperCase(properties.text('x-amazon-apigateway-api-key-source')),
      minimumCompressionSize: properties.number('x-amazon-apigateway-minimum-compression-size'),
      policy: properties.origin('x-amazon-apigateway-policy'),
    }),
  }
}

interface ReadMethod {
  readonly method: Method
  /** What is made of schemas that its body has in place. */
  readonly models: readonly Model[]
}

function readResources(
  document: OpenApiDocument,
  operations: readonly Operation[],
  methods: readonly ReadMethod[],
): Resource[] {
  const resources = new Map<string, { readonly operation: Operation; readonly methods: Method[] }>()
  operations.forEach((operation, index) => {
    const { path } = operation
    const resource = resources.get(path) ?? { operation, methods: [] }
    resources.set(path, resource)
    const read = methods[index]
    if (read) resource.methods.push(read.method)
  })
  return [...resources].map(([path, { operation, methods: own }]) =>
    // The same methods make the same resource, so that what rules say of it still holds.
    document.remember(operation.pathItem, `resource ${path}`, own, () => ({
      path,
      origin: operation.pathOrigin,
      methods: own,
    })),
  )
}

function readOwnMethod(
  document: OpenApiDocument,
  operation: Operation,
  schemes: ReadonlyMap<string, SecurityScheme>,
  apiId: string,
): ReadMethod {
  const { path, httpMethod, node } = operation
  const inputs = [schemes, apiId]
  return document.remember(node, `method ${httpMethod} ${path}`, inputs, () => {
    const { names, made } = readRequestModels(document, operation, apiId)
    return { method: readMethod(document, operation, schemes, names), models: made }
  })
}

function readMethod(
  document: OpenApiDocument,
  operation: Operation,
  schemes: ReadonlyMap<string, SecurityScheme>,
  requestModels: Method['requestModels'],
): Method {
  const properties = propertiesOf(document.reader, operation.node)
  const requestValidator =
    properties.text('x-amazon-apigateway-request-validator') ??
    propertiesOf(document.reader, document.root).text('x-amazon-apigateway-request-validator')
  return {
    httpMethod: operation.httpMethod,
    origin: operation.origin,
    ...readSecurity(document, operation, schemes),
    requestParameters: readParameters(document, operation),
    requestModels,
    responses: readResponses(document, operation),
    unmodelled: unmodelledExtensions(operation.node),
    ...defined({
      operationName: valueOf(properties.text('operationId')),
      requestValidator,
      requestExample: readRequestExample(document, operation),
      integration: readIntegrationExtension(document, operation.node),
    }),
  }
}
