import { describe, expect, it } from 'vitest'
import type { Definition } from '../../server/src/api/api.ts'
import { plainly } from '../support/plainly.ts'
import { readTemplateText, restApiOf, routeOf } from '../support/readDefinition.ts'

// What SAM makes of its resource types beside routes: stages, keys, plans, domain names, permissions, versions.

function read(resources: string, others: Record<string, string> = {}, globals = ''): Definition {
  const text = `Transform: AWS::Serverless-2016-10-31\n${globals}\nResources:\n${resources}`
  const { definition, diagnostics } = readTemplateText(text, others)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return definition
}

const account = 'us-east-1:123456789012'
const books = (properties: string) => `
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      ${properties}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Books, Path: /books, Method: get}}
        Put: {Type: Api, Properties: {RestApiId: !Ref Books, Path: /books, Method: any}}
`

describe('AWS::Serverless::Api', () => {
  it('has all settings of its stage, and the stage that its deployment makes', () => {
    const api = restApiOf(
      read(
        books(`Variables: {a: b}
      TracingEnabled: true
      CacheClusterEnabled: true
      CacheClusterSize: '0.5'
      AccessLogSetting: {DestinationArn: arn, Format: x}
      CanarySetting: {PercentTraffic: 5, StageVariableOverrides: {a: c}}
      MethodSettings: [{ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 1}]`),
      ),
    )
    expect(plainly(api.stages)).toEqual([
      {
        name: 'prod',
        variables: { a: 'b' },
        tracingEnabled: true,
        cacheCluster: { isEnabled: true, size: '0.5' },
        accessLog: { destinationArn: 'arn', format: 'x' },
        canary: { percentTraffic: 5, stageVariableOverrides: { a: 'c' } },
        methodSettings: [{ resourcePath: '/*', httpMethod: '*', throttle: { rateLimit: 1 } }],
        unmodelled: [],
      },
      { name: 'Stage', isGenerated: true, variables: {}, unmodelled: [] },
    ])
  })

  // https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html#sam-api-openapiversion
  it('has no stage `Stage` when its OpenAPI version is chosen, in the resource or in Globals', () => {
    const named = (definition: Definition) => restApiOf(definition).stages.map(({ name }) => name)
    expect(named(read(books('OpenApiVersion: 3.0.1')))).toEqual(['prod'])
    expect(named(read(books('Name: b'), {}, 'Globals: {Api: {OpenApiVersion: 3.0.1}}'))).toEqual(['prod'])
  })

  it('makes the domain name and a mapping for each base path of Domain', () => {
    const { domainNames, apiMappings } = read(
      books(`Domain:
        DomainName: a.test
        CertificateArn: certificate
        OwnershipVerificationCertificateArn: owner
        SecurityPolicy: TLS_1_2
        BasePath: [/v1/, two-parts]
        MutualTlsAuthentication: {TruststoreUri: s3://b/k}
        Route53: {HostedZoneId: Z}`),
    ).surroundings
    expect(plainly(domainNames)).toEqual([
      {
        id: 'BooksDomainName',
        arn: 'arn:aws:apigateway:us-east-1::/domainnames/a.test',
        name: 'a.test',
        endpointTypes: ['REGIONAL'],
        certificateArns: ['certificate'],
        ownershipVerificationCertificateArn: 'owner',
        securityPolicy: 'TLS_1_2',
        mutualTls: { truststoreUri: 's3://b/k' },
      },
    ])
    expect(plainly(apiMappings)).toEqual(
      ['v1', 'twoparts'].map(path => ({
        id: `Books${path}BasePathMapping`,
        type: 'AWS::ApiGateway::BasePathMapping',
        apiId: 'Books',
        stageName: 'prod',
        domainName: 'a.test',
        path,
      })),
    )
  })

  it('keeps a base path as written when NormalizeBasePath is false, and maps the root without one', () => {
    const paths = (domain: string) =>
      read(books(`Domain: {DomainName: a.test, CertificateArn: c, ${domain}}`)).surroundings.apiMappings.map(
        ({ path }) => plainly(path),
      )
    expect(paths('BasePath: two-parts, NormalizeBasePath: false')).toEqual(['two-parts'])
    expect(paths('SecurityPolicy: TLS_1_2')).toEqual([undefined])
  })

  it('makes a private domain name with its policy and access association', () => {
    const { surroundings } = read(
      books(
        'Domain: {DomainName: a.test, CertificateArn: c, EndpointConfiguration: PRIVATE, Policy: {Statement: []}, AccessAssociation: {VpcEndpointId: vpce-1}}',
      ),
    )
    expect(plainly(surroundings)).toMatchObject({
      domainNames: [{ endpointTypes: ['PRIVATE'], policy: { document: { Statement: [] } } }],
      apiMappings: [{ type: 'AWS::ApiGateway::BasePathMappingV2' }],
      domainNameAccessAssociations: [
        {
          sourceType: 'VPCE',
          source: 'vpce-1',
          domainNameArn: 'arn:aws:apigateway:us-east-1:123456789012:/domainnames/a.test+BooksDomainName',
        },
      ],
    })
  })
})

describe('the usage plan of an API', () => {
  const plan = (kind: string) =>
    books(
      `Auth: {UsagePlan: {CreateUsagePlan: ${kind}, UsagePlanName: gold, Quota: {Limit: 5, Period: DAY}, Throttle: {RateLimit: 1}}}`,
    )

  it('is one for the API, with a key', () => {
    const { apiKeys, usagePlans, usagePlanKeys } = read(plan('PER_API')).surroundings
    const stage = { apiId: 'Books', stageName: 'prod' }
    expect(plainly([apiKeys, usagePlans, usagePlanKeys])).toEqual([
      [{ id: 'BooksApiKey', isEnabled: true, stageKeys: [stage] }],
      [
        {
          id: 'BooksUsagePlan',
          name: 'gold',
          apiStages: [{ ...stage, throttle: {} }],
          quota: { limit: 5, period: 'DAY' },
          throttle: { rateLimit: 1 },
        },
      ],
      [
        {
          id: 'BooksUsagePlanKey',
          keyId: 'BooksApiKey',
          keyType: 'API_KEY',
          usagePlanId: 'BooksUsagePlan',
        },
      ],
    ])
  })

  it('is one for all APIs that share it, as the last of them says', () => {
    const other = `
  Other:
    Type: AWS::Serverless::Api
    Properties:
      StageName: test
      DefinitionBody: {openapi: 3.0.1, paths: {}}
      Auth: {UsagePlan: {CreateUsagePlan: SHARED, UsagePlanName: silver}}
`
    const { usagePlans, apiKeys } = read(plan('SHARED') + other).surroundings
    expect(plainly(usagePlans)).toEqual([
      {
        id: 'ServerlessUsagePlan',
        name: 'silver',
        apiStages: [
          { apiId: 'Books', stageName: 'prod', throttle: {} },
          { apiId: 'Other', stageName: 'test', throttle: {} },
        ],
      },
    ])
    expect(apiKeys.map(({ id }) => id)).toEqual(['ServerlessApiKey'])
  })

  it('is none when it says NONE', () => {
    expect(read(plan('NONE')).surroundings.usagePlans).toEqual([])
  })
})

// As the SAM translator writes x-amazon-apigateway-policy (samtranslator/swagger/swagger.py, add_resource_policy).
describe('the resource policy of an API', () => {
  const statements = (policy: string, more = '') => {
    const api = restApiOf(read(books(`Auth: {ResourcePolicy: {${policy}}}\n      ${more}`)))
    return (plainly(api.policy?.document) as { Statement: unknown[] } | undefined)?.Statement
  }
  const resources = ['execute-api:/prod/GET/books', 'execute-api:/prod/*/books']
  const allow = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: resources, Principal: '*' }
  const deny = (condition: object) => ({ ...allow, Effect: 'Deny', Condition: condition })

  it.each([
    ['AwsAccountWhitelist: ["111122223333"]', [{ ...allow, Principal: { AWS: ['111122223333'] } }]],
    [
      'AwsAccountBlacklist: ["111122223333"]',
      [{ ...allow, Effect: 'Deny', Principal: { AWS: ['111122223333'] } }],
    ],
    ['IpRangeWhitelist: [10.0.0.0/8]', [allow, deny({ NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } })]],
    ['IpRangeBlacklist: [1.2.3.4]', [allow, deny({ IpAddress: { 'aws:SourceIp': ['1.2.3.4'] } })]],
    [
      'SourceVpcWhitelist: [vpc-1, vpce-2]',
      [allow, deny({ StringNotEquals: { 'aws:SourceVpc': ['vpc-1'], 'aws:SourceVpce': ['vpce-2'] } })],
    ],
    [
      'SourceVpcBlacklist: [vpc-1], IntrinsicVpceBlacklist: [!Ref AWS::Region]',
      [allow, deny({ StringEquals: { 'aws:SourceVpc': ['vpc-1'], 'aws:SourceVpce': ['us-east-1'] } })],
    ],
    [
      'IpRangeBlacklist: [1.2.3.4], CustomStatements: [{Effect: Allow, Principal: x}]',
      [allow, deny({ IpAddress: { 'aws:SourceIp': ['1.2.3.4'] } }), { Effect: 'Allow', Principal: 'x' }],
    ],
  ])('of %s', (policy, expected) => {
    expect(statements(policy)).toEqual(expected)
  })

  it('of an event covers its path, before that of the API', () => {
    const api = restApiOf(
      read(`
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: nodejs22.x
      Events:
        Get: {Type: Api, Properties: {Path: /a, Method: get, Auth: {ResourcePolicy: {IpRangeBlacklist: [1.2.3.4]}}}}
`),
    )
    expect(plainly(api.policy?.document)).toMatchObject({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Resource: ['execute-api:/Prod/GET/a'] },
        { Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': ['1.2.3.4'] } } },
      ],
    })
  })

  it('follows what the document states itself; an unknown part leaves the rest known', () => {
    const api = restApiOf(
      read(`
  Books:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      DefinitionBody:
        openapi: 3.0.1
        paths: {/a: {get: {x-amazon-apigateway-integration: {type: mock}}}}
        x-amazon-apigateway-policy: {Version: '2012-10-17', Statement: {Effect: Allow, Resource: !ImportValue x}}
      Auth: {ResourcePolicy: {IpRangeBlacklist: [1.2.3.4]}}
`),
    )
    expect(plainly(api.policy?.document)).toMatchObject({
      Statement: [
        { Effect: 'Allow', Resource: "? export 'x' comes from another stack" },
        { Effect: 'Allow', Resource: ['execute-api:/prod/GET/a'] },
        { Effect: 'Deny' },
      ],
    })
  })
})

it('AWS::Serverless::HttpApi has its stage, settings of routes and domain', () => {
  const definition = read(`
  Notes:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: live
      StageVariables: {a: b}
      AccessLogSettings: {Format: x}
      DefaultRouteSettings: {ThrottlingBurstLimit: 5}
      RouteSettings: {GET /notes: {ThrottlingRateLimit: 1}}
      DisableExecuteApiEndpoint: true
      Domain: {DomainName: n.test, CertificateArn: c, BasePath: [/v1/notes]}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: nodejs22.x
      Events:
        Get: {Type: HttpApi, Properties: {ApiId: !Ref Notes, Path: /notes, Method: get}}
        Add: {Type: HttpApi, Properties: {ApiId: !Ref Notes, Path: /notes, Method: post, RouteSettings: {ThrottlingRateLimit: 2}}}
`)
  const [api] = definition.apis
  expect(plainly(api)).toMatchObject({
    settings: { disableExecuteApiEndpoint: true },
    stages: [
      {
        name: 'live',
        autoDeploy: true,
        accessLog: { format: 'x' },
        defaultRouteSettings: { throttle: { burstLimit: 5 } },
        routeSettings: {
          'POST /notes': { throttle: { rateLimit: 2 } },
          'GET /notes': { throttle: { rateLimit: 1 } },
        },
      },
    ],
  })
  expect(plainly(definition.surroundings.apiMappings)).toMatchObject([
    { type: 'AWS::ApiGatewayV2::ApiMapping', apiId: 'Notes', stageName: 'live', path: 'v1/notes' },
  ])
})

it('AWS::Serverless::WebSocketApi has its stage and what its routes ask for', () => {
  const definition = read(`
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      RouteSelectionExpression: $request.body.action
      ApiKeySelectionExpression: $request.header.x-api-key
      AccessLogSettings: {Format: x}
      Routes:
        $connect: {FunctionArn: arn, RequestParameters: {route.request.querystring.room: {Required: true}}}
        send: {FunctionArn: arn, ModelSelectionExpression: x, RouteResponseSelectionExpression: $default, ApiKeyRequired: true}
`)
  const [api] = definition.apis
  if (api?.type !== 'websocket') throw new Error('expected a WebSocket API')
  expect(plainly(api.apiKeySelectionExpression)).toBe('$request.header.x-api-key')
  expect(plainly(api.stages)).toMatchObject([
    { name: 'default', autoDeploy: true, accessLog: { format: 'x' } },
  ])
  expect(plainly(routeOf(api, '$connect').requestParameters)).toMatchObject([
    { name: 'room', isRequired: true },
  ])
  expect(plainly(routeOf(api, 'send'))).toMatchObject({
    apiKeyRequired: true,
    modelSelectionExpression: 'x',
    routeResponseSelectionExpression: '$default',
  })
})

it('AWS::Serverless::Function publishes to an alias that its events and its URL call', () => {
  const definition = read(`
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: nodejs22.x
      AutoPublishAlias: live
      DeploymentPreference: {Type: Canary10Percent5Minutes, Enabled: false}
      FunctionUrlConfig: {AuthType: AWS_IAM, InvokeMode: RESPONSE_STREAM, Cors: {AllowMethods: [GET]}}
      Layers: [!Ref Shared]
      ReservedConcurrentExecutions: 5
      Events: {Get: {Type: Api, Properties: {Path: /a, Method: get}}}
  Shared: {Type: AWS::Serverless::LayerVersion, Properties: {LayerName: shared, ContentUri: ./layer}}
`)
  expect(plainly(definition.functions[0])).toMatchObject({
    autoPublishAlias: 'live',
    deploymentPreference: { type: 'Canary10Percent5Minutes', isEnabled: false },
    layers: [`arn:aws:lambda:${account}:layer:shared:1`],
    reservedConcurrentExecutions: 5,
  })
  const { functionAliases, functionUrls, layerVersions } = definition.surroundings
  const functionArn = `arn:aws:lambda:${account}:function:Fn`
  expect(plainly([functionAliases, functionUrls, layerVersions])).toMatchObject([
    [{ id: 'FnAliaslive', name: 'live', functionName: functionArn }],
    [
      {
        id: 'FnUrl',
        functionArn,
        qualifier: 'live',
        authType: 'AWS_IAM',
        invokeMode: 'RESPONSE_STREAM',
        cors: { allowMethods: ['GET'] },
      },
    ],
    [{ name: 'shared', content: '/project/layer' }],
  ])
  const method = restApiOf(definition).resources[0]?.methods[0]
  expect(plainly(method?.integration?.uri)).toContain(`${functionArn}:live/invocations`)
})

it('AWS::Serverless::Function with a public URL may be called by everybody through it', () => {
  const { permissions } = read(`
  Fn: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: nodejs22.x, FunctionUrlConfig: {AuthType: NONE}}}
`)
  expect(plainly(permissions)).toMatchObject([
    { principal: '*', action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: 'NONE' },
    { principal: '*', action: 'lambda:InvokeFunction', invokedViaFunctionUrl: true },
  ])
})

describe('AWS::Serverless::Connector', () => {
  const connected = (connector: string) =>
    read(`
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: books}}
  Notes: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: notes, ProtocolType: HTTP}}
  Fn: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: nodejs22.x}}
  Table: {Type: AWS::Serverless::SimpleTable}
  ${connector}
`).permissions.map(({ functionName, sourceArn }) => [plainly(functionName), plainly(sourceArn)])
  const arn = `arn:aws:lambda:${account}:function:Fn`

  it('from an API to a function lets it call', () => {
    expect(
      connected(
        'Link: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Api}, Destination: {Id: Fn}, Permissions: [Write]}}',
      ),
    ).toEqual([[arn, `arn:aws:execute-api:${account}:Api/*`]])
  })

  it('has a qualifier that narrows it, and may name what is elsewhere', () => {
    expect(
      connected(`Link:
    Type: AWS::Serverless::Connector
    Properties:
      Source: {Id: Notes, Qualifier: prod/GET/a}
      Destination: [{Id: Fn}, {Type: AWS::Lambda::Function, Arn: 'arn:other'}]
      Permissions: [Write]`),
    ).toEqual([
      [arn, `arn:aws:execute-api:${account}:Notes/prod/GET/a`],
      ['arn:other', `arn:aws:execute-api:${account}:Notes/prod/GET/a`],
    ])
  })

  it('may stand inside its source', () => {
    expect(
      connected(`Inner:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: inner}
    Connectors: {Call: {Properties: {Destination: {Id: Fn}, Permissions: [Write]}}}`),
    ).toEqual([[arn, `arn:aws:execute-api:${account}:Inner/*`]])
  })

  it('between others is read and gives no permission to a gateway', () => {
    expect(
      connected(
        'Link: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Fn}, Destination: {Id: Table}, Permissions: [Read, Write]}}',
      ),
    ).toEqual([])
  })
})

it('AWS::Serverless::Application brings in what its template states', () => {
  const inner = `Resources:\n  Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Name: inner}}\n`
  const definition = read(
    '  Part: {Type: AWS::Serverless::Application, Properties: {Location: ./inner.yaml}}\n',
    {
      '/project/inner.yaml': inner,
    },
  )
  expect(plainly(definition.surroundings.apiKeys)).toMatchObject([{ id: 'Key', name: 'inner' }])
})
