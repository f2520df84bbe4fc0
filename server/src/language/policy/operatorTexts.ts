import type { ConditionOperator } from '../../policy/conditionOperator.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const operatorPage =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html'

const comparisons = {
  equals: 'equals',
  equalsIgnoreCase: 'equals, upper and lower case being the same,',
  like: 'matches (`*` any text, `?` one character)',
  less: 'is less than',
  lessOrEqual: 'is less than or equal to',
  greater: 'is greater than',
  greaterOrEqual: 'is greater than or equal to',
  within: 'lies within',
  absent: '',
} as const

/** What an operator compares, in a few sentences. */
export function operatorText({ base, set, isIfExists }: ConditionOperator): string {
  if (base.kind === 'Null') {
    return 'Met by requests without the key when the value is `true`, by those with it when it is `false`.'
  }
  return [mainSentence(base), ...wildcards(base), setSentence(set), isIfExists ? ifExists : absent(base, set)]
    .filter(sentence => sentence !== '')
    .join(' ')
}

const ifExists = '`IfExists`: also met by requests without the key.'

function mainSentence({ kind, comparison, isNegated }: ConditionOperator['base']): string {
  const what = kind === 'IpAddress' ? 'range' : 'value'
  if (kind === 'Date') {
    const order = {
      less: 'before',
      lessOrEqual: 'not after',
      greater: 'after',
      greaterOrEqual: 'not before',
      equals: 'at',
    }
    const word = order[comparison as keyof typeof order]
    return `Met when the key's date is ${isNegated ? 'not ' : ''}${word} the value: ISO 8601, or epoch seconds.`
  }
  const verb = comparisons[comparison]
  return isNegated
    ? `Met when the key's value ${verb} none of the ${what}s.`
    : `Met when the key's value ${verb} a ${what}.`
}

function wildcards({ kind, comparison }: ConditionOperator['base']): string[] {
  if (kind === 'String' && comparison === 'equals') return ['`*` is a character like any other.']
  if (kind === 'Arn') return ['The six parts of the ARN are compared one by one.']
  if (kind === 'IpAddress') return ['Ranges are written as `203.0.113.0/24` or `2001:db8::/32`.']
  return []
}

function setSentence(set: ConditionOperator['set']): string {
  if (set === 'all')
    return '`ForAllValues`: each value of the key must do so; a request without the key meets it too.'
  return set === 'any' ? '`ForAnyValue`: one value of the key must do so.' : ''
}

function absent({ isNegated }: ConditionOperator['base'], set: ConditionOperator['set']): string {
  if (set !== undefined) return ''
  return isNegated ? 'A request without the key meets it too.' : 'A request without the key does not meet it.'
}
