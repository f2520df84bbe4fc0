import type { Api, Definition } from '../../api/api.ts'
import { domainNameOf } from '../../api/domainName.ts'
import { valueOf } from '../../base/origin.ts'
import type { AccessAnswer, AccessMatrix, AccessRoute } from '../../protocol/access.ts'
import type { ApiContext } from './apiContext.ts'
import { apiContext, namedPlace } from './apiContext.ts'
import type { CallerPlace } from './apiIdentities.ts'
import { apiIdentities } from './apiIdentities.ts'
import { lineOf } from './answer.ts'
import { decideRoute } from './decideRoute.ts'
import type { GuardedRoute } from './guardedRoute.ts'
import { resourceSignature, routeArn } from './calledResource.ts'
import { guardedRoutes } from './guardedRoute.ts'
import type { Identity } from './identity.ts'
import type { CompiledPolicies } from './policies.ts'

export interface WhoOptions extends CallerPlace {
  /** Name of a stage; the first one's else. */
  readonly stage?: string
  /** Further identities, after those of the definition; alone when `isAlone`. */
  readonly identities?: readonly Identity[]
  readonly onlyGiven?: boolean
}

/** Asks for every route of an API and every identity who may call. */
export function whoMayCall(definition: Definition, api: Api, options: WhoOptions = {}): AccessMatrix {
  const stages = api.stages.map(({ name }) => name)
  const stage = options.stage ?? stages[0] ?? '$default'
  const context = apiContext(definition, api, stage)
  const routes = guardedRoutes(api)
  const given = options.identities ?? []
  const derived = options.onlyGiven === true ? [] : apiIdentities(context, routes, options)
  const identities = [...derived, ...given]
  const answers = new AnswerBook()
  const answersOf = rememberedAnswers(context, identities, answers)
  return {
    apiId: api.id,
    apiName: api.name,
    apiType: api.type,
    stage,
    stages,
    identities: identities.map(({ name, detail, origin }) => ({
      name,
      detail,
      ...(origin && { source: lineOf(origin) }),
    })),
    routes: routes.map(route => rowOf(context, route, answersOf(route))),
    answers: answers.all,
    notes: notesOf(context),
  }
}

function rowOf(context: ApiContext, route: GuardedRoute, answers: readonly number[]): AccessRoute {
  return {
    method: route.method,
    path: route.path,
    source: lineOf(route.origin),
    arn: routeArn(route, context.place),
    guard: guardOf(context, route),
    guardSource: lineOf(route.authorization.origin),
    needsApiKey: valueOf(route.apiKeyRequired) === true,
    answers,
  }
}

/** Hundreds of routes have a few kinds of answers: each kind is asked for once. */
function rememberedAnswers(
  context: ApiContext,
  identities: readonly Identity[],
  answers: AnswerBook,
): (route: GuardedRoute) => readonly number[] {
  const policies = [context.resourcePolicy, ...identities.flatMap(policiesOfIdentity)].flatMap(
    each => each?.leaning(() => true).restrictive ?? [],
  )
  const known = new Map<string, readonly number[]>()
  return route => {
    const signature = resourceSignature(route, context.place, policies)
    const { type, authorizer, scopes } = route.authorization
    const key = JSON.stringify([
      signature ?? route,
      type,
      authorizer && valueOf(authorizer),
      scopes.map(valueOf),
      route.apiKeyRequired && (valueOf(route.apiKeyRequired) ?? route.apiKeyRequired),
    ])
    const made =
      known.get(key) ?? identities.map(identity => answers.indexOf(decideRoute(context, route, identity)))
    known.set(key, made)
    return made
  }
}

function policiesOfIdentity({ principal }: Identity): CompiledPolicies[] {
  const own = principal?.policies
  if (own?.type !== 'stated') return []
  return [own.identity, ...(own.boundary ? [own.boundary] : [])]
}

function guardOf({ authorizers }: ApiContext, { authorization }: GuardedRoute): string {
  if (authorization.type === 'NONE') return 'open'
  if (authorization.type === 'AWS_IAM') return 'AWS_IAM'
  const name = valueOf(authorization.authorizer)
  const authorizer = name === undefined ? undefined : authorizers.get(name)
  return authorizer?.listedName ?? name ?? authorization.type
}

/** Answers, each different one kept once. */
class AnswerBook {
  readonly all: AccessAnswer[] = []
  private readonly indices = new Map<string, number>()

  indexOf(answer: AccessAnswer): number {
    const key = JSON.stringify(answer)
    const known = this.indices.get(key)
    if (known !== undefined) return known
    this.indices.set(key, this.all.length)
    return this.all.push(answer) - 1
  }
}

/** What may refuse a call besides authorization and keys, and what was taken for granted. */
function notesOf({ definition, api, place }: ApiContext): string[] {
  const { surroundings } = definition
  const domains = surroundings.apiMappings
    .filter(each => valueOf(each.apiId) === api.id)
    .flatMap(each => domainNameOf(each.domainName, surroundings.domainNames) ?? [])
  const nameOf = (domain: (typeof domains)[number]) => `\`${valueOf(domain.name) ?? domain.id}\``
  const tls = domains.filter(({ mutualTls }) => mutualTls).map(nameOf)
  const guarded = domains.filter(({ policy }) => policy).map(nameOf)
  const named = namedPlace(definition, api)
  const hasWebAcl = surroundings.webAclAssociations.length > 0
  return [
    ...(named.apiId === undefined
      ? []
      : [
          `The resource policy names the API \`${named.apiId}\`, account ${place.account}, ${place.region}: taken as this API's.`,
        ]),
    ...(tls.length > 0 ? [`${tls.join(', ')} asks for a client certificate first (mutual TLS).`] : []),
    ...(guarded.length > 0
      ? [`${guarded.join(', ')} has a policy of its own, which is asked first and not here.`]
      : []),
    ...(hasWebAcl
      ? ['A web ACL of the definition may refuse requests before; its rules are not asked here.']
      : []),
    ...(api.type === 'websocket'
      ? ['Only `$connect` asks who calls: whoever is connected may send to every route.']
      : []),
  ]
}
