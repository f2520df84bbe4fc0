import { readArn } from '../arn.ts'
import type { PolicyNode } from '../policyTree.ts'
import { memberOf, textOf, textsOf } from '../policyTree.ts'
import type { Principal } from './request.ts'

/** `Principal` or `NotPrincipal` of a statement. */
export interface PrincipalElement {
  readonly isNot: boolean
  readonly isEverybody: boolean
  readonly aws: readonly string[]
  readonly services: readonly string[]
  readonly federated: readonly string[]
}

/**
 * How an element names a principal: by itself, through the role whose session it is, through its account (which leaves
 * the decision to the account's own policies), as everybody, or not at all.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type Naming = 'itself' | 'role' | 'account' | 'everybody' | 'none'

/** Reads the element; undefined when the statement has none. */
export function compilePrincipals(statement: PolicyNode): PrincipalElement | undefined {
  const [positive, negative] = [memberOf(statement, 'Principal'), memberOf(statement, 'NotPrincipal')]
  const element = (positive ?? negative)?.value
  if (!element) return undefined
  const named = (kind: string) => textsOf(memberOf(element, kind)?.value).map(({ text }) => text)
  const aws = named('AWS')
  return {
    isNot: !positive,
    isEverybody: textOf(element) === '*' || aws.includes('*'),
    aws,
    services: named('Service'),
    federated: named('Federated'),
  }
}

/** How a `Principal` names who asks. */
export function namingOf(element: PrincipalElement, principal: Principal): Naming {
  const namings = [
    ...(principal.type === 'AWS' ? element.aws.map(name => awsNaming(name, principal)) : []),
    ...(principal.type === 'Service' && element.services.includes(principal.service)
      ? ['itself' as const]
      : []),
    ...(principal.type === 'Federated' && element.federated.includes(principal.provider)
      ? ['itself' as const]
      : []),
    ...(element.isEverybody ? ['everybody' as const] : []),
  ]
  return strength.find(naming => namings.includes(naming)) ?? 'none'
}

/** Whether a `NotPrincipal` lists who asks; a session is listed only when its role and account are of the list too. */
export function isListed(element: PrincipalElement, principal: Principal): boolean {
  if (element.isEverybody) return true
  if (principal.type === 'Service') return element.services.includes(principal.service)
  if (principal.type === 'Federated') return element.federated.includes(principal.provider)
  if (principal.type === 'Anonymous') return false
  return element.aws.some(name => {
    const naming = awsNaming(name, principal)
    return naming === 'itself' || naming === 'role'
  })
}

const strength: readonly Naming[] = ['itself', 'role', 'everybody', 'account']

function awsNaming(name: string, { arn, account }: Principal & { type: 'AWS' }): Naming {
  if (name === arn) return 'itself'
  if (/^\d{12}$/.test(name)) return name === account ? 'account' : 'none'
  const named = readArn(name)
  if (!named || named.account !== account) return 'none'
  if (named.service === 'iam' && named.resource === 'root') return 'account'
  return named.service === 'iam' && isSessionOf(named.resource, arn) ? 'role' : 'none'
}

// The ARN of a session holds the role's name without its path.
function isSessionOf(resource: string, arn: string): boolean {
  if (!resource.startsWith('role/')) return false
  const role = resource.slice(resource.lastIndexOf('/') + 1)
  const session = readArn(arn)
  return session?.service === 'sts' && session.resource.startsWith(`assumed-role/${role}/`)
}
