import { hasHostBits, isPrivate, networkOf, readIpRange } from '../ipRange.ts'
import type { Condition, ValueText } from './conditions.ts'
import { replaceText } from './fixes.ts'
import type { PolicyLint } from './lintContext.ts'

/** Checks the addresses of a condition on IP addresses. */
export function checkAddresses(lint: PolicyLint, condition: Condition, values: readonly ValueText[]): void {
  const ranges = values.flatMap(({ text, node }) => {
    const range = readIpRange(text)
    return range ? [{ text, node, range }] : []
  })
  for (const { text, node, range } of ranges) {
    if (!hasHostBits(range)) continue
    const network = networkOf(range)
    lint.report({
      code: 'improve-ip-range',
      at: node,
      message: `'${text}' means '${network}', because AWS looks at the first ${range.prefix} bits only; write that`,
      fixes: replaceText(lint.source, node, network),
    })
  }
  if (condition.member.name.toLowerCase() !== 'aws:sourceip' || ranges.length === 0) return
  const hidden = ranges.filter(({ range }) => isPrivate(range))
  if (hidden.length === 0) return
  const isNot = condition.operator.base.isNegated
  const isAll = hidden.length === ranges.length
  const code = isAll
    ? isNot
      ? 'private-not-ip-address'
      : 'private-ip-address'
    : isNot
      ? 'private-not-ip-address-subset'
      : 'private-ip-subset'
  const names = hidden.map(({ text }) => `'${text}'`).join(', ')
  lint.report({
    code,
    at: condition.member.value,
    message: `'aws:SourceIp' is the caller's public address, which is never in ${names}; use 'aws:VpcSourceIp' for addresses of a VPC, or name public ranges`,
  })
}
