import type { TerraformType } from './terraformType.ts'

/**
 * Resources around an API: its settings, plans and keys, domain names, links, documentation, and what stands beside it.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
export const furtherTypes: readonly (readonly [string, TerraformType])[] = [
  [
    'aws_api_gateway_usage_plan',
    {
      type: 'AWS::ApiGateway::UsagePlan',
      names: { name: 'UsagePlanName', quota_settings: 'Quota', throttle_settings: 'Throttle' },
      blocks: ['quota_settings', 'throttle_settings'],
      lists: ['api_stages'],
    },
  ],
  [
    'aws_api_gateway_usage_plan_key',
    { type: 'AWS::ApiGateway::UsagePlanKey', defaults: { key_type: 'API_KEY' } },
  ],
  // CloudFormation's keys are switched off unless they say otherwise.
  ['aws_api_gateway_api_key', { type: 'AWS::ApiGateway::ApiKey', defaults: { enabled: true } }],
  [
    'aws_api_gateway_domain_name',
    {
      type: 'AWS::ApiGateway::DomainName',
      blocks: ['endpoint_configuration', 'mutual_tls_authentication'],
      attributes: {
        regional_domain_name: 'RegionalDomainName',
        regional_zone_id: 'RegionalHostedZoneId',
        cloudfront_domain_name: 'DistributionDomainName',
        cloudfront_zone_id: 'DistributionHostedZoneId',
      },
    },
  ],
  [
    'aws_api_gateway_base_path_mapping',
    { type: 'AWS::ApiGateway::BasePathMapping', names: { api_id: 'RestApiId', stage_name: 'Stage' } },
  ],
  [
    'aws_apigatewayv2_domain_name',
    {
      type: 'AWS::ApiGatewayV2::DomainName',
      names: { domain_name_configuration: 'DomainNameConfigurations' },
      lists: ['domain_name_configuration'],
      blocks: ['mutual_tls_authentication'],
    },
  ],
  ['aws_apigatewayv2_api_mapping', { type: 'AWS::ApiGatewayV2::ApiMapping' }],
  ['aws_api_gateway_vpc_link', { type: 'AWS::ApiGateway::VpcLink' }],
  ['aws_apigatewayv2_vpc_link', { type: 'AWS::ApiGatewayV2::VpcLink' }],
  ['aws_api_gateway_client_certificate', { type: 'AWS::ApiGateway::ClientCertificate' }],
  [
    'aws_api_gateway_account',
    { type: 'AWS::ApiGateway::Account', names: { cloudwatch_role_arn: 'CloudWatchRoleArn' } },
  ],
  [
    'aws_api_gateway_documentation_part',
    { type: 'AWS::ApiGateway::DocumentationPart', blocks: ['location'] },
  ],
  [
    'aws_api_gateway_documentation_version',
    { type: 'AWS::ApiGateway::DocumentationVersion', names: { version: 'DocumentationVersion' } },
  ],
  ['aws_apigatewayv2_model', { type: 'AWS::ApiGatewayV2::Model' }],
  ['aws_apigatewayv2_deployment', { type: 'AWS::ApiGatewayV2::Deployment' }],
  ['aws_apigatewayv2_route_response', { type: 'AWS::ApiGatewayV2::RouteResponse' }],
  ['aws_apigatewayv2_integration_response', { type: 'AWS::ApiGatewayV2::IntegrationResponse' }],
  [
    'aws_lambda_function_url',
    {
      type: 'AWS::Lambda::Url',
      names: { function_name: 'TargetFunctionArn', authorization_type: 'AuthType' },
      blocks: ['cors'],
    },
  ],
  ['aws_lambda_layer_version', { type: 'AWS::Lambda::LayerVersion' }],
  [
    'aws_cognito_user_pool_domain',
    { type: 'AWS::Cognito::UserPoolDomain', blocks: ['custom_domain_config'] },
  ],
  [
    'aws_cognito_resource_server',
    { type: 'AWS::Cognito::UserPoolResourceServer', names: { scope: 'Scopes' }, lists: ['scope'] },
  ],
  ['aws_cognito_user_group', { type: 'AWS::Cognito::UserPoolGroup', names: { name: 'GroupName' } }],
  ['aws_cognito_identity_provider', { type: 'AWS::Cognito::UserPoolIdentityProvider' }],
  [
    'aws_cloudwatch_log_group',
    {
      type: 'AWS::Logs::LogGroup',
      names: { name: 'LogGroupName' },
      attributes: { arn: 'Arn' },
    },
  ],
  [
    'aws_wafv2_web_acl_association',
    { type: 'AWS::WAFv2::WebACLAssociation', names: { web_acl_arn: 'WebACLArn' } },
  ],
  [
    'aws_cloudwatch_metric_alarm',
    {
      type: 'AWS::CloudWatch::Alarm',
      names: { metric_query: 'Metrics' },
      lists: ['metric_query'],
    },
  ],
  ['aws_cloudwatch_composite_alarm', { type: 'AWS::CloudWatch::CompositeAlarm' }],
  [
    'aws_cloudwatch_log_metric_filter',
    {
      type: 'AWS::Logs::MetricFilter',
      names: { name: 'FilterName', pattern: 'FilterPattern', metric_transformation: 'MetricTransformations' },
      lists: ['metric_transformation'],
    },
  ],
  // Parts of a stage and of an API, which CloudFormation writes inside them.
  ['aws_api_gateway_method_settings', { type: '', blocks: ['settings'] }],
  ['aws_api_gateway_rest_api_policy', { type: '' }],
  ['aws_api_gateway_rest_api_put', { type: '' }],
]
