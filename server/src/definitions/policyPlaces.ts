import type { DefinitionKind } from './detect.ts'
import type { Entry, Node, SourceDocument } from '../syntax/node.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { entriesOf, entryOf, itemsOf, stringOf } from '../syntax/node.ts'
import { detectKind } from './detect.ts'
import { isPlan } from './terraformPlan.ts'

/** A place of a definition where AWS takes a policy, or the properties of a Lambda permission. */
export interface PolicyPlace {
  /** What stands there, as `gatehouse policy lint --type` names it. */
  readonly type: string
  readonly node: Node
  /** What holds it; undefined for an item of a list. */
  readonly entry: Entry | undefined
  /** A list of statements that a framework puts into a policy stands for that policy. */
  readonly holds: 'policy' | 'statements'
  /** Who reads its texts before AWS does: each has marks of its own for what is filled in. */
  readonly notation: PolicyNotation
  /** Whether SAM may add statements of its own to it. */
  readonly isAddedTo: boolean
}

export type PolicyNotation = 'openapi' | 'template' | 'serverless' | 'terraform' | 'plan'

/** The places of a document, in the order of its text. A part that is not there, or only known elsewhere, is left out. */
export function policyPlaces(
  { root }: Pick<SourceDocument, 'root'>,
  kind: DefinitionKind = detectKind(root),
): PolicyPlace[] {
  if (!root) return []
  if (kind === 'openapi') return found(root, openApi, 'openapi')
  if (kind === 'cloudformation' || kind === 'sam') return inTemplate(root, 'template')
  if (kind === 'serverless') return inService(root)
  if (kind === 'terraform') return isPlan(root) ? inPlan(root) : inTerraform(root)
  return []
}

/** A way to a policy: names of keys, `*` for each entry or item; an empty way is the whole. */
export type Way = readonly [way: string, type: string, holds?: PolicyPlace['holds']]

const apiPolicy = 'resource:execute-api'
const openApi: readonly Way[] = [['x-amazon-apigateway-policy', apiPolicy]]
const named: readonly Way[] = [['Policies.*.PolicyDocument', 'identity']]
const attached: readonly Way[] = [['PolicyDocument', 'identity']]
const samPolicies: readonly Way[] = [
  ['Policies', 'identity'],
  ['Policies.*', 'identity'],
]
const samResourcePolicy = 'Auth.ResourcePolicy.CustomStatements'

/** By resource type, from its properties; what stands in `Policies` of SAM may be a name or a template of a policy too. */
export const waysByType: ReadonlyMap<string, readonly Way[]> = new Map<string, readonly Way[]>([
  ['AWS::IAM::Role', [['AssumeRolePolicyDocument', 'trust'], ...named]],
  ['AWS::IAM::User', named],
  ['AWS::IAM::Group', named],
  ['AWS::IAM::Policy', attached],
  ['AWS::IAM::ManagedPolicy', attached],
  ['AWS::IAM::RolePolicy', attached],
  ['AWS::IAM::UserPolicy', attached],
  ['AWS::IAM::GroupPolicy', attached],
  ['AWS::SSO::PermissionSet', [['InlinePolicy', 'identity']]],
  [
    'AWS::ApiGateway::RestApi',
    [
      ['Policy', apiPolicy],
      ['Body.x-amazon-apigateway-policy', apiPolicy],
    ],
  ],
  ['AWS::ApiGateway::DomainName', [['Policy', apiPolicy]]],
  [
    'AWS::ApiGateway::DomainNameV2',
    [
      ['Policy', apiPolicy],
      ['ManagementPolicy', 'resource:apigateway'],
    ],
  ],
  [
    'AWS::Serverless::Api',
    [
      ['DefinitionBody.x-amazon-apigateway-policy', apiPolicy],
      [samResourcePolicy, apiPolicy, 'statements'],
    ],
  ],
  [
    'AWS::Serverless::Function',
    [
      ['AssumeRolePolicyDocument', 'trust'],
      ...samPolicies,
      [`Events.*.Properties.${samResourcePolicy}`, apiPolicy, 'statements'],
    ],
  ],
  ['AWS::Serverless::StateMachine', samPolicies],
  ['AWS::Lambda::Permission', [['', 'lambda-permission']]],
  ['AWS::S3::BucketPolicy', [['PolicyDocument', 'resource:s3']]],
  ['AWS::SQS::QueuePolicy', [['PolicyDocument', 'resource:sqs']]],
  ['AWS::SQS::QueueInlinePolicy', [['PolicyDocument', 'resource:sqs']]],
  ['AWS::SNS::TopicPolicy', [['PolicyDocument', 'resource:sns']]],
  ['AWS::SNS::TopicInlinePolicy', [['PolicyDocument', 'resource:sns']]],
  ['AWS::KMS::Key', [['KeyPolicy', 'resource:kms']]],
  ['AWS::KMS::ReplicaKey', [['KeyPolicy', 'resource:kms']]],
  ['AWS::EC2::VPCEndpoint', [['PolicyDocument', 'vpc-endpoint']]],
  ['AWS::SecretsManager::ResourcePolicy', [['ResourcePolicy', 'resource:secretsmanager']]],
  ['AWS::Logs::ResourcePolicy', [['PolicyDocument', 'resource:logs']]],
  ['AWS::Events::EventBusPolicy', [['Statement', 'resource:events', 'statements']]],
])

/** From SAM's `Globals`. */
export const waysOfGlobals: readonly Way[] = [[`Api.${samResourcePolicy}`, apiPolicy, 'statements']]

/** From the root of a `serverless.yml`. https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml */
export const waysOfService: readonly Way[] = [
  ['provider.iam.role.statements', 'identity', 'statements'],
  ['provider.iamRoleStatements', 'identity', 'statements'],
  ['provider.apiGateway.resourcePolicy', apiPolicy, 'statements'],
  ['provider.resourcePolicy', apiPolicy, 'statements'],
  ['functions.*.iamRoleStatements', 'identity', 'statements'],
]

/** By Terraform's resource type; each is JSON text. */
const waysOfTerraform: ReadonlyMap<string, readonly Way[]> = new Map<string, readonly Way[]>([
  ['aws_iam_policy', [['policy', 'identity']]],
  ['aws_iam_role_policy', [['policy', 'identity']]],
  ['aws_iam_user_policy', [['policy', 'identity']]],
  ['aws_iam_group_policy', [['policy', 'identity']]],
  [
    'aws_iam_role',
    [
      ['assume_role_policy', 'trust'],
      ['inline_policy.policy', 'identity'],
      ['inline_policy.*.policy', 'identity'],
    ],
  ],
  ['aws_api_gateway_rest_api', [['policy', apiPolicy]]],
  ['aws_api_gateway_rest_api_policy', [['policy', apiPolicy]]],
  ['aws_api_gateway_domain_name', [['policy', apiPolicy]]],
  ['aws_s3_bucket_policy', [['policy', 'resource:s3']]],
  ['aws_sqs_queue', [['policy', 'resource:sqs']]],
  ['aws_sqs_queue_policy', [['policy', 'resource:sqs']]],
  ['aws_sns_topic', [['policy', 'resource:sns']]],
  ['aws_sns_topic_policy', [['policy', 'resource:sns']]],
  ['aws_kms_key', [['policy', 'resource:kms']]],
  ['aws_kms_key_policy', [['policy', 'resource:kms']]],
  ['aws_vpc_endpoint', [['policy', 'vpc-endpoint']]],
  ['aws_vpc_endpoint_policy', [['policy', 'vpc-endpoint']]],
  ['aws_secretsmanager_secret_policy', [['policy', 'resource:secretsmanager']]],
])

function inTemplate(root: Node, notation: PolicyNotation): PolicyPlace[] {
  const globals = entryOf(root, 'Globals')?.value
  const resources = entriesOf(entryOf(root, 'Resources')?.value).flatMap(({ value }) => {
    const ways = waysByType.get(stringOf(entryOf(value, 'Type')?.value) ?? '')
    const properties = ways && entryOf(value, 'Properties')
    return properties ? found(properties.value, ways, notation, properties) : []
  })
  return [...(globals ? found(globals, waysOfGlobals, notation) : []), ...resources]
}

function inService(root: Node): PolicyPlace[] {
  const resources = entryOf(root, 'resources')?.value
  const templates = resources?.type === 'sequence' ? resources.items : resources ? [resources] : []
  return [
    ...found(root, waysOfService, 'serverless'),
    ...templates.flatMap(template => inTemplate(template, 'serverless')),
  ]
}

function inTerraform(root: Node): PolicyPlace[] {
  return entriesOf(entryOf(root, 'resource')?.value).flatMap(({ name, value }) => {
    const ways = waysOfTerraform.get(name)
    if (!ways) return []
    const bodies = entriesOf(value).flatMap(each =>
      each.value.type === 'sequence' ? each.value.items : [each.value],
    )
    return bodies.flatMap(body => found(body, ways, 'terraform'))
  })
}

function inPlan(root: Node): PolicyPlace[] {
  const state = entryOf(root, 'planned_values')?.value ?? entryOf(root, 'values')?.value
  return inModule(entryOf(state, 'root_module')?.value)
}

function inModule(module: Node | undefined): PolicyPlace[] {
  const own = itemsOf(entryOf(module, 'resources')?.value).flatMap(resource => {
    const ways = waysOfTerraform.get(stringOf(entryOf(resource, 'type')?.value) ?? '')
    const values = ways && entryOf(resource, 'values')?.value
    return values ? found(values, ways, 'plan') : []
  })
  return [...own, ...itemsOf(entryOf(module, 'child_modules')?.value).flatMap(inModule)]
}

function found(root: Node, ways: readonly Way[], notation: PolicyNotation, entry?: Entry): PolicyPlace[] {
  return ways.flatMap(([way, type, holds = 'policy']): PolicyPlace[] => {
    const steps = way === '' ? [] : way.split('.')
    const isSam = steps[0] === 'Policies' && steps.length < 3
    return reached({ node: root, entry }, steps)
      .filter(({ node }) => (isSam ? isStated(node) : true))
      .map(reach => ({ ...reach, type, holds, notation, isAddedTo: steps[0] === 'DefinitionBody' }))
  })
}

// An item of SAM's `Policies` is a policy when it says so itself.
function isStated(node: Node): boolean {
  return node.type === 'mapping' && entryOf(node, 'Statement') !== undefined
}

interface Reached {
  readonly node: Node
  readonly entry: Entry | undefined
}

// Behind a condition both branches count: AWS gets one or the other. Which statements a framework adds is not followed.
function reached(from: Reached, steps: readonly string[]): Reached[] {
  const call = intrinsicOf(from.node)
  if (call?.name === 'Fn::If' && from.entry?.name !== 'CustomStatements') {
    return itemsOf(call.argument)
      .slice(1)
      .flatMap(node => reached({ node, entry: from.entry }, steps))
  }
  const [step, ...rest] = steps
  if (step === undefined) return [from]
  if (call) return []
  if (step === '*') {
    const inner =
      from.node.type === 'sequence'
        ? from.node.items.map(node => ({ node, entry: undefined }))
        : entriesOf(from.node).map(entry => ({ node: entry.value, entry }))
    return inner.flatMap(each => reached(each, rest))
  }
  const entry = entryOf(from.node, step)
  return entry ? reached({ node: entry.value, entry }, rest) : []
}
