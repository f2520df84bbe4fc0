import { nearestName } from '../../base/nearestName.ts'
import { hasWildcard } from '../wildcard.ts'
import type { Condition, ValueText } from './conditions.ts'
import { replaceText } from './fixes.ts'
import type { PolicyLint } from './lintContext.ts'
import { isServicePrincipal } from './principalNames.ts'
import { regions } from './regions.ts'

/** Checks values of keys that take names of a known form: regions, VPCs, service principals. */
export function checkNamedValues(lint: PolicyLint, condition: Condition, values: readonly ValueText[]): void {
  if (condition.operator.base.kind !== 'String') return
  const key = condition.member.name.toLowerCase()
  for (const value of values) {
    // With `*` a value is a pattern, and one that no name can match is reported as a wildcard out of place.
    if (hasWildcard(value.text)) continue
    if (key === 'aws:requestedregion') checkRegion(lint, value)
    else if (key === 'aws:sourcevpc') checkVpc(lint, value, 'vpc', 'invalid-vpc-format')
    else if (key === 'aws:sourcevpce') checkVpc(lint, value, 'vpce', 'invalid-vpce-format')
    else if (serviceKeys.has(key)) checkService(lint, value)
  }
}

const serviceKeys: ReadonlySet<string> = new Set([
  'iam:passedtoservice',
  'iam:awsservicename',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
])

function checkRegion({ source, report }: PolicyLint, { text, node }: ValueText): void {
  // Global services answer as `aws-global` in some regions' names; only regions are known by name.
  if (regions.includes(text) || text === 'aws-global') return
  const nearest = nearestName(text, regions)
  report({
    code: 'invalid-region',
    at: node,
    message: `AWS has no region '${text}', so the condition is never met by it; ${nearest === undefined ? "write a region such as 'us-east-1'" : `write '${nearest}'`}`,
    ...(nearest !== undefined && { fixes: replaceText(source, node, nearest) }),
  })
}

function checkVpc({ report }: PolicyLint, { text, node }: ValueText, prefix: string, code: string): void {
  if (new RegExp(`^${prefix}-([0-9a-z]{8}|[0-9a-z]{17})$`).test(text)) return
  report({
    code,
    at: node,
    message: `'${text}' is no id of a ${prefix === 'vpc' ? 'VPC' : 'VPC endpoint'}, so the condition is never met by it; write '${prefix}-' and its 8 or 17 characters`,
  })
}

function checkService({ source, report }: PolicyLint, { text, node }: ValueText): void {
  if (isServicePrincipal(text)) return
  const right = /^[a-z0-9-]+$/.test(text) ? `${text}.amazonaws.com` : undefined
  report({
    code: 'invalid-service-principal-format',
    at: node,
    message: `'${text}' is no name of a service as principal, so the condition is never met; write '${right ?? 'SERVICE.amazonaws.com'}'`,
    ...(right !== undefined && { fixes: replaceText(source, node, right) }),
  })
}
