import type { RestApi } from '../api/api.ts'
import type { MethodSetting, Stage, ThrottleSettings } from '../api/stage.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import { findContextVariable } from '../template/vocabulary.ts'
import type { MigrationFinding, Teller } from './finding.ts'
import { createTeller } from './finding.ts'

/** What becomes of the stages, which an OpenAPI document cannot say. */
export function stageDifferences(api: RestApi): readonly MigrationFinding[] {
  return api.stages.filter(stage => stage.isInvented !== true && stage.isGenerated !== true).flatMap(ofStage)
}

function ofStage(stage: Stage): readonly MigrationFinding[] {
  const tell = createTeller(`stage '${stage.name}'`, stage.origin)
  const isCached = valueOf(stage.cacheCluster?.isEnabled)
  if (stage.cacheCluster && isCached !== false)
    tell.lost(
      'caching',
      'answers are not cached: every request reaches its backend, which must bear that; CloudFront can cache in front',
      stage.cacheCluster.origin,
    )
  if (stage.canary)
    tell.lost(
      'canary',
      'the canary is lost: shift traffic by weighted aliases of functions, or by a second API behind weighted DNS records',
      stage.canary.origin,
    )
  if (stage.clientCertificateId)
    tell.lost(
      'client-certificate',
      'backends that ask for the client certificate of API Gateway refuse calls: let them check something else, such as a header with a secret',
      stage.clientCertificateId.origin,
    )
  if (stage.tracingEnabled && valueOf(stage.tracingEnabled) !== false)
    tell.lost(
      'tracing',
      'the gateway is missing from traces; functions with active tracing still have their own',
      stage.tracingEnabled.origin,
    )
  if (stage.documentationVersion)
    tell.lost('documentation', 'the documentation version is lost', stage.documentationVersion.origin)
  if (stage.variables.size > 0) {
    const [first] = stage.variables.values()
    tell.same(
      'stage-settings',
      `its variables (${[...stage.variables.keys()].join(', ')}) are set on the new stage`,
      first?.origin,
    )
  }
  tellOfMethodSettings(stage, tell)
  tellOfAccessLog(stage, tell)
  for (const { name, origin } of stage.unmodelled)
    tell.decision('unread', `'${name}' is not read here; see what becomes of it`, origin)
  return tell.findings
}

function tellOfMethodSettings({ methodSettings = [], cacheCluster }: Stage, tell: Teller): void {
  const logged = methodSettings.find(({ loggingLevel }) => loggingLevel && valueOf(loggingLevel) !== 'OFF')
  if (logged)
    tell.lost(
      'execution-logs',
      'there are no execution logs: put $context.error.message and $context.integrationErrorMessage into the format of the access log',
      logged.origin,
    )
  for (const setting of methodSettings) {
    const name = nameOf(setting)
    const { throttle } = setting
    if (throttle)
      tell.changed(
        'stage-settings',
        `throttling of ${name} (${throttleText(throttle)}) goes into ${isEverything(setting) ? "'DefaultRouteSettings'" : "'RouteSettings'"} of the new stage`,
        throttle.origin,
      )
    if (valueOf(setting.metricsEnabled) === true)
      tell.changed(
        'stage-settings',
        `metrics of ${name} are 'DetailedMetricsEnabled' of the new stage`,
        setting.origin,
      )
    if (!cacheCluster && valueOf(setting.cachingEnabled) === true)
      tell.lost('caching', `answers of ${name} are not cached`, setting.cachingEnabled?.origin)
  }
}

function nameOf({ resourcePath, httpMethod }: MethodSetting): string {
  const path = (valueOf(resourcePath) ?? '/*').replaceAll('~1', '/')
  const method = valueOf(httpMethod) ?? '*'
  return path === '/*' && method === '*' ? 'all methods' : `'${method} ${path}'`
}

function isEverything({ resourcePath, httpMethod }: MethodSetting): boolean {
  return (valueOf(resourcePath) ?? '/*') === '/*' && (valueOf(httpMethod) ?? '*') === '*'
}

/** `100 requests a second, 50 at once` */
export function throttleText({ rateLimit, burstLimit }: ThrottleSettings): string {
  const parts = [
    ...(rateLimit ? [`${numberText(rateLimit)} requests a second`] : []),
    ...(burstLimit ? [`${numberText(burstLimit)} at once`] : []),
  ]
  return parts.length > 0 ? parts.join(', ') : 'no figures'
}

function numberText(fact: Fact<number>): string {
  return fact.known ? fact.value.toLocaleString('en-US') : 'an unknown number of'
}

function tellOfAccessLog({ accessLog }: Stage, tell: Teller): void {
  if (!accessLog) return
  const destination = valueOf(accessLog.destinationArn) ?? ''
  if (/^arn:[\w-]+:firehose:/.test(destination))
    tell.lost(
      'access-logs',
      'access logs cannot go to a Firehose stream: name a log group, and send it on by a subscription filter',
      accessLog.destinationArn?.origin,
    )
  const format = valueOf(accessLog.format)
  if (format === undefined) {
    tell.decision(
      'access-logs',
      'its access log needs a format with variables of HTTP APIs',
      accessLog.origin,
    )
    return
  }
  const unknown = unknownVariables(format)
  const at = accessLog.format?.origin
  if (unknown.length > 0)
    tell.changed(
      'access-logs',
      `its access log has ${unknown.map(name => `'$context.${name}'${replacementOf(name)}`).join(', ')}, which HTTP APIs do not have and write '-' for`,
      at,
    )
  else
    tell.same('access-logs', 'its access log has variables of HTTP APIs only and is set on the new stage', at)
}

/** The variables of a format that a REST API has and an HTTP API has not, each once. */
function unknownVariables(format: string): string[] {
  const names = [...format.matchAll(/\$context\.(\w+(?:\.\w+)*)/g)].map(([, name = '']) => name)
  return [...new Set(names)].filter(
    name => !name.startsWith('authorizer.') && findContextVariable(name.split('.'), 'http') === undefined,
  )
}

function replacementOf(name: string): string {
  const other = replacements.get(name)
  return other === undefined ? '' : ` (write '$context.${other}')`
}

/** What says the same in an HTTP API. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const replacements: ReadonlyMap<string, string> = new Map([
  ['resourcePath', 'routeKey'],
  ['resourceId', 'routeKey'],
  ['responseOverride.status', 'status'],
  ['error.validationErrorString', 'error.message'],
])
