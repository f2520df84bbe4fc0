import type { Documentation, Method, Resource, RestApi, Stage } from '../api/api.ts'
import type { Origin } from '../base/origin.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { partsOf } from './apiParts.ts'
import { readBinaryMediaTypes } from './binaryMediaTypes.ts'
import { readBodyFile, unreadBody } from './bodyFiles.ts'
import { readPolicy } from './dataTrees.ts'
import { reportElsewhere } from './elsewhere.ts'
import { defined } from './defined.ts'
import { applyBasePath } from './importBasePath.ts'
import { readSettings } from './apiSettings.ts'
import { readOpenApi } from './openApi.ts'
import { upperCase } from './properties.ts'
import { readMethod } from './restMethods.ts'
import {
  readAuthorizer,
  readDeployment,
  readDeploymentStage,
  readDocumentationPart,
  readGatewayResponse,
  readModel,
  readRequestValidator,
  readStage,
} from './restParts.ts'
import { resourcesOf } from './templateResources.ts'

/** `AWS::ApiGateway::RestApi` as it stands; `withRestParts` adds the resources that name it. */
export function readRestApis(template: Template): RestApi[] {
  return resourcesOf(template, 'AWS::ApiGateway::RestApi').map(resource => readRestApi(template, resource))
}

function readRestApi(template: Template, resource: TemplateResource): RestApi {
  const { id, origin, properties } = resource
  const body = readBody(template, resource)
  const policy = readPolicy(template.reader, properties, 'Policy')
  const endpoint = properties.inner('EndpointConfiguration')
  const endpointTypes = endpoint.texts('Types')
  const vpcEndpointIds = endpoint.value('VpcEndpointIds') && endpoint.texts('VpcEndpointIds')
  return {
    type: 'rest',
    id,
    name: valueOf(properties.text('Name')) ?? body?.name ?? id,
    origin,
    authorizers: body?.authorizers ?? [],
    models: body?.models ?? [],
    stages: [],
    settings: { ...body?.settings, ...readSettings(template.reader, properties) },
    unmodelled: [...(body?.unmodelled ?? []), ...unreadBody(properties, body)],
    resources: body?.resources ?? [],
    requestValidators: body?.requestValidators ?? [],
    gatewayResponses: body?.gatewayResponses ?? [],
    binaryMediaTypes: [...(body?.binaryMediaTypes ?? []), ...readBinaryMediaTypes(properties)],
    endpointTypes: endpointTypes.length > 0 ? endpointTypes : (body?.endpointTypes ?? []),
    ...defined({
      apiKeySource: upperCase(properties.text('ApiKeySourceType')) ?? body?.apiKeySource,
      minimumCompressionSize: properties.number('MinimumCompressionSize') ?? body?.minimumCompressionSize,
      policy: policy ?? body?.policy,
      vpcEndpointIds: vpcEndpointIds ?? body?.vpcEndpointIds,
    }),
  }
}

/** Adds the `AWS::ApiGateway::*` resources that name an API, which may be one of SAM's. */
export function withRestParts(template: Template, api: RestApi): RestApi {
  const parts = (type: string) => partsOf(template, `AWS::ApiGateway::${type}`, 'RestApiId', api.id)
  const stages = [
    ...api.stages,
    ...parts('Stage').map(stage => readStage(template, stage)),
    ...parts('Deployment').flatMap(deployment => readDeploymentStage(template, deployment) ?? []),
  ]
  const responses = parts('GatewayResponse').map(readGatewayResponse)
  return {
    ...api,
    authorizers: [...api.authorizers, ...parts('Authorizer').map(readAuthorizer)],
    models: [...api.models, ...parts('Model').map(model => readModel(template, model))],
    stages: withDefaultStage(uniqueStages(stages), 'dev', api.origin),
    resources: mergeResources(api.resources, readResourceTree(template, api)),
    deployments: parts('Deployment').map(readDeployment),
    settings: {
      ...api.settings,
      pathsWithoutMethod: readPathsWithoutMethod(template, api),
      ...defined({ documentation: readDocumentation(template, api) }),
    },
    requestValidators: [...api.requestValidators, ...parts('RequestValidator').map(readRequestValidator)],
    gatewayResponses: [
      ...api.gatewayResponses.filter(({ type }) => !responses.some(response => response.type === type)),
      ...responses,
    ],
  }
}

function readBody(template: Template, { id, properties }: TemplateResource): RestApi | undefined {
  const body = readBodyFile(template, properties)
  if (!body) return undefined
  const name = valueOf(properties.text('Name'))
  const api = readOpenApi(body.root, body.reader, { id, apiType: 'rest', ...defined({ name }) })
  if (api?.type !== 'rest') return undefined
  const basePath = valueOf(properties.inner('Parameters').text('basepath'))
  return applyBasePath(api, body.root, body.reader, basePath)
}

// `AWS::ApiGateway::DocumentationPart` and `...Version` beside what the API's document says.
function readDocumentation(template: Template, api: RestApi): Documentation | undefined {
  const own = api.settings?.documentation
  const parts = partsOf(template, 'AWS::ApiGateway::DocumentationPart', 'RestApiId', api.id)
  const versions = partsOf(template, 'AWS::ApiGateway::DocumentationVersion', 'RestApiId', api.id).flatMap(
    ({ properties }) => properties.text('DocumentationVersion') ?? [],
  )
  if (parts.length === 0 && versions.length === 0) return own
  return {
    ...own,
    parts: [...(own?.parts ?? []), ...parts.map(part => readDocumentationPart(template, part))],
    versions,
  }
}

// A stage of the same name is the same stage; the first says more.
function uniqueStages(stages: readonly Stage[]): Stage[] {
  return stages.filter((stage, index) => stages.findIndex(({ name }) => name === stage.name) === index)
}

/** A stage to serve an API from that the template does not deploy: `name`, as for an OpenAPI document. */
export function withDefaultStage(stages: readonly Stage[], name: string, origin: Origin): readonly Stage[] {
  return stages.length > 0
    ? stages
    : [{ name, isInvented: true, origin, variables: new Map(), unmodelled: [] }]
}

/** Resources of the same path become one; a method of `second` replaces its namesakes of `first`. */
export function mergeResources(first: readonly Resource[], second: readonly Resource[]): Resource[] {
  const byPath = new Map<string, Resource>()
  const add = (resource: Resource, isReplaced: (method: Method) => boolean) => {
    const earlier = byPath.get(resource.path)
    const methods = [...(earlier?.methods ?? []), ...resource.methods.filter(method => !isReplaced(method))]
    byPath.set(resource.path, { ...(earlier ?? resource), methods })
  }
  const labels = new Set(
    second.flatMap(({ path, methods }) => methods.map(method => `${method.httpMethod} ${path}`)),
  )
  for (const resource of first) add(resource, method => labels.has(`${method.httpMethod} ${resource.path}`))
  for (const resource of second) add(resource, () => false)
  return [...byPath.values()]
}

function readResourceTree(template: Template, api: RestApi): Resource[] {
  const byPath = new Map<string, { origin: Origin; methods: Method[] }>()
  for (const method of partsOf(template, 'AWS::ApiGateway::Method', 'RestApiId', api.id)) {
    const place = template.remember(method, `place in ${api.id}`, [], () => {
      // Where the API stands is where its root does.
      template.noteResource(api.id)
      return placeOf(template, api, valueOf(method.properties.text('ResourceId')))
    })
    if (!place) {
      reportElsewhere(template, method.properties, 'ResourceId')
      continue
    }
    const resource = byPath.get(place.path) ?? { origin: place.origin, methods: [] }
    resource.methods.push(template.remember(method, 'method', [], () => readMethod(template, method)))
    byPath.set(place.path, resource)
  }
  return [...byPath].map(([path, { origin, methods }]) => ({ path, origin, methods }))
}

function readPathsWithoutMethod(template: Template, api: RestApi): string[] {
  const paths = partsOf(template, 'AWS::ApiGateway::Resource', 'RestApiId', api.id).flatMap(
    resource =>
      template.remember(resource, `path in ${api.id}`, [], () => placeOf(template, api, resource.id)?.path) ??
      [],
  )
  return [...new Set([...(api.settings?.pathsWithoutMethod ?? []), ...paths])]
}

// Follows `ParentId` up to the root; undefined when the chain leaves the template or comes back to itself.
function placeOf(
  template: Template,
  api: RestApi,
  resourceId: string | undefined,
): { path: string; origin: Origin } | undefined {
  const segments: string[] = []
  const seen = new Set<string>()
  let origin: Origin | undefined
  let current = resourceId
  let base = ''
  while (current !== `${api.id}.RootResourceId`) {
    const generated = current === undefined ? undefined : template.generatedPaths?.get(current)
    if (generated !== undefined) {
      base = generated
      break
    }
    const resource = current === undefined ? undefined : template.resources.get(current)
    if (resource?.type !== 'AWS::ApiGateway::Resource' || seen.has(resource.id)) return undefined
    seen.add(resource.id)
    origin ??= resource.origin
    segments.unshift(valueOf(resource.properties.text('PathPart')) ?? `{${resource.id}}`)
    current = valueOf(resource.properties.text('ParentId'))
  }
  const path = `${base}/${segments.join('/')}`
  return { path: segments.length === 0 && base !== '' ? base : path, origin: origin ?? api.origin }
}
