import type { CompiledPolicy } from '../../policy/evaluate/compilePolicy.ts'
import type { PolicyDecision, RequestPolicies } from '../../policy/evaluate/evaluatePolicies.ts'
import type { Leaning, UnknownElement } from '../../policy/evaluate/leaning.ts'
import type { PolicyRequest } from '../../policy/evaluate/request.ts'
import type { ApiContext } from './apiContext.ts'
import type { CalledResource } from './calledResource.ts'
import { calledResources } from './calledResource.ts'
import type { CallerContext } from './callerContext.ts'
import type { GuardedRoute } from './guardedRoute.ts'
import type { Identity } from './identity.ts'
import type { LeaningPolicies } from './policies.ts'
import { compilePolicies, namedPolicy } from './policies.ts'

/** What policies say of the calls of a route. */
export interface PolicyAnswer {
  /** `some`: of some calls of the route this, of others that. `unknown`: it hangs on what cannot be known here. */
  readonly verdict: 'allow' | 'refuse' | 'unknown' | 'some'
  /** Of calls in general, unknown parts read against the caller. */
  readonly decision: PolicyDecision
  /** The same with unknown parts read for the caller. */
  readonly atBest: PolicyDecision
  /** Of `some`: the calls that are answered otherwise than calls in general. */
  readonly exceptions: readonly PolicyException[]
  /** Of `unknown`: what it hangs on. */
  readonly unknown: readonly UnknownElement[]
}

export interface PolicyException {
  readonly resource: CalledResource
  readonly verdict: 'allow' | 'refuse' | 'unknown'
  readonly decision: PolicyDecision
}

/** Decides one request by policies, as `evaluatePolicies` and `evaluateApiCall` do. */
export type Decide = (request: PolicyRequest, policies: RequestPolicies) => PolicyDecision

/** Asks the policies that bear on a route and an identity about every kind of call of the route. */
export function askPolicies(
  context: ApiContext,
  route: GuardedRoute,
  identity: Identity,
  caller: CallerContext,
  decide: Decide,
): PolicyAnswer {
  const policies = policiesFor(context, identity, caller)
  const resources = calledResources(route, context.place, policies.all)
  const isSameAccount = !identity.principal || identity.principal.account === context.place.account
  const decisions = resources.map(resource => {
    const request: PolicyRequest = {
      action: 'execute-api:Invoke',
      resource: resource.arn,
      principal: caller.principal,
      context: caller.values,
      isSameAccount,
    }
    const atWorst = decide(request, policies.of('restrictive'))
    const atBest = policies.isCertain ? atWorst : decide(request, policies.of('permissive'))
    const verdict = isAllow(atWorst) ? 'allow' : isAllow(atBest) ? 'unknown' : 'refuse'
    return { resource, atWorst, atBest, verdict } as const
  })
  const [first] = decisions
  if (!first) throw new Error('a route has calls')
  const exceptions = decisions
    .filter(({ verdict }) => verdict !== first.verdict)
    .map(({ resource, verdict, atWorst }) => ({ resource, verdict, decision: atWorst }))
  return {
    verdict: exceptions.length > 0 ? 'some' : first.verdict,
    decision: first.atWorst,
    atBest: first.atBest,
    exceptions,
    unknown: decisions.some(({ verdict }) => verdict === 'unknown')
      ? decidingUnknowns(first.atWorst, first.atBest, policies.unknown)
      : [],
  }
}

/** Grants everything: the policies of a caller, or of an authorizer, that are taken to allow the call. */
export const everything: CompiledPolicy = granting([{ Effect: 'Allow', Action: '*', Resource: '*' }])
/** Says nothing of any call. */
export const nothing: CompiledPolicy = granting([])

function granting(statements: readonly unknown[]): CompiledPolicy {
  const start = { line: 0, character: 0 }
  const origin = { file: '', pointer: '', range: { start, end: start } }
  const compiled = compilePolicies([namedPolicy({ Version: '2012-10-17', Statement: statements }, origin)])
  const [policy] = compiled.leaning(() => true).restrictive
  if (!policy) throw new Error('one policy gives one')
  return policy
}

interface PoliciesFor {
  readonly all: readonly CompiledPolicy[]
  readonly isCertain: boolean
  readonly of: (leaning: Leaning) => RequestPolicies
  readonly unknown: {
    readonly resource: LeaningPolicies['unknown']
    readonly identity: LeaningPolicies['unknown']
  }
}

function policiesFor(context: ApiContext, identity: Identity, { isKnownKey }: CallerContext): PoliciesFor {
  const own = identity.principal?.policies
  const stated = own?.type === 'stated' ? own : undefined
  const resource = context.resourcePolicy?.leaning(isKnownKey)
  const identities = stated?.identity.leaning(isKnownKey)
  const boundary = stated?.boundary?.leaning(isKnownKey)
  const parts = [resource, identities, boundary].filter(part => part !== undefined)
  return {
    all: parts.flatMap(({ restrictive, permissive }) =>
      restrictive === permissive ? restrictive : [...restrictive, ...permissive],
    ),
    isCertain: parts.every(({ restrictive, permissive }) =>
      restrictive.every((policy, index) => policy === permissive[index]),
    ),
    of: leaning => ({
      identity: own?.type === 'everything' ? [everything] : (identities?.[leaning] ?? []),
      resource: resource?.[leaning][0],
      ...(boundary && { boundary: boundary[leaning] }),
    }),
    unknown: { resource: resource?.unknown ?? [], identity: identities?.unknown ?? [] },
  }
}

function isAllow({ decision }: PolicyDecision): boolean {
  return decision === 'allow'
}

/** The unknown elements of those statements that apply when read one way and not when read the other. */
function decidingUnknowns(
  atWorst: PolicyDecision,
  atBest: PolicyDecision,
  unknown: PoliciesFor['unknown'],
): UnknownElement[] {
  return atWorst.outcomes.flatMap(({ statement: { role, policy, index }, mismatch }) => {
    const other = atBest.outcomes.find(
      ({ statement }) => statement.role === role && statement.policy === policy && statement.index === index,
    )
    if (other && (other.mismatch === undefined) === (mismatch === undefined)) return []
    const found = role === 'resource' ? unknown.resource : role === 'identity' ? unknown.identity : []
    return (found[policy] ?? []).filter(({ statement }) => statement === undefined || statement === index)
  })
}
