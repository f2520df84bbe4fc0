import type {
  AccessLogSettings,
  CacheCluster,
  CanarySettings,
  MethodSetting,
  RouteSettings,
  Stage,
  ThrottleSettings,
} from '../api/stage.ts'
import type { Origin } from '../base/origin.ts'
import { originOf, originOfEntry } from '../syntax/node.ts'
import { readTags } from './apiSettings.ts'
import { defined } from './defined.ts'
import type { Properties } from './properties.ts'
import { propertiesOf, upperCase } from './properties.ts'
import type { Reader } from './reader.ts'
import { children, known, list } from './reader.ts'

/** What a stage has beside its name and variables. */
export type StageSettings = Omit<Stage, 'name' | 'origin' | 'variables' | 'unmodelled' | `is${string}`>

/** The settings of a stage of a REST API: `AWS::ApiGateway::Stage`, `StageDescription` or `AWS::Serverless::Api`. */
export function readRestStageSettings(reader: Reader, properties: Properties): StageSettings {
  const methodSettings = [
    ...stageWideSettings(properties),
    ...list(reader, properties.value('MethodSettings')).map(node =>
      readMethodSetting(propertiesOf(reader, node), originOf(node)),
    ),
  ]
  return defined({
    description: properties.text('Description'),
    deploymentId: properties.text('DeploymentId'),
    documentationVersion: properties.text('DocumentationVersion'),
    accessLog: readAccessLog(properties, 'AccessLogSetting'),
    clientCertificateId: properties.text('ClientCertificateId'),
    tracingEnabled: properties.boolean('TracingEnabled'),
    cacheCluster: readCacheCluster(properties),
    canary: readCanary(properties, 'CanarySetting'),
    methodSettings: methodSettings.length > 0 ? methodSettings : undefined,
    tags: readTags(reader, properties),
  })
}

/** The settings of a stage of an HTTP or WebSocket API, CloudFormation's spelling and SAM's alike. */
export function readHttpStageSettings(reader: Reader, properties: Properties): StageSettings {
  const routes = children(reader, properties.value('RouteSettings')).map(
    ({ entry, value }) =>
      [entry.name, readRouteSettings(propertiesOf(reader, value), originOfEntry(entry))] as const,
  )
  const defaults = properties.origin('DefaultRouteSettings')
  return defined({
    description: properties.text('Description'),
    deploymentId: properties.text('DeploymentId'),
    accessLog: readAccessLog(properties, 'AccessLogSettings'),
    clientCertificateId: properties.text('ClientCertificateId'),
    autoDeploy: properties.boolean('AutoDeploy'),
    defaultRouteSettings: defaults && readRouteSettings(properties.inner('DefaultRouteSettings'), defaults),
    routeSettings: routes.length > 0 ? new Map(routes) : undefined,
  })
}

/** `CanarySetting` of a stage or `DeploymentCanarySettings` of a deployment. */
export function readCanary(properties: Properties, name: string): CanarySettings | undefined {
  const origin = properties.origin(name)
  const canary = properties.inner(name)
  if (!origin || canary.node?.type !== 'mapping') return undefined
  return {
    origin,
    stageVariableOverrides: canary.textMap('StageVariableOverrides'),
    ...defined({
      percentTraffic: canary.number('PercentTraffic'),
      useStageCache: canary.boolean('UseStageCache'),
      deploymentId: canary.text('DeploymentId'),
    }),
  }
}

/** `RateLimit` and `BurstLimit` under the names that a resource gives them; undefined when neither is set. */
export function readThrottle(
  properties: Properties,
  rate = 'RateLimit',
  burst = 'BurstLimit',
): ThrottleSettings | undefined {
  const origin = properties.origin(rate) ?? properties.origin(burst)
  const throttle = defined({ rateLimit: properties.number(rate), burstLimit: properties.number(burst) })
  return origin && Object.keys(throttle).length > 0 ? { origin, ...throttle } : undefined
}

/** Settings of routes, as a stage has them by default or for one route. */
export function readRouteSettings(properties: Properties, origin: Origin): RouteSettings {
  return {
    origin,
    ...defined({
      detailedMetricsEnabled: properties.boolean('DetailedMetricsEnabled'),
      loggingLevel: upperCase(properties.text('LoggingLevel')),
      dataTraceEnabled: properties.boolean('DataTraceEnabled'),
      throttle: readThrottle(properties, 'ThrottlingRateLimit', 'ThrottlingBurstLimit'),
    }),
  }
}

function readMethodSetting(properties: Properties, origin: Origin): MethodSetting {
  return {
    origin,
    ...defined({
      resourcePath: properties.text('ResourcePath'),
      httpMethod: upperCase(properties.text('HttpMethod')),
      metricsEnabled: properties.boolean('MetricsEnabled'),
      loggingLevel: upperCase(properties.text('LoggingLevel')),
      dataTraceEnabled: properties.boolean('DataTraceEnabled'),
      throttle: readThrottle(properties, 'ThrottlingRateLimit', 'ThrottlingBurstLimit'),
      cachingEnabled: properties.boolean('CachingEnabled'),
      cacheTtlInSeconds: properties.number('CacheTtlInSeconds'),
      cacheDataEncrypted: properties.boolean('CacheDataEncrypted'),
      // CloudFormation has no names for these two; other formats say them in AWS's words.
      requireAuthorizationForCacheControl: properties.boolean('RequireAuthorizationForCacheControl'),
      unauthorizedCacheControlHeaderStrategy: upperCase(
        properties.text('UnauthorizedCacheControlHeaderStrategy'),
      ),
    }),
  }
}

const stageWide = [
  'CacheDataEncrypted',
  'CacheTtlInSeconds',
  'CachingEnabled',
  'DataTraceEnabled',
  'LoggingLevel',
  'MetricsEnabled',
  'ThrottlingBurstLimit',
  'ThrottlingRateLimit',
]

// `StageDescription` of a deployment states settings for every method beside its list.
function stageWideSettings(properties: Properties): MethodSetting[] {
  const origin = stageWide.map(name => properties.origin(name)).find(found => found !== undefined)
  if (!origin) return []
  const all = { resourcePath: known('/*', origin), httpMethod: known('*', origin) }
  return [{ ...readMethodSetting(properties, origin), ...all }]
}

function readAccessLog(properties: Properties, name: string): AccessLogSettings | undefined {
  const origin = properties.origin(name)
  const log = properties.inner(name)
  if (!origin || log.node?.type !== 'mapping') return undefined
  return {
    origin,
    ...defined({ destinationArn: log.text('DestinationArn'), format: log.text('Format') }),
  }
}

function readCacheCluster(properties: Properties): CacheCluster | undefined {
  const origin = properties.origin('CacheClusterEnabled') ?? properties.origin('CacheClusterSize')
  const cluster = defined({
    isEnabled: properties.boolean('CacheClusterEnabled'),
    size: properties.text('CacheClusterSize'),
  })
  return origin && Object.keys(cluster).length > 0 ? { origin, ...cluster } : undefined
}
