import { detectKind } from '../../definitions/detect.ts'
import { childAt, entriesOf, stringOf } from '../../syntax/node.ts'
import type { Draft } from '../completion/draft.ts'
import type { PolicySite } from './policySite.ts'
import type { Proposal } from '../completion/proposal.ts'

/** A resource of the template around a policy. */
export interface OwnResource {
  readonly name: string
  readonly type: string
  /** `Name` as written: of parameters it tells how their ARN goes on. */
  readonly nameProperty: string | undefined
}

/** Whether intrinsic functions may stand in the policy. */
export function isTemplate({ root }: Pick<PolicySite, 'root'>): boolean {
  return ['cloudformation', 'sam', 'serverless'].includes(detectKind(root))
}

/** The resources of the template around a policy, those of a service's `resources` among them. */
export function ownResources({ root }: Pick<PolicySite, 'root'>): OwnResource[] {
  const tables = [childAt(root, 'Resources'), childAt(root, 'resources', 'Resources')]
  return tables.flatMap(entriesOf).flatMap(({ name, value }) => {
    const type = stringOf(childAt(value, 'Type'))
    const nameProperty = stringOf(childAt(value, 'Properties', 'Name'))
    return type === undefined ? [] : [{ name, type, nameProperty }]
  })
}

/** A pseudo parameter as a value. */
export function pseudoParameter(site: PolicySite, name: string, detail: string): Proposal {
  const label = site.isSubstituted ? `\${${name}}` : `!Ref ${name}`
  return { label, draft: { intrinsic: 'Ref', argument: name }, detail, sort: '1' }
}

/** How the ARNs of a resource are written, and which services' actions they are for. */
export interface OwnArns {
  readonly services: readonly string[]
  readonly arns: readonly { readonly label: string; readonly draft: Draft }[]
}

/** The ARNs of a resource; undefined for a type whose ARNs policies hardly name. */
export function arnsOf(resource: OwnResource): OwnArns | undefined {
  const { name, type } = resource
  if (type === 'AWS::SSM::Parameter') return { services: ['ssm'], arns: [parameterArn(resource)] }
  const facts = arnFacts.find(({ types }) => types.includes(type))
  return facts && { services: facts.services, arns: facts.forms.map(form => arnForm(name, form)) }
}

// `Ref`; the name of an attribute; or an attribute with what follows its value, which takes an `Fn::Sub`.
function arnForm(name: string, form: string): OwnArns['arns'][number] {
  if (form === 'Ref') return { label: `!Ref ${name}`, draft: { intrinsic: 'Ref', argument: name } }
  const [attribute = '', rest = ''] = form.split(/(?=[/:])(.*)/s)
  if (rest === '') {
    const argument = `${name}.${attribute}`
    return { label: `!GetAtt ${argument}`, draft: { intrinsic: 'Fn::GetAtt', argument } }
  }
  const argument = `\${${name}.${attribute}}${rest}`
  return { label: `!Sub ${argument}`, draft: { intrinsic: 'Fn::Sub', argument } }
}

// A parameter's name begins with a slash or has none at all.
function parameterArn({ name, nameProperty }: OwnResource): OwnArns['arns'][number] {
  const slash = nameProperty?.startsWith('/') ? '' : '/'
  const argument = `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${slash}\${${name}}`
  return { label: `!Sub ${argument}`, draft: { intrinsic: 'Fn::Sub', argument } }
}

interface ArnFacts {
  readonly types: readonly string[]
  readonly services: readonly string[]
  readonly forms: readonly string[]
}

function facts(types: string, services: string, ...forms: string[]): ArnFacts {
  return {
    types: types.split(' ').map(type => `AWS::${type}`),
    services: services.split(' '),
    forms,
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html */
const arnFacts: readonly ArnFacts[] = [
  facts('S3::Bucket', 's3', 'Arn', 'Arn/*'),
  facts('DynamoDB::Table DynamoDB::GlobalTable Serverless::SimpleTable', 'dynamodb', 'Arn', 'Arn/index/*'),
  facts('SQS::Queue', 'sqs', 'Arn'),
  facts('SNS::Topic', 'sns', 'Ref'),
  facts('Lambda::Function Serverless::Function', 'lambda', 'Arn', 'Arn:*'),
  facts('StepFunctions::StateMachine Serverless::StateMachine', 'states', 'Ref'),
  facts('SecretsManager::Secret', 'secretsmanager', 'Ref'),
  facts('KMS::Key', 'kms', 'Arn'),
  facts('Kinesis::Stream', 'kinesis', 'Arn'),
  facts('KinesisFirehose::DeliveryStream', 'firehose', 'Arn'),
  facts('Events::EventBus Events::Rule', 'events', 'Arn'),
  facts('Cognito::UserPool', 'cognito-idp', 'Arn'),
  facts('IAM::Role', 'iam sts', 'Arn'),
  facts('IAM::User', 'iam', 'Arn'),
  facts('Logs::LogGroup', 'logs', 'Arn'),
  facts('ECR::Repository', 'ecr', 'Arn'),
  facts('EFS::FileSystem', 'elasticfilesystem', 'Arn'),
  facts('CloudWatch::Alarm', 'cloudwatch', 'Arn'),
  facts('Kinesis::StreamConsumer', 'kinesis', 'Ref'),
  facts('CodeBuild::Project', 'codebuild', 'Arn'),
]
