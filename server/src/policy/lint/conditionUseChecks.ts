import { coversAction } from './actionChecks.ts'
import type { Condition } from './conditions.ts'
import { conditionsOf, isOptional } from './conditions.ts'
import { globalKeyOf } from './globalKeys.ts'
import type { PolicyLint, Statement } from './lintContext.ts'

/** Checks whether a condition key has a meaning in this kind of policy and beside these actions. */
export function checkConditionUse(lint: PolicyLint, statement: Statement): void {
  for (const condition of conditionsOf(statement)) {
    checkRelevance(lint, condition)
    if (lint.kind.resource === 'forbidden') checkSettingAction(lint, condition)
  }
}

// Keys about the resource, which a policy of that resource need not ask.
const ownResourceKeys = /^(s3:resourceaccount|aws:resource(account|orgid|orgpaths))$/

/**
 * The global keys of requests for an API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 */
const apiKeys =
  /^aws:(currenttime|epochtime|referer|securetransport|source\w+|vpcsourceip|vpce\w+|useragent|tokenissuetime|multifactorauth\w+|principal\w+|userid|username|calledvia\w*|via\w+|assumedroot|federatedprovider|chatbotsourcearn)(\/|$)/

function checkRelevance({ kind, report }: PolicyLint, { member }: Condition): void {
  if (kind.principal !== 'required' || kind.resource === 'forbidden') return
  const name = member.name.toLowerCase()
  const isForApi = kind.hasShortForm
  const isForeign = isForApi && globalKeyOf(name) !== undefined && !apiKeys.test(name)
  if (!ownResourceKeys.test(name) && !isForeign) return
  const why = isForeign
    ? 'a call of an API does not have it'
    : 'every request that it is asked about is for the same resource'
  report({
    code: 'irrelevant-condition-key-in-policy',
    at: member.key,
    message: `'${member.name}' says nothing in the policy of a resource: ${why}; use it in an identity-based policy, or remove it`,
  })
}

/** What a caller can only state together with a further action. */
const settingActions: readonly (readonly [RegExp, string])[] = [
  [/^sts:sourceidentity$/, 'sts:SetSourceIdentity'],
  [/^sts:transitivetagkeys$/, 'sts:TagSession'],
]

function checkSettingAction(lint: PolicyLint, { member, operator, statement }: Condition): void {
  if (statement.effect !== 'Allow' || isOptional(operator)) return
  const [, action] = settingActions.find(([key]) => key.test(member.name.toLowerCase())) ?? []
  if (action === undefined || lint.statements.some(each => coversAction(each, action))) return
  lint.report({
    code: 'missing-action-for-condition-key',
    at: statement.elements.get('Action')?.value ?? member.key,
    message: `'${member.name}' can only be stated with the action '${action}', so the condition is never met; add '${action}' to 'Action'`,
  })
}
