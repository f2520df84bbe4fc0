import { readConditionOperator } from '../../policy/conditionOperator.ts'
import { networkOf, isPrivate, readIpRange } from '../../policy/ipRange.ts'
import { referencePage, serviceKeyText } from './actionHover.ts'
import { keyNamed, suitedKinds } from './conditionKeys.ts'
import { globalKeyTexts } from './globalKeyTexts.ts'
import { operatorPage, operatorText } from './operatorTexts.ts'
import type { PolicyData } from './policyData.ts'

const globalPage = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html'
const providerPage =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html'

/** When a condition with an operator is met. */
export function operatorHover(written: string): string | undefined {
  const operator = readConditionOperator(written)
  return operator && `**${written}**\n\n${operatorText(operator)}\n\n[AWS documentation](${operatorPage})`
}

/** What a condition key stands for and how it is compared. */
export function conditionKeyHover(written: string, data: PolicyData): string | undefined {
  const key = keyNamed(written, data.actions())
  if (!key) return undefined
  const { service, type, isMultivalued } = key
  const own = service?.keys.find(({ name }) => name === key.name)
  const description =
    service && own
      ? serviceKeyText(service, own, data)
      : globalKeyTexts[key.name.replace(/^aws:/i, '').replace(/\/.*$/, '/')]
  const link = service
    ? `[Condition keys of ${service.name}](${referencePage(service)})`
    : `[AWS documentation](${written.toLowerCase().startsWith('aws:') ? globalPage : providerPage})`
  return [
    `**${written}** (${type}${isMultivalued ? ', several values' : ''})`,
    description ?? '',
    `Compare it with ${suitedKinds[type].map(kind => `${kind} operators`).join(' or ')}, or test its presence with \`Null\`.`,
    isMultivalued
      ? 'A request may have several values: write `ForAnyValue:` or `ForAllValues:` before the operator.'
      : '',
    link,
  ]
    .filter(section => section !== '')
    .join('\n\n')
}

/** What a value says that is not plain from its text: the addresses of a range. */
export function conditionValueHover(operator: string, text: string): string | undefined {
  if (readConditionOperator(operator)?.base.kind !== 'IpAddress') return undefined
  const range = readIpRange(text)
  if (!range) return undefined
  const bits = range.bytes.length * 8 - range.prefix
  const count =
    bits === 0
      ? 'one address'
      : bits <= 32
        ? `${(2 ** bits).toLocaleString('en-US')} addresses`
        : `2^${bits} addresses`
  const where = isPrivate(range)
    ? 'Private: no call from the public internet comes from there; calls by a VPC endpoint have `aws:VpcSourceIp`.'
    : ''
  return [`**${networkOf(range)}**: ${count}.`, where].filter(section => section !== '').join('\n\n')
}

/** What a variable is replaced by. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
export function variableHover(
  variable: string,
  version: string | undefined,
  data: PolicyData,
): string | undefined {
  const page = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html'
  if (/^[*?$]$/.test(variable)) {
    return `**\${${variable}}** stands for the character \`${variable}\` itself, not for a wildcard.\n\n[AWS documentation](${page})`
  }
  const [name = '', fallback] = variable.split(/,\s*/, 2)
  const key = keyNamed(name, data.actions())
  const text = globalKeyTexts[name.replace(/^aws:/i, '').replace(/\/.*$/, '/')]
  if (!key && text === undefined) return undefined
  const otherwise =
    fallback === undefined
      ? 'where it has none, the statement does not match'
      : `where it has none, by ${fallback}`
  return [
    `**\${${name}}** is replaced by the request's value of \`${name}\`; ${otherwise}.`,
    text ?? '',
    version === '2012-10-17' ? '' : 'Not in this policy: without `"Version": "2012-10-17"` it is plain text.',
    `[AWS documentation](${page})`,
  ]
    .filter(section => section !== '')
    .join('\n\n')
}
