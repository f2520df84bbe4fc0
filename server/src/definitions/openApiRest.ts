import type { Method, Model, Resource, RestApi, Stage } from '../api/api.ts'
import type { Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { readIntegrationExtension } from './awsExtensionIntegration.ts'
import { readGatewayResponses, readRequestValidators, unmodelledExtensions } from './awsExtensions.ts'
import { readPolicy } from './dataTrees.ts'
import { defined } from './defined.ts'
import { endpointConfigurations, firstStated } from './openApiEndpoint.ts'
import { readDocumentedAnswers } from './openApiAnswers.ts'
import { readRequestExample, readRequestModels, readResponses } from './openApiBodies.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import { readNamedModels } from './openApiModels.ts'
import { readParameters } from './openApiParameters.ts'
import type { Operation, PathOperations } from './openApiPaths.ts'
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
  paths: readonly PathOperations[],
  base: ApiBase,
): RestApi {
  const { root } = document
  const schemes = readSecuritySchemes(document)
  const methods = paths.map(path => readPath(document, path, schemes))
  const made = readResources(document, methods.flat())
  const resources = document.remember(root, 'resources', made, () => made)
  const models = [...readNamedModels(document), ...methods.flat().flatMap(each => each.models)]
  return {
    type: 'rest',
    ...base,
    ...readRestSettings(document, schemes),
    settings: document.remember(root, 'settings', [resources], () =>
      readOpenApiSettings(document, resources),
    ),
    resources,
    // The same models make the same list, so that what was found out with it still holds.
    models: document.remember(root, 'models', models, () => models),
  }
}

// Each by itself: what was found out with one of them still holds when another changes.
function readRestSettings(
  document: OpenApiDocument,
  schemes: ReadonlyMap<string, SecurityScheme>,
): Omit<RestApi, 'type' | 'settings' | 'resources' | 'models' | keyof ApiBase> {
  const { reader, root } = document
  const properties = propertiesOf(reader, root)
  const endpoints = endpointConfigurations(document)
  const own = <T>(key: string, read: () => T): T => document.remember(root, key, [schemes], read)
  return {
    authorizers: own('authorizers', () => [...schemes.values()].flatMap(scheme => scheme.authorizer ?? [])),
    requestValidators: own('requestValidators', () => readRequestValidators(document)),
    gatewayResponses: own('gatewayResponses', () => readGatewayResponses(document)),
    binaryMediaTypes: own('binaryMediaTypes', () =>
      properties.texts('x-amazon-apigateway-binary-media-types'),
    ),
    endpointTypes: own('endpointTypes', () => {
      const types = firstStated(endpoints, endpoint =>
        endpoint.value('types') ? endpoint.texts('types') : undefined,
      )
      return (types ?? []).map(type => upperCase(type) ?? type)
    }),
    unmodelled: own('unmodelled', () => unmodelledExtensions(root)),
    ...defined({
      apiKeySource: own('apiKeySource', () =>
        upperCase(properties.text('x-amazon-apigateway-api-key-source')),
      ),
      minimumCompressionSize: own('minimumCompressionSize', () =>
        properties.number('x-amazon-apigateway-minimum-compression-size'),
      ),
      policy: own('policy', () => readPolicy(reader, properties, 'x-amazon-apigateway-policy')),
      vpcEndpointIds: own('vpcEndpointIds', () =>
        firstStated(endpoints, endpoint =>
          endpoint.value('vpcEndpointIds') ? endpoint.texts('vpcEndpointIds') : undefined,
        ),
      ),
    }),
  }
}

interface ReadMethod {
  readonly operation: Operation
  readonly method: Method
  /** What is made of schemas that its body has in place. */
  readonly models: readonly Model[]
}

function readResources(document: OpenApiDocument, methods: readonly ReadMethod[]): Resource[] {
  const resources = new Map<string, { readonly operation: Operation; readonly methods: Method[] }>()
  for (const { operation, method } of methods) {
    const { path } = operation
    const resource = resources.get(path) ?? { operation, methods: [] }
    resources.set(path, resource)
    resource.methods.push(method)
  }
  return [...resources].map(([path, { operation, methods: own }]) =>
    // The same methods make the same resource, so that what rules say of it still holds.
    document.remember(operation.pathItem, `resource ${path}`, own, () => ({
      path,
      origin: operation.pathOrigin,
      methods: own,
    })),
  )
}

function readPath(
  document: OpenApiDocument,
  { path, pathItem, operations }: PathOperations,
  schemes: ReadonlyMap<string, SecurityScheme>,
): ReadMethod[] {
  const inputs = [schemes]
  return document.remember(pathItem, `methods ${path}`, inputs, () =>
    operations.map(operation =>
      document.remember(operation.node, `method ${operation.httpMethod} ${path}`, inputs, () => {
        const { names, made } = readRequestModels(document, operation)
        return { operation, method: readMethod(document, operation, schemes, names), models: made }
      }),
    ),
  )
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
      documentedAnswers: readDocumentedAnswers(document, operation),
    }),
  }
}
