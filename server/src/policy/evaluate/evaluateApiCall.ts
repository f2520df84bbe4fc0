import type { DecisionReason, PolicyDecision, PolicyEffect, RequestPolicies } from './evaluatePolicies.ts'
import { effectOf, evaluatePolicies } from './evaluatePolicies.ts'
import type { PolicyRequest } from './request.ts'

/** A call of an API Gateway method or route. */
export interface ApiCall extends PolicyRequest {
  /** As API Gateway names it in a method's `authorizationType`. */
  readonly authorization: 'NONE' | 'AWS_IAM' | 'COGNITO_USER_POOLS' | 'CUSTOM'
  /** Whether the user pool's token was accepted. */
  readonly isAuthenticated: boolean
  readonly isPrivateApi: boolean
}

/**
 * Decides a call of an API by its resource policy and the policies of its kind of authorization.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function evaluateApiCall(call: ApiCall, policies: RequestPolicies): PolicyDecision {
  if (call.isPrivateApi && !policies.resource) return refused('private-without-policy', [])
  switch (call.authorization) {
    case 'NONE':
      return byResourcePolicyAlone(anonymous(call), policies)
    case 'AWS_IAM':
      return call.principal.type === 'Anonymous' ? unsigned(call, policies) : evaluatePolicies(call, policies)
    case 'COGNITO_USER_POOLS':
      return call.isAuthenticated
        ? byResourcePolicyAlone(anonymous(call), policies)
        : refused('not-authenticated', [])
    case 'CUSTOM':
      return withAuthorizer(anonymous(call), policies)
  }
}

// To IAM, a caller that signs nothing is nobody in particular, whatever an authorizer may know of it.
function anonymous(call: ApiCall): ApiCall {
  return { ...call, principal: { type: 'Anonymous' } }
}

function unsigned(call: ApiCall, { resource }: RequestPolicies): PolicyDecision {
  return refused('not-signed', [effectOf('resource', resource ? [resource] : [], call)])
}

function byResourcePolicyAlone(call: ApiCall, { resource }: RequestPolicies): PolicyDecision {
  if (!resource) return { decision: 'allow', reason: 'open', statement: undefined, outcomes: [] }
  const effect = effectOf('resource', [resource], call)
  const { deny, allow, outcomes } = effect
  if (deny) return { decision: 'explicitDeny', reason: 'explicit-deny', statement: deny, outcomes }
  if (!allow) return refused('no-allow-by-resource', [effect])
  return { decision: 'allow', reason: 'allowed-by-resource', statement: allow.statement, outcomes }
}

// The resource policy's denies come before the function is called, so they are named first.
function withAuthorizer(call: ApiCall, { resource, authorizer }: RequestPolicies): PolicyDecision {
  const before = effectOf('resource', resource ? [resource] : [], call)
  const own = effectOf('authorizer', authorizer ? [authorizer] : [], call)
  const outcomes = [...before.outcomes, ...own.outcomes]
  const denied = before.deny ?? own.deny
  if (denied) return { decision: 'explicitDeny', reason: 'explicit-deny', statement: denied, outcomes }
  // An authorizer that returned no policy has refused.
  if (!authorizer) return refused('not-authenticated', [before])
  const needsBoth = resource !== undefined && !call.isSameAccount
  if (needsBoth && !(own.allow && before.allow)) {
    return refused(own.allow ? 'no-allow-by-resource' : 'no-allow-by-authorizer', [before, own])
  }
  const allow = own.allow ?? before.allow
  if (!allow) return refused('no-allow', [before, own])
  const reason = own.allow ? 'allowed-by-authorizer' : 'allowed-by-resource'
  return { decision: 'allow', reason, statement: allow.statement, outcomes }
}

function refused(reason: DecisionReason, effects: readonly PolicyEffect[]): PolicyDecision {
  const outcomes = effects.flatMap(effect => effect.outcomes)
  return { decision: 'implicitDeny', reason, statement: undefined, outcomes }
}
