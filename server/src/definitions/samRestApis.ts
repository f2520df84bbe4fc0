import type { GatewayResponse, Method, Model, RequestValidator, Resource, RestApi } from '../api/api.ts'
import type { Fact } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { SamApi } from './samApi.ts'
import type { SamAuth } from './samAuth.ts'
import type { ApiEvent } from './samEvents.ts'
import type { EventMethod } from './samMethods.ts'
import type { PolicySource } from './samResourcePolicies.ts'
import type { SamBody } from './samBody.ts'
import type { Template } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { originOfEntry } from '../syntax/node.ts'
import { noteRead, withReads } from '../syntax/reads.ts'
import { readBinaryMediaTypes } from './binaryMediaTypes.ts'
import { readPolicy } from './dataTrees.ts'
import { defined } from './defined.ts'
import { propertiesOf, upperCase } from './properties.ts'
import { readSettings } from './apiSettings.ts'
import { children, known } from './reader.ts'
import { schemaOf } from './restParts.ts'
import { mergeResources } from './restResources.ts'
import { readRestAuth } from './samAuthorizers.ts'
import { samStageName } from './samApi.ts'
import { readSamBody } from './samBody.ts'
import { addPreflights } from './samCors.ts'
import { withDefaults } from './samDefaults.ts'
import { overStated, readEventMethod } from './samMethods.ts'
import { readSamPolicy } from './samResourcePolicies.ts'
import { readSamRestStages } from './samStages.ts'

/** `AWS::Serverless::Api` with the methods of the events that name it. */
export function readSamRestApi(template: Template, api: SamApi, events: readonly ApiEvent[]): RestApi {
  const { id, origin, properties } = api
  const stages = readSamRestStages(template, api)
  const body = readSamBody(template, properties, { id, apiType: 'rest', stages })
  const base = body.api?.type === 'rest' ? body.api : undefined
  const { value: auth, cell } = withReads(() => {
    // What SAM adds from `Globals` and the resource itself were put together before; an implicit API has the first alone.
    template.noteResource(id)
    return readRestAuth(template, properties)
  })
  const eventMethods = events.map(event => {
    const inputs = [id, event.path, event.method]
    return template.remember(event.owner, `method of ${event.name}`, inputs, () => {
      noteRead(cell)
      return readEventMethod(template, event, auth)
    })
  })
  const resources = readResources(
    template,
    properties,
    body.source,
    base?.resources ?? [],
    eventMethods,
    auth,
  )
  const validators = eventMethods.flatMap(({ validator }) => validator ?? [])
  const policy = readSamPolicy(
    template.reader,
    samStageName(api),
    policySources(
      auth,
      resources,
      base?.resources ?? [],
      events,
      eventMethods,
      takesEvents(body.source, properties),
    ),
    base?.policy,
  )
  const endpoint = properties.inner('EndpointConfiguration')
  const endpointTypes =
    endpoint.node?.type === 'mapping' ? endpoint.texts('Type') : properties.texts('EndpointConfiguration')
  return {
    type: 'rest',
    id,
    name: valueOf(properties.text('Name')) ?? base?.name ?? id,
    origin,
    authorizers: [...(base?.authorizers ?? []), ...auth.authorizers],
    models: [...(base?.models ?? []), ...readModels(template, properties)],
    stages,
    settings: {
      ...(base?.settings ?? { isImported: true, version: known('1.0', origin) }),
      ...readSettings(template.reader, properties),
    },
    resources,
    requestValidators: [...(base?.requestValidators ?? []), ...unique(validators)],
    gatewayResponses: [...(base?.gatewayResponses ?? []), ...readGatewayResponses(template, properties)],
    binaryMediaTypes: [...(base?.binaryMediaTypes ?? []), ...readBinaryMediaTypes(properties)],
    endpointTypes:
      endpointTypes.length > 0
        ? endpointTypes.map(type => upperCase(type) ?? type)
        : (base?.endpointTypes ?? []),
    unmodelled: [...(base?.unmodelled ?? []), ...body.unmodelled],
    ...defined({
      apiKeySource: upperCase(properties.text('ApiKeySourceType')) ?? base?.apiKeySource,
      minimumCompressionSize: properties.number('MinimumCompressionSize') ?? base?.minimumCompressionSize,
      policy: policy ?? readPolicy(template.reader, properties, 'Policy'),
      vpcEndpointIds: endpointIds(endpoint) ?? base?.vpcEndpointIds,
    }),
  }
}

function takesEvents(source: SamBody['source'], properties: Properties): boolean {
  return source === 'none' || valueOf(properties.boolean('MergeDefinitions')) === true
}

// Events add methods only to a document that SAM makes itself, or when `MergeDefinitions` asks for it.
function readResources(
  template: Template,
  properties: Properties,
  source: SamBody['source'],
  stated: readonly Resource[],
  events: readonly EventMethod[],
  auth: SamAuth,
): Resource[] {
  const merged = events.map(event => ({ ...event, method: overStated(event, stated) }))
  const made = takesEvents(source, properties)
    ? merged.map(({ path, method }) => ({ path, origin: method.origin, methods: [method] }))
    : []
  const chosen = new Set<Method>(
    merged.filter(event => event.isAuthorizationChosen).map(({ method }) => method),
  )
  const all = mergeResources(stated, made)
  if (source === 'uri') return all
  return addPreflights(template, properties, all).map(resource => ({
    ...resource,
    methods: resource.methods.map(method => withDefaults(method, auth, chosen.has(method))),
  }))
}

// What each `ResourcePolicy` covers: that of an event its path with the methods put there up to then, that of the API all.
function policySources(
  auth: SamAuth,
  all: readonly Resource[],
  stated: readonly Resource[],
  events: readonly ApiEvent[],
  made: readonly EventMethod[],
  takesAll: boolean,
): PolicySource[] {
  const ofEvents = events.flatMap((event, index) => {
    const { path } = event
    const own = event.properties.inner('Auth')
    // A document of the user's own takes the policy of an event that insists.
    if (!takesAll && valueOf(own.boolean('OverrideApiAuth')) !== true) return []
    const earlier = made.slice(0, index + 1).filter(each => each.path === path)
    const methods = [
      ...(stated.find(resource => resource.path === path)?.methods ?? []),
      ...earlier.map(({ method }) => method),
    ]
    return [{ auth: own, covered: [{ path, methods }] }]
  })
  return [...ofEvents, { auth: auth.properties, covered: all }]
}

function endpointIds(endpoint: Properties): Fact<string>[] | undefined {
  const name = ['VPCEndpointIds', 'VpcEndpointIds'].find(each => endpoint.value(each))
  return name === undefined ? undefined : endpoint.texts(name)
}

function readModels(template: Template, properties: Properties): Model[] {
  return children(template.reader, properties.value('Models')).map(({ entry, value }) => ({
    name: entry.name.toLowerCase(),
    origin: originOfEntry(entry),
    contentType: 'application/json',
    schema: schemaOf(template.reader, value),
  }))
}

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html#sam-api-gatewayresponses
function readGatewayResponses(template: Template, properties: Properties): GatewayResponse[] {
  return children(template.reader, properties.value('GatewayResponses')).map(({ entry, value }) => {
    const response = propertiesOf(template.reader, value)
    const parameters = response.inner('ResponseParameters')
    const pairs = (['Headers', 'Paths', 'QueryStrings'] as const).flatMap(kind =>
      [...parameters.textMap(kind)].map(
        ([name, fact]) => [`gatewayresponse.${destinations[kind]}.${name}`, fact] as const,
      ),
    )
    return {
      type: entry.name,
      origin: originOfEntry(entry),
      responseParameters: new Map(pairs),
      responseTemplates: response.textMap('ResponseTemplates'),
      ...defined({ statusCode: response.text('StatusCode') }),
    }
  })
}

const destinations = { Headers: 'header', Paths: 'path', QueryStrings: 'querystring' } as const

function unique(validators: readonly RequestValidator[]): RequestValidator[] {
  return [...new Map(validators.map(validator => [validator.name, validator])).values()]
}
