import type { Api, Stage } from '../../api/api.ts'
import type { Authorizer } from '../../api/authorizer.ts'
import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import type { Fact } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { accountLimit } from '../../gateway/limits/limitsOf.ts'
import { callableRoutes } from '../routeReference.ts'
import { defaultFunctionTimeout, functionOfRoute } from './effectiveRoute.ts'

const kinds: Readonly<Record<Api['type'], string>> = {
  rest: 'REST API',
  http: 'HTTP API',
  websocket: 'WebSocket API',
}

/** `REST API` */
export function kindOfApi({ type }: Api): string {
  return kinds[type]
}

/** A text in which no character means anything to Markdown. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~-]/g, '\\$&')
}

/** What a function is when it runs, with what it has from `Globals` and from AWS. Markdown. */
export function functionText(fn: LambdaFunction, owner: DefinitionResult): string {
  const facts = [
    code(valueOf(fn.handler)),
    valueOf(fn.runtime),
    withSource(fn.memorySize, 128, 'MB'),
    `times out after ${withSource(fn.timeout, defaultFunctionTimeout, 's')}`,
  ]
  const routes = (owner.definition?.apis ?? [])
    .flatMap(callableRoutes)
    .filter(route => functionOfRoute(route, owner) === fn)
    .map(({ label }) => `\`${label}\``)
  return paragraphs(`**${fn.id}**: ${listed(facts)}`, routes.length > 0 && `Answers ${enumerated(routes)}`)
}

/** An API in two lines. */
export function apiText(api: Api): string {
  const routes = callableRoutes(api).length
  const endpoints = api.type === 'rest' ? api.endpointTypes.map(valueOf) : []
  const facts = [
    kindOfApi(api),
    ...endpoints,
    `${routes} ${routes === 1 ? 'route' : 'routes'}`,
    api.authorizers.length > 0 && `authorizers ${api.authorizers.map(({ name }) => name).join(', ')}`,
    api.type === 'http' && api.cors && 'CORS',
  ]
  const stages = api.stages.filter(({ isInvented, isGenerated }) => !isInvented && !isGenerated)
  return paragraphs(`**${api.name}**: ${listed(facts)}`, ...stages.map(stageText))
}

/** What counts in a stage. */
export function stageText(stage: Stage): string {
  const all = (stage.methodSettings ?? []).find(({ resourcePath }) =>
    /^\/?\*$/.test(valueOf(resourcePath) ?? '/*'),
  )
  const throttle = all?.throttle ?? stage.defaultRouteSettings?.throttle
  const rate = valueOf(throttle?.rateLimit)
  const burst = valueOf(throttle?.burstLimit)
  const level = valueOf(all?.loggingLevel ?? stage.defaultRouteSettings?.loggingLevel)
  const facts = [
    rate === undefined && burst === undefined
      ? 'throttled by the account alone'
      : `${rate ?? accountLimit.rate} requests/s, bursts of ${burst ?? accountLimit.burst}`,
    valueOf(all?.cachingEnabled) === true && `cached for ${valueOf(all?.cacheTtlInSeconds) ?? 300} s`,
    level !== undefined && level !== 'OFF' && `execution logs ${level}`,
    stage.accessLog && 'access logs',
    valueOf(stage.tracingEnabled) === true && 'traced',
    stage.canary && `canary ${valueOf(stage.canary.percentTraffic) ?? 0} %`,
    ...[...stage.variables].slice(0, 8).map(([name, fact]) => `\`${name}\` = ${shown(fact)}`),
  ]
  return `Stage **${stage.name}**: ${listed(facts)}`
}

/** Whom an authorizer lets in, and for how long it remembers that. */
export function authorizerText(authorizer: Authorizer, api: Api): string {
  const ttl = authorizer.resultTtlInSeconds
  const kept = ttl ? valueOf(ttl) : api.type === 'rest' ? 300 : undefined
  const sources = authorizer.identitySource.map(valueOf).filter(source => source !== undefined)
  const facts = [
    valueOf(authorizer.type) ?? 'authorizer',
    sources.length > 0 && `by ${sources.map(source => code(source)).join(', ')}`,
    kept !== undefined &&
      (kept === 0 ? 'asked for every request' : `result kept ${kept} s${ttl ? '' : ' (default)'}`),
    authorizer.jwt?.issuer && `issuer ${shown(authorizer.jwt.issuer)}`,
  ]
  return `**${authorizer.name}**: ${listed(facts)}`
}

/** What is known, or why it is not. */
export function shown(fact: Fact<string>): string {
  return fact.known ? `\`${fact.value}\`` : `_unknown: ${fact.reason}_`
}

function withSource(fact: Fact<number> | undefined, otherwise: number, unit: string): string {
  if (!fact) return `${otherwise} ${unit} (default)`
  if (!fact.known) return `an unknown number of ${unit}`
  return `${fact.value} ${unit}${fact.origin.pointer.startsWith('/Globals') ? ' (Globals)' : ''}`
}

function code(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `\`${text}\``
}

function listed(facts: readonly (string | false | undefined)[]): string {
  return facts.filter(fact => fact !== undefined && fact !== false).join(', ')
}

/** The first few of many. */
function enumerated(names: readonly string[]): string {
  const more = names.length - 6
  return more > 0 ? `${names.slice(0, 6).join(', ')} and ${more} more` : names.join(', ')
}

function paragraphs(...parts: readonly (string | false)[]): string {
  return parts.filter(part => part !== false).join('\n\n')
}
