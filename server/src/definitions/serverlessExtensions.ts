import type { Api, Method, RestApi } from '../api/api.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { Extension, Service } from './serverlessService.ts'
import type { TemplateResource } from './templateResources.ts'
import { readFunctions } from './functions.ts'
import { readHttpResources } from './httpResources.ts'
import { originOfEntry } from '../syntax/node.ts'
import { readMethod } from './restMethods.ts'
import { readRestApis } from './restResources.ts'
import { functionLogicalId, methodLogicalId } from './serverlessNames.ts'

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

const functionParts: Readonly<Record<string, readonly string[]>> = {
  Handler: ['handler'],
  Runtime: ['runtime'],
  Timeout: ['timeout'],
  MemorySize: ['memorySize'],
  Environment: ['environment'],
  PackageType: ['packageType'],
}

/** An API with what `resources.extensions` says of it and of its methods: a property is replaced as a whole. */
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
  return whole.type === 'rest' ? { ...whole, resources: extendedMethods(service, whole) } : whole
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
  { properties }: Extension,
  parts: Readonly<Record<string, readonly string[]>>,
): T {
  const names = Object.entries(parts).flatMap(([property, fields]) =>
    properties.value(property) === undefined ? [] : fields,
  )
  const values = Object.entries(stated).filter(([name]) => names.includes(name))
  return { ...base, ...Object.fromEntries(values) }
}
