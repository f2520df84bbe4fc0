/** What kind of values an operator compares. */
export type ValueKind = 'String' | 'Numeric' | 'Date' | 'Bool' | 'Binary' | 'IpAddress' | 'Arn' | 'Null'

export interface BaseOperator {
  readonly name: string
  readonly kind: ValueKind
  /** Whether it is true when the positive comparison is not, as `StringNotEquals` is. */
  readonly isNegated: boolean
  readonly comparison: Comparison
}

export type Comparison =
  | 'equals'
  | 'equalsIgnoreCase'
  | 'like'
  | 'less'
  | 'lessOrEqual'
  | 'greater'
  | 'greaterOrEqual'
  | 'within'
  | 'absent'

/** An operator as a policy writes it: `ForAllValues:StringLikeIfExists`. */
export interface ConditionOperator {
  readonly written: string
  readonly base: BaseOperator
  readonly set: 'all' | 'any' | undefined
  readonly isIfExists: boolean
}

function operator(name: string, kind: ValueKind, comparison: Comparison, isNegated = false): BaseOperator {
  return { name, kind, comparison, isNegated }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const baseOperators: readonly BaseOperator[] = [
  operator('StringEquals', 'String', 'equals'),
  operator('StringNotEquals', 'String', 'equals', true),
  operator('StringEqualsIgnoreCase', 'String', 'equalsIgnoreCase'),
  operator('StringNotEqualsIgnoreCase', 'String', 'equalsIgnoreCase', true),
  operator('StringLike', 'String', 'like'),
  operator('StringNotLike', 'String', 'like', true),
  operator('NumericEquals', 'Numeric', 'equals'),
  operator('NumericNotEquals', 'Numeric', 'equals', true),
  operator('NumericLessThan', 'Numeric', 'less'),
  operator('NumericLessThanEquals', 'Numeric', 'lessOrEqual'),
  operator('NumericGreaterThan', 'Numeric', 'greater'),
  operator('NumericGreaterThanEquals', 'Numeric', 'greaterOrEqual'),
  operator('DateEquals', 'Date', 'equals'),
  operator('DateNotEquals', 'Date', 'equals', true),
  operator('DateLessThan', 'Date', 'less'),
  operator('DateLessThanEquals', 'Date', 'lessOrEqual'),
  operator('DateGreaterThan', 'Date', 'greater'),
  operator('DateGreaterThanEquals', 'Date', 'greaterOrEqual'),
  operator('Bool', 'Bool', 'equals'),
  operator('BinaryEquals', 'Binary', 'equals'),
  operator('IpAddress', 'IpAddress', 'within'),
  operator('NotIpAddress', 'IpAddress', 'within', true),
  operator('ArnEquals', 'Arn', 'like'),
  operator('ArnLike', 'Arn', 'like'),
  operator('ArnNotEquals', 'Arn', 'like', true),
  operator('ArnNotLike', 'Arn', 'like', true),
  operator('Null', 'Null', 'absent'),
]

const byName = new Map(baseOperators.map(base => [base.name.toLowerCase(), base]))

/** Reads an operator; its names count without case, as IAM does. Undefined when there is none of that name. */
export function readConditionOperator(written: string): ConditionOperator | undefined {
  const [, prefix, rest = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/is.exec(written) ?? []
  const set = prefix === undefined ? undefined : prefix.toLowerCase() === 'forallvalues' ? 'all' : 'any'
  const isIfExists = /IfExists$/i.test(rest)
  const base = byName.get((isIfExists ? rest.slice(0, -'IfExists'.length) : rest).toLowerCase())
  return base && { written, base, set, isIfExists }
}
