import { describe, expect, it } from 'vitest'
import { terraformTemplate } from '../../server/src/definitions/terraformTemplate.ts'
import { createPlainReader } from '../../server/src/definitions/plainReader.ts'
import { readTerraformJson } from '../../server/src/definitions/terraformJson.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

/** What CloudFormation would be told: type and properties by address, unknown values as `?`. */
function inCloudFormation(resource: object): Record<string, unknown> {
  const reader = createPlainReader(memoryFiles({ '/app/main.tf.json': JSON.stringify({ resource }) }), {})
  const document = reader.open('/app/main.tf.json')
  if (!document?.root) throw new Error('no document')
  const source = readTerraformJson(document, reader)
  const template = terraformTemplate(document, source, reader)
  return Object.fromEntries(
    [...template.resources].map(([id, { type, properties }]) => {
      const value = properties.node && template.reader.evaluate(properties.node)
      return [id, [type, value?.known ? value.value : `? ${value?.reason}`]]
    }),
  )
}

const api = { aws_api_gateway_rest_api: { shop: { name: 'shop' } } }
const shop = '${aws_api_gateway_rest_api.shop.id}'
const shopId = 'aws_api_gateway_rest_api.shop'
const stage = {
  aws_api_gateway_stage: { live: { rest_api_id: shop, stage_name: 'live', deployment_id: 'd' } },
}

describe('a resource of Terraform in the words of CloudFormation', () => {
  it.each([
    [
      'aws_cloudwatch_log_metric_filter',
      {
        name: 'failed',
        pattern: '{ $.status = 5* }',
        log_group_name: 'shop',
        metric_transformation: {
          name: 'Failed',
          namespace: 'Shop',
          value: '1',
          dimensions: { Route: '$.route' },
        },
      },
      'AWS::Logs::MetricFilter',
      {
        FilterName: 'failed',
        FilterPattern: '{ $.status = 5* }',
        LogGroupName: 'shop',
        MetricTransformations: [
          {
            MetricName: 'Failed',
            MetricNamespace: 'Shop',
            MetricValue: '1',
            Dimensions: [{ Key: 'Route', Value: '$.route' }],
          },
        ],
      },
    ],
    [
      'aws_cloudwatch_metric_alarm',
      {
        alarm_name: 'share',
        metric_query: [
          { id: 'e', expression: 'm * 2', return_data: true },
          {
            id: 'm',
            metric: [
              {
                metric_name: 'Count',
                namespace: 'AWS/ApiGateway',
                period: 60,
                stat: 'Sum',
                dimensions: { Stage: 's' },
              },
            ],
          },
        ],
      },
      'AWS::CloudWatch::Alarm',
      {
        AlarmName: 'share',
        Metrics: [
          { Id: 'e', Expression: 'm * 2', ReturnData: true },
          {
            Id: 'm',
            MetricStat: {
              Metric: {
                MetricName: 'Count',
                Namespace: 'AWS/ApiGateway',
                Dimensions: [{ Name: 'Stage', Value: 's' }],
              },
              Period: 60,
              Stat: 'Sum',
            },
          },
        ],
      },
    ],
    [
      'aws_api_gateway_usage_plan',
      {
        name: 'gold',
        api_stages: [
          {
            api_id: 'a',
            stage: 'live',
            throttle: [{ path: '/books/GET', burst_limit: 1, rate_limit: 2 }],
          },
        ],
        quota_settings: { limit: 10, period: 'DAY', offset: 0 },
        throttle_settings: [{ burst_limit: 5, rate_limit: 10 }],
      },
      'AWS::ApiGateway::UsagePlan',
      {
        UsagePlanName: 'gold',
        ApiStages: [
          { ApiId: 'a', Stage: 'live', Throttle: { '/books/GET': { BurstLimit: 1, RateLimit: 2 } } },
        ],
        Quota: { Limit: 10, Period: 'DAY', Offset: 0 },
        Throttle: { BurstLimit: 5, RateLimit: 10 },
      },
    ],
    // The provider's word for a function that reserves nothing; 0 would let no event in.
    [
      'aws_lambda_function',
      { handler: 'a.b', reserved_concurrent_executions: -1 },
      'AWS::Lambda::Function',
      { Handler: 'a.b' },
    ],
    [
      'aws_lambda_function',
      { handler: 'a.b', reserved_concurrent_executions: 0 },
      'AWS::Lambda::Function',
      { Handler: 'a.b', ReservedConcurrentExecutions: 0 },
    ],
    [
      'aws_api_gateway_usage_plan_key',
      { key_id: 'k', usage_plan_id: 'u' },
      'AWS::ApiGateway::UsagePlanKey',
      { KeyId: 'k', UsagePlanId: 'u', KeyType: 'API_KEY' },
    ],
    [
      'aws_api_gateway_api_key',
      { name: 'k', value: 'v'.repeat(20) },
      'AWS::ApiGateway::ApiKey',
      { Name: 'k', Value: 'v'.repeat(20), Enabled: true },
    ],
    [
      'aws_api_gateway_domain_name',
      {
        domain_name: 'api.example.com',
        regional_certificate_arn: 'arn',
        endpoint_configuration: { types: ['REGIONAL'] },
      },
      'AWS::ApiGateway::DomainName',
      {
        DomainName: 'api.example.com',
        RegionalCertificateArn: 'arn',
        EndpointConfiguration: { Types: ['REGIONAL'] },
      },
    ],
    [
      'aws_api_gateway_base_path_mapping',
      { api_id: 'a', stage_name: 'live', domain_name: 'd', base_path: 'v1' },
      'AWS::ApiGateway::BasePathMapping',
      { RestApiId: 'a', Stage: 'live', DomainName: 'd', BasePath: 'v1' },
    ],
    [
      'aws_apigatewayv2_domain_name',
      {
        domain_name: 'd',
        domain_name_configuration: { certificate_arn: 'arn', endpoint_type: 'REGIONAL' },
      },
      'AWS::ApiGatewayV2::DomainName',
      { DomainName: 'd', DomainNameConfigurations: [{ CertificateArn: 'arn', EndpointType: 'REGIONAL' }] },
    ],
    [
      'aws_apigatewayv2_api_mapping',
      { api_id: 'a', domain_name: 'd', stage: 's', api_mapping_key: 'v1' },
      'AWS::ApiGatewayV2::ApiMapping',
      { ApiId: 'a', DomainName: 'd', Stage: 's', ApiMappingKey: 'v1' },
    ],
    [
      'aws_api_gateway_vpc_link',
      { name: 'l', target_arns: ['arn'] },
      'AWS::ApiGateway::VpcLink',
      { Name: 'l', TargetArns: ['arn'] },
    ],
    [
      'aws_apigatewayv2_vpc_link',
      { name: 'l', security_group_ids: ['g'], subnet_ids: ['s'] },
      'AWS::ApiGatewayV2::VpcLink',
      { Name: 'l', SecurityGroupIds: ['g'], SubnetIds: ['s'] },
    ],
    [
      'aws_api_gateway_client_certificate',
      { description: 'd' },
      'AWS::ApiGateway::ClientCertificate',
      { Description: 'd' },
    ],
    [
      'aws_api_gateway_account',
      { cloudwatch_role_arn: 'arn' },
      'AWS::ApiGateway::Account',
      { CloudWatchRoleArn: 'arn' },
    ],
    [
      'aws_api_gateway_documentation_part',
      { rest_api_id: 'a', location: { type: 'METHOD', method: 'GET', path: '/' }, properties: '{}' },
      'AWS::ApiGateway::DocumentationPart',
      { RestApiId: 'a', Location: { Type: 'METHOD', Method: 'GET', Path: '/' }, Properties: '{}' },
    ],
    [
      'aws_api_gateway_documentation_version',
      { rest_api_id: 'a', version: '1' },
      'AWS::ApiGateway::DocumentationVersion',
      { RestApiId: 'a', DocumentationVersion: '1' },
    ],
    [
      'aws_lambda_function_url',
      { function_name: 'f', authorization_type: 'NONE', cors: [{ allow_origins: ['*'] }] },
      'AWS::Lambda::Url',
      { TargetFunctionArn: 'f', AuthType: 'NONE', Cors: { AllowOrigins: ['*'] } },
    ],
    [
      'aws_lambda_alias',
      { name: 'live', function_name: 'f', function_version: '1' },
      'AWS::Lambda::Alias',
      { Name: 'live', FunctionName: 'f', FunctionVersion: '1' },
    ],
    [
      'aws_lambda_layer_version',
      { layer_name: 'l', filename: 'layer.zip', compatible_runtimes: ['nodejs22.x'] },
      'AWS::Lambda::LayerVersion',
      {
        LayerName: 'l',
        Filename: 'layer.zip',
        CompatibleRuntimes: ['nodejs22.x'],
        Content: 'layer.zip',
      },
    ],
    [
      'aws_cognito_user_pool_domain',
      { domain: 'd', user_pool_id: 'p' },
      'AWS::Cognito::UserPoolDomain',
      { Domain: 'd', UserPoolId: 'p' },
    ],
    [
      'aws_cognito_resource_server',
      {
        identifier: 'i',
        name: 'n',
        user_pool_id: 'p',
        scope: [{ scope_name: 's', scope_description: 'd' }],
      },
      'AWS::Cognito::UserPoolResourceServer',
      {
        Identifier: 'i',
        Name: 'n',
        UserPoolId: 'p',
        Scopes: [{ ScopeName: 's', ScopeDescription: 'd' }],
      },
    ],
    [
      'aws_wafv2_web_acl_association',
      { resource_arn: 'r', web_acl_arn: 'w' },
      'AWS::WAFv2::WebACLAssociation',
      { ResourceArn: 'r', WebACLArn: 'w' },
    ],
    [
      'aws_cloudwatch_metric_alarm',
      { alarm_name: 'a', metric_name: '5XXError', dimensions: { ApiName: 'shop' }, threshold: 1 },
      'AWS::CloudWatch::Alarm',
      {
        AlarmName: 'a',
        MetricName: '5XXError',
        Dimensions: [{ Name: 'ApiName', Value: 'shop' }],
        Threshold: 1,
      },
    ],
    [
      'aws_apigatewayv2_stage',
      {
        name: 's',
        api_id: 'a',
        access_log_settings: { destination_arn: 'arn', format: 'f' },
        default_route_settings: { throttling_burst_limit: 1 },
        route_settings: [{ route_key: 'GET /', throttling_rate_limit: 2 }],
      },
      'AWS::ApiGatewayV2::Stage',
      {
        StageName: 's',
        ApiId: 'a',
        AccessLogSettings: { DestinationArn: 'arn', Format: 'f' },
        DefaultRouteSettings: { ThrottlingBurstLimit: 1 },
        RouteSettings: { 'GET /': { ThrottlingRateLimit: 2 } },
      },
    ],
  ])('%s', (type, values, expectedType, properties) => {
    expect(inCloudFormation({ [type]: { x: values } })).toEqual({ [`${type}.x`]: [expectedType, properties] })
  })

  it('aws_api_gateway_method_settings stands inside its stage', () => {
    const settings = (method_path: string, more: object) => ({
      rest_api_id: shop,
      stage_name: '${aws_api_gateway_stage.live.stage_name}',
      method_path,
      settings: more,
    })
    const found = inCloudFormation({
      ...api,
      ...stage,
      aws_api_gateway_method_settings: {
        all: settings('*/*', { metrics_enabled: true, logging_level: 'INFO' }),
        one: settings('books~1{id}/GET', { caching_enabled: true, cache_ttl_in_seconds: 60 }),
        root: settings('/POST', {
          require_authorization_for_cache_control: true,
          unauthorized_cache_control_header_strategy: 'FAIL_WITH_403',
          throttling_rate_limit: 5,
        }),
      },
    })
    expect(found['aws_api_gateway_stage.live']).toEqual([
      'AWS::ApiGateway::Stage',
      {
        RestApiId: shopId,
        StageName: 'live',
        DeploymentId: 'd',
        MethodSettings: [
          { ResourcePath: '/*', HttpMethod: '*', MetricsEnabled: true, LoggingLevel: 'INFO' },
          {
            ResourcePath: '/~1books~1{id}',
            HttpMethod: 'GET',
            CachingEnabled: true,
            CacheTtlInSeconds: 60,
          },
          {
            ResourcePath: '/',
            HttpMethod: 'POST',
            RequireAuthorizationForCacheControl: true,
            UnauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403',
            ThrottlingRateLimit: 5,
          },
        ],
      },
    ])
  })

  it('a key and its plan refer to each other by their addresses', () => {
    const found = inCloudFormation({
      aws_api_gateway_usage_plan: { gold: { name: 'gold' } },
      aws_api_gateway_api_key: { k: { name: 'k' } },
      aws_api_gateway_usage_plan_key: {
        both: {
          key_id: '${aws_api_gateway_api_key.k.id}',
          usage_plan_id: '${aws_api_gateway_usage_plan.gold.id}',
        },
      },
    })
    expect(found['aws_api_gateway_usage_plan_key.both']).toEqual([
      'AWS::ApiGateway::UsagePlanKey',
      {
        KeyId: 'aws_api_gateway_api_key.k',
        UsagePlanId: 'aws_api_gateway_usage_plan.gold',
        KeyType: 'API_KEY',
      },
    ])
  })
})
