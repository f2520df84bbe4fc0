/** What a resource answers to `Ref` and `Fn::GetAtt` on this machine. */
export interface LocalValues {
  /** The property that names the resource; without it the logical id is its name. */
  readonly name?: string
  /** Patterns with `{id}`, `{name}`, `{region}`, `{account}`. The logical id when there is none. */
  readonly ref?: string
  /** Its ARN, whatever attribute of it or `Ref` gives that. */
  readonly arn?: string
  readonly attributes?: Readonly<Record<string, string>>
}

const arn = (service: string, resource: string) => `arn:aws:${service}:{region}:{account}:${resource}`

const functionValues: LocalValues = {
  name: 'FunctionName',
  ref: '{name}',
  attributes: { Arn: arn('lambda', 'function:{name}') },
}
const tableValues: LocalValues = {
  name: 'TableName',
  ref: '{name}',
  attributes: { Arn: arn('dynamodb', 'table/{name}') },
}
const stateMachineValues: LocalValues = {
  name: 'StateMachineName',
  ref: arn('states', 'stateMachine:{name}'),
  attributes: { Arn: arn('states', 'stateMachine:{name}'), Name: '{name}' },
}
const alarmValues: LocalValues = {
  name: 'AlarmName',
  ref: '{name}',
  arn: arn('cloudwatch', 'alarm:{name}'),
  attributes: { Arn: arn('cloudwatch', 'alarm:{name}') },
}
const stageValues: LocalValues = { name: 'StageName', ref: '{name}' }
const domainNameParts = {
  RegionalDomainName: 'd-{id}.execute-api.{region}.amazonaws.com',
  DomainNameArn: 'arn:aws:apigateway:{region}::/domainnames/{name}',
}
const domainNameValues: LocalValues = {
  name: 'DomainName',
  ref: '{name}',
  arn: domainNameParts.DomainNameArn,
  attributes: domainNameParts,
}
const privateDomainNameArn = 'arn:aws:apigateway:{region}:{account}:/domainnames/{name}+{id}'
const layerValues: LocalValues = {
  name: 'LayerName',
  ref: arn('lambda', 'layer:{name}:1'),
  arn: arn('lambda', 'layer:{name}:1'),
  attributes: { LayerVersionArn: arn('lambda', 'layer:{name}:1') },
}
const iamValues = (name: string, kind: string): LocalValues => {
  const iamArn = `arn:aws:iam::{account}:${kind}/{name}`
  return { name, ref: '{name}', arn: iamArn, attributes: { Arn: iamArn } }
}
const webAclArn = arn('wafv2', 'regional/webacl/{name}/{id}')
const managedPolicyArn = 'arn:aws:iam::{account}:policy/{name}'

/**
 * The form of the values is AWS's, the parts that AWS makes up are the logical id.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html
 */
export const localValues: ReadonlyMap<string, LocalValues> = new Map<string, LocalValues>([
  ['AWS::Lambda::Function', functionValues],
  ['AWS::Serverless::Function', functionValues],
  ['AWS::ApiGateway::RestApi', { attributes: { RootResourceId: '{id}.RootResourceId', RestApiId: '{id}' } }],
  ['AWS::Serverless::Api', { attributes: { RootResourceId: '{id}.RootResourceId', RestApiId: '{id}' } }],
  ['AWS::ApiGateway::Resource', { attributes: { ResourceId: '{id}' } }],
  ['AWS::ApiGateway::Authorizer', { attributes: { AuthorizerId: '{id}' } }],
  ['AWS::ApiGateway::RequestValidator', { attributes: { RequestValidatorId: '{id}' } }],
  ['AWS::ApiGateway::Deployment', { attributes: { DeploymentId: '{id}' } }],
  ['AWS::ApiGateway::Model', { name: 'Name', ref: '{name}' }],
  ['AWS::ApiGateway::Stage', stageValues],
  ['AWS::ApiGateway::DomainName', domainNameValues],
  [
    'AWS::ApiGateway::DomainNameV2',
    {
      name: 'DomainName',
      ref: privateDomainNameArn,
      arn: privateDomainNameArn,
      attributes: { DomainNameArn: privateDomainNameArn, DomainNameId: '{id}' },
    },
  ],
  ['AWS::ApiGatewayV2::DomainName', domainNameValues],
  ['AWS::ApiGateway::ApiKey', { attributes: { APIKeyId: '{id}' } }],
  ['AWS::ApiGateway::UsagePlan', { attributes: { Id: '{id}' } }],
  ['AWS::ApiGateway::ClientCertificate', { attributes: { ClientCertificateId: '{id}' } }],
  ['AWS::ApiGateway::VpcLink', { attributes: { VpcLinkId: '{id}' } }],
  ['AWS::ApiGatewayV2::VpcLink', { attributes: { VpcLinkId: '{id}' } }],
  ['AWS::ApiGatewayV2::Deployment', { attributes: { DeploymentId: '{id}' } }],
  ['AWS::Lambda::LayerVersion', layerValues],
  ['AWS::Serverless::LayerVersion', layerValues],
  ['AWS::WAFv2::WebACL', { name: 'Name', arn: webAclArn, attributes: { Arn: webAclArn, Id: '{id}' } }],
  [
    'AWS::CloudWatch::Alarm',
    { name: 'AlarmName', ref: '{name}', attributes: { Arn: arn('cloudwatch', 'alarm:{name}') } },
  ],
  ['AWS::Cognito::UserPoolGroup', { name: 'GroupName', ref: '{name}' }],
  ['AWS::Cognito::UserPoolDomain', { name: 'Domain', ref: '{name}' }],
  [
    'AWS::ApiGatewayV2::Api',
    { attributes: { ApiId: '{id}', ApiEndpoint: 'https://{id}.execute-api.{region}.amazonaws.com' } },
  ],
  [
    'AWS::Serverless::HttpApi',
    { attributes: { ApiId: '{id}', ApiEndpoint: 'https://{id}.execute-api.{region}.amazonaws.com' } },
  ],
  ['AWS::Serverless::WebSocketApi', { attributes: { ApiId: '{id}' } }],
  ['AWS::ApiGatewayV2::Authorizer', { attributes: { AuthorizerId: '{id}' } }],
  ['AWS::ApiGatewayV2::Integration', { attributes: { IntegrationId: '{id}' } }],
  ['AWS::ApiGatewayV2::Route', { attributes: { RouteId: '{id}' } }],
  ['AWS::ApiGatewayV2::Stage', stageValues],
  [
    'AWS::Cognito::UserPool',
    {
      ref: '{region}_{id}',
      attributes: {
        Arn: arn('cognito-idp', 'userpool/{region}_{id}'),
        UserPoolId: '{region}_{id}',
        ProviderName: 'cognito-idp.{region}.amazonaws.com/{region}_{id}',
        ProviderURL: 'https://cognito-idp.{region}.amazonaws.com/{region}_{id}',
      },
    },
  ],
  ['AWS::Cognito::UserPoolClient', { attributes: { ClientId: '{id}' } }],
  ['AWS::DynamoDB::Table', tableValues],
  ['AWS::Serverless::SimpleTable', tableValues],
  ['AWS::StepFunctions::StateMachine', stateMachineValues],
  ['AWS::Serverless::StateMachine', { ...stateMachineValues, name: 'Name' }],
  ['AWS::S3::Bucket', { name: 'BucketName', ref: '{name}', attributes: { Arn: 'arn:aws:s3:::{name}' } }],
  [
    'AWS::SQS::Queue',
    {
      name: 'QueueName',
      ref: 'https://sqs.{region}.amazonaws.com/{account}/{name}',
      attributes: {
        Arn: arn('sqs', '{name}'),
        QueueName: '{name}',
        QueueUrl: 'https://sqs.{region}.amazonaws.com/{account}/{name}',
      },
    },
  ],
  [
    'AWS::SNS::Topic',
    {
      name: 'TopicName',
      ref: arn('sns', '{name}'),
      attributes: { TopicArn: arn('sns', '{name}'), TopicName: '{name}' },
    },
  ],
  [
    'AWS::Kinesis::Stream',
    { name: 'Name', ref: '{name}', attributes: { Arn: arn('kinesis', 'stream/{name}') } },
  ],
  [
    'AWS::Events::EventBus',
    { name: 'Name', ref: '{name}', attributes: { Arn: arn('events', 'event-bus/{name}') } },
  ],
  ['AWS::IAM::Role', iamValues('RoleName', 'role')],
  ['AWS::IAM::User', iamValues('UserName', 'user')],
  ['AWS::IAM::Group', iamValues('GroupName', 'group')],
  [
    'AWS::IAM::ManagedPolicy',
    {
      name: 'ManagedPolicyName',
      ref: managedPolicyArn,
      arn: managedPolicyArn,
      attributes: { PolicyArn: managedPolicyArn },
    },
  ],
  [
    'AWS::Logs::LogGroup',
    {
      name: 'LogGroupName',
      ref: '{name}',
      arn: arn('logs', 'log-group:{name}:*'),
      attributes: { Arn: arn('logs', 'log-group:{name}:*') },
    },
  ],
  ['AWS::CloudWatch::Alarm', alarmValues],
  ['AWS::CloudWatch::CompositeAlarm', alarmValues],
  ['AWS::SecretsManager::Secret', { name: 'Name', ref: arn('secretsmanager', 'secret:{name}') }],
  ['AWS::SSM::Parameter', { name: 'Name', ref: '{name}' }],
])
