import type { ApiCall } from '../../policy/evaluate/evaluateApiCall.ts'
import { callerContext } from '../access/callerContext.ts'
import type { Identity } from '../access/identity.ts'
import type { CompiledPolicies } from '../access/policies.ts'
import { compilePolicies, namedPolicy } from '../access/policies.ts'
import type { CallerPolicies } from './apiDecision.ts'
import type { PolicyCall } from './callContext.ts'
import { anonymousCall } from './apiDecision.ts'
import { withServedName } from './definitionPolicy.ts'
import type { ServedApi } from '../servedApi.ts'

/** The call of a method by whoever signed it, as policies see it: the keys of the request, and those of the caller on top. */
export function signedCall(call: PolicyCall, methodArn: string, identity: Identity): ApiCall {
  const { served } = call
  const plain = anonymousCall(call, methodArn, 'AWS_IAM')
  const caller = callerContext(identity, { isPrivate: plain.isPrivateApi, place: { region: served.region } })
  return {
    ...plain,
    principal: caller.principal,
    context: new Map([...plain.context, ...caller.values]),
    isSameAccount: identity.principal?.account === served.accountId,
  }
}

/** The policies of whoever signed: stated by the definition or the file of identities, or taken to allow everything. */
export function policiesOfSigner(served: ServedApi, { principal }: Identity): CallerPolicies {
  if (!principal || principal.policies.type === 'nothing') return {}
  if (principal.policies.type === 'everything') return { identity: everything }
  const { identity, boundary } = principal.policies
  return {
    identity: renamed(served, identity),
    ...(boundary && { boundary: renamed(served, boundary) }),
  }
}

/** Policies in which ARNs name the API as it is served, prepared once for each API. */
const prepared = new WeakMap<CompiledPolicies, Map<string, CompiledPolicies>>()

function renamed({ ownName }: ServedApi, policies: CompiledPolicies): CompiledPolicies {
  const byApi = prepared.get(policies) ?? new Map<string, CompiledPolicies>()
  prepared.set(policies, byApi)
  const made =
    byApi.get(ownName.served) ??
    compilePolicies(policies.policies.map(policy => withServedName(policy, ownName)))
  byApi.set(ownName.served, made)
  return made
}

const start = { line: 0, character: 0 }

/** Of callers that state no policies: they may call, as somebody with the rights of an administrator. */
export const everything = compilePolicies([
  namedPolicy(
    {
      Version: '2012-10-17',
      Statement: [{ Sid: 'Everything', Effect: 'Allow', Action: '*', Resource: '*' }],
    },
    { file: '', pointer: '', range: { start, end: start } },
  ),
])
