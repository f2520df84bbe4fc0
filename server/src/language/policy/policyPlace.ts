import type { DefinitionKind } from '../../definitions/detect.ts'
import type { PolicyKind } from '../../policy/lint/policyKind.ts'
import { authorizerPolicy, policyKinds } from '../../policy/lint/policyKind.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, stringOf } from '../../syntax/node.ts'
import type { DocumentPath } from '../site.ts'

/** A part of a document that follows the grammar of policies. */
export interface PolicyPlace {
  readonly holds: PolicyForm
  readonly kind: PolicyKind
  /** How many segments of the path lead to it. */
  readonly depth: number
}

/**
 * What stands at a place: a whole policy; the list under `Statement`; one statement; the properties of a Lambda
 * permission; what an authorizer returns (`http`: to an HTTP API).
 */
export type PolicyForm = 'policy' | 'statements' | 'statement' | 'permission' | 'response' | 'httpResponse'

/** Finds the policy that a path leads into; undefined outside of policies. Stand-alone ones are `standAlonePlace`'s. */
export function policyPlaceAt(
  path: DocumentPath,
  root: Node | undefined,
  definition: DefinitionKind,
): PolicyPlace | undefined {
  const extension = path.indexOf('x-amazon-apigateway-policy')
  if (extension >= 0)
    return { holds: 'policy', kind: kindNamed('resource:execute-api'), depth: extension + 1 }
  const resources = path.indexOf('Resources')
  if (resources >= 0 && path[resources + 2] === 'Properties') {
    const type = stringOf(childAt(root, ...path.slice(0, resources + 2), 'Type'))
    return type === undefined ? undefined : placeIn(propertyPlaces[type], path, resources + 3)
  }
  if (path[0] === 'Globals' && path[1] === 'Api') return placeIn(samApi, path, 2)
  return definition === 'serverless' ? placeIn(servicePlaces, path, 0) : undefined
}

/** The segments of a path inside a policy; those of `Fn::If` are looked through. */
export function pathInPolicy(path: DocumentPath, { depth }: PolicyPlace): string[] {
  return withoutConditions(path.slice(depth).map(String))
}

function kindNamed(name: string): PolicyKind {
  return policyKinds.get(name) ?? authorizerPolicy
}

const identity = kindNamed('identity')
const trust = kindNamed('trust')
const api = kindNamed('resource:execute-api')

function resourcePolicy(name: string, ...services: string[]): PolicyKind {
  return { ...kindNamed('resource:sqs'), name, services }
}

interface PropertyPlace {
  /** Names of properties; `*` stands for an item of a list or any name. */
  readonly path: readonly string[]
  readonly holds: PolicyForm
  readonly kind: PolicyKind
}

function place(path: string, kind: PolicyKind, holds: PolicyForm = 'policy'): PropertyPlace {
  return { path: path === '' ? [] : path.split('.'), holds, kind }
}

const samApi = [place('Auth.ResourcePolicy.CustomStatements', api, 'statements')]
const samPolicies = [place('Policies.*', identity), place('Policies', identity)]
const named = [place('Policies.*.PolicyDocument', identity)]
const attached = [place('PolicyDocument', identity)]

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html */
const propertyPlaces: Readonly<Record<string, readonly PropertyPlace[] | undefined>> = {
  'AWS::IAM::Role': [place('AssumeRolePolicyDocument', trust), ...named],
  'AWS::IAM::User': named,
  'AWS::IAM::Group': named,
  'AWS::IAM::Policy': attached,
  'AWS::IAM::ManagedPolicy': attached,
  'AWS::IAM::RolePolicy': attached,
  'AWS::IAM::UserPolicy': attached,
  'AWS::IAM::GroupPolicy': attached,
  'AWS::SSO::PermissionSet': [place('InlinePolicy', identity)],
  'AWS::IoT::Policy': attached,
  'AWS::ApiGateway::RestApi': [place('Policy', api)],
  'AWS::ApiGateway::DomainName': [place('Policy', api)],
  'AWS::ApiGateway::DomainNameV2': [
    place('Policy', api),
    place('ManagementPolicy', resourcePolicy("domain name's management policy", 'apigateway')),
  ],
  'AWS::Serverless::Api': samApi,
  'AWS::Serverless::Function': [
    place('AssumeRolePolicyDocument', trust),
    ...samPolicies,
    place('Events.*.Properties.Auth.ResourcePolicy.CustomStatements', api, 'statements'),
  ],
  'AWS::Serverless::StateMachine': samPolicies,
  'AWS::Lambda::Permission': [place('', kindNamed('resource:lambda'), 'permission')],
  'AWS::S3::BucketPolicy': [place('PolicyDocument', kindNamed('resource:s3'))],
  'AWS::S3::AccessPoint': [place('Policy', kindNamed('resource:s3'))],
  'AWS::SQS::QueuePolicy': [place('PolicyDocument', kindNamed('resource:sqs'))],
  'AWS::SQS::QueueInlinePolicy': [place('PolicyDocument', kindNamed('resource:sqs'))],
  'AWS::SNS::TopicPolicy': [place('PolicyDocument', resourcePolicy("topic's policy", 'sns'))],
  'AWS::SNS::TopicInlinePolicy': [place('PolicyDocument', resourcePolicy("topic's policy", 'sns'))],
  'AWS::KMS::Key': [place('KeyPolicy', kindNamed('resource:kms'))],
  'AWS::KMS::ReplicaKey': [place('KeyPolicy', kindNamed('resource:kms'))],
  'AWS::EC2::VPCEndpoint': [place('PolicyDocument', kindNamed('vpc-endpoint'))],
  'AWS::SecretsManager::ResourcePolicy': [
    place('ResourcePolicy', resourcePolicy("secret's policy", 'secretsmanager')),
  ],
  'AWS::ECR::Repository': [place('RepositoryPolicyText', resourcePolicy("repository's policy", 'ecr'))],
  'AWS::Events::EventBusPolicy': [
    place('Statement', resourcePolicy("event bus's policy", 'events'), 'statement'),
  ],
  'AWS::Logs::ResourcePolicy': [place('PolicyDocument', resourcePolicy("log group's policy", 'logs'))],
  'AWS::Kinesis::ResourcePolicy': [place('ResourcePolicy', resourcePolicy("stream's policy", 'kinesis'))],
  'AWS::DynamoDB::Table': [
    place('ResourcePolicy.PolicyDocument', resourcePolicy("table's policy", 'dynamodb')),
  ],
  'AWS::EFS::FileSystem': [
    place('FileSystemPolicy', resourcePolicy("file system's policy", 'elasticfilesystem')),
  ],
  'AWS::OpenSearchService::Domain': [place('AccessPolicies', resourcePolicy("domain's policy", 'es'))],
  'AWS::VpcLattice::AuthPolicy': [place('Policy', resourcePolicy('auth policy', 'vpc-lattice-svcs'))],
}

/** https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml */
const servicePlaces: readonly PropertyPlace[] = [
  place('provider.iam.role.statements', identity, 'statements'),
  place('provider.iamRoleStatements', identity, 'statements'),
  place('provider.apiGateway.resourcePolicy', api, 'statements'),
  place('provider.resourcePolicy', api, 'statements'),
  place('functions.*.iamRoleStatements', identity, 'statements'),
]

function placeIn(
  places: readonly PropertyPlace[] | undefined,
  path: DocumentPath,
  from: number,
): PolicyPlace | undefined {
  const rest = path.slice(from).map(String)
  const looked = withoutConditions(rest)
  const found = places?.find(({ path: names }) => leadsThrough(names, looked))
  if (!found) return undefined
  // A branch of `Fn::If` on the way takes two segments more.
  let depth = found.path.length
  while (depth < rest.length && withoutConditions(rest.slice(0, depth)).length < found.path.length) depth++
  return { holds: found.holds, kind: found.kind, depth: from + depth }
}

// `Policies.*` is for lists only: the names in a single policy are its elements. Events and functions have names.
function leadsThrough(names: readonly string[], path: readonly string[]): boolean {
  return names.every((name, index) => {
    const segment = path[index]
    if (name !== '*') return segment === name
    return segment !== undefined && (/^\d+$/.test(segment) || names[0] !== 'Policies')
  })
}

function withoutConditions(path: readonly string[]): string[] {
  const kept: string[] = []
  for (let index = 0; index < path.length; index++) {
    if (path[index] === 'Fn::If') index++
    else kept.push(path[index] ?? '')
  }
  return kept
}
