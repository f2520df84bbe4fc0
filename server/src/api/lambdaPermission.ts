import { valueOf } from '../base/origin.ts'
import type { Definition } from './api.ts'
import type { LambdaFunction, LambdaPermission } from './lambdaFunction.ts'

/** Whether a permission of the definition lets API Gateway call a function, or may do so for all that can be known here. */
export function isPermitted(fn: LambdaFunction, { permissions }: Definition): boolean {
  const { hasUnknown, names, beginnings, ends } = granteesOf(permissions)
  if (hasUnknown || beginnings.has(fn.arn) || ends.has(fn.name)) return true
  return [fn.id, fn.name, fn.arn].some(name => names.has(name))
}

/** The functions that API Gateway may call, as the permissions name them. */
interface Grantees {
  /** Nobody can tell which function it is, or who may call it. */
  readonly hasUnknown: boolean
  readonly names: ReadonlySet<string>
  /** What stands before a colon of a name: the ARN before its version. */
  readonly beginnings: ReadonlySet<string>
  /** What stands behind a colon. */
  readonly ends: ReadonlySet<string>
}

// Every integration asks, and there may be a permission for each of them.
const grantees = new WeakMap<Definition['permissions'], Grantees>()

function granteesOf(permissions: Definition['permissions']): Grantees {
  const known = grantees.get(permissions)
  if (known) return known
  const names = new Set<string>()
  const beginnings = new Set<string>()
  const ends = new Set<string>()
  let hasUnknown = false
  for (const permission of permissions) {
    const { functionName, principal } = permission
    if (isForUrl(permission)) continue
    if (!functionName.known || !principal.known) hasUnknown = true
    else if (/^(apigateway\.amazonaws\.com|\*)/.test(principal.value)) {
      const name = functionName.value
      names.add(name)
      for (let colon = name.indexOf(':'); colon >= 0; colon = name.indexOf(':', colon + 1)) {
        beginnings.add(name.slice(0, colon))
        ends.add(name.slice(colon + 1))
      }
    }
  }
  const made = { hasUnknown, names, beginnings, ends }
  grantees.set(permissions, made)
  return made
}

// A permission for function URLs says nothing of API Gateway, whose principal it seems to cover with '*'.
function isForUrl({ action, functionUrlAuthType, invokedViaFunctionUrl }: LambdaPermission): boolean {
  return (
    valueOf(action) === 'lambda:InvokeFunctionUrl' ||
    functionUrlAuthType !== undefined ||
    valueOf(invokedViaFunctionUrl) === true
  )
}
