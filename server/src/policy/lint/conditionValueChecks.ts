import type { ConditionOperator, ValueKind } from '../conditionOperator.ts'
import type { KeyType } from '../actionData.ts'
import { isEpoch, readDate } from '../dateValue.ts'
import { readIpRange } from '../ipRange.ts'
import type { PolicyNode } from '../policyTree.ts'
import { hasWildcard } from '../wildcard.ts'
import { checkAddresses } from './addressChecks.ts'
import type { Condition, ValueText } from './conditions.ts'
import { valueNodes } from './conditions.ts'
import { keyFacts } from './conditionKeyChecks.ts'
import { checkNamedValues } from './conditionNamedValues.ts'
import { renameKey, replaceValue } from './fixes.ts'
import type { PolicyLint } from './lintContext.ts'
import { checkVariables } from './variableChecks.ts'

/** Checks the values that a condition compares with. */
export function checkConditionValues(lint: PolicyLint, condition: Condition): void {
  const { operator, member } = condition
  const values = plainValues(lint, condition)
  if (!values) return
  checkKeyType(lint, condition, values.length)
  const intact = values.filter(({ text, node }) => checkVariables(lint, text, node))
  const isLiteral = (text: string) => lint.version !== '2012-10-17' || !text.includes('${')
  for (const { text, node } of intact) {
    if (isLiteral(text)) checkKind(lint, operator, member.name, { text, node })
    else if (!takesVariables(operator.base.kind)) {
      lint.report({
        code: 'invalid-variable-for-operator',
        at: node,
        message: `'${text}' holds a variable, and '${operator.written}' takes none, so AWS refuses the policy; use a String or Arn operator`,
      })
    }
  }
  checkCount(lint, condition, values)
  const literal = intact.filter(({ text }) => isLiteral(text))
  if (operator.base.kind === 'IpAddress') checkAddresses(lint, condition, literal)
  checkNamedValues(lint, condition, literal)
}

/** The values, when all are strings, numbers or Booleans; others are reported. */
function plainValues(
  { report, source }: PolicyLint,
  { member, operator }: Condition,
): ValueText[] | undefined {
  const nodes = valueNodes(member)
  if (nodes.some(node => node.type === 'unknown')) return undefined
  if (nodes.length === 0) {
    const effect = operator.set === 'all' ? 'is always met' : 'is never met'
    report({
      code: 'empty-array-condition',
      at: member.value,
      message: `'${member.name}' has an empty list of values, so the condition ${effect} by a request that has the key; add a value, or remove the key`,
    })
    return undefined
  }
  const values = nodes.flatMap(node =>
    node.type === 'scalar' && node.value !== null
      ? [{ value: node.value, text: String(node.value), node }]
      : [],
  )
  const wrong = nodes.find(node => node.type !== 'scalar' || node.value === null)
  if (wrong) {
    report({
      code: 'data-type-mismatch',
      at: wrong,
      message: `'${member.name}' takes strings, numbers or Booleans, and AWS refuses the policy with anything else; write the value in quotes`,
    })
    return undefined
  }
  if (new Set(values.map(({ value }) => typeof value)).size > 1) {
    report({
      code: 'invalid-condition-data-type',
      at: member.value,
      message: `The values of '${member.name}' are of different JSON types, and AWS refuses the policy; write them all as strings`,
      fixes: replaceValue(
        source,
        member.value,
        values.map(({ text }) => text),
        'Write them all as strings',
      ),
    })
    return undefined
  }
  return values
}

const suited: Readonly<Record<KeyType, readonly ValueKind[]>> = {
  String: ['String', 'Arn'],
  Arn: ['Arn', 'String'],
  Bool: ['Bool'],
  Numeric: ['Numeric'],
  Date: ['Date', 'Numeric'],
  IpAddress: ['IpAddress'],
  Binary: ['Binary'],
}

function checkKeyType(lint: PolicyLint, condition: Condition, count: number): void {
  const { operator, operatorMember, member } = condition
  const facts = keyFacts(lint, member.name)
  const { kind } = operator.base
  if (!facts || kind === 'Null') return
  if (!suited[facts.type].includes(kind)) {
    lint.report({
      code: 'type-mismatch',
      at: member.key,
      message: `'${member.name}' is of type ${facts.type}, and '${operator.written}' compares values of type ${kind}, so the condition may never be met; use a ${facts.type} operator`,
    })
  }
  if (operator.set === 'all' && !facts.isMultivalued && globalOrTyped(member.name)) {
    lint.report({
      code: 'forallvalues-with-single-valued-key',
      at: member.key,
      message: `'${member.name}' has one value, and ForAllValues is also met by a request without the key; write '${operator.written.replace(/^[^:]*:/, '')}'`,
    })
  }
  if (operator.set === undefined && facts.isMultivalued && count > 1) {
    lint.report({
      code: 'missing-qualifier',
      at: member.key,
      message: `'${member.name}' has several values in a request, and AWS refuses several values here without a qualifier; write 'ForAnyValue:${operator.written}' or 'ForAllValues:${operator.written}'`,
      fixes: keepsOneKey(operatorMember.value)
        ? renameKey(lint.source, operatorMember, `ForAnyValue:${operator.written}`)
        : [],
    })
  }
}

// The reference's types of service keys do not always tell lists; the global keys are known for sure.
function globalOrTyped(name: string): boolean {
  return name.toLowerCase().startsWith('aws:')
}

function keepsOneKey(node: PolicyNode): boolean {
  return node.type === 'object' && node.members.length === 1
}

function takesVariables(kind: ValueKind): boolean {
  return kind === 'String' || kind === 'Arn'
}

function checkKind(
  lint: PolicyLint,
  { base }: ConditionOperator,
  key: string,
  { text, node }: ValueText,
): void {
  const mismatch = (code: string, message: string) => lint.report({ code, at: node, message })
  if (base.kind === 'Bool' || base.kind === 'Null') {
    if (!/^(true|false)$/i.test(text)) {
      mismatch(
        'type-mismatch-boolean',
        `'${text}' is no Boolean, so the condition is never met; write "true" or "false"`,
      )
    }
  } else if (base.kind === 'Numeric') {
    if (!/^[+-]?\d+(\.\d+)?$/.test(text.trim())) {
      mismatch(
        'type-mismatch-number',
        `'${text}' is no number, so the condition is never met; write a number`,
      )
    }
  } else if (base.kind === 'Date') {
    if (Number.isNaN(readDate(text))) {
      mismatch(
        'type-mismatch-date',
        `'${text}' is no date, so the condition is never met; write it as in '2030-01-31T00:00:00Z'`,
      )
    } else if (isEpoch(text) && key.toLowerCase() !== 'aws:epochtime') {
      mismatch(
        'invalid-date-value',
        `'${text}' is a date in epoch seconds, which is easily misread; write it as in '${isoOf(text)}'`,
      )
    }
  } else if (base.kind === 'IpAddress') {
    if (!readIpRange(text)) {
      mismatch(
        'type-mismatch-ip-range',
        `'${text}' is no IP address or range, so the condition is never met; write it as in '203.0.113.0/24'`,
      )
    }
  } else if (base.kind === 'String') checkString(lint, text, node, base)
}

function checkString(
  lint: PolicyLint,
  text: string,
  node: PolicyNode,
  { name, comparison }: ConditionOperator['base'],
): void {
  if (node.type === 'scalar' && typeof node.value !== 'string') {
    lint.report({
      code: 'type-mismatch-string',
      at: node,
      message: `'${text}' is no string, and '${name}' compares strings, so the condition may never be met; write it in quotes`,
      fixes: replaceValue(lint.source, node, text, 'Write it in quotes'),
    })
  } else if (comparison !== 'like') checkWildcard(lint, text, node, name)
}

function isoOf(epoch: string): string {
  const date = new Date(Number(epoch) * 1000)
  return Number.isNaN(date.getTime()) ? '2030-01-31T00:00:00Z' : date.toISOString()
}

function checkWildcard({ report }: PolicyLint, text: string, node: PolicyNode, operator: string): void {
  if (!hasWildcard(text)) return
  const like = operator.includes('Not') ? 'StringNotLike' : 'StringLike'
  report({
    code: 'wildcard-without-like-operator',
    at: node,
    message: `'${text}' has a wildcard, and '${operator}' compares it as it stands; use '${like}'`,
  })
}

function checkCount(
  { report }: PolicyLint,
  { operator, member }: Condition,
  values: readonly ValueText[],
): void {
  if (values.length < 2) return
  const { kind, comparison } = operator.base
  if (kind === 'Bool' || kind === 'Null') {
    report({
      code: 'invalid-condition-multiple-boolean',
      at: member.value,
      message: `'${member.name}' has several values, and AWS takes one Boolean; write "true" or "false"`,
    })
  } else if (kind === 'Numeric' && comparison !== 'equals') {
    report({
      code: 'redundant-condition-value-num',
      at: member.value,
      message: `Of the values of '${member.name}' only one decides under '${operator.written}'; keep that one`,
    })
  }
}
