import type { Entry, Node } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { ServiceEvents } from './serverlessEvents.ts'
import type { Service } from './serverlessService.ts'
import { valueOf } from '../base/origin.ts'
import { plant } from '../syntax/plant.ts'
import { entryAt, mappingAt, sequenceAt } from './madeNodes.ts'
import { children } from './reader.ts'
import { serviceApis } from './serverlessNames.ts'
import { partOf } from './serverlessService.ts'

/** A resource that the framework makes: an id, a type, its properties, and where it is asked for. */
export interface Generated {
  readonly id: string
  readonly type: string
  readonly properties: readonly Entry[]
  readonly at: Node
}

// What the framework writes when `logs` gives no `format`.
const restFormat =
  'requestId: $context.requestId, ip: $context.identity.sourceIp, caller: $context.identity.caller, user: $context.identity.user, requestTime: $context.requestTime, httpMethod: $context.httpMethod, resourcePath: $context.resourcePath, status: $context.status, protocol: $context.protocol, responseLength: $context.responseLength'
const httpFormat = JSON.stringify(
  Object.fromEntries(
    [
      ['requestId', 'requestId'],
      ['ip', 'identity.sourceIp'],
      ['requestTime', 'requestTime'],
      ['httpMethod', 'httpMethod'],
      ['routeKey', 'routeKey'],
      ['status', 'status'],
      ['protocol', 'protocol'],
      ['responseLength', 'responseLength'],
    ].map(([key, name]) => [key, `$context.${name}`]),
  ),
)
const socketFormat =
  '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.eventType $context.routeKey $context.connectionId" $context.requestId'

/**
 * The stages of a service whose logs, metrics, tracing or tags are set, with the log groups they write to.
 * https://www.serverless.com/framework/docs/providers/aws/events/apigateway#logs
 */
export function generatedStages(service: Service, events: ServiceEvents): Generated[] {
  return [
    ...(events.rest.length > 0 ? restStage(service) : []),
    ...(events.http.length > 0 ? httpStage(service) : []),
    ...(events.websocket.length > 0 ? socketStage(service) : []),
  ]
}

function restStage(service: Service): Generated[] {
  const { provider, stage } = service
  const settings = provider.inner('apiGateway')
  const tracing = provider.inner('tracing').value('apiGateway')
  const metrics = settings.value('metrics')
  const name = settings.value('stage')
  const logs = logsOf(
    service,
    'restApi',
    'ApiGatewayLogGroup',
    `/aws/api-gateway/${service.name}-${stage}`,
    restFormat,
  )
  const at = logs?.at ?? tracing ?? metrics ?? name ?? provider.value('tags') ?? provider.value('stackTags')
  if (!at) return []
  const setting = [
    entryAt('ResourcePath', plant('/*', at)),
    entryAt('HttpMethod', plant('*', at)),
    ...(metrics ? [entryAt('MetricsEnabled', metrics)] : []),
    ...(logs?.route ?? []),
  ]
  const tags = tagsOf(service)
  return [
    {
      id: 'ApiGatewayStage',
      type: 'AWS::ApiGateway::Stage',
      at,
      properties: [
        entryAt('RestApiId', plant(serviceApis.rest, at)),
        entryAt('StageName', name ?? plant(stage, at)),
        ...(tracing ? [entryAt('TracingEnabled', tracing)] : []),
        ...(logs?.access ? [entryAt('AccessLogSetting', logs.access)] : []),
        ...(metrics || logs ? [entryAt('MethodSettings', sequenceAt([mappingAt(setting, at)], at))] : []),
        ...(tags.length > 0 ? [entryAt('Tags', plant(tags, at))] : []),
      ],
    },
    ...(logs?.groups ?? []),
  ]
}

function httpStage(service: Service): Generated[] {
  const settings = service.provider.inner('httpApi')
  const metrics = settings.value('metrics')
  const group = `/aws/http-api/${service.name}-${service.stage}`
  const logs = logsOf(service, 'httpApi', 'HttpApiLogGroup', group, httpFormat)
  const at = logs?.at ?? metrics
  if (!at || settings.value('id')) return []
  const route = metrics ? [entryAt('DetailedMetricsEnabled', metrics)] : []
  return [
    {
      id: 'HttpApiStage',
      type: 'AWS::ApiGatewayV2::Stage',
      at,
      properties: [
        entryAt('ApiId', plant(serviceApis.http, at)),
        entryAt('StageName', plant('$default', at)),
        entryAt('AutoDeploy', plant(true, at)),
        ...(route.length > 0 ? [entryAt('DefaultRouteSettings', mappingAt(route, at))] : []),
        ...(logs?.access ? [entryAt('AccessLogSettings', logs.access)] : []),
      ],
    },
    ...(logs?.groups ?? []),
  ]
}

function socketStage(service: Service): Generated[] {
  const { provider, stage } = service
  const group = `/aws/websocket/${service.name}-${stage}`
  const logs = logsOf(service, 'websocket', 'WebsocketsLogGroup', group, socketFormat)
  const description = provider.value('websocketsDescription')
  const at = logs?.at ?? description
  if (!at || provider.inner('apiGateway').value('websocketApiId')) return []
  return [
    {
      id: 'WebsocketsDeploymentStage',
      type: 'AWS::ApiGatewayV2::Stage',
      at,
      properties: [
        entryAt('ApiId', plant(serviceApis.websocket, at)),
        entryAt('StageName', plant(stage, at)),
        entryAt('Description', description ?? plant('Serverless Websockets', at)),
        ...(logs ? [entryAt('DefaultRouteSettings', mappingAt(logs.route, at))] : []),
        ...(logs?.access ? [entryAt('AccessLogSettings', logs.access)] : []),
      ],
    },
    ...(logs?.groups ?? []),
  ]
}

interface StageLogs {
  readonly at: Node
  readonly access?: Node
  /** Of a method or route: level and data. */
  readonly route: readonly Entry[]
  readonly groups: readonly Generated[]
}

// `provider.logs.KIND`: true, or a mapping that switches its parts.
function logsOf(
  service: Service,
  kind: string,
  groupId: string,
  groupName: string,
  format: string,
): StageLogs | undefined {
  const given = service.provider.inner('logs')
  const at = given.value(kind)
  if (!at || (at.type === 'scalar' && at.value !== true)) return undefined
  const logs = given.inner(kind)
  const isOn = (name: string) => valueOf(logs.boolean(name)) !== false
  const level = isOn('executionLogging') ? (logs.value('level') ?? plant('INFO', at)) : plant('OFF', at)
  const { region, accountId } = service.template
  const destination = `arn:aws:logs:${region}:${accountId}:log-group:${groupName}`
  const access = mappingAt(
    [
      entryAt('DestinationArn', plant(destination, at)),
      entryAt('Format', logs.value('format') ?? plant(format, at)),
    ],
    at,
  )
  const hasRouteLogs = kind !== 'httpApi'
  const data = logs.value('fullExecutionData') ?? plant(true, at)
  const isAccessed = isOn('accessLogging')
  return {
    at,
    ...(isAccessed ? { access } : {}),
    route: hasRouteLogs ? [entryAt('LoggingLevel', level), entryAt('DataTraceEnabled', data)] : [],
    groups: isAccessed ? [logGroup(service.provider, groupId, groupName, at)] : [],
  }
}

function logGroup(provider: Properties, id: string, name: string, at: Node): Generated {
  const retention = provider.value('logRetentionInDays')
  return {
    id,
    type: 'AWS::Logs::LogGroup',
    at,
    properties: [
      entryAt('LogGroupName', plant(name, at)),
      ...(retention ? [entryAt('RetentionInDays', retention)] : []),
    ],
  }
}

function tagsOf({ provider, reader }: Service): { Key: string; Value: unknown }[] {
  return ['stackTags', 'tags'].flatMap(name =>
    children(reader, partOf(provider.value(name))).flatMap(({ entry, value }) => {
      const fact = reader.evaluate(value)
      return fact.known ? [{ Key: entry.name, Value: String(fact.value) }] : []
    }),
  )
}
