import { nearestName } from '../../base/nearestName.ts'
import type { ActionFacts, ConditionKey } from '../actionData.ts'
import { isKeyNamed } from '../actionData.ts'
import { hasWildcard } from '../wildcard.ts'
import { actionsOf } from './actionChecks.ts'
import type { Condition } from './conditions.ts'
import { isOptional } from './conditions.ts'
import { renameKey } from './fixes.ts'
import { globalKeyOf, globalKeys, lacksTagKey } from './globalKeys.ts'
import type { PolicyLint } from './lintContext.ts'

/** Checks that a condition key exists, and that the actions know it. */
export function checkConditionKey(lint: PolicyLint, condition: Condition): void {
  const { name, key } = condition.member
  const colon = name.indexOf(':')
  if (colon < 1 || colon === name.length - 1 || /\s/.test(name.slice(0, colon))) {
    lint.report({
      code: 'invalid-condition-key-format',
      at: key,
      message: `'${name}' is not written prefix:name, and AWS refuses the policy; write it as in 'aws:SourceIp'`,
    })
    return
  }
  const prefix = name.slice(0, colon).toLowerCase()
  if (prefix === 'aws') checkGlobalKey(lint, condition)
  else checkServiceKey(lint, prefix, condition)
}

/** The type of a condition key, when it is known. */
export function keyFacts(
  { data }: PolicyLint,
  name: string,
): Omit<ConditionKey, 'name' | 'place'> | undefined {
  const known = globalKeyOf(name)
  if (known) return known
  const keys = data?.service(name.slice(0, name.indexOf(':')))?.keys
  return keys?.find(candidate => isKeyNamed(name, candidate.name))
}

function checkGlobalKey({ source, report }: PolicyLint, { member }: Condition): void {
  const { name, key } = member
  if (name.toLowerCase() === 'aws:arn') {
    report({
      code: 'deprecated-global-condition-key',
      at: key,
      message:
        "'aws:ARN' is no longer supported, and the condition may never be met; write 'aws:PrincipalArn'",
      fixes: renameKey(source, member, 'aws:PrincipalArn'),
    })
  } else if (lacksTagKey(name)) {
    report({
      code: 'missing-tag-key-in-condition',
      at: key,
      message: `'${name}' names no tag, and AWS refuses the policy; write '${name.replace(/\/?$/, '/')}TAG-KEY'`,
    })
  } else if (!globalKeyOf(name)) {
    const nearest = nearestName(
      name,
      globalKeys.map(known => known.name),
    )
    report({
      code: 'invalid-global-condition-key',
      at: key,
      message: `AWS has no condition key '${name}', so the condition is about a key that no request has; ${nearest === undefined ? 'look it up among the global condition keys' : `write '${nearest}'`}`,
      ...(nearest !== undefined && { fixes: renameKey(source, member, nearest) }),
    })
  }
}

function checkServiceKey(lint: PolicyLint, prefix: string, { member, ...condition }: Condition): void {
  const { data, source, report } = lint
  const { name, key } = member
  // Prefixes with a dot are hosts of identity providers.
  if (!data || prefix.includes('.') || data.isKeyPrefix(prefix)) return
  const service = data.service(prefix)
  if (!service) {
    const nearest = nearestName(prefix, data.services)
    report({
      code: 'invalid-service-in-condition-key',
      at: key,
      message: `AWS has no service with the prefix '${prefix}', so no request has this key; ${nearest === undefined ? 'correct the prefix' : `write '${nearest}'`}`,
      ...(nearest !== undefined && {
        fixes: renameKey(source, member, `${nearest}${name.slice(prefix.length)}`),
      }),
    })
    return
  }
  if (service.keys.some(known => isKeyNamed(name, known.name))) {
    checkActionsKnow(lint, { member, ...condition })
    return
  }
  const nearest = nearestName(
    name,
    service.keys.map(known => known.name),
  )
  report({
    code: 'invalid-service-condition-key',
    at: key,
    message: `'${service.name}' has no condition key '${name}', so no request has it; ${nearest === undefined ? 'look it up in the service authorization reference' : `write '${nearest}'`}`,
    ...(nearest !== undefined && { fixes: renameKey(source, member, nearest) }),
  })
}

/**
 * Where some action of a statement knows the key and another does not, the other is not limited by it or never allowed.
 * Where no action knows it, the reference may be incomplete: it flags policies that AWS's guides publish.
 */
function checkActionsKnow(lint: PolicyLint, { member, operator, statement }: Condition): void {
  const { data, report } = lint
  const actions = actionsOf(statement)
  const facts = actions.flatMap(({ prefix, name, node }) => {
    const action = hasWildcard(name) ? undefined : data?.service(prefix)?.actions.get(name.toLowerCase())
    return action ? [{ action, node, prefix }] : []
  })
  if (facts.length === 0 || facts.length < actions.length || isOptional(operator)) return
  const lacking = facts.filter(({ action }) => !knows(action, member.name))
  if (lacking.length === 0) return
  const prefix = member.name.slice(0, member.name.indexOf(':')).toLowerCase()
  if (lacking.length === facts.length) {
    report({
      code: 'condition-key-unused-by-action',
      at: member.key,
      message: `The service authorization reference lists '${member.name}' for none of the statement's actions, so a request may never have the key; check the key`,
    })
    return
  }
  for (const { action, node } of lacking.filter(found => found.prefix === prefix)) {
    report({
      code: 'unsupported-action-for-condition-key',
      at: node,
      message: `'${action.name}' does not know the condition key '${member.name}', so the condition is never met for it; move the action to a statement of its own`,
      severity: isReliable(prefix) ? 'error' : 'warning',
    })
  }
}

function knows({ keys }: ActionFacts, key: string): boolean {
  return keys.some(known => isKeyNamed(key, known))
}

// For other services the reference leaves out keys that their own guides use.
function isReliable(prefix: string): boolean {
  return prefix === 's3' || prefix === 'execute-api'
}
