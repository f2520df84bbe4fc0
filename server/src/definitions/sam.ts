import type { Api } from '../api/api.ts'
import type { LambdaPermission } from '../api/lambdaFunction.ts'
import type { ApiEvent } from './samEvents.ts'
import type { SamApi } from './samApi.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import type { Surroundings } from '../api/surroundings.ts'
import { emptySurroundings } from '../api/surroundings.ts'
import { entryOf } from '../syntax/node.ts'
import { propertiesOf, unknownAt } from './properties.ts'
import { connectorPermissions } from './samConnectors.ts'
import { readSamDomains } from './samDomains.ts'
import { checkSam } from './samFaults.ts'
import { withGlobals } from './samGlobals.ts'
import { readSamHttpApi } from './samHttpApis.ts'
import { implicitApis } from './samNames.ts'
import { authorizerPermissions, eventPermission, urlPermissions } from './samPermissions.ts'
import { readSamRestApi } from './samRestApis.ts'
import { readSamUsagePlans } from './samUsagePlans.ts'
import { readSamWebSocketApi } from './samWebSocketApis.ts'

/** The APIs that SAM makes and the permissions it adds for them. */
export interface SamParts {
  readonly apis: readonly Api[]
  readonly permissions: readonly LambdaPermission[]
  readonly surroundings: Surroundings
}

/** Reads the `AWS::Serverless::*` resources that make APIs, and the implicit APIs of events that name none. */
export function readSam(template: Template, events: readonly ApiEvent[]): SamParts {
  const readers: Readonly<Record<string, (resource: TemplateResource) => Api>> = {
    'AWS::Serverless::Api': resource => readRest(template, statedApi(resource), events),
    'AWS::Serverless::HttpApi': resource => readHttp(template, statedApi(resource), events),
    'AWS::Serverless::WebSocketApi': resource => readSamWebSocketApi(template, resource),
  }
  const stated = [...template.resources.values()].flatMap(
    resource => readers[resource.type]?.(resource) ?? [],
  )
  const rest = implicitApi(template, events, 'rest')
  const http = implicitApi(template, events, 'http')
  const samApis = [...[...template.resources.values()].map(statedApi), rest, http].filter(
    api => api !== undefined,
  )
  checkSam(template, samApis, events)
  const gateways = samApis.filter(({ type }) => type in readers)
  return {
    apis: [
      ...stated,
      ...(rest ? [readRest(template, rest, events)] : []),
      ...(http ? [readHttp(template, http, events)] : []),
    ],
    permissions: [
      ...events.map(event => eventPermission(template, event)),
      ...authorizerPermissions(template, samApis),
      ...connectorPermissions(template),
      ...urlPermissions(template),
    ],
    surroundings: {
      ...emptySurroundings,
      ...readSamUsagePlans(gateways.filter(({ type }) => type === 'AWS::Serverless::Api')),
      ...readSamDomains(template, gateways),
    },
  }
}

function readRest(template: Template, api: SamApi, events: readonly ApiEvent[]): Api {
  return readSamRestApi(template, api, eventsOf(events, 'rest', api.id))
}

function readHttp(template: Template, api: SamApi, events: readonly ApiEvent[]): Api {
  return readSamHttpApi(template, api, eventsOf(events, 'http', api.id))
}

function eventsOf(events: readonly ApiEvent[], kind: ApiEvent['kind'], apiId: string): ApiEvent[] {
  return events.filter(event => event.kind === kind && event.apiId === apiId)
}

function statedApi({ id, type, origin, body, properties }: TemplateResource): SamApi {
  const stageName = properties.text('StageName')
  const absent = unknownAt(body, `'${id}' has no 'StageName'`)
  const isRest = type === 'AWS::Serverless::Api'
  return { id, type, origin, properties, ...(stageName || isRest ? { stageName: stageName ?? absent } : {}) }
}

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-api.html
function implicitApi(
  template: Template,
  events: readonly ApiEvent[],
  kind: ApiEvent['kind'],
): SamApi | undefined {
  const id = implicitApis[kind]
  const [first] = eventsOf(events, kind, id)
  if (!first || template.resources.has(id)) return undefined
  const type = kind === 'rest' ? 'AWS::Serverless::Api' : 'AWS::Serverless::HttpApi'
  const globals = entryOf(template.document.root, 'Globals')?.value
  const properties = propertiesOf(template.reader, withGlobals(globals, type, undefined, undefined))
  return { id, type, origin: first.origin, properties }
}
