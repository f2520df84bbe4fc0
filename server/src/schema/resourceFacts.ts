import { schemaTexts } from './generated/validators.js'
import { schemaAt } from './jsonSchema.ts'
import { resourceSchema } from './places.ts'

/** How a template takes a value from a resource: `Ref`, or the name of an attribute for `Fn::GetAtt`. */
export type ValueName = string

/** What is known of a type of resource beside its properties. */
export interface ResourceFacts {
  /** Its page's first sentence. */
  readonly description?: string
  /** What `Fn::GetAtt` gives. */
  readonly attributes?: readonly string[]
  /** By property: the types of which it takes a value, and which one. */
  readonly targets?: Readonly<Record<string, Readonly<Record<string, ValueName>> | undefined>>
}

let published: Readonly<Record<string, ResourceFacts | undefined>> | undefined

/** What AWS's resource specification says of a type, and for SAM's types what its developer guide says. */
export function resourceFacts(type: string): ResourceFacts {
  return samFacts[type] ?? specification()[type] ?? {}
}

/** Every type of resource there is: SAM's first, then those of CloudFormation. */
export function resourceTypes(): string[] {
  return [...Object.keys(samFacts), ...Object.keys(specification())]
}

/** The first sentence about a type; undefined for one that we do not explain. */
export function resourceDescription(type: string): string | undefined {
  const address = resourceSchema(type)
  const schema = address === undefined ? undefined : schemaAt(address)?.schema
  return schema?.description ?? resourceFacts(type).description
}

/** Address of AWS's page about a type. */
export function resourcePage(type: string): string {
  const [, service = '', name = ''] = type.toLowerCase().split('::')
  if (service === 'serverless') {
    return `https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-${name}.html`
  }
  return `https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-${service}-${name}.html`
}

function specification(): Readonly<Record<string, ResourceFacts | undefined>> {
  // Made by scripts/compileSchemas.mjs, so the shape is ours.
  published ??= JSON.parse(schemaTexts['resource-facts.json'] ?? '{}') as Readonly<
    Record<string, ResourceFacts | undefined>
  >
  return published
}

const functionTargets: ResourceFacts['targets'] = {
  Role: { 'AWS::IAM::Role': 'Arn' },
  Layers: { 'AWS::Serverless::LayerVersion': 'Ref', 'AWS::Lambda::LayerVersion': 'Ref' },
  SecurityGroupIds: { 'AWS::EC2::SecurityGroup': 'Ref' },
  SubnetIds: { 'AWS::EC2::Subnet': 'Ref' },
  KmsKeyArn: { 'AWS::KMS::Key': 'Arn' },
  RestApiId: { 'AWS::Serverless::Api': 'Ref', 'AWS::ApiGateway::RestApi': 'Ref' },
  ApiId: { 'AWS::Serverless::HttpApi': 'Ref', 'AWS::ApiGatewayV2::Api': 'Ref' },
  Queue: { 'AWS::SQS::Queue': 'Arn' },
  Topic: { 'AWS::SNS::Topic': 'Ref' },
  Bucket: { 'AWS::S3::Bucket': 'Ref' },
  Stream: { 'AWS::Kinesis::Stream': 'Arn', 'AWS::DynamoDB::Table': 'StreamArn' },
  UserPool: { 'AWS::Cognito::UserPool': 'Ref' },
  Variables: {
    'AWS::DynamoDB::Table': 'Ref',
    'AWS::Serverless::SimpleTable': 'Ref',
    'AWS::S3::Bucket': 'Ref',
    'AWS::SQS::Queue': 'Ref',
    'AWS::SNS::Topic': 'Ref',
  },
}

const functionArns = { 'AWS::Serverless::Function': 'Arn', 'AWS::Lambda::Function': 'Arn' }

const apiTargets: ResourceFacts['targets'] = {
  FunctionArn: functionArns,
  FunctionInvokeRole: { 'AWS::IAM::Role': 'Arn' },
  UserPoolArn: { 'AWS::Cognito::UserPool': 'Arn' },
  CertificateArn: { 'AWS::CertificateManager::Certificate': 'Ref' },
  DestinationArn: { 'AWS::Logs::LogGroup': 'Arn' },
  VPCEndpointIds: { 'AWS::EC2::VPCEndpoint': 'Ref' },
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-resources-and-properties.html */
const samFacts: Readonly<Record<string, ResourceFacts | undefined>> = {
  'AWS::Serverless::Function': { attributes: ['Arn'], targets: functionTargets },
  'AWS::Serverless::Api': { attributes: ['RootResourceId'], targets: apiTargets },
  'AWS::Serverless::HttpApi': { attributes: ['ApiEndpoint'], targets: apiTargets },
  'AWS::Serverless::WebSocketApi': {
    attributes: ['ApiEndpoint'],
    targets: { ...apiTargets, Function: functionArns },
  },
  'AWS::Serverless::SimpleTable': { attributes: ['Arn', 'StreamArn'] },
  'AWS::Serverless::LayerVersion': {},
  'AWS::Serverless::StateMachine': {
    attributes: ['Arn', 'Name'],
    targets: { Role: { 'AWS::IAM::Role': 'Arn' }, ...functionTargets },
  },
  'AWS::Serverless::Application': {},
  'AWS::Serverless::Connector': {},
  'AWS::Serverless::CapacityProvider': { attributes: ['Arn'] },
  'AWS::Serverless::GraphQLApi': { attributes: ['ApiId', 'Arn', 'GraphQLUrl'] },
}
