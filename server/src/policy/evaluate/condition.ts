import type { ConditionOperator } from '../conditionOperator.ts'
import { readConditionOperator } from '../conditionOperator.ts'
import type { PolicyNode } from '../policyTree.ts'
import { valuesOf } from '../policyTree.ts'
import type { Compare } from './comparison.ts'
import { comparisonFor } from './comparison.ts'
import type { ValueOfKey } from './pattern.ts'
import type { Mismatch, PolicyRequest } from './request.ts'

/** One operator with one key and its values. */
export interface CompiledCondition {
  readonly operator: ConditionOperator
  /** As written. */
  readonly key: string
  /** In lower case: keys are compared without case. */
  readonly lookup: string
  readonly values: readonly Compare[]
}

interface CompiledConditions {
  readonly conditions: readonly CompiledCondition[]
  /** What IAM would refuse. */
  readonly fault: string | undefined
}

/** Prepares the `Condition` of a statement. */
export function compileConditions(node: PolicyNode | undefined, hasVariables: boolean): CompiledConditions {
  if (!node) return { conditions: [], fault: undefined }
  if (node.type !== 'object') return { conditions: [], fault: "'Condition' is no object" }
  const conditions: CompiledCondition[] = []
  for (const { name, value: keys } of node.members) {
    const operator = readConditionOperator(name)
    if (!operator) return { conditions, fault: `the condition operator '${name}' is unknown` }
    if (keys.type !== 'object') return { conditions, fault: `'${name}' is no object` }
    for (const { name: key, value } of keys.members) {
      const values = valuesOf(value).flatMap(item =>
        item.type === 'scalar' && item.value !== null
          ? [comparisonFor(operator.base, String(item.value), hasVariables)]
          : [],
      )
      conditions.push({ operator, key, lookup: key.toLowerCase(), values })
    }
  }
  return { conditions, fault: undefined }
}

/**
 * The first condition that a request does not meet; undefined when it meets all.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function failedCondition(
  conditions: readonly CompiledCondition[],
  { context }: PolicyRequest,
  valueOf: ValueOfKey,
): Mismatch | undefined {
  for (const condition of conditions) {
    const why = failure(condition, context.get(condition.lookup), valueOf)
    if (why) return { element: 'Condition', operator: condition.operator.written, key: condition.key, why }
  }
  return undefined
}

type Failure = 'absent' | 'value' | 'multivalued' | 'variable'

function failure(
  condition: CompiledCondition,
  found: readonly string[] | undefined,
  valueOf: ValueOfKey,
): Failure | undefined {
  const { base, set, isIfExists } = condition.operator
  const isAbsent = found === undefined || found.length === 0
  if (base.comparison === 'absent') {
    const isMet = condition.values.some(compare => compare(isAbsent ? 'true' : 'false', valueOf) === true)
    return isMet ? undefined : isAbsent ? 'absent' : 'value'
  }
  if (isAbsent) {
    const isMet = isIfExists || set === 'all' || (set === undefined && base.isNegated)
    return isMet ? undefined : 'absent'
  }
  const [first = ''] = found
  // What IAM makes of a key with several values under an operator for one value is documented nowhere.
  if (set === undefined) return found.length > 1 ? 'multivalued' : valueFailure(condition, first, valueOf)
  const failures = found.map(value => valueFailure(condition, value, valueOf))
  if (set === 'all') return failures.find(why => why !== undefined)
  return failures.includes(undefined) ? undefined : failures[0]
}

// Values are alternatives; with a negated operator none may match.
function valueFailure(
  { operator, values }: CompiledCondition,
  found: string,
  valueOf: ValueOfKey,
): Failure | undefined {
  let isUnresolved = false
  let matches = false
  for (const compare of values) {
    const result = compare(found, valueOf)
    if (result === undefined) isUnresolved = true
    else if (result) {
      matches = true
      break
    }
  }
  if (operator.base.isNegated) return matches ? 'value' : isUnresolved ? 'variable' : undefined
  return matches ? undefined : isUnresolved ? 'variable' : 'value'
}
