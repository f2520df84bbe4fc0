import type { ActionFacts } from '../actionData.ts'
import { isKeyNamed } from '../actionData.ts'
import { hasWildcard } from '../wildcard.ts'
import { actionsOf } from './actionChecks.ts'
import type { Condition } from './conditions.ts'
import { conditionsOf, isOptional } from './conditions.ts'
import type { PolicyLint, Statement } from './lintContext.ts'

/**
 * Checks conditions on `aws:ResourceTag`: a request for an action that does not know the key never has it, so such a
 * condition is never met and the statement does not apply to that action.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function checkTagKeys(lint: PolicyLint, statement: Statement): void {
  const { effect, elements } = statement
  if (effect !== 'Allow' && effect !== 'Deny') return
  for (const condition of conditionsOf(statement)) {
    if (!/^aws:resourcetag\/./i.test(condition.member.name) || isOptional(condition.operator)) continue
    if (elements.has('NotAction')) reportNotAction(lint, effect, condition)
    else reportActions(lint, effect, condition)
  }
}

function reportNotAction({ report }: PolicyLint, effect: 'Allow' | 'Deny', { member }: Condition): void {
  const isDeny = effect === 'Deny'
  report({
    code: `${effect.toLowerCase()}-notaction-with-unsupported-tag-condition-key-for-service`,
    at: member.key,
    message: `Many actions do not know '${member.name}', and with 'NotAction' the statement ${isDeny ? 'denies' : 'allows'} none of those; list the actions in 'Action'`,
  })
}

function reportActions(lint: PolicyLint, effect: 'Allow' | 'Deny', { member, statement }: Condition): void {
  const lacking = actionsOf(statement).filter(({ prefix, name }) => {
    const action = hasWildcard(name) ? undefined : lint.data?.service(prefix)?.actions.get(name.toLowerCase())
    return action !== undefined && !knows(action, member.name)
  })
  if (lacking.length === 0) return
  const names = [...new Set(lacking.map(({ prefix, name }) => `'${prefix}:${name}'`))]
  const shown = `${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}`
  const outcome =
    effect === 'Deny' ? 'so it is not denied by this statement' : 'so it is not allowed by this statement'
  lint.report({
    code: `${effect.toLowerCase()}-with-unsupported-tag-condition-key-for-service`,
    at: lacking[0]?.node ?? member.key,
    message: `A request for ${shown} does not have '${member.name}', ${outcome}; move it to a statement without the key`,
  })
}

function knows({ keys }: ActionFacts, key: string): boolean {
  return keys.some(known => isKeyNamed(key, known))
}
