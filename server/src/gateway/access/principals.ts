import type { Definition } from '../../api/api.ts'
import type { IamPrincipal, IamRole } from '../../api/policy.ts'
import type { Fact } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import { readArn } from '../../policy/arn.ts'
import { memberOf, textsOf, valuesOf } from '../../policy/policyTree.ts'
import { matchesWildcard } from '../../policy/wildcard.ts'
import type { SigningPrincipal } from './identity.ts'
import { managedPolicy } from './managedPolicies.ts'
import type { PlacedPolicy } from './policies.ts'
import { compilePolicies, namedPolicy, placedPolicy, unknownPolicy } from './policies.ts'

/** A role or user of the definition with the policies that the definition gives it. */
export function principalOf(definition: Definition, part: IamRole | IamPrincipal): SigningPrincipal {
  const account = readArn(part.arn)?.account ?? ''
  const identity = compilePolicies(policiesOf(definition, part))
  const { permissionsBoundary } = part
  const boundary = permissionsBoundary && compilePolicies([referredPolicy(definition, permissionsBoundary)])
  return {
    arn: isRole(part) ? `arn:aws:sts::${account}:assumed-role/${part.name}/session` : part.arn,
    principalArn: part.arn,
    account,
    policies: { type: 'stated', identity, ...(boundary && { boundary }) },
  }
}

/** Whether a role's or user's own policies say anything of calling APIs, or may. */
export function speaksOfCalls(definition: Definition, part: IamRole | IamPrincipal): boolean {
  return policiesOf(definition, part).some(
    ({ root }) =>
      root.type === 'unknown' ||
      valuesOf(memberOf(root, 'Statement')?.value).some(statement => {
        const actions = memberOf(statement, 'Action')?.value
        const isOpen = statement.type === 'unknown' || actions?.type === 'unknown' || !actions
        return isOpen || textsOf(actions).some(({ text }) => matchesWildcard(text.toLowerCase(), invoke))
      }),
  )
}

const invoke = 'execute-api:invoke'

/** Those of the definition that may sign calls, groups left out. */
export function signersOf({ surroundings }: Definition): readonly (IamRole | IamPrincipal)[] {
  return [...surroundings.roles, ...surroundings.principals.filter(({ kind }) => kind === 'user')]
}

function isRole(part: IamRole | IamPrincipal): part is IamRole {
  return !('kind' in part)
}

function policiesOf(definition: Definition, part: IamRole | IamPrincipal): PlacedPolicy[] {
  const { policies, principals } = definition.surroundings
  const isNamed = (names: readonly Fact<string>[]) =>
    names.some(fact => valueOf(fact) === part.name || valueOf(fact) === part.id)
  const attached = policies.filter(each => isNamed(isRole(part) ? each.roles : groupOrUser(part, each)))
  const own = [
    ...part.policies.map(({ document }) => placedPolicy(document)),
    ...attached.map(({ document }) => placedPolicy(document)),
    ...part.managedPolicyArns.map(fact => referredPolicy(definition, fact)),
  ]
  if (isRole(part) || part.kind === 'group') return own
  const groups = part.groups.flatMap(fact =>
    principals.filter(({ kind, name, id }) => kind === 'group' && [name, id].includes(valueOf(fact) ?? '')),
  )
  return [...own, ...groups.flatMap(group => policiesOf(definition, group))]
}

function groupOrUser({ kind }: IamPrincipal, policy: Definition['surroundings']['policies'][number]) {
  return kind === 'user' ? policy.users : policy.groups
}

/** What an ARN of a managed policy means: one of the definition, one of AWS, or one that is not known here. */
function referredPolicy({ surroundings }: Definition, fact: Fact<string>): PlacedPolicy {
  if (!fact.known) return unknownPolicy(fact.origin)
  const own = surroundings.policies.find(({ arn, id }) => fact.value === arn || fact.value === id)
  if (own) return placedPolicy(own.document)
  const managed = managedPolicy(fact.value)
  return managed?.type === 'document'
    ? namedPolicy(managed.document, fact.origin)
    : unknownPolicy(fact.origin)
}
