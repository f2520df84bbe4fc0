import type { ConditionOperator } from '../conditionOperator.ts'
import { readConditionOperator } from '../conditionOperator.ts'
import type { PolicyMember, PolicyNode } from '../policyTree.ts'
import type { Statement } from './lintContext.ts'

/** A key with its values under an operator. */
export interface Condition {
  readonly operator: ConditionOperator
  readonly operatorMember: PolicyMember
  /** The key and its values. */
  readonly member: PolicyMember
  readonly statement: Statement
}

/** A value of a condition as text, with its place. */
export interface ValueText {
  readonly text: string
  readonly node: PolicyNode
}

/** The conditions of a statement that can be read; under an unknown operator, nothing can be said about keys. */
export function conditionsOf(statement: Statement): Condition[] {
  const block = statement.elements.get('Condition')?.value
  if (block?.type !== 'object') return []
  return block.members.flatMap(operatorMember => {
    const operator = readConditionOperator(operatorMember.name)
    const keys = operatorMember.value
    if (!operator || keys.type !== 'object') return []
    return keys.members.map(member => ({ operator, operatorMember, member, statement }))
  })
}

/** Whether a request without the key meets the condition, or is what it asks for. */
export function isOptional({ isIfExists, set, base }: ConditionOperator): boolean {
  return isIfExists || set === 'all' || base.isNegated || base.kind === 'Null'
}

/** The values of a condition, one or a list. */
export function valueNodes({ value }: PolicyMember): readonly PolicyNode[] {
  return value.type === 'list' ? value.items : [value]
}
