import type { Api, Method, RestApi } from '../api/api.ts'
import type { Authorizer } from '../api/authorizer.ts'
import type { Integration } from '../api/integration.ts'
import type { LambdaFunction, LambdaPermission } from '../api/lambdaFunction.ts'
import type { Extension, Service } from './serverlessService.ts'
import type { TemplateResource } from './templateResources.ts'
import { readFunctions, readPermissions } from './functions.ts'
import { readHttpAuthorizer, readHttpResources } from './httpResources.ts'
import { entryOf, itemsOf, originOfEntry, stringOf } from '../syntax/node.ts'
import { propertiesOf } from './properties.ts'
import { readMethod } from './restMethods.ts'
import { readAuthorizer, readModel, readRequestValidator } from './restParts.ts'
import { readRestApis } from './restResources.ts'
import {
  authorizerLogicalId,
  functionLogicalId,
  httpAuthorizerLogicalId,
  methodLogicalId,
  validatorLogicalId,
  webSocketAuthorizerLogicalId,
} from './serverlessNames.ts'

/** Which parts of the model each property of CloudFormation says. */
const apiParts: Readonly<Record<string, readonly string[]>> = {
  Name: ['name'],
  BinaryMediaTypes: ['binaryMediaTypes'],
  MinimumCompressionSize: ['minimumCompressionSize'],
  ApiKeySourceType: ['apiKeySource'],
  EndpointConfiguration: ['endpointTypes', 'vpcEndpointIds'],
  Policy: ['policy'],
  CorsConfiguration: ['cors'],
  RouteSelectionExpression: ['routeSelectionExpression'],
}

const methodParts: Readonly<Record<string, readonly string[]>> = {
  AuthorizationType: ['authorization'],
  AuthorizerId: ['authorization'],
  AuthorizationScopes: ['authorization'],
  ApiKeyRequired: ['apiKeyRequired'],
  OperationName: ['operationName'],
  RequestParameters: ['requestParameters'],
  RequestModels: ['requestModels'],
  RequestValidatorId: ['requestValidator'],
  MethodResponses: ['responses'],
  Integration: ['integration'],
}

const integrationParts: Readonly<Record<string, readonly string[]>> = {
  Type: ['type'],
  Uri: ['uri'],
  IntegrationHttpMethod: ['httpMethod'],
  Credentials: ['credentials'],
  ConnectionType: ['connectionType'],
  ConnectionId: ['connectionId'],
  RequestParameters: ['requestParameters'],
  RequestTemplates: ['requestTemplates'],
  CacheKeyParameters: ['cacheKeyParameters'],
  CacheNamespace: ['cacheNamespace'],
  TimeoutInMillis: ['timeoutInMillis'],
  PassthroughBehavior: ['passthroughBehavior'],
  ContentHandling: ['contentHandling'],
  ResponseTransferMode: ['responseTransferMode'],
  TlsConfig: ['tlsConfig'],
}

const integrationResponseParts: Readonly<Record<string, readonly string[]>> = {
  StatusCode: ['statusCode'],
  SelectionPattern: ['selectionPattern'],
  ResponseParameters: ['responseParameters'],
  ResponseTemplates: ['responseTemplates'],
  ContentHandling: ['contentHandling'],
}

const modelParts: Readonly<Record<string, readonly string[]>> = {
  Name: ['name'],
  ContentType: ['contentType'],
  Description: ['description'],
  Schema: ['schema'],
}

const validatorParts: Readonly<Record<string, readonly string[]>> = {
  Name: ['listedName'],
  ValidateRequestBody: ['validateRequestBody'],
  ValidateRequestParameters: ['validateRequestParameters'],
}

const permissionParts: Readonly<Record<string, readonly string[]>> = {
  FunctionName: ['functionName'],
  Principal: ['principal'],
  Action: ['action'],
  SourceArn: ['sourceArn'],
  SourceAccount: ['sourceAccount'],
}

const authorizerParts: Readonly<Record<string, readonly string[]>> = {
  Name: ['listedName'],
  Type: ['type'],
  AuthorizerType: ['type'],
  AuthorizerUri: ['uri'],
  IdentitySource: ['identitySource'],
  IdentityValidationExpression: ['identityValidationExpression'],
  AuthorizerResultTtlInSeconds: ['resultTtlInSeconds'],
  AuthorizerCredentials: ['credentials'],
  AuthorizerCredentialsArn: ['credentials'],
  ProviderARNs: ['providerArns'],
  AuthorizerPayloadFormatVersion: ['payloadFormatVersion'],
  EnableSimpleResponses: ['enableSimpleResponses'],
  JwtConfiguration: ['jwt'],
}

const functionParts: Readonly<Record<string, readonly string[]>> = {
  Handler: ['handler'],
  Runtime: ['runtime'],
  Timeout: ['timeout'],
  MemorySize: ['memorySize'],
  Environment: ['environment'],
  PackageType: ['packageType'],
}

/** An API with what `resources.extensions` says of it, of its authorizers, methods, models and request validator. */
export function extendedApi(service: Service, api: Api): Api {
  const extension = service.extensions.get(api.id)
  const template = { ...service.template, resources: new Map<string, TemplateResource>() }
  const type = api.type === 'rest' ? 'AWS::ApiGateway::RestApi' : 'AWS::ApiGatewayV2::Api'
  if (extension) template.resources.set(api.id, resourceOf(api.id, type, extension))
  const [stated] = api.type === 'rest' ? readRestApis(template) : readHttpResources(template)
  const whole =
    extension && stated
      ? { ...replaced(api, stated, extension, apiParts), settings: { ...api.settings, ...stated.settings } }
      : api
  const guarded = { ...whole, authorizers: extendedAuthorizers(service, whole) }
  if (guarded.type !== 'rest') return guarded
  return {
    ...guarded,
    resources: extendedMethods(service, guarded),
    models: extendedModels(service, guarded),
    requestValidators: extendedValidators(service, guarded),
  }
}

/** A permission that the framework adds, with what `resources.extensions` says of it. */
export function extendedPermission(
  service: Service,
  id: string,
  permission: LambdaPermission,
): LambdaPermission[] {
  const extension = service.extensions.get(id)
  if (!extension) return [permission]
  if (!isMade(service, extension)) return []
  const resource = resourceOf(id, 'AWS::Lambda::Permission', extension)
  const [stated] = readPermissions({ ...service.template, resources: new Map([[id, resource]]) })
  return [stated ? replaced(permission, stated, extension, permissionParts) : permission]
}

// What has a condition that does not hold is not made.
function isMade({ template }: Service, { entry }: Extension): boolean {
  const condition = stringOf(entryOf(entry.value, 'Condition')?.value)
  const outcome = condition === undefined ? undefined : template.intrinsics.condition(condition)
  return !outcome?.known || outcome.value !== false
}

function extendedModels(service: Service, { models }: RestApi): RestApi['models'] {
  return models.flatMap(model => {
    // The framework names a model as its logical id unless the user does.
    const extension = service.extensions.get(model.name)
    if (!extension) return [model]
    if (!isMade(service, extension)) return []
    const stated = readModel(service.template, resourceOf(model.name, 'AWS::ApiGateway::Model', extension))
    return [replaced(model, stated, extension, modelParts)]
  })
}

function extendedValidators(service: Service, { requestValidators }: RestApi): RestApi['requestValidators'] {
  const id = validatorLogicalId(service.name)
  const extension = service.extensions.get(id)
  if (!extension) return requestValidators
  if (!isMade(service, extension)) return []
  const stated = readRequestValidator(resourceOf(id, 'AWS::ApiGateway::RequestValidator', extension))
  return requestValidators.map(validator => replaced(validator, stated, extension, validatorParts))
}

/** A function with what `resources.extensions` says of it. */
export function extendedFunction(service: Service, fn: LambdaFunction): LambdaFunction {
  const id = functionLogicalId(fn.id)
  const extension = service.extensions.get(id)
  if (!extension) return fn
  const resource = resourceOf(id, 'AWS::Lambda::Function', extension)
  const [stated] = readFunctions({ ...service.template, resources: new Map([[id, resource]]) })
  return stated ? replaced(fn, stated, extension, functionParts) : fn
}

function extendedAuthorizers(service: Service, { type, authorizers }: Api): Authorizer[] {
  return authorizers.flatMap(authorizer => {
    const id = authorizerId[type](authorizer.name)
    const extension = service.extensions.get(id)
    if (!extension) return [authorizer]
    if (!isMade(service, extension)) return []
    const stated =
      type === 'rest'
        ? readAuthorizer(resourceOf(id, 'AWS::ApiGateway::Authorizer', extension))
        : readHttpAuthorizer(resourceOf(id, 'AWS::ApiGatewayV2::Authorizer', extension))
    return [replaced<Authorizer>(authorizer, stated, extension, authorizerParts)]
  })
}

const authorizerId: Readonly<Record<Api['type'], (name: string) => string>> = {
  rest: authorizerLogicalId,
  http: httpAuthorizerLogicalId,
  websocket: webSocketAuthorizerLogicalId,
}

function extendedMethods(service: Service, { resources }: RestApi): RestApi['resources'] {
  return resources.map(resource => ({
    ...resource,
    methods: resource.methods.flatMap(method => {
      const id = methodLogicalId(resource.path, method.httpMethod)
      const extension = service.extensions.get(id)
      if (!extension) return [method]
      if (!isMade(service, extension)) return []
      const stated = readMethod(service.template, resourceOf(id, 'AWS::ApiGateway::Method', extension))
      const changed = replaced<Method>(method, stated, extension, methodParts)
      const integration = mergedIntegration(service, method, stated, extension)
      return [integration ? { ...changed, integration } : changed]
    }),
  }))
}

// `Resources` is merged deeply: what it does not say of an integration stays, and lists are merged item by item.
function mergedIntegration(
  { reader }: Service,
  method: Method,
  stated: Method,
  extension: Extension,
): Integration | undefined {
  const [first, second] = [method.integration, stated.integration]
  if (!extension.isMerged || !first || !second) return undefined
  const properties = extension.properties.inner('Integration')
  const merged = replaced(first, second, { ...extension, properties }, integrationParts)
  const items = itemsOf(properties.value('IntegrationResponses'))
  const responses = second.responses.map((response, index) => {
    const earlier = first.responses[index]
    const item = propertiesOf(reader, items[index])
    return earlier
      ? replaced(earlier, response, { ...extension, properties: item }, integrationResponseParts)
      : response
  })
  return { ...merged, responses: [...responses, ...first.responses.slice(responses.length)] }
}

function resourceOf(id: string, type: string, { entry, properties }: Extension): TemplateResource {
  return { id, type, entry, body: entry.value, properties, origin: originOfEntry(entry) }
}

function replaced<T extends object>(
  base: T,
  stated: object,
  { properties, isMerged }: Extension,
  parts: Readonly<Record<string, readonly string[]>>,
): T {
  const names = Object.entries(parts).flatMap(([property, fields]) =>
    properties.value(property) === undefined ? [] : fields,
  )
  const earlier = new Map<string, unknown>(Object.entries(base))
  const later = new Map<string, unknown>(Object.entries(stated))
  const values = new Map<string, unknown>()
  for (const name of names) {
    if (!later.has(name)) continue
    const [first, second] = [earlier.get(name), later.get(name)]
    // An extension replaces a property as a whole; what `Resources` adds goes into it.
    const isUnion = isMerged && first instanceof Map && second instanceof Map
    values.set(name, isUnion ? union(first, second) : second)
  }
  return { ...base, ...Object.fromEntries(values) }
}

function union(first: ReadonlyMap<unknown, unknown>, second: ReadonlyMap<unknown, unknown>) {
  return new Map([...first, ...second])
}
