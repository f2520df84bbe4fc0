import type { CompiledPolicy } from './compilePolicy.ts'
import { matchOwnStatement, matchResourceStatement, subjectOf } from './matchStatement.ts'
import type { Naming } from './principal.ts'
import type { PolicyRequest, PolicyRole, Principal, StatementOutcome, StatementReference } from './request.ts'

/** The policies that bear on a request. */
export interface RequestPolicies {
  readonly identity: readonly CompiledPolicy[]
  readonly resource?: CompiledPolicy | undefined
  readonly authorizer?: CompiledPolicy | undefined
  readonly boundary?: readonly CompiledPolicy[] | undefined
}

/** Why it was decided so. */
export type DecisionReason =
  | 'explicit-deny'
  | 'allowed-by-identity'
  | 'allowed-by-resource'
  | 'allowed-by-authorizer'
  | 'no-allow'
  | 'no-allow-by-identity'
  | 'no-allow-by-resource'
  | 'no-allow-by-authorizer'
  | 'no-allow-by-boundary'
  | 'open'
  | 'private-without-policy'
  | 'not-authenticated'
  | 'not-signed'

export interface PolicyDecision {
  readonly decision: 'allow' | 'explicitDeny' | 'implicitDeny'
  readonly reason: DecisionReason
  /** The statement that decided; an implicit deny has none. */
  readonly statement: StatementReference | undefined
  /** What became of every statement that was looked at, in the order of evaluation. */
  readonly outcomes: readonly StatementOutcome[]
}

/**
 * Decides a request as IAM does: an explicit deny anywhere wins, then what the account's policies allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluatePolicies(request: PolicyRequest, policies: RequestPolicies): PolicyDecision {
  const { principal } = request
  // Only IAM's own principals have policies attached.
  const hasOwn = principal.type === 'AWS'
  const resource = effectOf('resource', policies.resource ? [policies.resource] : [], request)
  const identity = effectOf('identity', hasOwn ? policies.identity : [], request)
  const boundary = effectOf('boundary', hasOwn ? (policies.boundary ?? []) : [], request)
  const isBounded = hasOwn && (policies.boundary?.length ?? 0) > 0
  const outcomes = [...resource.outcomes, ...identity.outcomes, ...boundary.outcomes]
  const denied = resource.deny ?? identity.deny ?? boundary.deny
  if (denied) return { decision: 'explicitDeny', reason: 'explicit-deny', statement: denied, outcomes }
  const verdict = request.isSameAccount || !hasOwn ? sameAccount : crossAccount
  return { ...verdict(principal, { identity, resource, boundary, isBounded }), outcomes }
}

/** What the policies of one kind say of a request. */
export interface PolicyEffect {
  readonly deny: StatementReference | undefined
  readonly allow: Allowance | undefined
  readonly outcomes: readonly StatementOutcome[]
}

interface Allowance {
  readonly statement: StatementReference
  readonly naming: Naming
}

/** Holds all statements of the policies of one kind against a request. */
export function effectOf(
  role: PolicyRole,
  policies: readonly CompiledPolicy[],
  request: PolicyRequest,
): PolicyEffect {
  const match = role === 'resource' ? matchResourceStatement : matchOwnStatement
  const subject = subjectOf(request)
  const outcomes: StatementOutcome[] = []
  let deny: StatementReference | undefined
  let allow: Allowance | undefined
  for (const [policy, { statements }] of policies.entries()) {
    for (const [index, compiled] of statements.entries()) {
      const { sid, effect, origin } = compiled
      const { mismatch, naming } = match(compiled, subject)
      const statement = { role, policy, index, sid, effect, origin }
      outcomes.push({ statement, mismatch })
      if (mismatch) continue
      if (effect === 'Deny') deny ??= statement
      else if (!allow || rank(naming) > rank(allow.naming)) allow = { statement, naming }
    }
  }
  return { deny, allow, outcomes }
}

interface Effects {
  readonly identity: PolicyEffect
  readonly resource: PolicyEffect
  readonly boundary: PolicyEffect
  readonly isBounded: boolean
}

type Verdict = Omit<PolicyDecision, 'outcomes'>

function sameAccount(principal: Principal, { identity, resource, boundary, isBounded }: Effects): Verdict {
  const isInside = !isBounded || boundary.allow !== undefined
  if (identity.allow && isInside) return allowed('allowed-by-identity', identity.allow)
  const granted = resource.allow && isDirect(resource.allow.naming, principal) ? resource.allow : undefined
  if (granted && (isInside || !isLimited(granted.naming, principal))) {
    return allowed('allowed-by-resource', granted)
  }
  return refused(!isInside && (identity.allow ?? granted) ? 'no-allow-by-boundary' : 'no-allow')
}

function crossAccount(_: Principal, { identity, resource, boundary, isBounded }: Effects): Verdict {
  if (!identity.allow) return refused('no-allow-by-identity')
  if (isBounded && !boundary.allow) return refused('no-allow-by-boundary')
  return resource.allow ? allowed('allowed-by-identity', identity.allow) : refused('no-allow-by-resource')
}

// Naming an account leaves it to the account to allow its principals; only the root user is named by it.
function isDirect(naming: Naming, principal: Principal): boolean {
  return naming !== 'account' || (principal.type === 'AWS' && principal.arn.endsWith(':root'))
}

// A boundary limits what a policy grants to a role, not what it grants to a user or to one session by their own ARN.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
function isLimited(naming: Naming, principal: Principal): boolean {
  return naming === 'role' || (principal.type === 'AWS' && /:role\//.test(principal.arn))
}

function rank(naming: Naming): number {
  return ['none', 'account', 'role', 'everybody', 'itself'].indexOf(naming)
}

function allowed(reason: DecisionReason, { statement }: Allowance): Verdict {
  return { decision: 'allow', reason, statement }
}

function refused(reason: DecisionReason): Verdict {
  return { decision: 'implicitDeny', reason, statement: undefined }
}
