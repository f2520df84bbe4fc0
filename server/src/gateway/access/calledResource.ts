import type { CompiledPolicy } from '../../policy/evaluate/compilePolicy.ts'
import type { Pattern, Tokens } from '../../policy/evaluate/pattern.ts'
import { anyCharacter, anyText, matchesTokens } from '../../policy/evaluate/pattern.ts'
import { sharedText } from '../../policy/evaluate/sharedText.ts'
import type { GuardedRoute } from './guardedRoute.ts'

/** Where an API is: what stands before the stage in the ARN of a call. */
export interface ApiPlace {
  readonly partition: string
  readonly region: string
  readonly account: string
  readonly apiId: string
  readonly stage: string
}

/** A call of a route, for which policies are asked. */
export interface CalledResource {
  readonly arn: string
  /** What is special about it: undefined for calls in general. */
  readonly special: string | undefined
}

/**
 * The resources for which a route is to be asked about. First one for calls in general, whose path parameters have
 * values that no policy names. Then, for every resource in a policy that means some of the route's calls and not others
 * (`GET/books/42`, another method of `ANY`, an API id that AWS has yet to give), one call that it means.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
export function calledResources(
  route: GuardedRoute,
  place: ApiPlace,
  policies: readonly CompiledPolicy[],
): CalledResource[] {
  const found = new Map<string, CalledResource>()
  const verbs = verbsOf(route)
  for (const verb of verbs) {
    const special = verbs.length > 1 ? `\`${verb}\`` : undefined
    const arn = `${arnHead(place)}/${place.stage}/${verb}${pathWith(pathOf(route), unnamed)}`
    found.set(arn, { arn, special })
  }
  const general = [...found.values()]
  for (const [index, verb] of verbs.entries()) {
    const own = general.slice(index, index + 1)
    const tail = tailTokens(route, place.stage, verb)
    for (const pattern of resourcePatterns(policies)) {
      const special = meantOnly(pattern, tail, place, own)
      if (special && isOfRoute(special.arn, route)) found.set(special.arn, special)
    }
  }
  return [...found.values()]
}

/**
 * What of a route's resource counts for policies: routes with one signature get one answer. Undefined for a route of whose
 * calls some are answered otherwise.
 */
export function resourceSignature(
  route: GuardedRoute,
  place: ApiPlace,
  policies: readonly CompiledPolicy[],
): string | undefined {
  const resources = calledResources(route, place, policies)
  if (resources.length > verbsOf(route).length) return undefined
  const patterns = resourcePatterns(policies)
  return resources
    .map(({ arn }) => patterns.map(pattern => (means(pattern, arn, place) ? 1 : 0)).join(''))
    .join(' ')
}

function means(
  { isShort, region, account, resource }: WrittenPattern,
  arn: string,
  place: ApiPlace,
): boolean {
  if (isShort) return matchesTokens(resource, arn.slice(arnHead(place).length + 1))
  const own = arn.split(':').slice(5).join(':')
  return (
    matchesTokens(region, place.region) &&
    matchesTokens(account, place.account) &&
    matchesTokens(resource, own)
  )
}

/** The ARN of a route's calls, as a policy may name it: `*` for any method, placeholders as they are written. */
export function routeArn(route: GuardedRoute, place: ApiPlace): string {
  const verb = verbsOf(route).length > 1 ? '*' : route.method
  return `${arnHead(place)}/${place.stage}/${verb}${pathOf(route)}`
}

/** The placeholders of a path as they are written, where the path of a call in general has its made-up values. */
export function readableArn(arn: string, route: GuardedRoute): string {
  const names = [...pathOf(route).matchAll(/\{[^}]*\}/g)].map(([name]) => name)
  let index = 0
  return arn.replace(/\uE000[\uE001/\uE000]*|\uE001+/g, () => names[index++] ?? '…')
}

// No policy holds these characters of Unicode's private use, and only a wildcard matches them.
const unnamed = '\uE000'.padEnd(12, '\uE001')

const anyVerb = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

// The key of a WebSocket route stands where others have the method.
function verbsOf({ method }: GuardedRoute): readonly string[] {
  return method === 'ANY' || method === '$default' ? anyVerb : [method]
}

/** What a route's path is in an ARN; the route `$default` of an HTTP API takes whatever others leave. */
function pathOf({ method, path }: GuardedRoute): string {
  return method === '$default' ? '/{proxy+}' : path
}

function arnHead({ partition, region, account, apiId }: ApiPlace): string {
  return `arn:${partition}:execute-api:${region}:${account}:${apiId}`
}

function pathWith(path: string, value: string): string {
  return path.replace(/\{[^}]*\}/g, value)
}

/** `STAGE/VERB/path` with wildcards for path parameters: at least one character each. */
function tailTokens(route: GuardedRoute, stage: string, verb: string): Tokens {
  const tokens = [...codes(`${stage}/${verb}`)]
  for (const [index, part] of pathOf(route)
    .split(/\{[^}]*\}/)
    .entries()) {
    if (index > 0) tokens.push(anyCharacter, anyText)
    tokens.push(...codes(part))
  }
  return tokens
}

interface WrittenPattern {
  readonly isShort: boolean
  /** Region, account and the resource's first segment, each with its wildcards; empty for the short form. */
  readonly region: Tokens
  readonly account: Tokens
  readonly resource: Tokens
}

function resourcePatterns(policies: readonly CompiledPolicy[]): WrittenPattern[] {
  return policies
    .flatMap(({ statements }) => statements)
    .flatMap(({ resources }) => resources?.patterns ?? [])
    .filter(({ isEverything }) => !isEverything)
    .flatMap(({ fields, isShort }): WrittenPattern[] => {
      const tokens = fields.map(written)
      const [first = [], , service = [], region = [], account = [], resource = []] = tokens
      if (isShort) return [{ isShort, region: [], account: [], resource: first }]
      return matchesTokens(service, 'execute-api') ? [{ isShort, region, account, resource }] : []
    })
}

// A variable of the caller's may have any value.
function written(pattern: Pattern): Tokens {
  if (pattern.type === 'fixed') return pattern.tokens
  return pattern.parts.flatMap(part => (part.type === 'tokens' ? part.tokens : [anyText]))
}

/** A call that the pattern means although it does not mean the route's calls in general. */
function meantOnly(
  pattern: WrittenPattern,
  tail: Tokens,
  place: ApiPlace,
  general: readonly CalledResource[],
): CalledResource | undefined {
  if (pattern.isShort) {
    const rests = general.map(({ arn }) => arn.slice(arnHead(place).length + 1))
    if (rests.every(rest => matchesTokens(pattern.resource, rest))) return undefined
    const rest = sharedText(pattern.resource, tail, filler)
    return rest === undefined ? undefined : { arn: `${arnHead(place)}/${rest}`, special: `\`${rest}\`` }
  }
  const isOurs = matchesTokens(pattern.region, place.region) && matchesTokens(pattern.account, place.account)
  const resources = general.map(({ arn }) => arn.split(':').slice(5).join(':'))
  if (isOurs && resources.every(resource => matchesTokens(pattern.resource, resource))) return undefined
  const slash = pattern.resource.indexOf(codeOfSlash)
  const ownId = [...codes(`${place.apiId}/`), ...tail]
  const own = isOurs ? sharedText(pattern.resource, ownId, filler) : undefined
  if (own !== undefined) {
    const rest = own.slice(place.apiId.length + 1)
    return { arn: `${arnHead(place)}/${rest}`, special: `\`${rest}\`` }
  }
  // Region, account and id are made up on this machine: a policy that names others may well mean this API.
  const id = slash < 0 ? undefined : textOf(pattern.resource.slice(0, slash))
  const region = textOf(pattern.region) ?? place.region
  const account = textOf(pattern.account) ?? place.account
  const named = id ?? place.apiId
  const elsewhere = sharedText(pattern.resource, [...codes(`${named}/`), ...tail], filler)
  if (elsewhere === undefined) return undefined
  const arn = `arn:${place.partition}:execute-api:${region}:${account}:${elsewhere}`
  return { arn, special: `the API \`${named}\` of account ${account} in ${region}` }
}

const filler = '\uE001'
const codeOfSlash = 47

/** The text of a pattern without wildcards. */
function textOf(tokens: Tokens): string | undefined {
  return tokens.some(token => token < 0) ? undefined : String.fromCharCode(...tokens)
}

function codes(text: string): number[] {
  return [...text].map(character => character.charCodeAt(0))
}

/** Whether the path of an ARN is one of the route: a parameter without `+` holds no slash. */
function isOfRoute(arn: string, route: GuardedRoute): boolean {
  const path = pathOf(route)
  const resource = arn.split(':').slice(5).join(':')
  const [, , , ...rest] = resource.split('/')
  if (path === '') return true
  const pattern = path
    .split(/(\{[^}]*\})/)
    .map(part =>
      part.startsWith('{') ? (part.endsWith('+}') ? '.+' : '[^/]+') : part.replace(/[^\w/]/g, '\\$&'),
    )
    .join('')
  return new RegExp(`^${pattern}$`, 'su').test(`/${rest.join('/')}`)
}
