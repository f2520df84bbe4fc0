import type { Api, Definition } from '../api/api.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import type { ServiceEvent } from './serverlessEvents.ts'
import type { Service } from './serverlessService.ts'
import { entryOf, itemsOf, originOfEntry } from '../syntax/node.ts'
import { readFunctions, readPermissions } from './functions.ts'
import { readHttpResources, withHttpParts } from './httpResources.ts'
import { readRestApis, withRestParts } from './restResources.ts'
import { readServiceEvents } from './serverlessEvents.ts'
import { readServiceFunctions } from './serverlessFunctions.ts'
import { readServiceHttpApi } from './serverlessHttp.ts'
import { resourceLogicalId } from './serverlessNames.ts'
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
  const service = openService(fillVariables(document, new ServerlessVariables(document, reader)), reader)
  const events = readServiceEvents(service)
  const template = { ...service.template, generatedPaths: pathsOf(events.rest) }
  const made = [
    readServiceRestApi(service, events.rest),
    readServiceHttpApi(service, events.http),
    readServiceWebSocketApi(service, events.websocket),
  ].filter(each => each !== undefined)
  const stated: Api[] = [
    ...made.map(({ api }) => api),
    ...readRestApis(template),
    ...readHttpResources(template),
  ]
  reportExtensions(service)
  return {
    kind: 'serverless',
    file: document.file,
    apis: stated.map(api =>
      api.type === 'rest' ? withRestParts(template, api) : withHttpParts(template, api),
    ),
    functions: [...readServiceFunctions(service), ...readFunctions(template)],
    permissions: [...made.flatMap(({ permissions }) => permissions), ...readPermissions(template)],
    parameters: readParameters(template.document.root, reader),
    surroundings: readSurroundings(template),
  }
}

/** The resources that the framework makes for `http` events: one for each part of their paths. */
function pathsOf(events: readonly ServiceEvent[]): ReadonlyMap<string, string> {
  const paths = events.flatMap(({ path }) => {
    const segments = path.split('/').slice(1)
    return segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}`)
  })
  return new Map(paths.filter(path => path !== '/').map(path => [resourceLogicalId(path), path]))
}

function reportExtensions({ document, reader }: Service): void {
  const resources = entryOf(document.root, 'resources')?.value
  for (const part of [resources, ...itemsOf(resources)]) {
    const entry = entryOf(part, 'extensions')
    if (!entry) continue
    const { file, range } = originOfEntry(entry)
    reader.report({
      code: 'extensions-unread',
      severity: 'info',
      file,
      range,
      message:
        "What 'extensions' changes in generated resources is left out here: the gateway serves them without it",
    })
  }
}
