import { nearestName } from '../../base/nearestName.ts'
import type { ActionData } from '../actionData.ts'
import type { Arn } from '../arn.ts'
import { arnFields, readArn } from '../arn.ts'
import type { PolicyNode } from '../policyTree.ts'
import { hasWildcard } from '../wildcard.ts'
import { arnShapes } from './arnShapes.ts'
import { replaceText } from './fixes.ts'
import type { DocumentLint } from './lintContext.ts'
import { partitions, regions } from './regions.ts'
import { withoutVariables } from './variableChecks.ts'

/** Checks an ARN, field by field; gives its fields when it has all six. `name` is the element that holds it. */
export function checkArn(
  lint: DocumentLint,
  written: string,
  node: PolicyNode,
  name: string,
): Arn | undefined {
  const text = withoutVariables(written)
  const [prefix = '', ...rest] = arnFields(text)
  if (prefix !== 'arn') {
    // `a*` and the like stand for the prefix, or for everything.
    if (!hasWildcard(prefix)) reportPrefix(lint, written, node, name)
    return undefined
  }
  if (rest.length < 5) {
    // A wildcard at the end stands for the fields that follow.
    if (!/\*$/.test(text)) reportFields(lint, written, rest.length + 1, node)
    return undefined
  }
  const arn = readArn(text)
  if (!arn) return undefined
  const faults = [partitionFault(arn), serviceFault(arn), regionFault(arn), accountFault(arn)]
  const fault = faults.find(found => found !== undefined) ?? shapeFault(lint, arn)
  if (fault) {
    const { code, message, right } = fault
    const severity = fault.isByReference && !wellListed.has(arn.service) ? 'warning' : undefined
    const fixes = right === undefined ? [] : replaceText(lint.source, node, replaced(written, right))
    lint.report({ code, at: node, message: `'${written}' ${message}`, fixes, ...(severity && { severity }) })
  }
  return arn
}

interface ArnFault {
  readonly code: string
  /** Follows the ARN in quotes. */
  readonly message: string
  /** The field by its place (1 to 5), and what should stand there. */
  readonly right?: readonly [number, string]
  /** Follows from the service authorization reference's list of resource types. */
  readonly isByReference?: boolean
}

/**
 * Services whose ARNs the reference lists completely, as far as AWS's guides and managed policies show. For others it
 * lacks resource types that those use (`codedeploy`'s instances, `backup`'s recovery points), so a finding may be wrong.
 */
const wellListed: ReadonlySet<string> = new Set(
  `apigateway cognito-idp dynamodb events execute-api firehose iam kinesis kms lambda s3 secretsmanager sns sqs states sts`.split(
    ' ',
  ),
)

function reportPrefix({ source, report }: DocumentLint, text: string, node: PolicyNode, name: string): void {
  const [, api, region, path] =
    /^https?:\/\/([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/?(.*)$/i.exec(text) ?? []
  const right =
    api !== undefined
      ? `arn:aws:execute-api:${region ?? '*'}:*:${api}/${path === undefined || path === '' ? '' : `${path}/`}*`
      : /^arn:/i.test(text)
        ? `arn:${text.slice(4)}`
        : undefined
  const why = api !== undefined ? "is the API's URL and no ARN" : "does not begin with 'arn:'"
  report({
    code: 'invalid-arn-prefix',
    at: node,
    message: `'${text}' ${why}, and AWS refuses it as '${name}'; write ${right === undefined ? 'the ARN of the resource' : `'${right}'`}`,
    ...(right !== undefined && { fixes: replaceText(source, node, right) }),
  })
}

function reportFields({ report }: DocumentLint, text: string, count: number, node: PolicyNode): void {
  report({
    code: 'missing-arn-field',
    at: node,
    message: `'${text}' has ${count} of an ARN's six fields, and AWS refuses it; write 'arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE'`,
  })
}

function partitionFault({ partition }: Arn): ArnFault | undefined {
  if (hasWildcard(partition) || partitions.includes(partition)) return undefined
  const nearest = partition === '' ? 'aws' : (nearestName(partition, partitions) ?? 'aws')
  return {
    code: 'invalid-partition',
    message: `names the partition '${partition}', which AWS does not have; write '${nearest}'`,
    right: [1, nearest],
  }
}

function serviceFault({ service }: Arn): ArnFault | undefined {
  if (service === service.toLowerCase()) return undefined
  return {
    code: 'invalid-arn-service-case',
    message: `names the service '${service}', and services are compared in lower case; write '${service.toLowerCase()}'`,
    right: [2, service.toLowerCase()],
  }
}

function regionFault({ region }: Arn): ArnFault | undefined {
  if (region === '' || hasWildcard(region) || regions.includes(region)) return undefined
  const nearest = nearestName(region, regions)
  return {
    code: 'invalid-arn-region',
    message: `names the region '${region}', which AWS does not have; ${nearest === undefined ? "write a region such as 'us-east-1', or '*'" : `write '${nearest}'`}`,
    ...(nearest !== undefined && { right: [3, nearest] as const }),
  }
}

// Some resources belong to AWS: `arn:aws:iam::aws:policy/…`, `arn:aws:iam::cloudfront:user/…`.
const ownAccounts = /^(aws|amazon|cloudfront|aws-managed|aws-marketplace|third-party|elasticache|system)$/

function accountFault({ account }: Arn): ArnFault | undefined {
  if (account === '' || hasWildcard(account) || /^\d{12}$/.test(account) || ownAccounts.test(account)) {
    return undefined
  }
  return {
    code: 'invalid-arn-account',
    message: `names the account '${account}', and an account has 12 digits; write the account's id, or '*'`,
  }
}

// What region, account and resource may be depends on the service's resource types.
function shapeFault({ data }: DocumentLint, arn: Arn): ArnFault | undefined {
  if (arn.service === 'execute-api') return executeApiFault(arn)
  const fault = data && faultByReference(data, arn)
  return fault && { ...fault, isByReference: true }
}

function faultByReference(data: ActionData, arn: Arn): ArnFault | undefined {
  const { service, region, account } = arn
  if (hasWildcard(service)) return undefined
  const shapes = arnShapes(data, arn)
  if (!shapes) return undefined
  const { regionKinds, accountKinds } = shapes
  if (shapes.count === 0) {
    return {
      code: 'invalid-arn-resource',
      message: `names no type of resource that '${service}' has, so it matches nothing; correct what follows the account, for example '${shapes.example}'`,
    }
  }
  if (region === '' && !regionKinds.empty) return missingRegion(service)
  if (region !== '' && region !== '*' && !regionKinds.given) {
    return {
      code: 'arn-region-not-allowed',
      message: `names a region, and such resources of '${service}' have none, so it matches nothing; leave the region empty`,
      right: [3, ''],
    }
  }
  if (account === '' && !accountKinds.empty) {
    return {
      code: 'missing-arn-account',
      message: `names no account, and resources of '${service}' have one, so it may match nothing; write the account's id, or '*'`,
    }
  }
  if (account !== '' && account !== '*' && !accountKinds.given) {
    return {
      code: 'arn-account-not-allowed',
      message: `names an account, and such resources of '${service}' have none, so it matches nothing; leave the account empty`,
      right: [4, ''],
    }
  }
  return undefined
}

function executeApiFault({ service, region, account }: Arn): ArnFault | undefined {
  if (region === '') return missingRegion(service)
  if (account !== '') return undefined
  return {
    code: 'missing-arn-account',
    message: `names no account, and an API has one, so it matches nothing; write the account's id, or '*'`,
  }
}

function missingRegion(service: string): ArnFault {
  return {
    code: 'missing-arn-region',
    message: `names no region, and such resources of '${service}' have one, so it matches nothing; write the region, or '*'`,
  }
}

function replaced(written: string, [place, value]: readonly [number, string]): string {
  return arnFields(written)
    .map((field, index) => (index === place ? value : field))
    .join(':')
}
