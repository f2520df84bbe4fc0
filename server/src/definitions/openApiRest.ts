import type { Method, Resource, RestApi, Stage } from '../api/api.ts'
import type { Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { readIntegrationExtension } from './awsExtensionIntegration.ts'
import { readGatewayResponses, readRequestValidators, unmodelledExtensions } from './awsExtensions.ts'
import { readPolicy } from './dataTrees.ts'
import { defined } from './defined.ts'
import { readRequestExample, readRequestModels, readResponses } from './openApiBodies.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import type { Models } from './openApiModels.ts'
import { readModels } from './openApiModels.ts'
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
  const { reader, root } = document
  const properties = propertiesOf(reader, root)
  const endpoint = properties.inner('x-amazon-apigateway-endpoint-configuration')
  const schemes = readSecuritySchemes(document)
  const models = readModels(document, base.id)
  const resources = readResources(document, operations, schemes, models)
  return {
    type: 'rest',
    ...base,
    settings: readOpenApiSettings(document, resources),
    resources,
    authorizers: [...schemes.values()].flatMap(scheme => scheme.authorizer ?? []),
    models: models.list(),
    requestValidators: readRequestValidators(document),
    gatewayResponses: readGatewayResponses(document),
    binaryMediaTypes: properties.texts('x-amazon-apigateway-binary-media-types'),
    endpointTypes: endpoint.texts('types').map(type => upperCase(type) ?? type),
    unmodelled: unmodelledExtensions(root),
    ...defined({
      apiKeySource: upperCase(properties.text('x-amazon-apigateway-api-key-source')),
      minimumCompressionSize: properties.number('x-amazon-apigateway-minimum-compression-size'),
      policy: readPolicy(reader, properties, 'x-amazon-apigateway-policy'),
      vpcEndpointIds: endpoint.value('vpcEndpointIds') && endpoint.texts('vpcEndpointIds'),
    }),
  }
}

function readResources(
  document: OpenApiDocument,
  operations: readonly Operation[],
  schemes: ReadonlyMap<string, SecurityScheme>,
  models: Models,
): Resource[] {
  const resources = new Map<string, Resource & { readonly methods: Method[] }>()
  for (const operation of operations) {
    const { path, pathOrigin } = operation
    const resource = resources.get(path) ?? { path, origin: pathOrigin, methods: [] }
    resources.set(path, resource)
    resource.methods.push(readMethod(document, operation, schemes, models))
  }
  return [...resources.values()]
}

function readMethod(
  document: OpenApiDocument,
  operation: Operation,
  schemes: ReadonlyMap<string, SecurityScheme>,
  models: Models,
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
    requestModels: readRequestModels(document, operation, models),
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
