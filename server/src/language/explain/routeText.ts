import type { Stage, ThrottleSettings } from '../../api/stage.ts'
import { valueOf } from '../../base/origin.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { effectiveSetting } from '../../gateway/limits/methodSettings.ts'
import { whoAnswers } from '../routeDetails.ts'
import type { CallableRoute } from '../routeReference.ts'
import type { EffectiveTimeout } from './effectiveRoute.ts'
import { effectiveAuthorizer, effectiveTimeout, functionOfRoute } from './effectiveRoute.ts'
import { authorizerText, escapeMarkdown, functionText, kindOfApi } from './partTexts.ts'

/** What happens to a request of a route: route, authorizer, integration, function. Markdown of a few lines. */
export function routeText(route: CallableRoute, owner: DefinitionResult): string {
  const { api, integration, label, part } = route
  const authorizer = effectiveAuthorizer(route)
  const fn = functionOfRoute(route, owner)
  const type = valueOf(integration?.type)
  const steps = [
    authorizer ? `${authorizer.name}${authorizer.isInherited ? ' (inherited)' : ''}` : 'anybody',
    ...(type !== undefined && fn ? [type] : []),
    whoAnswers(route, owner),
  ]
  const timeout = effectiveTimeout(route, fn)
  const callable = part.type === 'method' ? part.method : part.route
  const validator = part.type === 'method' ? valueOf(part.method.requestValidator) : undefined
  const facts = [
    authorizer?.authorizer && `authorizer ${authorizerText(authorizer.authorizer, api)}`,
    valueOf(callable.apiKeyRequired) === true && 'an API key is required',
    validator !== undefined && `requests are checked by validator **${escapeMarkdown(validator)}**`,
    fn && `function ${functionText(fn, { ...owner, definition: undefined })}`,
    timeout && timeoutText(timeout),
    ...api.stages.flatMap(stage => stageFacts(route, stage)),
  ].filter(fact => typeof fact === 'string')
  return [
    `**${label}** of ${api.name} (${kindOfApi(api)})`,
    steps.join(' → '),
    facts.map(fact => `- ${fact}`).join('\n'),
  ]
    .filter(text => text !== '')
    .join('\n\n')
}

const reasons: Readonly<Record<EffectiveTimeout['by'], string>> = {
  stated: "the integration's timeout",
  function: "the function's `Timeout`",
  longest: 'the longest that API Gateway waits',
}

/** `answers within 29 s: …` */
export function timeoutText({ milliseconds, by }: EffectiveTimeout): string {
  return `answers within ${seconds(milliseconds)}: ${reasons[by]}`
}

/** `29 s`, `1.5 s` */
export function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`
}

function stageFacts({ api, part, label }: CallableRoute, stage: Stage): string[] {
  const facts: string[] = []
  if (part.type === 'method') {
    const method = { path: part.resource.path, httpMethod: part.method.httpMethod }
    const throttle = effectiveSetting(stage, method, setting => setting.throttle)?.value
    const isCached = valueOf(stage.cacheCluster?.isEnabled) === true
    const caching = effectiveSetting(stage, method, setting => setting.cachingEnabled)?.value
    const ttl = effectiveSetting(stage, method, setting => setting.cacheTtlInSeconds)?.value
    if (throttle) facts.push(throttleText(throttle))
    if (isCached && caching === true) facts.push(`cached for ${ttl ?? 300} s`)
  } else {
    // Each figure is the route's own, or that of the stage's default.
    const throttle = { ...stage.defaultRouteSettings?.throttle, ...stage.routeSettings?.get(label)?.throttle }
    facts.push(throttleText(throttle))
  }
  const text = facts.filter(fact => fact !== '').join(', ')
  return text === '' ? [] : [api.stages.length > 1 ? `stage ${stage.name}: ${text}` : text]
}

function throttleText({ rateLimit, burstLimit }: Omit<ThrottleSettings, 'origin'>): string {
  const rate = valueOf(rateLimit)
  const burst = valueOf(burstLimit)
  return [rate !== undefined && `${rate} requests/s`, burst !== undefined && `bursts of ${burst}`]
    .filter(text => text !== false)
    .join(', ')
}
