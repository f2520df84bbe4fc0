import type { TerraformType } from './terraformType.ts'
import { furtherTypes } from './terraformFurtherTypes.ts'

/**
 * The resource types that are read. https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export const terraformTypes: ReadonlyMap<string, TerraformType> = new Map<string, TerraformType>([
  [
    'aws_api_gateway_rest_api',
    {
      type: 'AWS::ApiGateway::RestApi',
      names: { api_key_source: 'ApiKeySourceType' },
      blocks: ['endpoint_configuration'],
      attributes: { root_resource_id: 'RootResourceId' },
    },
  ],
  ['aws_api_gateway_resource', { type: 'AWS::ApiGateway::Resource' }],
  [
    'aws_api_gateway_method',
    { type: 'AWS::ApiGateway::Method', names: { authorization: 'AuthorizationType' } },
  ],
  [
    'aws_api_gateway_authorizer',
    {
      type: 'AWS::ApiGateway::Authorizer',
      names: { provider_arns: 'ProviderARNs' },
      defaults: { type: 'TOKEN', identity_source: 'method.request.header.Authorization' },
    },
  ],
  [
    'aws_api_gateway_model',
    { type: 'AWS::ApiGateway::Model', defaults: { content_type: 'application/json' } },
  ],
  ['aws_api_gateway_request_validator', { type: 'AWS::ApiGateway::RequestValidator' }],
  ['aws_api_gateway_gateway_response', { type: 'AWS::ApiGateway::GatewayResponse' }],
  [
    'aws_api_gateway_deployment',
    {
      type: 'AWS::ApiGateway::Deployment',
      names: { canary_settings: 'DeploymentCanarySettings' },
      blocks: ['canary_settings'],
    },
  ],
  [
    'aws_api_gateway_stage',
    {
      type: 'AWS::ApiGateway::Stage',
      names: {
        xray_tracing_enabled: 'TracingEnabled',
        access_log_settings: 'AccessLogSetting',
        canary_settings: 'CanarySetting',
      },
      blocks: ['access_log_settings', 'canary_settings'],
      attributes: { stage_name: 'StageName' },
    },
  ],
  [
    'aws_apigatewayv2_api',
    {
      type: 'AWS::ApiGatewayV2::Api',
      blocks: ['cors_configuration'],
      attributes: { api_endpoint: 'ApiEndpoint' },
    },
  ],
  ['aws_apigatewayv2_route', { type: 'AWS::ApiGatewayV2::Route', defaults: { authorization_type: 'NONE' } }],
  [
    'aws_apigatewayv2_integration',
    {
      type: 'AWS::ApiGatewayV2::Integration',
      names: { timeout_milliseconds: 'TimeoutInMillis' },
      defaults: { payload_format_version: '1.0' },
    },
  ],
  [
    'aws_apigatewayv2_authorizer',
    {
      type: 'AWS::ApiGatewayV2::Authorizer',
      names: { identity_sources: 'IdentitySource' },
      blocks: ['jwt_configuration'],
    },
  ],
  [
    'aws_apigatewayv2_stage',
    {
      type: 'AWS::ApiGatewayV2::Stage',
      names: { name: 'StageName' },
      blocks: ['access_log_settings', 'default_route_settings'],
      lists: ['route_settings'],
    },
  ],
  [
    'aws_lambda_function',
    {
      type: 'AWS::Lambda::Function',
      blocks: [
        'environment',
        'vpc_config',
        'tracing_config',
        'ephemeral_storage',
        'dead_letter_config',
        'image_config',
        'logging_config',
      ],
      names: {
        file_system_config: 'FileSystemConfigs',
        reserved_concurrent_executions: 'ReservedConcurrentExecutions',
      },
      lists: ['file_system_config'],
      unset: { reserved_concurrent_executions: -1 },
      attributes: { arn: 'Arn' },
    },
  ],
  ['aws_lambda_alias', { type: 'AWS::Lambda::Alias', attributes: { arn: 'AliasArn' } }],
  ['aws_lambda_permission', { type: 'AWS::Lambda::Permission' }],
  [
    'aws_cognito_user_pool',
    { type: 'AWS::Cognito::UserPool', attributes: { arn: 'Arn', endpoint: 'ProviderName' } },
  ],
  ['aws_cognito_user_pool_client', { type: 'AWS::Cognito::UserPoolClient' }],
  [
    'aws_dynamodb_table',
    { type: 'AWS::DynamoDB::Table', names: { name: 'TableName' }, attributes: { arn: 'Arn' } },
  ],
  ['aws_iam_role', { type: 'AWS::IAM::Role', names: { name: 'RoleName' }, attributes: { arn: 'Arn' } }],
  ['aws_s3_bucket', { type: 'AWS::S3::Bucket', names: { bucket: 'BucketName' }, attributes: { arn: 'Arn' } }],
  [
    'aws_sns_topic',
    { type: 'AWS::SNS::Topic', names: { name: 'TopicName' }, attributes: { arn: 'TopicArn' } },
  ],
  [
    'aws_sqs_queue',
    { type: 'AWS::SQS::Queue', names: { name: 'QueueName' }, attributes: { arn: 'Arn', url: 'QueueUrl' } },
  ],
  [
    'aws_sfn_state_machine',
    {
      type: 'AWS::StepFunctions::StateMachine',
      names: { name: 'StateMachineName' },
      attributes: { arn: 'Arn' },
    },
  ],
  ...furtherTypes,
  // Parts of a method, which CloudFormation writes inside it.
  [
    'aws_api_gateway_integration',
    {
      type: '',
      names: { timeout_milliseconds: 'TimeoutInMillis' },
      defaults: { connection_type: 'INTERNET' },
      blocks: ['tls_config'],
    },
  ],
  ['aws_api_gateway_integration_response', { type: '' }],
  ['aws_api_gateway_method_response', { type: '' }],
])

/** `rest_api_id` is `RestApiId`. */
export function propertyName(argument: string, { names }: TerraformType): string {
  return (
    names?.[argument] ?? argument.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  )
}
