import type { ApiCall } from '../../policy/evaluate/evaluateApiCall.ts'
import { evaluateApiCall } from '../../policy/evaluate/evaluateApiCall.ts'
import { mismatchText, reasonTexts } from '../../policy/evaluate/explain.ts'
import type { PolicyDecision, RequestPolicies } from '../../policy/evaluate/evaluatePolicies.ts'
import { effectOf } from '../../policy/evaluate/evaluatePolicies.ts'
import type { PolicyRole, StatementReference } from '../../policy/evaluate/request.ts'
import { GatewayError } from '../gatewayError.ts'
import type { MethodCall } from '../methodCall.ts'
import { requireKnown } from './definitionPolicy.ts'
import { conditionKeysOf, isPrivate } from './callContext.ts'

/** The call of a method by nobody in particular, as policies see it. */
export function anonymousCall(
  call: MethodCall,
  methodArn: string,
  authorization: ApiCall['authorization'],
): ApiCall {
  return {
    action: 'execute-api:Invoke',
    resource: methodArn,
    principal: { type: 'Anonymous' },
    context: conditionKeysOf(call),
    isSameAccount: true,
    authorization,
    isAuthenticated: false,
    isPrivateApi: isPrivate(call.served.api),
  }
}

/** Refuses a call that the resource policy denies, before its authorizer is asked. */
export function refuseDenied(call: MethodCall, asked: ApiCall): void {
  const { resourcePolicy: policy } = call.served
  if (!policy) return
  requireResourcePolicy(call)
  const { deny, outcomes } = effectOf('resource', [policy], asked)
  if (!deny) return
  refuse(asked, { decision: 'explicitDeny', reason: 'explicit-deny', statement: deny, outcomes })
}

/** Decides a call; returns the decision that allows it, throws AWS's 403 for any other. */
export function requireAllowed(
  call: MethodCall,
  asked: ApiCall,
  policies: Omit<RequestPolicies, 'resource'>,
): PolicyDecision {
  requireResourcePolicy(call)
  const decision = evaluateApiCall(asked, { ...policies, resource: call.served.resourcePolicy })
  if (decision.decision !== 'allow') refuse(asked, decision)
  return decision
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

function requireResourcePolicy({ served }: MethodCall): void {
  if (served.api.policy) requireKnown(served.api.policy.document, 'the resource policy')
}

function refuse(asked: ApiCall, decision: PolicyDecision): never {
  const { statement } = decision
  const isStated = statement !== undefined && statement.role !== 'authorizer'
  throw new GatewayError('ACCESS_DENIED', describeDecision(decision), {
    message: `${subjectOf(asked, decision)}${becauseOf(decision)}`,
    ...(isStated && {
      details: () => ({ source: { file: statement.origin.file, ...statement.origin.range.start } }),
    }),
  })
}

// What AWS says to the caller of an authorizer names neither caller nor resource, unless the resource policy denied it.
function subjectOf({ authorization, principal, resource }: ApiCall, { statement }: PolicyDecision): string {
  if (authorization === 'CUSTOM' && statement?.role !== 'resource') {
    return 'User is not authorized to access this resource'
  }
  const user = principal.type === 'AWS' ? principal.arn : 'anonymous'
  return `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${withoutAccount(resource)}`
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
