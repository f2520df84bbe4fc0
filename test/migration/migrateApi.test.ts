import { describe, expect, it } from 'vitest'
import type { HttpApi } from '../../server/src/api/api.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import type { Migration } from '../../server/src/migration/migrateApi.ts'
import { migrateApi } from '../../server/src/migration/migrateApi.ts'
import { topics } from '../../server/src/migration/topics.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { restApiOf, routeOf, said, saidMap } from '../support/readDefinition.ts'

function migrated(text: string, others: Record<string, string> = {}): Migration {
  const files = memoryFiles({ '/work/api.yaml': text, ...others })
  const { definition } = loadDefinition('/work/api.yaml', files, { apiType: 'rest' })
  if (!definition) throw new Error('no definition')
  return migrateApi(definition, restApiOf(definition), files)
}

/** `severity subject: message (line)` of the findings about a topic. */
function told({ findings }: Migration, topic: keyof typeof topics): string[] {
  return findings
    .filter(finding => finding.topic === topic)
    .map(
      ({ severity, subject, message, origin }) =>
        `${severity} ${subject}: ${message} (${origin.range.start.line + 1})`,
    )
}

const openApi = (paths: string, more = ''): string => `openapi: 3.0.1
info: { title: Books, version: '1' }
${more}
paths:
${paths}`

const lambda =
  "uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:Echo/invocations', httpMethod: POST"

const get = (integration: string, more = ''): string => `  /books/{id}:
    get: {${more} x-amazon-apigateway-integration: {${integration}} }`

const only = (api: HttpApi) => routeOf(api, 'GET /books/{id}').integration

describe('integrations', () => {
  it('of functions keep their events in format 1.0', () => {
    const { to } = migrated(openApi(get(`type: aws_proxy, ${lambda}`)))
    expect(said(only(to)?.payloadFormatVersion)).toBe('1.0')
    expect(said(only(to)?.type)).toBe('AWS_PROXY')
  })

  it('of functions without proxy are a decision, with events of format 2.0', () => {
    const migration = migrated(
      openApi(
        get(
          `type: aws, ${lambda}, requestTemplates: {application/json: '{}'}, requestParameters: {integration.request.header.X-Amz-Invocation-Type: "'Event'"}, responses: {'.*no.*': {statusCode: '404'}}`,
        ),
      ),
    )
    expect(said(only(migration.to)?.payloadFormatVersion)).toBe('2.0')
    expect(told(migration, 'lambda-integration')).toEqual([
      expect.stringContaining('lost GET /books/{id}: the function is called as'),
      expect.stringContaining('decision GET /books/{id}: the function got what the template made'),
    ])
    expect(told(migration, 'templates')).toEqual([expect.stringContaining('let the function return them')])
  })

  it('of HTTP backends carry their mappings over', () => {
    const { to, findings } = migrated(
      openApi(
        get(`type: http_proxy, httpMethod: GET, uri: 'https://shop.example/{key}/{lang}/x', requestParameters: {
          integration.request.path.key: method.request.path.id, integration.request.path.lang: "'en'",
          integration.request.header.X-Stage: context.stage, integration.request.header.X-Same: method.request.header.x-same,
          integration.request.querystring.q: method.request.querystring.query, integration.request.header.X-Tier: stageVariables.tier,
          integration.request.header.X-All: method.request.multivalueheader.Accept }`),
      ),
    )
    expect(said(only(to)?.uri)).toBe('https://shop.example/{id}/en/x')
    expect(saidMap(only(to)?.requestParameters)).toEqual({
      'overwrite:header.X-Stage': '$context.stage',
      'overwrite:querystring.q': '$request.querystring.query',
      'overwrite:header.X-Tier': '$stageVariables.tier',
      'overwrite:header.X-All': '$request.header.Accept',
    })
    expect(findings.filter(({ severity }) => severity === 'lost')).toEqual([])
  })

  it('of HTTP backends take a header into the path by overwriting it', () => {
    const { to } = migrated(
      openApi(
        get(`type: http_proxy, httpMethod: GET, uri: 'https://shop.example/{lang}/{id}?v=1', requestParameters: {
        integration.request.path.lang: method.request.header.Lang, integration.request.path.id: method.request.path.id }`),
      ),
    )
    expect(said(only(to)?.uri)).toBe('https://shop.example?v=1')
    expect(saidMap(only(to)?.requestParameters)).toEqual({
      'overwrite:path': '/${request.header.Lang}/${request.path.id}',
    })
  })

  it('lose what HTTP APIs cannot map', () => {
    const migration = migrated(
      openApi(
        get(`type: http_proxy, httpMethod: GET, uri: 'https://shop.example/', requestParameters: {
        integration.request.header.Authorization: "'x'", integration.request.header.X-Key: context.identity.apiKey,
        integration.request.header.X-Deep: method.request.body.$..a }`),
      ),
    )
    expect(only(migration.to)?.requestParameters.size).toBe(0)
    expect(told(migration, 'parameter-mapping').map(line => line.replace(/ \(\d+\)$/, ''))).toEqual([
      "lost GET /books/{id}: the mapping to the header 'Authorization' is left out: an HTTP API keeps it to itself",
      "lost GET /books/{id}: the mapping to 'integration.request.header.X-Key' is left out: an HTTP API has no '$context.identity.apiKey'",
      "lost GET /books/{id}: the mapping to 'integration.request.header.X-Deep' is left out: an HTTP API takes no recursive descent and no filter ('$..a')",
    ])
  })

  it('of other HTTP backends map answers by their status', () => {
    const { to } = migrated(
      openApi(
        get(`type: http, httpMethod: GET, uri: 'https://shop.example/', responses: {
        '404': {statusCode: '410', responseParameters: {method.response.header.X-Why: integration.response.header.Why}}, default: {statusCode: '200'}}`),
      ),
    )
    expect(
      only(to)?.responses.map(each => [said(each.statusCode), saidMap(each.responseParameters)]),
    ).toEqual([['404', { 'overwrite:header.X-Why': '$response.header.Why', 'overwrite:statuscode': '410' }]])
  })

  it('wait 30 seconds at most, and stream nothing', () => {
    const migration = migrated(
      openApi(get(`type: aws_proxy, ${lambda}, timeoutInMillis: 60000, responseTransferMode: STREAM`)),
    )
    expect(said(only(migration.to)?.timeoutInMillis)).toBe(30_000)
    expect(told(migration, 'timeout')).toEqual([expect.stringContaining('waits 60,000 ms')])
    expect(told(migration, 'response-streaming')).toHaveLength(1)
  })

  it.each([
    ['type: mock', 'mock-integration', 'lost'],
    [
      "type: aws, httpMethod: POST, uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/Query'",
      'aws-services',
      'lost',
    ],
    [
      "type: aws_proxy, httpMethod: POST, uri: 'arn:aws:apigateway:us-east-1:firehose:action/PutRecord'",
      'aws-services',
      'lost',
    ],
    [
      "type: aws, httpMethod: POST, uri: 'arn:aws:apigateway:us-east-1:sqs:path/123456789012/q'",
      'aws-services',
      'lost',
    ],
    [
      "type: aws, httpMethod: POST, uri: 'arn:aws:apigateway:us-east-1:states:action/StartExecution', requestTemplates: {application/json: '#set($a = 1)$a'}",
      'aws-services',
      'decision',
    ],
  ] as const)('leave out a route with {%s}', (integration, topic, severity) => {
    const migration = migrated(openApi(get(integration)))
    expect(migration.to.routes).toEqual([])
    expect(told(migration, topic)).toEqual([
      expect.stringMatching(new RegExp(`^${severity} GET /books/\\{id\\}: .*route is left out`)),
    ])
  })

  it.each([
    [
      'sqs:path/123456789012/orders',
      'Action=SendMessage&MessageBody=$util.urlEncode($input.body)',
      'SQS-SendMessage',
      {
        QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/orders',
        MessageBody: '$request.body',
        Region: 'us-east-1',
      },
    ],
    [
      'states:action/StartExecution',
      `{"input": "$util.escapeJavaScript($input.json('$'))", "stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:m", "name": "$context.requestId"}`,
      'StepFunctions-StartExecution',
      {
        StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:m',
        Input: '$request.body',
        Name: '$context.requestId',
        Region: 'us-east-1',
      },
    ],
    [
      'kinesis:action/PutRecord',
      `{"StreamName": "clicks", "Data": "$util.base64Encode($input.json('$.data'))", "PartitionKey": "$input.path('$.user.id')"}`,
      'Kinesis-PutRecord',
      {
        StreamName: 'clicks',
        Data: '$request.body.data',
        PartitionKey: '$request.body.user.id',
        Region: 'us-east-1',
      },
    ],
  ])('call %s by its subtype', (target, template, subtype, parameters) => {
    const migration = migrated(
      openApi(
        get(
          `type: aws, httpMethod: POST, credentials: 'arn:aws:iam::123456789012:role/r', uri: 'arn:aws:apigateway:us-east-1:${target}', requestTemplates: {application/json: ${JSON.stringify(template)}}`,
        ),
      ),
    )
    expect(said(only(migration.to)?.subtype)).toBe(subtype)
    expect(saidMap(only(migration.to)?.requestParameters)).toEqual(parameters)
    expect(told(migration, 'aws-services')).toEqual([
      expect.stringContaining('changed GET /books/{id}: the service is called by the subtype'),
    ])
  })
})

describe('who may call', () => {
  const schemes = (scheme: string): string => `components: { securitySchemes: { own: ${scheme} } }`
  const guarded = (scheme: string): Migration =>
    migrated(openApi(get(`type: aws_proxy, ${lambda}`, ' security: [{ own: [] }],'), schemes(scheme)))
  const authorizer = (body: string): string =>
    `{ type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: ${body} }`
  const uri = `authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:Ask/invocations'`

  it('is asked of a TOKEN authorizer as one of type REQUEST', () => {
    const migration = guarded(authorizer(`{ type: token, ${uri}, identityValidationExpression: '^x' }`))
    expect(migration.to.authorizers).toMatchObject([
      {
        name: 'own',
        type: { value: 'REQUEST' },
        payloadFormatVersion: { value: '1.0' },
        identitySource: [{ value: '$request.header.Authorization' }],
        resultTtlInSeconds: { value: 300 },
      },
    ])
    expect(routeOf(migration.to, 'GET /books/{id}').authorization.type).toBe('CUSTOM')
    expect(told(migration, 'lambda-authorizer')).toEqual([
      expect.stringContaining("changed authorizer 'own': it becomes of type REQUEST"),
      expect.stringContaining("lost authorizer 'own': 'identityValidationExpression' is lost"),
      expect.stringContaining("changed GET /books/{id}: 'own' decides"),
    ])
  })

  it('is kept for 0 seconds where nothing is left to keep it by', () => {
    const migration = guarded(
      authorizer(`{ type: request, ${uri}, identitySource: context.identity.apiKey }`),
    )
    expect(migration.to.authorizers).toMatchObject([{ identitySource: [], resultTtlInSeconds: { value: 0 } }])
    expect(told(migration, 'lambda-authorizer')).toContainEqual(
      expect.stringContaining("the identity source 'context.identity.apiKey' is left out"),
    )
  })

  it('is checked by a JWT authorizer of the user pool', () => {
    const pool = (arns: string): Migration =>
      guarded(authorizer(`{ type: cognito_user_pools, providerARNs: [${arns}] }`))
    const one = pool("'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc'")
    expect(one.to.authorizers).toMatchObject([
      {
        type: { value: 'JWT' },
        jwt: { issuer: { value: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc' }, audience: [] },
      },
    ])
    expect(told(one, 'cognito-authorizer')).toContainEqual(
      expect.stringContaining("decision authorizer 'own': it needs an audience"),
    )
    const two = pool(
      "'arn:aws:cognito-idp:eu-west-1:1:userpool/a', 'arn:aws:cognito-idp:eu-west-1:1:userpool/b'",
    )
    expect(two.to.authorizers).toEqual([])
    expect(routeOf(two.to, 'GET /books/{id}').authorization.type).toBe('AWS_IAM')
  })

  it('is never open where only an API key guarded', () => {
    const migration = guarded('{ type: apiKey, name: x-api-key, in: header }')
    expect(routeOf(migration.to, 'GET /books/{id}').authorization.type).toBe('AWS_IAM')
    expect(told(migration, 'api-keys').map(line => line.slice(0, 8))).toEqual(['lost GET', 'decision'])
  })

  it('is never open where the authorizer is missing', () => {
    const migration = migrated(openApi(get(`type: aws_proxy, ${lambda}`, ' security: [{ gone: [] }],')))
    expect(routeOf(migration.to, 'GET /books/{id}').authorization.type).toBe('AWS_IAM')
    expect(told(migration, 'unread')).toEqual([expect.stringContaining('a signature by IAM stands in')])
  })
})

describe('CORS', () => {
  const options = (path: string, headers: string): string => `  ${path}:
    options:
      x-amazon-apigateway-integration: { type: mock, responses: { default: { statusCode: '200', responseParameters: { ${headers} } } } }`
  const header = (name: string, value: string): string =>
    `method.response.header.Access-Control-${name}: "'${value}'"`

  it('is one configuration in the place of mocks', () => {
    const { to, findings, routes } = migrated(
      openApi(
        options(
          '/a',
          [
            header('Allow-Origin', 'https://a.example/'),
            header('Allow-Methods', 'GET, POST'),
            header('Max-Age', '600'),
            header('Allow-Credentials', 'true'),
          ].join(', '),
        ),
      ),
    )
    expect(routes).toEqual([])
    expect(to.cors).toMatchObject({
      allowOrigins: [{ value: 'https://a.example' }],
      allowMethods: [{ value: 'GET' }, { value: 'POST' }],
      maxAge: { value: 600 },
      allowCredentials: { value: true },
    })
    expect(findings.some(({ topic, severity }) => topic === 'cors' && severity === 'changed')).toBe(true)
  })

  it('of several paths is everything together, and a decision', () => {
    const migration = migrated(
      openApi(
        `${options('/a', header('Allow-Origin', 'https://a.example'))}\n${options('/b', [header('Allow-Origin', '*'), header('Allow-Credentials', 'true')].join(', '))}`,
      ),
    )
    expect(migration.to.cors?.allowOrigins.map(said)).toEqual(['https://a.example', '*'])
    expect(migration.to.cors?.allowCredentials).toBeUndefined()
    expect(told(migration, 'cors').filter(line => line.startsWith('decision'))).toHaveLength(2)
  })

  it('is not made of a mock that is no preflight', () => {
    const { to, routes } = migrated(openApi(options('/a', 'method.response.header.Allow: "\'GET\'"')))
    expect([to.cors, routes.length]).toEqual([undefined, 1])
  })
})

describe('a template', () => {
  const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Api
    Properties:
      Name: books
      StageName: prod
      EndpointConfiguration: { Type: PRIVATE, VPCEndpointIds: [vpce-1] }
      BinaryMediaTypes: [image~1png]
      MinimumCompressionSize: 100
      TracingEnabled: true
      CacheClusterEnabled: true
      CacheClusterSize: '0.5'
      Variables: { tier: gold }
      CanarySetting: { PercentTraffic: 10 }
      ClientCertificateId: cert
      AccessLogSetting: { DestinationArn: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/x', Format: '$context.requestId $context.resourcePath' }
      MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: INFO, ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 }]
      GatewayResponses: { DEFAULT_4XX: { StatusCode: 400 } }
      Auth: { ResourcePolicy: { CustomStatements: [{ Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }] } }
      Models: { Book: { type: object } }
  List:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: app.handler
      CodeUri: src
      Events:
        Get: { Type: Api, Properties: { RestApiId: !Ref Books, Path: /books, Method: get, RequestModel: { Model: Book, ValidateBody: true, Required: true } } }
        Add: { Type: Api, Properties: { RestApiId: !Ref Books, Path: /books, Method: post } }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: { ApiStages: [{ ApiId: !Ref Books, Stage: prod }], Throttle: { RateLimit: 5 }, Quota: { Limit: 1000, Period: DAY } }
  Domain:
    Type: AWS::ApiGateway::DomainName
    Properties: { DomainName: api.example.com, EndpointConfiguration: { Types: [EDGE] }, SecurityPolicy: TLS_1_0, CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/x' }
  Mapping:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: { DomainName: !Ref Domain, RestApiId: !Ref Books, Stage: prod, BasePath: v1 }
  Filter:
    Type: AWS::WAFv2::WebACLAssociation
    Properties: { ResourceArn: !Sub 'arn:aws:apigateway:us-east-1::/restapis/\${Books}/stages/prod', WebACLArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/x/1' }
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: { Namespace: AWS/ApiGateway, MetricName: 5XXError, Dimensions: [{ Name: ApiName, Value: books }], Statistic: Sum, Period: 60, EvaluationPeriods: 1, ComparisonOperator: GreaterThanThreshold, Threshold: 1 }
`
  const source =
    'exports.handler = async event => {\n  const ip = event.requestContext.identity.sourceIp\n  return ok(event.headers.Authorization, ip)\n}\n'
  const migration = migrated(template, { '/work/src/app.js': source })

  it.each([
    ['private-endpoint', 'lost'],
    ['resource-policy', 'lost'],
    ['binary-media-types', 'changed'],
    ['compression', 'lost'],
    ['gateway-responses', 'lost'],
    ['documentation', 'lost'],
    ['tracing', 'lost'],
    ['caching', 'lost'],
    ['canary', 'lost'],
    ['client-certificate', 'lost'],
    ['execution-logs', 'lost'],
    ['api-keys', 'lost'],
    ['waf', 'lost'],
    ['custom-domain', 'decision'],
    ['request-validation', 'lost'],
    ['access-logs', 'lost'],
    ['stage-settings', 'changed'],
    ['lambda-permission', 'decision'],
  ] as const)('tells of %s, which is %s, at its line', (topic, severity) => {
    const own = migration.findings.filter(finding => finding.topic === topic && finding.severity === severity)
    expect(own.length).toBeGreaterThan(0)
    expect(own.every(({ origin }) => origin.file === '/work/api.yaml' && origin.range.start.line > 2)).toBe(
      true,
    )
  })

  it('tells figures and names', () => {
    expect(told(migration, 'api-keys').join()).toContain(
      'no client is held to 5 requests a second and 1,000 requests each day',
    )
    expect(told(migration, 'stage-settings').join()).toContain(
      "throttling of all methods (100 requests a second, 50 at once) goes into 'DefaultRouteSettings'",
    )
    expect(told(migration, 'stage-settings').join()).toContain("the dimension 'ApiId'")
    expect(told(migration, 'access-logs').join()).toContain(
      "'$context.resourcePath' (write '$context.routeKey')",
    )
    expect(told(migration, 'custom-domain').join()).toContain("lead '/v1' to the new API")
    expect(told(migration, 'custom-domain').join()).toContain(
      'it is edge-optimized, which HTTP APIs do not have',
    )
  })

  it('names the lines of handlers that read what changes', () => {
    expect(migration.findings.filter(({ topic }) => topic === 'events')).toMatchObject([
      {
        severity: 'changed',
        subject: "function 'List'",
        message: "reads 'headers.Authorization': named 'authorization'",
        origin: { file: '/work/src/app.js', range: { start: { line: 2 } } },
      },
    ])
    const later = migration.handlers.flatMap(({ reads }) => reads.map(({ difference }) => difference.path))
    expect(later).toEqual(['requestContext.identity.sourceIp', 'headers.Authorization'])
  })

  it('calls a route the same only when its handler is seen and reads nothing that changes', () => {
    const plain = migrated(template, { '/work/src/app.js': 'exports.handler = async event => event.body\n' })
    expect(
      plain.findings.filter(({ subject, severity }) => subject === 'POST /books' && severity === 'same'),
    ).toHaveLength(1)
    const unseen = migrated(template)
    expect(unseen.findings.filter(({ subject }) => subject === 'POST /books')).toMatchObject([
      { severity: 'decision', topic: 'events' },
    ])
  })
})

it('every topic has its page at AWS', () => {
  expect(
    Object.values(topics).filter(
      ({ documentation }) => !documentation.startsWith('https://docs.aws.amazon.com/'),
    ),
  ).toEqual([])
})
