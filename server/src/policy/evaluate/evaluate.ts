import type { Origin } from '../../base/origin.ts'
import type { PolicyNode } from '../policyTree.ts'
import { memberOf, valuesOf } from '../policyTree.ts'
import type { CompiledPolicy } from './compilePolicy.ts'
import { compilePolicy } from './compilePolicy.ts'
import { evaluateApiCall } from './evaluateApiCall.ts'
import type { PolicyDecision, RequestPolicies } from './evaluatePolicies.ts'
import { evaluatePolicies } from './evaluatePolicies.ts'
import type { StatedRequest } from './readRequest.ts'

/** Decides a stated request. */
export function evaluate(stated: StatedRequest, policies: RequestPolicies): PolicyDecision {
  return stated.type === 'call'
    ? evaluateApiCall(stated.call, policies)
    : evaluatePolicies(stated.request, policies)
}

/** A policy's root with what tells where its parts stand. */
export interface PlacedPolicy {
  readonly root: PolicyNode
  readonly originOf: (part: PolicyNode) => Origin
}

/** Prepares the `policies` of an evaluation; `open` gives the policy of each place, which may be the name of a file. */
export function compilePolicies(
  node: PolicyNode | undefined,
  open: (part: PolicyNode) => PlacedPolicy,
): RequestPolicies {
  const compiled = (part: PolicyNode): CompiledPolicy[] => {
    if (part.type === 'scalar' && part.value === null) return []
    const { root, originOf } = open(part)
    return [compilePolicy(root, originOf)]
  }
  const all = (name: string) => valuesOf(memberOf(node, name)?.value).flatMap(compiled)
  const [resource] = all('resource')
  const [authorizer] = all('authorizer')
  const boundary = memberOf(node, 'boundary')
  return { identity: all('identity'), resource, authorizer, ...(boundary && { boundary: all('boundary') }) }
}
