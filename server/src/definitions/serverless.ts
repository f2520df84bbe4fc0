import type { Api, Definition } from '../api/api.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { ServiceEvents } from './serverlessEvents.ts'
import type { Service } from './serverlessService.ts'
import { entriesOf, entryOf } from '../syntax/node.ts'
import { valueOf } from '../base/origin.ts'
import { validateTemplate } from '../schema/validate.ts'
import { reportImportedApi } from './elsewhere.ts'
import { readFunctions, readPermissions } from './functions.ts'
import { readHttpResources, withHttpParts } from './httpResources.ts'
import { readRestApis, withRestParts } from './restResources.ts'
import { readServiceEvents } from './serverlessEvents.ts'
import { extendedApi, extendedFunction } from './serverlessExtensions.ts'
import { readServiceFunctions } from './serverlessFunctions.ts'
import { generatedResources, pluginRoles } from './serverlessGenerated.ts'
import { readServiceHttpApi } from './serverlessHttp.ts'
import { resourceLogicalId } from './serverlessNames.ts'
import type { PluginRoute } from './serverlessPluginRoutes.ts'
import { pluginMethod } from './serverlessPluginRoutes.ts'
import { readPluginRoutes } from './serverlessPlugins.ts'
import { checkServiceReferences } from './serverlessReferences.ts'
import { mappingAt } from './madeNodes.ts'
import { readServiceRestApi } from './serverlessRest.ts'
import { openService } from './serverlessTemplate.ts'
import { fillVariables } from './serverlessTree.ts'
import { ServerlessVariables } from './serverlessVariables.ts'
import { readServiceWebSocketApi } from './serverlessWebSocket.ts'
import { readSurroundings } from './surroundings.ts'
import { readParameters } from './templateEnvironment.ts'

/**
 * Reads a service of the Serverless Framework: the APIs that its events make and those under `resources`, with the
 * permissions that the framework adds. A variable that this machine cannot know gives unknown facts. Never throws on a
 * user's text.
 */
export function readServerless(document: SourceDocument, reader: Reader): Definition {
  const opened = openService(fillVariables(document, new ServerlessVariables(document, reader)), reader)
  const events = readServiceEvents(opened)
  const routes = readPluginRoutes(opened)
  const service = withGenerated(opened, events, routes)
  const { template } = service
  const made = [
    readServiceRestApi(
      service,
      events.rest,
      routes.map(route => ({ route, made: pluginMethod(service, route) })),
    ),
    readServiceHttpApi(service, events.http),
    readServiceWebSocketApi(service, events.websocket),
  ].filter(each => each !== undefined)
  const stated: Api[] = [
    ...made.map(({ api }) => withoutStage(service, extendedApi(service, api))),
    ...readRestApis(template),
    ...readHttpResources(template),
  ]
  checkServiceReferences(service, events)
  reportImportedApi(reader, service.provider.inner('apiGateway'), 'restApiId')
  reportImportedApi(reader, service.provider.inner('apiGateway'), 'websocketApiId')
  reportImportedApi(reader, service.provider.inner('httpApi'), 'id')
  checkServiceTemplate(service)
  return {
    kind: 'serverless',
    file: document.file,
    apis: stated.map(api =>
      api.type === 'rest' ? withRestParts(template, api) : withHttpParts(template, api),
    ),
    functions: [
      ...readServiceFunctions(service).map(fn => extendedFunction(service, fn)),
      ...readFunctions(template),
    ],
    permissions: [...made.flatMap(({ permissions }) => permissions), ...readPermissions(template)],
    parameters: readParameters(template.document.root, reader),
    surroundings: readSurroundings(template),
  }
}

// What the framework makes is read with the resources that the service states itself.
function withGenerated(service: Service, events: ServiceEvents, routes: readonly PluginRoute[]): Service {
  for (const resource of generatedResources(service, events)) service.generated.set(resource.id, resource)
  for (const resource of pluginRoles(service, routes)) service.generated.set(resource.id, resource)
  const { template, generated } = service
  const resources = new Map([...generated, ...template.resources])
  return {
    ...service,
    template: { ...template, resources, generatedPaths: pathsOf([...events.rest, ...routes]) },
  }
}

/** The resources that the framework makes for `http` events: one for each part of their paths. */
function pathsOf(events: readonly { readonly path: string }[]): ReadonlyMap<string, string> {
  const paths = events.flatMap(({ path }) => {
    const segments = path.split('/').slice(1)
    return segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}`)
  })
  return new Map(paths.filter(path => path !== '/').map(path => [resourceLogicalId(path), path]))
}

// A stage that is generated says more than the one that stands in for it.
function withoutStage(service: Service, api: Api): Api {
  const stages = ['ApiGatewayStage', 'HttpApiStage', 'WebsocketsDeploymentStage']
  const isStated = stages.some(id => {
    const { properties } = service.generated.get(id) ?? {}
    return valueOf(properties?.text('RestApiId') ?? properties?.text('ApiId')) === api.id
  })
  return isStated ? { ...api, stages: [] } : api
}

function checkServiceTemplate({ template, reader, extensions }: Service): void {
  const { root } = template.document
  const resources = entryOf(root, 'Resources')
  if (!root || !resources) return
  // What is merged with a generated resource needs no 'Type', and 'extensions' are no section of a template.
  const own = entriesOf(resources.value).filter(({ name }) => !extensions.get(name)?.isMerged)
  const section = resources.value.type === 'mapping' ? resources.value.withEntries(own) : resources.value
  const others = entriesOf(root).filter(({ name }) => name !== 'extensions' && name !== 'Resources')
  const whole = mappingAt([{ ...resources, value: section }, ...others], root)
  validateTemplate(whole).forEach(reader.report)
}
