import type { Method, RestApi } from '../api/api.ts'
import type { Authorizer } from '../api/authorizer.ts'
import type { Integration, IntegrationResponse } from '../api/integration.ts'
import type { Listed } from './listingValues.ts'
import { valueOf } from '../base/origin.ts'
import { defined } from './defined.ts'
import { listModels } from './listingModels.ts'
import {
  byName,
  listAuthorization,
  listConnection,
  listed,
  listedMap,
  listedOr,
  listedTexts,
  listSettings,
  listStages,
  namedPart,
  some,
} from './listingValues.ts'

/** What AWS lists of a REST API. */
export interface RestListing {
  /** GetRestApi. */
  readonly api: Listed
  /** The paths of GetResources, intermediate ones too, in alphabetical order. */
  readonly resources: readonly string[]
  /** GetMethod by `GET /path`. */
  readonly methods: Readonly<Record<string, Listed>>
  readonly models: Readonly<Record<string, Listed>>
  readonly authorizers: Readonly<Record<string, Listed>>
  readonly requestValidators: Readonly<Record<string, Listed>>
  /** Those that the definition sets; AWS lists the unchanged ones as well. */
  readonly gatewayResponses: Readonly<Record<string, Listed>>
  readonly stages: Readonly<Record<string, Listed>>
  readonly documentationParts?: readonly Listed[]
}

/** Lists a REST API in the words of https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html */
export function listRestApi(api: RestApi): RestListing {
  const methods = api.resources.flatMap(({ path, methods: own }) =>
    own.map(method => [`${method.httpMethod} ${path}`, listMethod(api, method)] as const),
  )
  return {
    api: listOwn(api),
    resources: listResources(api),
    methods: Object.fromEntries(methods),
    models: listModels(api),
    authorizers: byName(api.authorizers, listAuthorizer),
    requestValidators: byName(api.requestValidators, validator => ({
      validateRequestBody: listedOr(validator.validateRequestBody, false),
      validateRequestParameters: listedOr(validator.validateRequestParameters, false),
    })),
    gatewayResponses: Object.fromEntries(
      api.gatewayResponses.map(({ type, statusCode, responseParameters, responseTemplates }) => [
        type,
        defined({
          statusCode: listed(statusCode),
          responseParameters: listedMap(responseParameters),
          responseTemplates: mediaTypes(responseTemplates),
        }),
      ]),
    ),
    stages: listStages(api.stages, 'variables'),
    ...defined({ documentationParts: listDocumentation(api) }),
  }
}

function listOwn(api: RestApi): Listed {
  return {
    name: api.name,
    apiKeySource: listedOr(api.apiKeySource, 'HEADER'),
    endpointConfiguration: { types: listedTexts(api.endpointTypes) ?? ['EDGE'] },
    ...listSettings(api.settings),
    ...defined({
      binaryMediaTypes: listedTexts(api.binaryMediaTypes),
      minimumCompressionSize: listed(api.minimumCompressionSize),
      securityPolicy: listed(api.settings?.securityPolicy),
      endpointAccessMode: listed(api.settings?.endpointAccessMode),
    }),
  }
}

function listResources(api: RestApi): string[] {
  const paths = new Set(['/'])
  for (const path of [...api.resources.map(resource => resource.path), ...pathsWithoutMethod(api)]) {
    const segments = path.split('/').slice(1, -1)
    segments.forEach((_, index) => paths.add(`/${segments.slice(0, index + 1).join('/')}`))
    paths.add(path)
  }
  return [...paths].sort()
}

function pathsWithoutMethod(api: RestApi): readonly string[] {
  return api.settings?.pathsWithoutMethod ?? []
}

function listMethod(api: RestApi, method: Method): Listed {
  const { authorization, requestParameters, responses, integration } = method
  return {
    apiKeyRequired: listedOr(method.apiKeyRequired, false),
    ...listAuthorization(authorization, api.authorizers),
    ...defined({
      operationName: method.operationName,
      requestParameters: some(
        requestParameters.map(({ location, name, isRequired }) => [
          `method.request.${location}.${name}`,
          isRequired,
        ]),
      ),
      requestModels: listedMap(method.requestModels),
      requestValidator: namedPart(method.requestValidator, api.requestValidators),
      methodResponses: some(responses.map(response => [response.statusCode, listMethodResponse(response)])),
      integration: integration && listIntegration(integration),
    }),
  }
}

function listMethodResponse(response: Method['responses'][number]): Listed {
  const { statusCode, headers, requiredHeaders, models } = response
  const isRequired = (name: string) => requiredHeaders?.has(name) ?? false
  return {
    statusCode,
    ...defined({
      responseParameters: some(
        [...headers.keys()].map(name => [`method.response.header.${name}`, isRequired(name)]),
      ),
      responseModels: listedMap(models),
    }),
  }
}

function listIntegration(integration: Integration): Listed {
  return {
    type: listed(integration.type),
    passthroughBehavior: listedOr(integration.passthroughBehavior, 'WHEN_NO_MATCH'),
    timeoutInMillis: listedOr(integration.timeoutInMillis, 29_000),
    ...listConnection(integration),
    ...defined({
      httpMethod: listed(integration.httpMethod),
      contentHandling: listed(integration.contentHandling),
      responseTransferMode: listed(integration.responseTransferMode),
      requestParameters: listedMap(integration.requestParameters),
      requestTemplates: mediaTypes(integration.requestTemplates),
      integrationResponses: some(
        integration.responses.map(response => [
          valueOf(response.statusCode) ?? '?',
          listIntegrationResponse(response),
        ]),
      ),
    }),
  }
}

function listIntegrationResponse(response: IntegrationResponse): Listed {
  return {
    statusCode: listed(response.statusCode),
    ...defined({
      selectionPattern: listed(response.selectionPattern),
      contentHandling: listed(response.contentHandling),
      responseParameters: listedMap(response.responseParameters),
      responseTemplates: mediaTypes(response.responseTemplates),
    }),
  }
}

function mediaTypes(templates: ReadonlyMap<string, unknown>): string[] | undefined {
  return templates.size > 0 ? [...templates.keys()].sort() : undefined
}

function listAuthorizer(authorizer: Authorizer): Listed {
  const type = listed(authorizer.type)
  const sources = authorizer.identitySource.map(source => listed(source))
  return defined({
    type,
    // AWS writes this beside the type although nothing depends on it.
    authType: type && (type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom'),
    identitySource: sources.includes(null) ? null : sources.join(',') || undefined,
    identityValidationExpression: listed(authorizer.identityValidationExpression),
    authorizerResultTtlInSeconds: listed(authorizer.resultTtlInSeconds),
  })
}

function listDocumentation(api: RestApi): Listed[] | undefined {
  return api.settings?.documentation?.parts.map(({ location, properties }) => ({
    location: listedMap(location) ?? {},
    properties: properties ?? null,
  }))
}
