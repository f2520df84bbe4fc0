import { unknownParts } from '../../api/policyNode.ts'
import type { CompiledPolicy } from '../../policy/evaluate/compilePolicy.ts'
import type { Leaning } from '../../policy/evaluate/leaning.ts'
import type { ApiCall } from '../../policy/evaluate/evaluateApiCall.ts'
import { evaluateApiCall } from '../../policy/evaluate/evaluateApiCall.ts'
import { mismatchText, reasonTexts } from '../../policy/evaluate/explain.ts'
import type { PolicyDecision } from '../../policy/evaluate/evaluatePolicies.ts'
import { effectOf } from '../../policy/evaluate/evaluatePolicies.ts'
import type { PolicyRole, StatementReference } from '../../policy/evaluate/request.ts'
import { because, GatewayError, NotEmulatedError } from '../gatewayError.ts'
import type { CompiledPolicies } from '../access/policies.ts'
import type { PolicyCall } from './callContext.ts'
import { conditionKeysOf, isPrivate } from './callContext.ts'

/** The call of a method by nobody in particular, as policies see it. */
export function anonymousCall(
  call: PolicyCall,
  methodArn: string,
  authorization: ApiCall['authorization'],
): ApiCall {
  let context: ApiCall['context'] | undefined
  return {
    action: 'execute-api:Invoke',
    resource: methodArn,
    principal: { type: 'Anonymous' },
    // Few policies have conditions.
    get context() {
      return (context ??= conditionKeysOf(call))
    },
    isSameAccount: true,
    authorization,
    isAuthenticated: false,
    isPrivateApi: isPrivate(call.served.api),
  }
}

/** The policies that bear on a call beside the API's own. */
export interface CallerPolicies {
  readonly identity?: CompiledPolicies
  readonly boundary?: CompiledPolicies
  readonly authorizer?: CompiledPolicy
}

/** Refuses a call that the resource policy denies, before its authorizer is asked. */
export function refuseDenied(call: PolicyCall, asked: ApiCall): void {
  if (!call.served.resourcePolicy) return
  const effect = (leaning: Leaning) =>
    effectOf('resource', readAs(call.served.resourcePolicy, leaning), asked)
  const { deny, outcomes } = effect('restrictive')
  if (!deny) return
  if (!effect('permissive').deny) throw notKnown(call)
  refuse(asked, { decision: 'explicitDeny', reason: 'explicit-deny', statement: deny, outcomes })
}

/** Decides a call; returns the decision that allows it, throws AWS's 403 for any other. */
export function requireAllowed(call: PolicyCall, asked: ApiCall, policies: CallerPolicies): PolicyDecision {
  const { authorizer, boundary } = policies
  const decide = (leaning: Leaning) =>
    evaluateApiCall(asked, {
      identity: readAs(policies.identity, leaning),
      resource: readAs(call.served.resourcePolicy, leaning)[0],
      authorizer,
      ...(boundary && { boundary: readAs(boundary, leaning) }),
    })
  const decision = decide('restrictive')
  if (decision.decision === 'allow') return decision
  if (decide('permissive').decision === 'allow') throw notKnown(call)
  return refuse(asked, decision)
}

/** Whether a call is allowed; throws where that hangs on what cannot be known here. */
export function isAllowed(call: PolicyCall, asked: ApiCall, policies: CallerPolicies): boolean {
  try {
    requireAllowed(call, asked, policies)
    return true
  } catch (error) {
    if (error instanceof GatewayError) return false
    throw error
  }
}

// Every key of a call is known here: what the request does not have is absent. Parts of policies may be unknown.
function readAs(policies: CompiledPolicies | undefined, leaning: Leaning): readonly CompiledPolicy[] {
  return policies?.leaning(() => true)[leaning] ?? []
}

/** Refuses to decide where it hangs on a part of a policy that cannot be known here. */
function notKnown({ served }: PolicyCall): NotEmulatedError {
  const policy = served.api.type === 'rest' ? served.api.policy : undefined
  const [unknown] = policy ? unknownParts(policy.document) : []
  const reason = unknown ? `: ${unknown.reason}` : ''
  return new NotEmulatedError(
    'unknown-value',
    `the decision hangs on a part of a policy that cannot be known here${reason}; give it by a parameter`,
    unknown && (() => ({ source: { file: unknown.origin.file, ...unknown.origin.range.start } })),
  )
}

/** What allowed or denied a call, for the trace: `statement **AllowOffice** of the resource policy allows it`. */
export function describeDecision({ decision, reason, statement, outcomes }: PolicyDecision): string {
  if (!statement) return [reasonTexts[reason], ...whyNot(outcomes)].join('; ')
  return `${nameOf(statement)} ${decision === 'allow' ? 'allows' : 'denies'} it`
}

const mostStatementsNamed = 3

/** Why the allowing statements do not apply: where somebody looks who expected to be let in. */
function whyNot(outcomes: PolicyDecision['outcomes']): string[] {
  const missed = outcomes.filter(({ statement }) => statement.effect !== 'Deny')
  const named = missed.slice(0, mostStatementsNamed)
  const rest = missed.length - named.length
  return [
    ...named.map(
      ({ statement, mismatch }) => `${nameOf(statement)}: ${mismatch ? mismatchText(mismatch) : 'applies'}`,
    ),
    ...(rest > 0 ? [`and ${rest} more statements`] : []),
  ]
}

function refuse(asked: ApiCall, decision: PolicyDecision): never {
  const { statement } = decision
  const isStated = statement !== undefined && statement.role !== 'authorizer'
  throw new GatewayError('ACCESS_DENIED', describeDecision(decision), {
    message: `${subjectOf(asked, decision)}${becauseOf(decision)}`,
    details: because(
      { type: 'policy', decision, asked },
      isStated ? { file: statement.origin.file, ...statement.origin.range.start } : undefined,
    ),
  })
}

// What AWS says to the caller of an authorizer names neither caller nor resource, unless the resource policy denied it.
function subjectOf(
  { action, authorization, principal, resource }: ApiCall,
  { statement }: PolicyDecision,
): string {
  if (authorization === 'CUSTOM' && statement?.role !== 'resource') {
    return 'User is not authorized to access this resource'
  }
  const user = principal.type === 'AWS' ? principal.arn : 'anonymous'
  return `User: ${user} is not authorized to perform: ${action} on resource: ${withoutAccount(resource)}`
}

/** What AWS's messages call a policy, by its role; they count an authorizer's policy with those of identities. */
const policyNames: Readonly<Record<PolicyRole, string>> = {
  resource: 'a resource-based policy',
  identity: 'an identity-based policy',
  authorizer: 'an identity-based policy',
  boundary: 'a permissions boundary',
}

function becauseOf({ decision, reason, statement }: PolicyDecision): string {
  if (decision === 'explicitDeny')
    return ` with an explicit deny in ${policyNames[statement?.role ?? 'resource']}`
  const missing = {
    'no-allow-by-resource': 'resource-based policy',
    'private-without-policy': 'resource-based policy',
    'no-allow-by-boundary': 'permissions boundary',
  }
  const name = Object.hasOwn(missing, reason)
    ? missing[reason as keyof typeof missing]
    : 'identity-based policy'
  return ` because no ${name} allows the execute-api:Invoke action`
}

/** The ARN as AWS shows it to callers: of the account, only the last four digits. */
function withoutAccount(arn: string): string {
  return arn.replace(/^((?:[^:]*:){4})\d{8}(\d{4}):/, '$1********$2:')
}

const roleNames: Readonly<Record<PolicyRole, string>> = {
  resource: 'the resource policy',
  identity: "the caller's policies",
  authorizer: "the authorizer's policy",
  boundary: "the caller's permissions boundary",
}

function nameOf({ role, index, sid }: StatementReference): string {
  return `statement ${sid === undefined ? index + 1 : `**${sid}**`} of ${roleNames[role]}`
}
