import { describe, expect, it } from 'vitest'
import schema from '../../schemas/aws-api-gateway.json' with { type: 'json' }
import type { Definition } from '../../server/src/api/api.ts'
import { plainly } from '../support/plainly.ts'
import { methodOf, readTemplateText, restApiOf, routeOf } from '../support/readDefinition.ts'

// One minimal template per resource type, and the part of the definition that it yields.

interface Case {
  readonly type: string
  /** Entries of `Resources`, besides the API `Api` (REST), `Notes` (HTTP), `Chat` (WebSocket) and the function `Fn`. */
  readonly resources: string
  readonly part: (definition: Definition) => unknown
  /** Must be contained in that part. */
  readonly expected: unknown
}

const frame = `
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: books}}
  Notes: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: notes, ProtocolType: HTTP}}
  Chat: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}}
  Fn: {Type: AWS::Lambda::Function, Properties: {Handler: app.handler, Runtime: nodejs22.x, Code: ./src}}
`
const account = 'us-east-1:123456789012'
const stageArn = 'arn:aws:apigateway:us-east-1::/restapis/Api/stages/prod'

const around =
  <K extends keyof Definition['surroundings']>(key: K) =>
  ({ surroundings }: Definition) =>
    surroundings[key][0]
const rest = restApiOf
const http = ({ apis }: Definition) => {
  const api = apis.find(each => each.type === 'http')
  if (!api) throw new Error('no HTTP API')
  return api
}
const chat = ({ apis }: Definition) => {
  const api = apis.find(each => each.type === 'websocket')
  if (!api) throw new Error('no WebSocket API')
  return api
}

const restCases: Case[] = [
  {
    type: 'AWS::ApiGateway::Account',
    resources: `Role: {Type: AWS::ApiGateway::Account, Properties: {CloudWatchRoleArn: arn}}`,
    part: around('accounts'),
    expected: { id: 'Role', cloudWatchRoleArn: 'arn' },
  },
  {
    type: 'AWS::ApiGateway::ApiKey',
    resources: `Key:
    Type: AWS::ApiGateway::ApiKey
    Properties: {Name: shop, Value: 0123456789abcdefghij, Enabled: true, StageKeys: [{RestApiId: !Ref Api, StageName: prod}]}`,
    part: around('apiKeys'),
    expected: {
      id: 'Key',
      name: 'shop',
      value: '0123456789abcdefghij',
      isEnabled: true,
      stageKeys: [{ apiId: 'Api', stageName: 'prod' }],
    },
  },
  {
    type: 'AWS::ApiGateway::Authorizer',
    resources: `Guard:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      Name: guard
      RestApiId: !Ref Api
      Type: TOKEN
      AuthorizerUri: uri
      IdentitySource: method.request.header.Authorization
      IdentityValidationExpression: Bearer .*
      AuthorizerResultTtlInSeconds: 0
      AuthorizerCredentials: role`,
    part: definition => rest(definition).authorizers[0],
    expected: {
      name: 'Guard',
      listedName: 'guard',
      type: 'TOKEN',
      uri: 'uri',
      identitySource: ['method.request.header.Authorization'],
      identityValidationExpression: 'Bearer .*',
      resultTtlInSeconds: 0,
      credentials: 'role',
    },
  },
  {
    type: 'AWS::ApiGateway::BasePathMapping',
    resources: `Map: {Type: AWS::ApiGateway::BasePathMapping, Properties: {DomainName: a.test, RestApiId: !Ref Api, Stage: prod, BasePath: v1}}`,
    part: around('apiMappings'),
    expected: { domainName: 'a.test', apiId: 'Api', stageName: 'prod', path: 'v1' },
  },
  {
    type: 'AWS::ApiGateway::BasePathMappingV2',
    resources: `Map: {Type: AWS::ApiGateway::BasePathMappingV2, Properties: {DomainNameArn: arn, RestApiId: !Ref Api, Stage: prod}}`,
    part: around('apiMappings'),
    expected: { type: 'AWS::ApiGateway::BasePathMappingV2', domainName: 'arn', apiId: 'Api' },
  },
  {
    type: 'AWS::ApiGateway::ClientCertificate',
    resources: `Shown: {Type: AWS::ApiGateway::ClientCertificate, Properties: {Description: mine}}`,
    part: around('clientCertificates'),
    expected: { id: 'Shown', description: 'mine' },
  },
  {
    type: 'AWS::ApiGateway::Deployment',
    resources: `Now:
    Type: AWS::ApiGateway::Deployment
    Properties:
      RestApiId: !Ref Api
      StageName: test
      StageDescription:
        CachingEnabled: true
        ThrottlingRateLimit: 5
        Variables: {a: b}
        MethodSettings: [{ResourcePath: /books, HttpMethod: get, CacheTtlInSeconds: 60}]
      DeploymentCanarySettings: {PercentTraffic: 10, StageVariableOverrides: {a: c}, UseStageCache: true}`,
    part: definition => [rest(definition).deployments?.[0], rest(definition).stages[0]],
    expected: [
      {
        id: 'Now',
        stageName: 'test',
        canary: { percentTraffic: 10, stageVariableOverrides: { a: 'c' }, useStageCache: true },
      },
      {
        name: 'test',
        deploymentId: 'Now',
        variables: { a: 'b' },
        canary: { percentTraffic: 10 },
        methodSettings: [
          { resourcePath: '/*', httpMethod: '*', cachingEnabled: true, throttle: { rateLimit: 5 } },
          { resourcePath: '/books', httpMethod: 'GET', cacheTtlInSeconds: 60 },
        ],
      },
    ],
  },
  {
    type: 'AWS::ApiGateway::DocumentationPart',
    resources: `Words:
    Type: AWS::ApiGateway::DocumentationPart
    Properties: {RestApiId: !Ref Api, Location: {Type: METHOD, Path: /books}, Properties: '{"summary": "All books"}'}`,
    part: definition => rest(definition).settings?.documentation?.parts[0],
    expected: { location: { type: 'METHOD', path: '/books' }, properties: { summary: 'All books' } },
  },
  {
    type: 'AWS::ApiGateway::DocumentationVersion',
    resources: `Words: {Type: AWS::ApiGateway::DocumentationVersion, Properties: {RestApiId: !Ref Api, DocumentationVersion: '1.0'}}`,
    part: definition => rest(definition).settings?.documentation?.versions,
    expected: ['1.0'],
  },
  {
    type: 'AWS::ApiGateway::DomainName',
    resources: `Domain:
    Type: AWS::ApiGateway::DomainName
    Properties:
      DomainName: a.test
      RegionalCertificateArn: certificate
      OwnershipVerificationCertificateArn: owner
      EndpointConfiguration: {Types: [REGIONAL], IpAddressType: ipv4}
      SecurityPolicy: TLS_1_2
      RoutingMode: ROUTING_RULE_THEN_API_MAPPING
      MutualTlsAuthentication: {TruststoreUri: s3://b/k, TruststoreVersion: '1'}
  Map: {Type: AWS::ApiGateway::BasePathMapping, Properties: {DomainName: !Ref Domain, RestApiId: !Ref Api}}`,
    part: definition => [around('domainNames')(definition), around('apiMappings')(definition)],
    expected: [
      {
        name: 'a.test',
        arn: 'arn:aws:apigateway:us-east-1::/domainnames/a.test',
        endpointTypes: ['REGIONAL'],
        ipAddressType: 'ipv4',
        certificateArns: ['certificate'],
        ownershipVerificationCertificateArn: 'owner',
        securityPolicy: 'TLS_1_2',
        routingMode: 'ROUTING_RULE_THEN_API_MAPPING',
        mutualTls: { truststoreUri: 's3://b/k', truststoreVersion: '1' },
      },
      { domainName: 'a.test' },
    ],
  },
  {
    type: 'AWS::ApiGateway::DomainNameAccessAssociation',
    resources: `May: {Type: AWS::ApiGateway::DomainNameAccessAssociation, Properties: {DomainNameArn: arn, AccessAssociationSourceType: VPCE, AccessAssociationSource: vpce-1}}`,
    part: around('domainNameAccessAssociations'),
    expected: { domainNameArn: 'arn', sourceType: 'VPCE', source: 'vpce-1' },
  },
  {
    type: 'AWS::ApiGateway::DomainNameV2',
    resources: `Inner:
    Type: AWS::ApiGateway::DomainNameV2
    Properties:
      DomainName: inner.test
      CertificateArn: certificate
      EndpointConfiguration: {Types: [PRIVATE]}
      Policy: {Statement: [{Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: '*'}]}
  Map: {Type: AWS::ApiGateway::BasePathMappingV2, Properties: {DomainNameArn: !GetAtt Inner.DomainNameArn, RestApiId: !Ref Api}}`,
    part: definition => [around('domainNames')(definition), around('apiMappings')(definition)],
    expected: [
      {
        endpointTypes: ['PRIVATE'],
        policy: { document: { Statement: [{ Effect: 'Allow', Principal: '*' }] } },
      },
      { domainName: 'arn:aws:apigateway:us-east-1:123456789012:/domainnames/inner.test+Inner' },
    ],
  },
  {
    type: 'AWS::ApiGateway::GatewayResponse',
    resources: `Denied: {Type: AWS::ApiGateway::GatewayResponse, Properties: {RestApiId: !Ref Api, ResponseType: ACCESS_DENIED, StatusCode: 404}}`,
    part: definition => rest(definition).gatewayResponses[0],
    expected: { type: 'ACCESS_DENIED', statusCode: '404' },
  },
  {
    type: 'AWS::ApiGateway::Method',
    resources: `Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: AWS_IAM
      ApiKeyRequired: true
      Integration:
        Type: HTTP_PROXY
        IntegrationHttpMethod: GET
        Uri: https://b.test
        ConnectionType: VPC_LINK
        ConnectionId: !Ref Link
        IntegrationTarget: listener
        TimeoutInMillis: 3000
        CacheKeyParameters: [method.request.header.X]
        CacheNamespace: ns
        ContentHandling: CONVERT_TO_TEXT
        Credentials: role
        ResponseTransferMode: STREAM
        TlsConfig: {InsecureSkipVerification: true}
  Link: {Type: AWS::ApiGatewayV2::VpcLink, Properties: {Name: l, SubnetIds: [s]}}`,
    part: definition => methodOf(rest(definition), 'GET /'),
    expected: {
      authorization: { type: 'AWS_IAM' },
      apiKeyRequired: true,
      integration: {
        connectionId: 'Link',
        integrationTarget: 'listener',
        timeoutInMillis: 3000,
        cacheKeyParameters: ['method.request.header.X'],
        cacheNamespace: 'ns',
        contentHandling: 'CONVERT_TO_TEXT',
        credentials: 'role',
        responseTransferMode: 'STREAM',
        tlsConfig: { insecureSkipVerification: true },
      },
    },
  },
  {
    type: 'AWS::ApiGateway::Model',
    resources: `Book: {Type: AWS::ApiGateway::Model, Properties: {RestApiId: !Ref Api, Name: Book, ContentType: application/json, Schema: {type: object}}}`,
    part: definition => rest(definition).models[0],
    expected: { name: 'Book', contentType: 'application/json', schema: { type: 'object' } },
  },
  {
    type: 'AWS::ApiGateway::RequestValidator',
    resources: `All: {Type: AWS::ApiGateway::RequestValidator, Properties: {RestApiId: !Ref Api, Name: all, ValidateRequestBody: true}}`,
    part: definition => rest(definition).requestValidators[0],
    expected: { name: 'All', listedName: 'all', validateRequestBody: true },
  },
  {
    type: 'AWS::ApiGateway::Resource',
    resources: `Books: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: books}}`,
    part: definition => rest(definition).settings?.pathsWithoutMethod,
    expected: ['/books'],
  },
  {
    type: 'AWS::ApiGateway::RestApi',
    resources: `Fn2: {Type: AWS::Lambda::Function}
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: inner
      ApiKeySourceType: AUTHORIZER
      EndpointConfiguration: {Types: [PRIVATE], VpcEndpointIds: [vpce-1], IpAddressType: dualstack}
      DisableExecuteApiEndpoint: true
      SecurityPolicy: TLS_1_2
      Mode: merge
      MinimumCompressionSize: 10
      Policy: '{"Statement": [{"Effect": "Deny"}]}'`,
    part: rest,
    expected: {
      name: 'inner',
      apiKeySource: 'AUTHORIZER',
      endpointTypes: ['PRIVATE'],
      vpcEndpointIds: ['vpce-1'],
      minimumCompressionSize: 10,
      settings: {
        disableExecuteApiEndpoint: true,
        securityPolicy: 'TLS_1_2',
        ipAddressType: 'dualstack',
        mode: 'merge',
      },
      policy: { document: { Statement: [{ Effect: 'Deny' }] } },
    },
  },
  {
    type: 'AWS::ApiGateway::Stage',
    resources: `Prod:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Api
      DeploymentId: !Ref Now
      StageName: prod
      Variables: {a: b}
      Description: live
      TracingEnabled: true
      ClientCertificateId: !Ref Shown
      CacheClusterEnabled: true
      CacheClusterSize: '0.5'
      AccessLogSetting: {DestinationArn: !GetAtt Logs.Arn, Format: $context.requestId}
      CanarySetting: {DeploymentId: !Ref Next, PercentTraffic: 5, StageVariableOverrides: {a: c}, UseStageCache: false}
      MethodSettings:
        - {ResourcePath: /~1books, HttpMethod: GET, CachingEnabled: true, CacheTtlInSeconds: 60, CacheDataEncrypted: true}
        - {ResourcePath: '/*', HttpMethod: '*', LoggingLevel: INFO, DataTraceEnabled: true, MetricsEnabled: true, ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20}
  Now: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api}}
  Next: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api}}
  Shown: {Type: AWS::ApiGateway::ClientCertificate}
  Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: access}}`,
    part: definition => rest(definition).stages[0],
    expected: {
      id: 'Prod',
      name: 'prod',
      variables: { a: 'b' },
      description: 'live',
      deploymentId: 'Now',
      tracingEnabled: true,
      clientCertificateId: 'Shown',
      cacheCluster: { isEnabled: true, size: '0.5' },
      accessLog: {
        destinationArn: `arn:aws:logs:${account}:log-group:access:*`,
        format: '$context.requestId',
      },
      canary: {
        deploymentId: 'Next',
        percentTraffic: 5,
        stageVariableOverrides: { a: 'c' },
        useStageCache: false,
      },
      methodSettings: [
        { resourcePath: '/~1books', cachingEnabled: true, cacheTtlInSeconds: 60, cacheDataEncrypted: true },
        {
          httpMethod: '*',
          loggingLevel: 'INFO',
          dataTraceEnabled: true,
          metricsEnabled: true,
          throttle: { rateLimit: 10, burstLimit: 20 },
        },
      ],
    },
  },
  {
    type: 'AWS::ApiGateway::UsagePlan',
    resources: `Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties:
      UsagePlanName: gold
      Throttle: {RateLimit: 1.5, BurstLimit: 3}
      Quota: {Limit: 100, Offset: 2, Period: WEEK}
      ApiStages: [{ApiId: !Ref Api, Stage: prod, Throttle: {/books/GET: {RateLimit: 1, BurstLimit: 0}}}]`,
    part: around('usagePlans'),
    expected: {
      name: 'gold',
      throttle: { rateLimit: 1.5, burstLimit: 3 },
      quota: { limit: 100, offset: 2, period: 'WEEK' },
      apiStages: [
        { apiId: 'Api', stageName: 'prod', throttle: { '/books/GET': { rateLimit: 1, burstLimit: 0 } } },
      ],
    },
  },
  {
    type: 'AWS::ApiGateway::UsagePlanKey',
    resources: `Plan: {Type: AWS::ApiGateway::UsagePlan}
  Key: {Type: AWS::ApiGateway::ApiKey}
  Opens: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}}`,
    part: around('usagePlanKeys'),
    expected: { keyId: 'Key', keyType: 'API_KEY', usagePlanId: 'Plan' },
  },
  {
    type: 'AWS::ApiGateway::VpcLink',
    resources: `Link: {Type: AWS::ApiGateway::VpcLink, Properties: {Name: inside, TargetArns: [balancer]}}`,
    part: around('vpcLinks'),
    expected: { id: 'Link', version: 1, name: 'inside', targetArns: ['balancer'] },
  },
]

const version2Cases: Case[] = [
  {
    type: 'AWS::ApiGatewayV2::Api',
    resources: `Quick: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: quick, ProtocolType: HTTP, Target: !GetAtt Fn.Arn, RouteKey: GET /a, CredentialsArn: role}}`,
    part: ({ apis }) => apis.find(({ id }) => id === 'Quick'),
    expected: {
      routes: [
        {
          routeKey: 'GET /a',
          isManaged: true,
          integration: { type: 'AWS_PROXY', credentials: 'role', payloadFormatVersion: '2.0' },
        },
      ],
      stages: [{ name: '$default', isManaged: true, autoDeploy: true }],
    },
  },
  {
    type: 'AWS::ApiGatewayV2::ApiGatewayManagedOverrides',
    resources: `Quick: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: quick, ProtocolType: HTTP, Target: 'https://b.test'}}
  Changed:
    Type: AWS::ApiGatewayV2::ApiGatewayManagedOverrides
    Properties:
      ApiId: !Ref Quick
      Route: {AuthorizationType: AWS_IAM, OperationName: all}
      Integration: {TimeoutInMillis: 1000, PayloadFormatVersion: '1.0'}
      Stage: {StageVariables: {a: b}, DefaultRouteSettings: {ThrottlingBurstLimit: 2}}`,
    part: ({ apis }) => apis.find(({ id }) => id === 'Quick'),
    expected: {
      routes: [
        {
          authorization: { type: 'AWS_IAM' },
          operationName: 'all',
          integration: { type: 'HTTP_PROXY', timeoutInMillis: 1000, payloadFormatVersion: '1.0' },
        },
      ],
      stages: [{ variables: { a: 'b' }, defaultRouteSettings: { throttle: { burstLimit: 2 } } }],
    },
  },
  {
    type: 'AWS::ApiGatewayV2::ApiMapping',
    resources: `Map: {Type: AWS::ApiGatewayV2::ApiMapping, Properties: {ApiId: !Ref Notes, DomainName: a.test, Stage: $default, ApiMappingKey: v1/notes}}`,
    part: around('apiMappings'),
    expected: { apiId: 'Notes', domainName: 'a.test', stageName: '$default', path: 'v1/notes' },
  },
  {
    type: 'AWS::ApiGatewayV2::Authorizer',
    resources: `Guard:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Notes
      Name: guard
      AuthorizerType: REQUEST
      AuthorizerUri: uri
      AuthorizerPayloadFormatVersion: '2.0'
      EnableSimpleResponses: true
      AuthorizerResultTtlInSeconds: 30
      AuthorizerCredentialsArn: role
      IdentitySource: [$request.header.A, $context.routeKey]`,
    part: definition => http(definition).authorizers[0],
    expected: {
      type: 'REQUEST',
      payloadFormatVersion: '2.0',
      enableSimpleResponses: true,
      resultTtlInSeconds: 30,
      credentials: 'role',
      identitySource: ['$request.header.A', '$context.routeKey'],
    },
  },
  {
    type: 'AWS::ApiGatewayV2::Deployment',
    resources: `Now: {Type: AWS::ApiGatewayV2::Deployment, Properties: {ApiId: !Ref Notes, StageName: prod, Description: first}}`,
    part: definition => http(definition).deployments?.[0],
    expected: { id: 'Now', stageName: 'prod', description: 'first' },
  },
  {
    type: 'AWS::ApiGatewayV2::DomainName',
    resources: `Domain:
    Type: AWS::ApiGatewayV2::DomainName
    Properties:
      DomainName: a.test
      DomainNameConfigurations: [{CertificateArn: c, EndpointType: REGIONAL, SecurityPolicy: TLS_1_2, IpAddressType: dualstack}]
      MutualTlsAuthentication: {TruststoreUri: s3://b/k}`,
    part: around('domainNames'),
    expected: {
      name: 'a.test',
      endpointTypes: ['REGIONAL'],
      certificateArns: ['c'],
      securityPolicy: 'TLS_1_2',
      ipAddressType: 'dualstack',
      mutualTls: { truststoreUri: 's3://b/k' },
    },
  },
  {
    type: 'AWS::ApiGatewayV2::Integration',
    resources: `Get: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Notes, RouteKey: GET /, Target: !Sub 'integrations/\${Backend}'}}
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Notes
      IntegrationType: HTTP_PROXY
      IntegrationMethod: GET
      IntegrationUri: listener
      ConnectionType: VPC_LINK
      ConnectionId: !Ref Link
      TimeoutInMillis: 100
      CredentialsArn: role
      TlsConfig: {ServerNameToVerify: b.test}
  Link: {Type: AWS::ApiGatewayV2::VpcLink, Properties: {Name: l}}`,
    part: definition => routeOf(http(definition), 'GET /').integration,
    expected: {
      connectionId: 'Link',
      timeoutInMillis: 100,
      credentials: 'role',
      tlsConfig: { serverNameToVerify: 'b.test' },
    },
  },
  {
    type: 'AWS::ApiGatewayV2::IntegrationResponse',
    resources: `Send: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Chat, RouteKey: send, Target: !Sub 'integrations/\${Backend}'}}
  Backend: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Chat, IntegrationType: MOCK, TemplateSelectionExpression: '200'}}
  Answer:
    Type: AWS::ApiGatewayV2::IntegrationResponse
    Properties: {ApiId: !Ref Chat, IntegrationId: !Ref Backend, IntegrationResponseKey: $default, ResponseTemplates: {'200': '{}'}}`,
    part: definition => routeOf(chat(definition), 'send').integration,
    expected: {
      templateSelectionExpression: '200',
      keyedResponses: [{ integrationResponseKey: '$default', responseTemplates: { '200': '{}' } }],
    },
  },
  {
    type: 'AWS::ApiGatewayV2::Model',
    resources: `Message: {Type: AWS::ApiGatewayV2::Model, Properties: {ApiId: !Ref Chat, Name: Message, Schema: {type: object}}}`,
    part: definition => chat(definition).models[0],
    expected: { name: 'Message', schema: { type: 'object' } },
  },
  {
    type: 'AWS::ApiGatewayV2::Route',
    resources: `Send:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Chat
      RouteKey: send
      ApiKeyRequired: true
      ModelSelectionExpression: $request.body.kind
      RequestModels: {text: Message}
      RouteResponseSelectionExpression: $default`,
    part: definition => routeOf(chat(definition), 'send'),
    expected: {
      apiKeyRequired: true,
      modelSelectionExpression: '$request.body.kind',
      requestModels: { text: 'Message' },
      routeResponseSelectionExpression: '$default',
    },
  },
  {
    type: 'AWS::ApiGatewayV2::RouteResponse',
    resources: `Send: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Chat, RouteKey: send}}
  Answer:
    Type: AWS::ApiGatewayV2::RouteResponse
    Properties: {ApiId: !Ref Chat, RouteId: !Ref Send, RouteResponseKey: $default, ResponseModels: {$default: Message}}`,
    part: definition => routeOf(chat(definition), 'send').routeResponses,
    expected: [{ routeResponseKey: '$default', responseModels: { $default: 'Message' } }],
  },
  {
    type: 'AWS::ApiGatewayV2::RoutingRule',
    resources: `Rule:
    Type: AWS::ApiGatewayV2::RoutingRule
    Properties:
      DomainNameArn: !GetAtt Domain.DomainNameArn
      Priority: 50
      Conditions:
        - MatchBasePaths: {AnyOf: [v1, v2]}
        - MatchHeaders: {AnyOf: [{Header: x-version, ValueGlob: beta*}]}
      Actions: [{InvokeApi: {ApiId: !Ref Api, Stage: prod, StripBasePath: true}}]
  Domain: {Type: AWS::ApiGateway::DomainName, Properties: {DomainName: a.test}}`,
    part: around('routingRules'),
    expected: {
      domainNameArn: 'arn:aws:apigateway:us-east-1::/domainnames/a.test',
      priority: 50,
      conditions: [{ basePaths: ['v1', 'v2'] }, { headers: [{ header: 'x-version', valueGlob: 'beta*' }] }],
      actions: [{ apiId: 'Api', stageName: 'prod', stripBasePath: true }],
    },
  },
  {
    type: 'AWS::ApiGatewayV2::Stage',
    resources: `Prod:
    Type: AWS::ApiGatewayV2::Stage
    Properties:
      ApiId: !Ref Notes
      StageName: $default
      AutoDeploy: true
      StageVariables: {a: b}
      AccessLogSettings: {DestinationArn: arn, Format: x}
      DefaultRouteSettings: {ThrottlingRateLimit: 1, DetailedMetricsEnabled: true}
      RouteSettings: {GET /: {ThrottlingBurstLimit: 2, LoggingLevel: ERROR, DataTraceEnabled: false}}`,
    part: definition => http(definition).stages[0],
    expected: {
      name: '$default',
      autoDeploy: true,
      variables: { a: 'b' },
      accessLog: { destinationArn: 'arn', format: 'x' },
      defaultRouteSettings: { throttle: { rateLimit: 1 }, detailedMetricsEnabled: true },
      routeSettings: {
        'GET /': { throttle: { burstLimit: 2 }, loggingLevel: 'ERROR', dataTraceEnabled: false },
      },
    },
  },
  {
    type: 'AWS::ApiGatewayV2::VpcLink',
    resources: `Link: {Type: AWS::ApiGatewayV2::VpcLink, Properties: {Name: inside, SubnetIds: [s], SecurityGroupIds: [g]}}`,
    part: around('vpcLinks'),
    expected: { version: 2, name: 'inside', subnetIds: ['s'], securityGroupIds: ['g'] },
  },
]

const otherCases: Case[] = [
  {
    type: 'AWS::Lambda::Function',
    resources: `More:
    Type: AWS::Lambda::Function
    Properties:
      Handler: a.b
      Code: ./src
      Role: role
      Layers: [!Ref Shared]
      ReservedConcurrentExecutions: 0
      FileSystemConfigs: [{Arn: arn, LocalMountPath: /mnt/a}]
      ImageConfig: {Command: [run], EntryPoint: [sh], WorkingDirectory: /w}
  Shared: {Type: AWS::Lambda::LayerVersion, Properties: {LayerName: shared, Content: ./layer}}`,
    part: ({ functions }) => functions.find(({ id }) => id === 'More'),
    expected: {
      role: 'role',
      layers: [`arn:aws:lambda:${account}:layer:shared:1`],
      reservedConcurrentExecutions: 0,
      fileSystems: [{ arn: 'arn', localMountPath: '/mnt/a' }],
      imageConfig: { command: ['run'], entryPoint: ['sh'], workingDirectory: '/w' },
    },
  },
  {
    type: 'AWS::Lambda::Permission',
    resources: `May:
    Type: AWS::Lambda::Permission
    Properties: {FunctionName: !Ref Fn, Action: lambda:InvokeFunctionUrl, Principal: '*', FunctionUrlAuthType: NONE, SourceAccount: '1'}`,
    part: ({ permissions }) => permissions[0],
    expected: { functionName: 'Fn', principal: '*', functionUrlAuthType: 'NONE', sourceAccount: '1' },
  },
  {
    type: 'AWS::Lambda::Url',
    resources: `Url:
    Type: AWS::Lambda::Url
    Properties: {TargetFunctionArn: !GetAtt Fn.Arn, Qualifier: live, AuthType: NONE, InvokeMode: RESPONSE_STREAM, Cors: {AllowOrigins: ['*'], MaxAge: 5}}`,
    part: around('functionUrls'),
    expected: {
      functionArn: `arn:aws:lambda:${account}:function:Fn`,
      qualifier: 'live',
      authType: 'NONE',
      invokeMode: 'RESPONSE_STREAM',
      cors: { allowOrigins: ['*'], maxAge: 5 },
    },
  },
  {
    type: 'AWS::Lambda::LayerVersion',
    resources: `Shared: {Type: AWS::Lambda::LayerVersion, Properties: {Content: ./layer, CompatibleRuntimes: [nodejs22.x]}}`,
    part: around('layerVersions'),
    expected: { name: 'Shared', content: '/project/layer', compatibleRuntimes: ['nodejs22.x'] },
  },
  {
    type: 'AWS::Lambda::Alias',
    resources: `Live:
    Type: AWS::Lambda::Alias
    Properties: {Name: live, FunctionName: !Ref Fn, FunctionVersion: '2', RoutingConfig: {AdditionalVersionWeights: [{FunctionVersion: '3', FunctionWeight: 0.1}]}}`,
    part: around('functionAliases'),
    expected: {
      name: 'live',
      functionName: 'Fn',
      functionVersion: '2',
      additionalVersionWeights: { 3: 0.1 },
    },
  },
  {
    type: 'AWS::Lambda::Version',
    resources: `First: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Fn, Description: first}}`,
    part: around('functionVersions'),
    expected: { functionName: 'Fn', description: 'first' },
  },
  {
    type: 'AWS::IAM::Role',
    resources: `Caller:
    Type: AWS::IAM::Role
    Properties:
      RoleName: caller
      AssumeRolePolicyDocument: {Statement: [{Principal: {Service: apigateway.amazonaws.com}}]}
      Policies: [{PolicyName: may, PolicyDocument: {Statement: [{Action: 'execute-api:*', Resource: !Ref Nowhere}]}}]
      ManagedPolicyArns: [managed]
  Nowhere: {Type: AWS::CloudFormation::CustomResource}`,
    part: around('roles'),
    expected: {
      name: 'caller',
      arn: 'arn:aws:iam::123456789012:role/caller',
      trust: { document: { Statement: [{ Principal: { Service: 'apigateway.amazonaws.com' } }] } },
      policies: [
        { name: 'may', document: { Statement: [{ Action: 'execute-api:*', Resource: 'Nowhere' }] } },
      ],
      managedPolicyArns: ['managed'],
    },
  },
  {
    type: 'AWS::IAM::User',
    resources: `Ann: {Type: AWS::IAM::User, Properties: {UserName: ann, Groups: [staff]}}`,
    part: around('principals'),
    expected: { kind: 'user', name: 'ann', arn: 'arn:aws:iam::123456789012:user/ann', groups: ['staff'] },
  },
  {
    type: 'AWS::IAM::Group',
    resources: `Staff: {Type: AWS::IAM::Group, Properties: {GroupName: staff}}`,
    part: around('principals'),
    expected: { kind: 'group', name: 'staff' },
  },
  {
    type: 'AWS::IAM::Policy',
    resources: `May: {Type: AWS::IAM::Policy, Properties: {PolicyName: may, PolicyDocument: {Statement: []}, Roles: [caller]}}`,
    part: around('policies'),
    expected: { name: 'may', document: { Statement: [] }, roles: ['caller'] },
  },
  {
    type: 'AWS::IAM::ManagedPolicy',
    resources: `May: {Type: AWS::IAM::ManagedPolicy, Properties: {ManagedPolicyName: may, PolicyDocument: {Statement: []}, Users: [ann]}}`,
    part: around('policies'),
    expected: { name: 'may', arn: 'arn:aws:iam::123456789012:policy/may', users: ['ann'] },
  },
  {
    type: 'AWS::Cognito::UserPool',
    resources: `Pool: {Type: AWS::Cognito::UserPool, Properties: {UserPoolName: people}}`,
    part: around('userPools'),
    expected: {
      name: 'people',
      poolId: 'us-east-1_Pool',
      arn: `arn:aws:cognito-idp:${account}:userpool/us-east-1_Pool`,
      issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool',
    },
  },
  {
    type: 'AWS::Cognito::UserPoolClient',
    resources: `Pool: {Type: AWS::Cognito::UserPool}
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref Pool, ClientName: web, AllowedOAuthScopes: [openid, books/read], AllowedOAuthFlows: [code], AccessTokenValidity: 5, TokenValidityUnits: {AccessToken: minutes}}`,
    part: around('userPoolClients'),
    expected: {
      userPoolId: 'us-east-1_Pool',
      name: 'web',
      allowedOAuthScopes: ['openid', 'books/read'],
      allowedOAuthFlows: ['code'],
      accessTokenValidity: 5,
      tokenValidityUnits: { AccessToken: 'minutes' },
    },
  },
  {
    type: 'AWS::Cognito::UserPoolResourceServer',
    resources: `Server: {Type: AWS::Cognito::UserPoolResourceServer, Properties: {UserPoolId: p, Identifier: books, Scopes: [{ScopeName: read, ScopeDescription: x}]}}`,
    part: around('resourceServers'),
    expected: { userPoolId: 'p', identifier: 'books', scopes: ['read'] },
  },
  {
    type: 'AWS::Cognito::UserPoolGroup',
    resources: `Staff: {Type: AWS::Cognito::UserPoolGroup, Properties: {UserPoolId: p, GroupName: staff, Precedence: 1}}`,
    part: around('userPoolGroups'),
    expected: { userPoolId: 'p', name: 'staff', precedence: 1 },
  },
  {
    type: 'AWS::Cognito::UserPoolDomain',
    resources: `Login: {Type: AWS::Cognito::UserPoolDomain, Properties: {UserPoolId: p, Domain: login}}`,
    part: around('userPoolDomains'),
    expected: { userPoolId: 'p', domain: 'login' },
  },
  {
    type: 'AWS::WAFv2::WebACL',
    resources: `Wall: {Type: AWS::WAFv2::WebACL, Properties: {Name: wall, Scope: REGIONAL, DefaultAction: {Allow: {}}, Rules: [{Name: r, Priority: 0, Action: {Block: {}}}]}}`,
    part: around('webAcls'),
    expected: {
      name: 'wall',
      scope: 'REGIONAL',
      defaultAction: { Allow: {} },
      rules: [{ Name: 'r', Priority: 0, Action: { Block: {} } }],
    },
  },
  {
    type: 'AWS::WAFv2::WebACLAssociation',
    resources: `Wall: {Type: AWS::WAFv2::WebACL, Properties: {Name: wall}}
  Guards:
    Type: AWS::WAFv2::WebACLAssociation
    Properties: {ResourceArn: !Sub 'arn:aws:apigateway:\${AWS::Region}::/restapis/\${Api}/stages/prod', WebACLArn: !GetAtt Wall.Arn}`,
    part: around('webAclAssociations'),
    expected: { resourceArn: stageArn, webAcl: `arn:aws:wafv2:${account}:regional/webacl/wall/Wall` },
  },
  {
    type: 'AWS::WAFRegional::WebACLAssociation',
    resources: `Guards: {Type: AWS::WAFRegional::WebACLAssociation, Properties: {ResourceArn: '${stageArn}', WebACLId: wall}}`,
    part: around('webAclAssociations'),
    expected: { resourceArn: stageArn, webAcl: 'wall' },
  },
  {
    type: 'AWS::Logs::LogGroup',
    resources: `Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: access, RetentionInDays: 7}}`,
    part: around('logGroups'),
    expected: { name: 'access', arn: `arn:aws:logs:${account}:log-group:access:*`, retentionInDays: 7 },
  },
  {
    type: 'AWS::Logs::MetricFilter',
    resources: `Slow:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: access
      FilterPattern: '{ $.latency > 100 }'
      MetricTransformations: [{MetricName: Slow, MetricNamespace: Books, MetricValue: '1', DefaultValue: 0, Dimensions: [{Key: Path, Value: $.path}]}]`,
    part: around('metricFilters'),
    expected: {
      logGroupName: 'access',
      filterPattern: '{ $.latency > 100 }',
      transformations: [
        {
          metricName: 'Slow',
          metricNamespace: 'Books',
          metricValue: '1',
          defaultValue: 0,
          dimensions: { Path: '$.path' },
        },
      ],
    },
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    resources: `Errors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Namespace: AWS/ApiGateway
      MetricName: 5XXError
      Dimensions: [{Name: ApiName, Value: books}, {Name: Stage, Value: prod}]
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 5
      DatapointsToAlarm: 3
      Threshold: 1
      ComparisonOperator: GreaterThanOrEqualToThreshold
      TreatMissingData: notBreaching
      Metrics: [{Id: rate, Expression: errors/count, ReturnData: true}, {Id: errors, MetricStat: {Stat: Sum, Period: 60, Metric: {Namespace: AWS/ApiGateway, MetricName: 5XXError}}}]`,
    part: around('alarms'),
    expected: {
      metric: {
        namespace: 'AWS/ApiGateway',
        metricName: '5XXError',
        dimensions: { ApiName: 'books', Stage: 'prod' },
      },
      statistic: 'Sum',
      period: 60,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
      metrics: [
        { id: 'rate', expression: 'errors/count', returnData: true },
        { id: 'errors', metric: { metricName: '5XXError' }, statistic: 'Sum', period: 60 },
      ],
    },
  },
]

const all = [...restCases, ...version2Cases, ...otherCases]

describe('a resource of type', () => {
  it.each(all.map(each => [each.type, each] as const))('%s', (type, { resources, part, expected }) => {
    const base = resources.includes('\n  Api:') ? frame.replace(/ {2}Api: .*\n/, '') : frame
    const { definition, diagnostics } = readTemplateText(`${base}  ${resources}\n`)
    expect(resources).toContain(`Type: ${type}`)
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(plainly(part(definition))).toMatchObject(expected as object)
  })

  it.each([
    'text',
    '[]',
    '[[], {}, null, 5]',
    '{a: {b: [c]}}',
    'null',
    '!Ref AWS::NoValue',
    '!GetAtt Gone.Arn',
    '!If [Unclear, {a: b}, [c]]',
  ])('is read without an exception when every property is %s', odd => {
    const words = /^ +([A-Z]\w+):|[{,] ?([A-Z]\w+):/gm
    for (const { type, resources } of all) {
      const names = new Set([...resources.matchAll(words)].map(([, block, flow]) => block ?? flow ?? ''))
      const properties = [...names].map(name => `      ${name}: ${odd}`).join('\n')
      const text = `Parameters: {P: {Type: String}}
Conditions: {Unclear: !Equals [!Ref P, x]}
Resources:
  Odd:
    Type: ${type}
    Properties:
${properties}
  Sam: {Type: AWS::Serverless::Api, Properties: {StageName: ${odd}, Domain: ${odd}, Auth: {UsagePlan: ${odd}, ResourcePolicy: ${odd}}, CanarySetting: ${odd}}}
  Link: {Type: AWS::Serverless::Connector, Properties: {Source: ${odd}, Destination: ${odd}, Permissions: ${odd}}, Connectors: ${odd}}
`
      expect(() => readTemplateText(text)).not.toThrow()
    }
  })

  it('is there for each one of API Gateway that AWS knows', () => {
    const known = Object.keys(schema.definitions).filter(name => /^AWS::ApiGateway(V2)?::\w+$/.test(name))
    const tested = new Set(all.map(({ type }) => type))
    expect(known.filter(type => !tested.has(type))).toEqual([])
  })
})
