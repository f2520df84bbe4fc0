import { nearestName } from '../../base/nearestName.ts'
import type { ConditionOperator } from '../conditionOperator.ts'
import { baseOperators, readConditionOperator } from '../conditionOperator.ts'
import type { PolicyMember, PolicyObject } from '../policyTree.ts'
import { conditionsOf } from './conditions.ts'
import { checkConditionKey } from './conditionKeyChecks.ts'
import { checkConditionValues } from './conditionValueChecks.ts'
import { removeMember, renameKey } from './fixes.ts'
import type { PolicyLint, Statement } from './lintContext.ts'

/** Checks the `Condition` of a statement. */
export function checkConditions(lint: PolicyLint, statement: Statement): void {
  const member = statement.elements.get('Condition')
  if (!member || member.value.type === 'unknown') return
  const { value } = member
  if (value.type !== 'object') {
    lint.report({
      code: 'data-type-mismatch',
      at: value,
      message:
        '\'Condition\' is no object, and AWS refuses the policy; write {"OPERATOR": {"KEY": "VALUE"}}, or leave it out',
      fixes: removeMember(lint.source, statement.node, member),
    })
    return
  }
  reportEmpty(lint, member)
  for (const operatorMember of value.members) {
    checkOperator(lint, readConditionOperator(operatorMember.name), operatorMember)
    if (operatorMember.value.type === 'object') reportRepeatedKeys(lint, operatorMember.value)
  }
  for (const condition of conditionsOf(statement)) {
    checkConditionKey(lint, condition)
    checkConditionValues(lint, condition)
  }
}

function checkOperator(
  lint: PolicyLint,
  operator: ConditionOperator | undefined,
  member: PolicyMember,
): void {
  if (!operator) {
    reportOperator(lint, member)
    return
  }
  if (operator.base.kind === 'Null' && operator.isIfExists) {
    lint.report({
      code: 'null-with-if-exists',
      at: member.key,
      message:
        "'NullIfExists' is no operator, and AWS refuses the policy; 'Null' already asks whether the key exists",
      fixes: renameKey(lint.source, member, 'Null'),
    })
  }
  if (operator.base.kind === 'Null' && operator.set) {
    lint.report({
      code: 'null-with-qualifier',
      at: member.key,
      message: `'${member.name}' compares sets, and 'Null' asks only whether the key exists; write 'Null'`,
      fixes: renameKey(lint.source, member, 'Null'),
    })
  }
  if (member.value.type !== 'object' && member.value.type !== 'unknown') {
    lint.report({
      code: 'data-type-mismatch',
      at: member.value,
      message: `'${member.name}' takes an object of keys and values, and AWS refuses the policy; write {"KEY": "VALUE"}`,
    })
  } else reportEmpty(lint, member)
}

function reportOperator({ source, report }: PolicyLint, member: PolicyMember): void {
  const { name } = member
  const isKey = /^[a-z0-9.-]+:/i.test(name) && !/^For(All|Any)/i.test(name)
  const nearest = isKey ? undefined : nearestName(name, operatorNames)
  report({
    code: 'invalid-condition-operator',
    at: member.key,
    message: isKey
      ? `'${name}' is a condition key and stands where an operator belongs, so AWS refuses the policy; put it in an operator, such as {"StringEquals": {"${name}": …}}`
      : `'${name}' is no condition operator, and AWS refuses the policy; ${nearest === undefined ? 'write one such as StringEquals, ArnLike or IpAddress' : `write '${nearest}'`}`,
    ...(nearest !== undefined && { fixes: renameKey(source, member, nearest) }),
  })
}

const operatorNames = baseOperators.flatMap(({ name, kind }) => {
  const spellings = kind === 'Null' ? [name] : [name, `${name}IfExists`]
  return ['', 'ForAllValues:', 'ForAnyValue:'].flatMap(set => spellings.map(spelling => `${set}${spelling}`))
})

function reportEmpty({ report }: PolicyLint, { name, value }: PolicyMember): void {
  if (value.type !== 'object' || value.members.length > 0) return
  report({
    code: 'empty-object-condition',
    at: value,
    message: `'${name}' is empty, so it asks for nothing; fill it, or remove it`,
  })
}

function reportRepeatedKeys({ report }: PolicyLint, { members }: PolicyObject): void {
  const seen = new Map<string, string>()
  for (const { name, key } of members) {
    const earlier = seen.get(name.toLowerCase())
    if (earlier !== undefined && earlier !== name) {
      report({
        code: 'duplicate-keys-with-different-case',
        at: key,
        message: `'${name}' and '${earlier}' are one key, because case does not count, and AWS refuses the policy; merge their values`,
      })
    }
    seen.set(name.toLowerCase(), name)
  }
}
