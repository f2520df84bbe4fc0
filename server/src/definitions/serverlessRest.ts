import type { ApiSettings, Method, RequestValidator, Resource, RestApi, Stage } from '../api/api.ts'
import type { Authorizer } from '../api/authorizer.ts'
import type { LambdaPermission } from '../api/lambdaFunction.ts'
import type { Origin } from '../base/origin.ts'
import type { EventAuthorizer } from './serverlessAuthorizers.ts'
import type { ServiceEvent } from './serverlessEvents.ts'
import type { EventRequest } from './serverlessRequests.ts'
import type { Properties } from './properties.ts'
import type { PluginMethod, PluginRoute } from './serverlessPluginRoutes.ts'
import type { Service } from './serverlessService.ts'
import { valueOf } from '../base/origin.ts'
import { policyOfStatements, readPolicy } from './dataTrees.ts'
import { defined } from './defined.ts'
import { upperCase } from './properties.ts'
import { known } from './reader.ts'
import { readEventAuthorizer } from './serverlessAuthorizers.ts'
import { addPreflights, corsResponseHeaders } from './serverlessCors.ts'
import { permissionFor } from './serverlessFunctions.ts'
import { readEventIntegration } from './serverlessIntegrations.ts'
import { serviceApis } from './serverlessNames.ts'
import { readEventRequest, readSharedModels } from './serverlessRequests.ts'

const apiProperties = ['disableDefaultEndpoint']

/** An API of a service and the permissions that the framework adds for it. */
export interface ServiceApi<T> {
  readonly api: T
  readonly permissions: readonly LambdaPermission[]
}

interface EventMethod {
  readonly path: string
  readonly method: Method
  readonly authorizer: EventAuthorizer
  readonly request: EventRequest
}

/** The REST API of the `http` events: `dev-books`, at the stage of the provider. */
export function readServiceRestApi(
  service: Service,
  events: readonly ServiceEvent[],
  added: readonly { readonly route: PluginRoute; readonly made: PluginMethod }[] = [],
): ServiceApi<RestApi> | undefined {
  const first = events[0]?.origin ?? added[0]?.made.method.origin
  if (!first) return undefined
  const settings = service.provider.inner('apiGateway')
  const origin = service.provider.origin('apiGateway') ?? first
  const methods = events.map(event => readMethod(service, event))
  const asked = [...methods, ...added.map(({ made }) => made)].map(({ authorizer }) => authorizer)
  const authorizers = asked.flatMap(authorizer => authorizer?.made ?? [])
  const policy =
    readPolicy(service.reader, settings, 'resourcePolicy') ??
    readPolicy(service.reader, service.provider, 'resourcePolicy')
  const endpoint = service.provider.text('endpointType')
  const api: RestApi = {
    type: 'rest',
    id: serviceApis.rest,
    name: apiName(service),
    origin,
    authorizers: uniqueByName<Authorizer>(authorizers),
    models: [...readSharedModels(service, events), ...methods.flatMap(({ request }) => request.models)],
    stages: [stageOf(service, origin)],
    resources: addPreflights(resourcesOf([...methods, ...added.map(({ made }) => made)]), [
      ...events,
      ...added.map(({ route }) => route),
    ]),
    requestValidators: uniqueByName<RequestValidator>(
      methods.flatMap(({ request }) => request.validator ?? []),
    ),
    gatewayResponses: [],
    binaryMediaTypes: settings.texts('binaryMediaTypes'),
    // What the framework writes where nothing is stated is AWS's default, too.
    endpointTypes: endpoint ? [upperCase(endpoint) ?? endpoint] : [],
    settings: readSettings(settings),
    unmodelled: [
      ...settings.unmodelled(apiProperties),
      ...service.provider.unmodelled(['apiKeys', 'usagePlan']),
    ],
    ...defined({
      apiKeySource: upperCase(settings.text('apiKeySourceType') ?? service.provider.text('apiKeySourceType')),
      minimumCompressionSize: settings.number('minimumCompressionSize'),
      // The framework takes the statements alone.
      policy: policy && { ...policy, document: policyOfStatements(policy.document) },
    }),
  }
  const callers = new Set([
    ...events.map(({ owner }) => owner),
    ...asked.flatMap(authorizer => authorizer?.fn ?? []),
  ])
  return { api, permissions: [...callers].flatMap(fn => permissionFor(service, fn, api.id, fn.origin)) }
}

// https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml#api-gateway-v1-rest-api
function readSettings(settings: Properties): ApiSettings {
  const endpoint = settings.inner('endpoint')
  return defined({
    description: settings.text('description'),
    disableExecuteApiEndpoint: endpoint.boolean('disable') ?? settings.boolean('disableDefaultEndpoint'),
    securityPolicy: endpoint.text('securityPolicy'),
    endpointAccessMode: upperCase(endpoint.text('accessMode')),
  })
}

/** The stage of the service: what the framework deploys REST and WebSocket APIs to. */
export function stageOf({ stage, stageOrigin, provider }: Service, api: Origin): Stage {
  return {
    name: stage,
    origin: stageOrigin ?? api,
    variables: new Map(),
    unmodelled: [
      ...provider.inner('tracing').unmodelled(['apiGateway']),
      ...provider.inner('logs').unmodelled(['restApi']),
      ...provider.inner('apiGateway').unmodelled(['metrics', 'caching', 'stageName']),
    ],
  }
}

function readMethod(service: Service, event: ServiceEvent): EventMethod {
  const { properties, origin } = event
  const authorizer = readEventAuthorizer(service, properties.value('authorizer'), origin)
  const request = readEventRequest(service, event)
  const { integration, responses } = readEventIntegration(
    service,
    event,
    request.parameters,
    corsResponseHeaders(event),
  )
  const method: Method = {
    httpMethod: event.method,
    origin,
    authorization: authorizer.authorization,
    requestParameters: request.parameters,
    requestModels: request.requestModels,
    responses,
    integration,
    unmodelled: properties.unmodelled(['caching']),
    ...defined({
      apiKeyRequired: properties.boolean('private'),
      operationName: valueOf(properties.text('operationId')),
      requestValidator: request.validator && known(request.validator.name, request.validator.origin),
    }),
  }
  return { path: event.path, method, authorizer, request }
}

// Two events of one path and method stay two methods, so that the rule on duplicates sees both.
function resourcesOf(methods: readonly Pick<EventMethod, 'path' | 'method'>[]): Resource[] {
  const byPath = new Map<string, Method[]>()
  for (const { path, method } of methods) byPath.set(path, [...(byPath.get(path) ?? []), method])
  return [...byPath].flatMap(([path, made]) =>
    made[0] ? [{ path, origin: made[0].origin, methods: made }] : [],
  )
}

function apiName({ name, stage, provider }: Service): string {
  const isServiceFirst = valueOf(provider.inner('apiGateway').boolean('shouldStartNameWithService')) === true
  return valueOf(provider.text('apiName')) ?? (isServiceFirst ? `${name}-${stage}` : `${stage}-${name}`)
}

function uniqueByName<T extends { readonly name: string }>(items: readonly T[]): T[] {
  return items.filter((item, index) => items.findIndex(({ name }) => name === item.name) === index)
}
