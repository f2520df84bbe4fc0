import { describe, expect, it } from 'vitest'
import { createPlainReader } from '../../server/src/definitions/plainReader.ts'
import { readServiceEvents } from '../../server/src/definitions/serverlessEvents.ts'
import { generatedResources } from '../../server/src/definitions/serverlessGenerated.ts'
import { openService } from '../../server/src/definitions/serverlessTemplate.ts'
import { fillVariables } from '../../server/src/definitions/serverlessTree.ts'
import { ServerlessVariables } from '../../server/src/definitions/serverlessVariables.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { httpApiOf, labelsOf, methodOf, restApiOf, said, saidMap } from '../support/readDefinition.ts'
import { readService } from '../support/readService.ts'

const functions = `
functions:
  hello-world:
    handler: a.b
    events:
      - http: GET hello/{id}
`

/** What the framework makes in CloudFormation's words: type and properties by logical id. */
function generated(text: string): Record<string, unknown> {
  const files = memoryFiles({ '/shop/serverless.yml': `service: shop\n${text}` })
  const reader = createPlainReader(files, {})
  const document = reader.open('/shop/serverless.yml')
  if (!document) throw new Error('no document')
  const filled = fillVariables(document, new ServerlessVariables(document, reader))
  const service = openService(filled, reader)
  return Object.fromEntries(
    generatedResources(service, readServiceEvents(service)).map(({ id, type, properties }) => {
      const fact = properties.node && service.reader.evaluate(properties.node)
      return [id, [type, fact?.known ? fact.value : `? ${fact?.reason}`]]
    }),
  )
}

describe('what the framework generates', () => {
  const provider = (more: string) => `provider:\n  name: aws\n${more}${functions}`

  it('is a plan with the keys that the provider lists', () => {
    const text = `  apiGateway:
    apiKeys: [one, {name: two, value: aaaaaaaaaaaaaaaaaaaa, enabled: false}]
    usagePlan: {quota: {limit: 5, period: DAY}, throttle: {burstLimit: 2, rateLimit: 1}}
`
    const stage = { RestApiId: 'ApiGatewayRestApi', StageName: 'dev' }
    expect(generated(provider(text))).toEqual({
      ApiGatewayApiKey1: ['AWS::ApiGateway::ApiKey', { Name: 'one', Enabled: true, StageKeys: [stage] }],
      ApiGatewayApiKey2: [
        'AWS::ApiGateway::ApiKey',
        { Name: 'two', Value: 'aaaaaaaaaaaaaaaaaaaa', Enabled: false, StageKeys: [stage] },
      ],
      ApiGatewayUsagePlan: [
        'AWS::ApiGateway::UsagePlan',
        {
          UsagePlanName: 'shop-dev',
          ApiStages: [{ ApiId: 'ApiGatewayRestApi', Stage: 'dev' }],
          Quota: { Limit: 5, Period: 'DAY' },
          Throttle: { BurstLimit: 2, RateLimit: 1 },
        },
      ],
      ApiGatewayUsagePlanKey1: [
        'AWS::ApiGateway::UsagePlanKey',
        { KeyId: 'ApiGatewayApiKey1', KeyType: 'API_KEY', UsagePlanId: 'ApiGatewayUsagePlan' },
      ],
      ApiGatewayUsagePlanKey2: [
        'AWS::ApiGateway::UsagePlanKey',
        { KeyId: 'ApiGatewayApiKey2', KeyType: 'API_KEY', UsagePlanId: 'ApiGatewayUsagePlan' },
      ],
    })
  })

  it('stands around the APIs as what the service states itself does', () => {
    const { definition } = readService(
      `
provider:
  name: aws
  apiGateway:
    apiKeys: [one]
    usagePlan: {quota: {limit: 5, period: DAY}}
  tracing: {apiGateway: true}
  logRetentionInDays: 7
  logs: {restApi: {level: ERROR}}
${functions}
  streamed: {handler: a.c, url: {invokeMode: RESPONSE_STREAM}}
layers:
  tools: {path: tools}
resources:
  Resources:
    Second: {Type: AWS::ApiGateway::ApiKey, Properties: {Name: second}}
`,
    )
    const { apiKeys, usagePlans, usagePlanKeys, logGroups, functionUrls, layerVersions } =
      definition.surroundings
    expect(apiKeys.map(({ id }) => id)).toEqual(['ApiGatewayApiKey1', 'Second'])
    expect(usagePlans.map(({ id }) => id)).toEqual(['ApiGatewayUsagePlan'])
    expect(usagePlanKeys.map(({ id }) => id)).toEqual(['ApiGatewayUsagePlanKey1'])
    expect(logGroups.map(({ id }) => id)).toEqual(['ApiGatewayLogGroup'])
    expect(functionUrls.map(({ id }) => id)).toEqual(['StreamedLambdaFunctionUrl'])
    expect(layerVersions.map(({ id }) => id)).toEqual(['ToolsLambdaLayer'])
    const [stage] = restApiOf(definition).stages
    expect(stage?.methodSettings?.map(({ loggingLevel }) => said(loggingLevel))).toEqual(['ERROR'])
    expect(said(stage?.tracingEnabled)).toBe(true)
  })

  it('is a plan for each name, with the keys of that name', () => {
    const made = generated(
      provider(`  apiGateway:
    apiKeys: [{free: [one]}, {paid: [two, three]}]
    usagePlan: [{free: {quota: {limit: 5}}}, {paid: {throttle: {rateLimit: 1}}}]
`),
    )
    expect(Object.keys(made)).toEqual([
      'ApiGatewayApiKeyFree1',
      'ApiGatewayApiKeyPaid1',
      'ApiGatewayApiKeyPaid2',
      'ApiGatewayUsagePlanFree',
      'ApiGatewayUsagePlanPaid',
      'ApiGatewayUsagePlanKeyFree1',
      'ApiGatewayUsagePlanKeyPaid1',
      'ApiGatewayUsagePlanKeyPaid2',
    ])
    expect(made['ApiGatewayUsagePlanKeyPaid2']).toMatchObject([
      'AWS::ApiGateway::UsagePlanKey',
      { KeyId: 'ApiGatewayApiKeyPaid2', UsagePlanId: 'ApiGatewayUsagePlanPaid' },
    ])
  })

  it('is a stage with the logs, metrics, tracing and tags of the provider, and its log group', () => {
    const made = generated(
      provider(`  apiGateway: {metrics: true}
  tracing: {apiGateway: true}
  tags: {team: books}
  logRetentionInDays: 7
  logs: {restApi: {level: ERROR, fullExecutionData: false, format: $context.requestId}}
`),
    )
    expect(made).toEqual({
      ApiGatewayStage: [
        'AWS::ApiGateway::Stage',
        {
          RestApiId: 'ApiGatewayRestApi',
          StageName: 'dev',
          TracingEnabled: true,
          AccessLogSetting: {
            DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/api-gateway/shop-dev',
            Format: '$context.requestId',
          },
          MethodSettings: [
            {
              ResourcePath: '/*',
              HttpMethod: '*',
              MetricsEnabled: true,
              LoggingLevel: 'ERROR',
              DataTraceEnabled: false,
            },
          ],
          Tags: [{ Key: 'team', Value: 'books' }],
        },
      ],
      ApiGatewayLogGroup: [
        'AWS::Logs::LogGroup',
        { LogGroupName: '/aws/api-gateway/shop-dev', RetentionInDays: 7 },
      ],
    })
  })

  it('is a stage of an HTTP API and of a WebSocket API likewise', () => {
    const made =
      generated(`provider: {name: aws, httpApi: {metrics: true}, logs: {httpApi: true, websocket: {accessLogging: false}}}
functions: {a: {handler: a.b, events: [{httpApi: GET /}, {websocket: $connect}]}}
`)
    expect(made).toMatchObject({
      HttpApiStage: [
        'AWS::ApiGatewayV2::Stage',
        {
          ApiId: 'HttpApi',
          StageName: '$default',
          DefaultRouteSettings: { DetailedMetricsEnabled: true },
          AccessLogSettings: {
            DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/http-api/shop-dev',
          },
        },
      ],
      HttpApiLogGroup: ['AWS::Logs::LogGroup', { LogGroupName: '/aws/http-api/shop-dev' }],
      WebsocketsDeploymentStage: [
        'AWS::ApiGatewayV2::Stage',
        { StageName: 'dev', DefaultRouteSettings: { LoggingLevel: 'INFO', DataTraceEnabled: true } },
      ],
    })
    expect(Object.keys(made)).not.toContain('WebsocketsLogGroup')
  })

  it('is the URL of a function, and a layer', () => {
    const made = generated(`provider: aws
functions:
  open: {handler: a.b, url: true}
  my-fn: {handler: a.b, url: {authorizer: aws_iam, invokeMode: response_stream, cors: {allowedOrigins: [x], allowedMethods: null}}}
layers: {my-tools: {path: tools, compatibleRuntimes: [nodejs22.x]}}
`)
    expect(made).toEqual({
      OpenLambdaFunctionUrl: [
        'AWS::Lambda::Url',
        {
          AuthType: 'NONE',
          TargetFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:shop-dev-open',
        },
      ],
      MyDashfnLambdaFunctionUrl: [
        'AWS::Lambda::Url',
        {
          AuthType: 'AWS_IAM',
          TargetFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:shop-dev-my-fn',
          InvokeMode: 'RESPONSE_STREAM',
          Cors: {
            AllowOrigins: ['x'],
            AllowHeaders: [
              'Content-Type',
              'X-Amz-Date',
              'Authorization',
              'X-Api-Key',
              'X-Amz-Security-Token',
              'X-Amzn-Trace-Id',
            ],
          },
        },
      ],
      MyDashtoolsLambdaLayer: [
        'AWS::Lambda::LayerVersion',
        { LayerName: 'my-tools', CompatibleRuntimes: ['nodejs22.x'], Content: 'tools' },
      ],
    })
  })
})

describe('extensions', () => {
  it('change the API, its methods and its functions, each property as a whole', () => {
    const { definition, errors } = readService(`${functions}
resources:
  extensions:
    ApiGatewayRestApi: {Properties: {Name: other, BinaryMediaTypes: [image/png], Description: mine}}
    ApiGatewayMethodHelloIdVarGet: {Properties: {ApiKeyRequired: true, AuthorizationType: AWS_IAM}}
    HelloDashworldLambdaFunction: {Properties: {Timeout: 20, Environment: {Variables: {A: b}}}}
`)
    const api = restApiOf(definition)
    const method = methodOf(api, 'GET /hello/{id}')
    expect(errors).toEqual([])
    expect([api.name, api.binaryMediaTypes.map(said), said(api.settings?.description)]).toEqual([
      'other',
      ['image/png'],
      'mine',
    ])
    expect([method.authorization.type, said(method.apiKeyRequired), said(method.integration?.type)]).toEqual([
      'AWS_IAM',
      true,
      'AWS_PROXY',
    ])
    const [fn] = definition.functions
    expect([said(fn?.timeout), saidMap(fn?.environment), said(fn?.handler)]).toEqual([20, { A: 'b' }, 'a.b'])
  })

  it('change authorizers of each kind of API', () => {
    const { definition, errors } = readService(`provider:
  name: aws
  runtime: nodejs20.x
  httpApi:
    authorizers:
      staff: {identitySource: $request.header.Authorization, issuerUrl: https://a.example.com, audience: [x]}
functions:
  guard: {handler: a.b}
  hello:
    handler: a.b
    events:
      - http: {path: hello, method: get, authorizer: guard}
      - httpApi: {path: /hello, method: get, authorizer: staff}
resources:
  extensions:
    GuardApiGatewayAuthorizer: {Properties: {AuthorizerResultTtlInSeconds: 5}}
    HttpApiAuthorizerStaff: {Properties: {JwtConfiguration: {Issuer: https://b.example.com, Audience: [y]}}}
`)
    expect(errors).toEqual([])
    const [guard] = restApiOf(definition).authorizers
    expect([said(guard?.resultTtlInSeconds), guard?.identitySource.map(said)]).toEqual([
      5,
      ['method.request.header.Authorization'],
    ])
    const [staff] = httpApiOf(definition).authorizers
    expect([said(staff?.jwt?.issuer), staff?.jwt?.audience.map(said)]).toEqual([
      'https://b.example.com',
      ['y'],
    ])
  })

  it('change models, the request validator and permissions', () => {
    const { definition, errors } = readService(`functions:
  hello-world:
    handler: a.b
    events:
      - http: {path: hello, method: post, request: {schemas: {application/json: {type: object}}}}
resources:
  extensions:
    ApiGatewayMethodHelloPostApplicationJsonModel: {Properties: {Schema: {type: array}, Description: mine}}
    ApiGatewayShopRequestValidator: {Properties: {ValidateRequestParameters: false}}
    HelloDashworldLambdaPermissionApiGateway: {Properties: {SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:other/*'}}
`)
    expect(errors).toEqual([])
    const api = restApiOf(definition)
    expect(api.models.map(({ schema, description }) => [schema, description])).toEqual([
      [{ type: 'array' }, 'mine'],
    ])
    const [validator] = api.requestValidators
    expect([said(validator?.validateRequestBody), said(validator?.validateRequestParameters)]).toEqual([
      true,
      false,
    ])
    expect(definition.permissions.map(({ sourceArn }) => sourceArn && said(sourceArn))).toEqual([
      'arn:aws:execute-api:us-east-1:123456789012:other/*',
    ])
  })

  it('with a condition that does not hold take away what they extend', () => {
    const { definition } = readService(`functions:
  f: {handler: a.b, events: [{http: GET a}, {http: GET b}]}
resources:
  Conditions: {Never: !Equals [a, b], Always: !Equals [a, a]}
  extensions:
    ApiGatewayMethodAGet: {Condition: Never}
    ApiGatewayMethodBGet: {Condition: Always, DeletionPolicy: Retain, UpdateReplacePolicy: Delete, DependsOn: [X], Metadata: {a: b}}
    FLambdaPermissionApiGateway: {Condition: Never}
`)
    expect(labelsOf(restApiOf(definition))).toEqual(['GET /b'])
    expect(definition.permissions).toEqual([])
  })

  it('may say of a resource only what the framework takes', () => {
    const { errors } = readService(
      `${functions}\nresources: {extensions: {HelloDashworldLambdaFunction: {Timeout: 20}}}`,
    )
    expect(errors).toEqual([
      "extension-undefined: An extension may not have 'Timeout', so the framework refuses to deploy that of 'HelloDashworldLambdaFunction'; put properties under 'Properties'",
    ])
  })

  it('leave an integration what an entry of Resources does not say of it', () => {
    const { definition, errors } = readService(`functions:
  f:
    handler: a.b
    events:
      - http: {path: a, method: get, integration: lambda}
resources:
  Resources:
    ApiGatewayMethodAGet:
      Properties:
        Integration:
          TimeoutInMillis: 5000
          RequestTemplates: {text/plain: T}
          IntegrationResponses: [{ResponseTemplates: {text/plain: R}}]
`)
    const { integration } = methodOf(restApiOf(definition), 'GET /a')
    expect([said(integration?.type), said(integration?.timeoutInMillis)]).toEqual(['AWS', 5000])
    expect(said(integration?.uri)).toContain('function:shop-dev-f')
    expect([...(integration?.requestTemplates.keys() ?? [])]).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
    ])
    const [first, ...others] = integration?.responses ?? []
    expect([said(first?.statusCode), saidMap(first?.responseTemplates)]).toEqual([
      '200',
      { 'text/plain': 'R' },
    ])
    expect(others.length).toBeGreaterThan(3)
    expect(errors).toEqual([])
  })

  it('replace a property as a whole, and an entry of Resources is merged into it', () => {
    const environment = (resources: string) =>
      saidMap(
        readService(`functions: {f: {handler: a.b, environment: {A: a, B: b}}}\nresources: ${resources}\n`)
          .definition.functions[0]?.environment,
      )
    const change = 'FLambdaFunction: {Properties: {Environment: {Variables: {B: c}}}}'
    expect(environment(`{extensions: {${change}}}`)).toEqual({ B: 'c' })
    expect(environment(`{Resources: {${change}}}`)).toEqual({ A: 'a', B: 'c' })
  })

  it('replace what the framework generates by property, and an entry of Resources is merged deeply', () => {
    const plan = (resources: string) =>
      generated(`provider:
  name: aws
  apiGateway: {usagePlan: {quota: {limit: 5, period: WEEK}}}
${functions}resources: ${resources}
`)['ApiGatewayUsagePlan']
    const change = 'ApiGatewayUsagePlan: {Properties: {Quota: {Offset: 1}}}'
    expect(plan(`{extensions: {${change}}}`)).toMatchObject([
      'AWS::ApiGateway::UsagePlan',
      { Quota: { Offset: 1 } },
    ])
    expect(plan(`{Resources: {${change}}}`)).toMatchObject([
      'AWS::ApiGateway::UsagePlan',
      { Quota: { Limit: 5, Period: 'WEEK', Offset: 1 } },
    ])
  })

  it('of what the framework does not make are errors, with the name that is meant', () => {
    const { errors } = readService(
      `${functions}\nresources: {extensions: {HeloDashworldLambdaFunction: {Properties: {Timeout: 20}}}}`,
    )
    expect(errors).toEqual([
      "extension-undefined: The framework makes no resource named 'HeloDashworldLambdaFunction', so it refuses to deploy this extension; did you mean 'HelloDashworldLambdaFunction'?",
    ])
  })

  it('are not needed: an entry of Resources with a generated name is merged as well', () => {
    const { definition, errors } = readService(
      `${functions}\nresources: {Resources: {ApiGatewayRestApi: {Properties: {MinimumCompressionSize: 9}}}}`,
    )
    expect(errors).toEqual([])
    expect(definition.apis.length).toBe(1)
    expect(said(restApiOf(definition).minimumCompressionSize)).toBe(9)
  })
})

it('an API that is made elsewhere is named, with what cannot be known of it', () => {
  const { diagnostics } = readService(`provider:
  name: aws
  apiGateway: {restApiId: '\${cf:shared.RestApiId}', restApiRootResourceId: abc, websocketApiId: xyz}
  httpApi: {id: abc}
${functions}`)
  const found = diagnostics.filter(({ code }) => code === 'api-elsewhere')
  expect(
    found.map(({ severity, message }) => [severity, /'(\w+)' names is made/.exec(message)?.[1]]),
  ).toEqual([
    ['info', 'restApiId'],
    ['info', 'websocketApiId'],
    ['info', 'id'],
  ])
})

describe('the template under resources', () => {
  const resources = (text: string, others: Record<string, string> = {}, more = '') =>
    readService(`${functions}${more}\nresources:\n${text}`, others).errors

  it('has its properties checked as in a template, in files of a list too', () => {
    const table = 'Resources: {Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Nam: x}}}\n'
    expect(resources('  - ${file(./a.yml)}\n  - Resources: {}', { '/shop/a.yml': table })).toEqual([
      expect.stringMatching(/^schema-unknown-property: .*'Nam'/),
    ])
  })

  it('may name what the framework makes', () => {
    expect(
      resources(`  Resources:
    Errors:
      Type: AWS::ApiGateway::GatewayResponse
      DependsOn: [HelloDashworldLambdaFunction, ApiGatewayMethodHelloIdVarGet]
      Properties: {RestApiId: !Ref ApiGatewayRestApi, ResponseType: DEFAULT_4XX}
    Named:
      Type: AWS::SSM::Parameter
      Properties: {Type: String, Value: !Sub '\${HelloDashworldLambdaFunction.Arn} \${IamRoleLambdaExecution}'}
  Outputs:
    Group: {Value: !GetAtt HelloDashworldLogGroup.Arn}
`),
    ).toEqual([])
  })

  it('may not name what nobody makes', () => {
    expect(
      resources(`  Resources:
    Errors:
      Type: AWS::ApiGateway::GatewayResponse
      Properties: {RestApiId: !Ref HttpApi, ResponseType: DEFAULT_4XX}
  Outputs:
    Fn: {Value: !GetAtt HelloLambdaFunction.Arn}
    Table: {Value: !Ref Tabel}
`),
    ).toEqual([
      expect.stringContaining("named 'HttpApi'"),
      expect.stringContaining("named 'HelloLambdaFunction'"),
      expect.stringContaining("named 'Tabel'"),
    ])
  })

  it.each([
    ['a plugin may make more', '', '\nplugins: [serverless-step-functions]', {}],
    ['a part is not here', '  - ${file(./gone.yml)}\n  - ', '', {}],
  ])('calls no name undefined where %s', (_, before, more, others) => {
    const text = `${before}Outputs: {Table: {Value: !Ref Tabel}}`
    expect(resources(before === '' ? `  ${text}` : text, others, more)).toEqual([])
  })

  it('accepts every plugin and its section without a word', () => {
    const { diagnostics } = readService(`${functions}
plugins: [serverless-offline, serverless-python-requirements, serverless-apigateway-service-proxy, ./own.js]
custom:
  serverless-offline: {httpPort: 4000}
  pythonRequirements: {dockerizePip: true}
`)
    expect(diagnostics).toEqual([])
  })
})
