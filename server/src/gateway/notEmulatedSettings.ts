import type { Api, Route } from '../api/api.ts'
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
export function notEmulatedSettings(api: Api): NotEmulated[] {
  const { settings } = api
  const policy = settings?.securityPolicy
  return [
    ...(policy ? [{ message: policyMessage, origin: policy.origin }] : []),
    ...settingsWithoutEffect([['CloneFrom', settings?.cloneFrom]]),
  ]
}

const policyMessage =
  "'SecurityPolicy' bears on 'serve --https' only: its lowest version of TLS is kept, its cipher suites are not"

/** What a stage asks for beside its variables. Tracing is left out: headers and logs tell of it, and nothing is sent to X-Ray. */
export function notEmulatedStage(stage: Stage): NotEmulated[] {
  const { canary } = stage
  const notes = settingsWithoutEffect([['MetricsEnabled', firstOf(stage, setting => setting.metricsEnabled)]])
  if (!canary) return notes
  const message =
    "the canary gets its share of the requests and its variables, and answers from this definition as the stage does: 'serve --canary-definition FILE' gives its deployment"
  return [...notes, { message, origin: canary.origin }]
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
    ['FileSystemConfigs', lambda.fileSystems?.[0]],
    ['ImageConfig', lambda.imageConfig],
    ['DeploymentPreference', preferenceOf(lambda)],
  ])
}

// Without an alias to move SAM shifts nothing.
function preferenceOf({ deploymentPreference }: LambdaFunction): LambdaFunction['deploymentPreference'] {
  return valueOf(deploymentPreference?.isEnabled) === false ? undefined : deploymentPreference
}

function isOff(stated: Fact<unknown> | { readonly origin: Origin }): boolean {
  return 'known' in stated && valueOf(stated) === false
}
