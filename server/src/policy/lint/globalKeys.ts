import type { KeyType } from '../actionData.ts'

/** A condition key that every service knows. */
export interface GlobalKey {
  /** With a final `/` when a tag's key follows. */
  readonly name: string
  readonly type: KeyType
  readonly isMultivalued: boolean
}

function keys(type: KeyType, isMultivalued: boolean, names: string): GlobalKey[] {
  return names
    .trim()
    .split(/\s+/)
    .map(name => ({ name: `aws:${name}`, type, isMultivalued }))
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export const globalKeys: readonly GlobalKey[] = [
  ...keys(
    'String',
    false,
    `PrincipalAccount PrincipalOrgID PrincipalTag/ PrincipalType PrincipalServiceName userid username
     AssumedRoot FederatedProvider Ec2InstanceSourceVpc SourceAccount SourceOrgID SourceIdentity SourceVpc SourceVpce
     VpceAccount VpceOrgID CalledViaFirst CalledViaLast referer RequestedRegion RequestTag/ ResourceAccount ResourceOrgID
     ResourceTag/ UserAgent ChatbotSourceArn SourceOwner`,
  ),
  ...keys(
    'String',
    true,
    `PrincipalOrgPaths PrincipalServiceNamesList SourceOrgPaths VpceOrgPaths CalledVia ResourceOrgPaths TagKeys
     CalledViaAWSMCP`,
  ),
  ...keys('Arn', false, 'PrincipalArn SourceArn SourceVpcArn'),
  ...keys(
    'Bool',
    false,
    `MultiFactorAuthPresent PrincipalIsAWSService SecureTransport ViaAWSService ViaAWSMCPService IsMcpServiceAction`,
  ),
  ...keys('Numeric', false, 'MultiFactorAuthAge Ec2RoleDelivery'),
  ...keys('Date', false, 'CurrentTime EpochTime TokenIssueTime'),
  ...keys('IpAddress', false, 'SourceIp VpcSourceIp Ec2InstanceSourcePrivateIPv4'),
]

/** The global key of a name, without case; a name such as `aws:RequestTag/team` finds `aws:RequestTag/`. */
export function globalKeyOf(written: string): GlobalKey | undefined {
  const lower = written.toLowerCase()
  const slash = lower.indexOf('/')
  return byName.get(slash < 0 ? lower : lower.slice(0, slash + 1))
}

/** Whether the key needs a tag's key after a `/` and has none. */
export function lacksTagKey(written: string): boolean {
  const lower = written.toLowerCase()
  return byName.has(`${lower}/`) || (byName.has(lower) && lower.endsWith('/'))
}

const byName = new Map(globalKeys.map(key => [key.name.toLowerCase(), key]))
