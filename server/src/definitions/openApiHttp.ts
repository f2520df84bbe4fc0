import type { HttpApi, Route } from '../api/api.ts'
import { valueOf } from '../base/origin.ts'
import { readIntegrationExtension } from './awsExtensionIntegration.ts'
import { readCors, unmodelledExtensions } from './awsExtensions.ts'
import { defined } from './defined.ts'
import { readDocumentedAnswers } from './openApiAnswers.ts'
import { readRequestExample } from './openApiBodies.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import { readParameters } from './openApiParameters.ts'
import type { Operation, PathOperations } from './openApiPaths.ts'
import type { ApiBase } from './openApiRest.ts'
import { readOpenApiSettings } from './openApiSettings.ts'
import { readSecurity } from './openApiSecurity.ts'
import type { SecurityScheme } from './openApiSecuritySchemes.ts'
import { readSecuritySchemes } from './openApiSecuritySchemes.ts'
import { propertiesOf } from './properties.ts'

/**
 * Reads a document as API Gateway imports it into an HTTP API. Models, validators, gateway responses and the other
 * parts that only REST APIs have are passed over by that import, and so they are here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
export function readHttpApi(
  document: OpenApiDocument,
  paths: readonly PathOperations[],
  base: ApiBase,
): HttpApi {
  const schemes = readSecuritySchemes(document)
  const { root } = document
  const made = paths.flatMap(({ path, pathItem, operations }) =>
    document.remember(pathItem, `routes ${path}`, [schemes], () =>
      operations.map(operation =>
        document.remember(operation.node, `route ${operation.httpMethod} ${path}`, [schemes], () =>
          readRoute(document, operation, schemes),
        ),
      ),
    ),
  )
  return {
    type: 'http',
    ...base,
    ...document.remember(root, 'httpSettings', [schemes], () => readHttpSettings(document, schemes)),
    settings: document.remember(root, 'settings', [], () => readOpenApiSettings(document)),
    // The same routes make the same list, so that what was found out with it still holds.
    routes: document.remember(root, 'routes', made, () => made),
  }
}

function readHttpSettings(
  document: OpenApiDocument,
  schemes: ReadonlyMap<string, SecurityScheme>,
): Pick<HttpApi, 'authorizers' | 'models' | 'unmodelled' | 'cors'> {
  const { root } = document
  return {
    authorizers: [...schemes.values()].flatMap(scheme => scheme.authorizer ?? []),
    models: [],
    unmodelled: unmodelledExtensions(root),
    ...defined({ cors: readCors(document) }),
  }
}

function readRoute(
  document: OpenApiDocument,
  operation: Operation,
  schemes: ReadonlyMap<string, SecurityScheme>,
): Route {
  const { path, httpMethod, origin, node } = operation
  const key =
    path === '$default' ? { routeKey: path } : { routeKey: `${httpMethod} ${path}`, httpMethod, path }
  return {
    ...key,
    origin,
    ...readSecurity(document, operation, schemes),
    requestParameters: readParameters(document, operation),
    unmodelled: unmodelledExtensions(node),
    ...defined({
      operationName: valueOf(propertiesOf(document.reader, node).text('operationId')),
      requestExample: readRequestExample(document, operation),
      integration: readIntegrationExtension(document, node),
      documentedAnswers: readDocumentedAnswers(document, operation),
    }),
  }
}
