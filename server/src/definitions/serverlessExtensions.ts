import type { Api, Method, RestApi } from '../api/api.ts'
import type { Authorizer } from '../api/authorizer.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { Extension, Service } from './serverlessService.ts'
import type { TemplateResource } from './templateResources.ts'
import { readFunctions } from './functions.ts'
import { readHttpAuthorizer, readHttpResources } from './httpResources.ts'
import { originOfEntry } from '../syntax/node.ts'
import { readMethod } from './restMethods.ts'
import { readAuthorizer } from './restParts.ts'
import { readRestApis } from './restResources.ts'
import {
  authorizerLogicalId,
  functionLogicalId,
  httpAuthorizerLogicalId,
  methodLogicalId,
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

/** An API with what `resources.extensions` says of it, of its authorizers and of its methods. */
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
  return guarded.type === 'rest' ? { ...guarded, resources: extendedMethods(service, guarded) } : guarded
}

/** The functions with what `resources.extensions` says of them. */
export function extendedFunction(service: Service, fn: LambdaFunction): LambdaFunction {
  const id = functionLogicalId(fn.id)
  const extension = service.extensions.get(id)
  if (!extension) return fn
  const resource = resourceOf(id, 'AWS::Lambda::Function', extension)
  const [stated] = readFunctions({ ...service.template, resources: new Map([[id, resource]]) })
  return stated ? replaced(fn, stated, extension, functionParts) : fn
}

function extendedAuthorizers(service: Service, { type, authorizers }: Api): Authorizer[] {
  return authorizers.map(authorizer => {
    const id = authorizerId[type](authorizer.name)
    const extension = service.extensions.get(id)
    if (!extension) return authorizer
    const stated =
      type === 'rest'
        ? readAuthorizer(resourceOf(id, 'AWS::ApiGateway::Authorizer', extension))
        : readHttpAuthorizer(resourceOf(id, 'AWS::ApiGatewayV2::Authorizer', extension))
    return replaced<Authorizer>(authorizer, stated, extension, authorizerParts)
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
    methods: resource.methods.map(method => {
      const id = methodLogicalId(resource.path, method.httpMethod)
      const extension = service.extensions.get(id)
      if (!extension) return method
      const stated = readMethod(service.template, resourceOf(id, 'AWS::ApiGateway::Method', extension))
      return replaced<Method>(method, stated, extension, methodParts)
    }),
  }))
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
