import type { HttpApi, RestApi, Route } from '../api/api.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { MethodSetting, Stage } from '../api/stage.ts'
import type { Fact, Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'

/** Something that AWS would do for this definition and Gatehouse does not do yet. */
export interface NotEmulated {
  /** What is left out and what that means for requests; names in single quotes. */
  readonly message: string
  readonly origin: Origin
}

/** A setting by AWS's name: a fact, or a part with a place of its own. */
type Setting = readonly [name: string, stated: Fact<unknown> | { readonly origin: Origin } | undefined]

/** What is said of a setting that changes something on AWS and nothing here. */
export function withoutEffect(name: string, origin: Origin): NotEmulated {
  return { origin, message: `'${name}' is not emulated yet: it has no effect here` }
}

/** The same for those settings that are stated and not switched off. */
export function settingsWithoutEffect(settings: readonly Setting[]): NotEmulated[] {
  return settings.flatMap(([name, stated]) =>
    stated === undefined || isOff(stated) ? [] : [withoutEffect(name, stated.origin)],
  )
}

/** What an API asks for beside its routes. */
export function notEmulatedSettings(api: RestApi | HttpApi): NotEmulated[] {
  const { settings } = api
  return settingsWithoutEffect([
    ['SecurityPolicy', settings?.securityPolicy],
    ['EndpointAccessMode', settings?.endpointAccessMode],
    ['CloneFrom', settings?.cloneFrom],
  ])
}

/** What a stage asks for beside its variables. Tracing is left out: it tells X-Ray something, no answer depends on it. */
export function notEmulatedStage(stage: Stage): NotEmulated[] {
  const { canary } = stage
  const notes = settingsWithoutEffect([
    ['LoggingLevel', firstLogging(stage)],
    ['MetricsEnabled', firstOf(stage, setting => setting.metricsEnabled)],
    ['DataTraceEnabled', firstOf(stage, setting => setting.dataTraceEnabled)],
    ['AccessLogSettings', stage.accessLog],
    ['ClientCertificateId', stage.clientCertificateId],
  ])
  if (!canary) return notes
  const message =
    'the canary gets its share of the requests and its variables; its deployment is not emulated: it answers from this definition, as the stage does'
  return [...notes, { message, origin: canary.origin }]
}

function firstLogging(stage: Stage): Fact<string> | undefined {
  return firstOf(stage, ({ loggingLevel }) => (valueOf(loggingLevel) === 'OFF' ? undefined : loggingLevel))
}

function firstOf<T>(
  stage: Stage,
  read: (setting: MethodSetting) => Fact<T> | undefined,
): Fact<T> | undefined {
  return stage.methodSettings?.map(read).find(fact => fact !== undefined && valueOf(fact) !== false)
}

/** What a route asks for that only WebSocket APIs have. */
export function notEmulatedRoute(route: Route): NotEmulated[] {
  return settingsWithoutEffect([
    ['ModelSelectionExpression', route.modelSelectionExpression],
    ['RequestModels', route.requestModels && [...route.requestModels.values()][0]],
    ['RouteResponseSelectionExpression', route.routeResponseSelectionExpression],
  ])
}

/** What a function asks for beside its code. */
export function notEmulatedFunction(lambda: LambdaFunction): NotEmulated[] {
  return settingsWithoutEffect([
    ['Layers', lambda.layers?.[0]],
    ['FileSystemConfigs', lambda.fileSystems?.[0]],
    ['ImageConfig', lambda.imageConfig],
    ['ReservedConcurrentExecutions', lambda.reservedConcurrentExecutions],
  ])
}

function isOff(stated: Fact<unknown> | { readonly origin: Origin }): boolean {
  return 'known' in stated && valueOf(stated) === false
}
