/**
 * What AWS's managed policies say of calling APIs, as far as they say anything: of all others none names
 * `execute-api:Invoke`, by name or by a wildcard (1,640 policies, August 2026).
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export type ManagedPolicy =
  { readonly type: 'document'; readonly document: unknown } | { readonly type: 'unknown' }

/** The managed policy of an ARN; undefined for the ARN of a policy that is not AWS's. */
export function managedPolicy(arn: string): ManagedPolicy | undefined {
  const path = /^arn:aws[\w-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1]
  if (path === undefined) return undefined
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (unread.has(name)) return { type: 'unknown' }
  return { type: 'document', document: documents.get(name) ?? nothing }
}

const nothing = { Version: '2012-10-17', Statement: [] }

const documents: ReadonlyMap<string, unknown> = new Map([
  ['AdministratorAccess', policy({ Effect: 'Allow', Action: '*', Resource: '*' })],
  [
    'PowerUserAccess',
    policy({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' }),
  ],
  [
    'AmazonAPIGatewayInvokeFullAccess',
    policy({
      Effect: 'Allow',
      Action: ['execute-api:Invoke', 'execute-api:ManageConnections'],
      Resource: 'arn:aws:execute-api:*:*:*',
    }),
  ],
  ['AWSDenyAll', policy({ Sid: 'DenyAll', Effect: 'Deny', Action: ['*'], Resource: '*' })],
])

// Those that deny all but a long list, or allow calls of APIs of one name: not worth a copy, and not to be guessed.
const unread: ReadonlySet<string> = new Set([
  'AWSApplicationAutoScalingCustomResourcePolicy',
  'AWSIAMIdentityCenterAllowListForIdentityContext',
  'AWSIoTDeviceTesterForFreeRTOSFullAccess',
  'AWSIoTDeviceTesterForGreengrassFullAccess',
  'AWSMcpServiceActionsFullAccess',
  'AWSMigrationHubOrchestratorPlugin',
  'AWSMigrationHubStrategyCollector',
  'AIDevOpsAgentActionsPolicy',
  'AmazonDataZoneEnvironmentRolePermissionsBoundary',
  'AmazonDataZoneProjectDeploymentPermissionsBoundary',
  'AmazonDataZoneProjectRolePermissionsBoundary',
  'AmazonDataZoneSageMakerEnvironmentRolePermissionsBoundary',
  'AmazonSecurityLakePermissionsBoundary',
  'IAMAuditRootUserCredentials',
  'IAMCreateRootUserPassword',
  'IAMDeleteRootUserCredentials',
  'S3UnlockBucketPolicy',
  'SQSUnlockQueuePolicy',
  'SageMakerStudioProjectUserRolePermissionsBoundary',
])

function policy(statement: unknown): unknown {
  return { Version: '2012-10-17', Statement: [statement] }
}
