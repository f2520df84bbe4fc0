import { describe, expect, it } from 'vitest'
import { parseTemplateContext } from '../../server/src/template/contextText.ts'
import { createTemplateScope } from '../../server/src/template/scope.ts'
import { compileTemplate } from '../../server/src/template/template.ts'
import { labelsOf, methodOf, restApiOf, said, saidMap } from '../support/readDefinition.ts'
import { readService } from '../support/readService.ts'

const proxy = (text: string) =>
  readService(
    `plugins: [serverless-apigateway-service-proxy]\ncustom:\n  apiGatewayServiceProxies:\n${text.replace(/^/gm, '    ')}\nresources: {Resources: {Stream: {Type: 'AWS::Kinesis::Stream', Properties: {Name: events}}}}\n`,
  )
const machine = (http: string, more = '') =>
  readService(
    `plugins: [serverless-step-functions]\nstepFunctions:\n  stateMachines:\n    order:\n${more}      events:\n        - http: ${http}\n`,
  )

function integrationOf(service: ReturnType<typeof proxy>, label: string) {
  const { integration } = methodOf(restApiOf(service.definition), label)
  if (!integration) throw new Error('no integration')
  return integration
}

/** What a template that a plugin makes prints, as JSON. */
function rendered(
  templates: Parameters<typeof saidMap>[0],
  context: object,
  type = 'application/json',
): unknown {
  const given = parseTemplateContext(JSON.stringify(context))
  if (typeof given === 'string') throw new Error(given)
  const text = String(saidMap(templates)[type])
  const { output, error } = compileTemplate(text).render(createTemplateScope(given))
  if (error) throw new Error(error.message)
  return JSON.parse(output)
}

describe('routes of serverless-apigateway-service-proxy', () => {
  it.each([
    [
      'sqs: {path: /queue, method: post, queueName: jobs}',
      'POST /queue',
      'arn:aws:apigateway:us-east-1:sqs:path//123456789012/jobs',
      {
        'integration.request.querystring.Action': "'SendMessage'",
        'integration.request.querystring.MessageBody': 'method.request.body',
      },
      { 'application/json': '{statusCode:200}' },
    ],
    [
      'sqs: {path: queue, method: post, queueName: jobs, request: {template: {application/json: T}}}',
      'POST /queue',
      'arn:aws:apigateway:us-east-1:sqs:path//123456789012/jobs',
      { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      { 'application/json': 'T' },
    ],
    [
      'kinesis: {path: "/in/{key}", method: post, streamName: !Ref Stream, partitionKey: {pathParam: key}}',
      'POST /in/{key}',
      'arn:aws:apigateway:us-east-1:kinesis:action/PutRecord',
      {},
      {
        'application/json':
          '{"StreamName":"events","Data":"$util.base64Encode($input.body)","PartitionKey":"$input.params().path.key"}',
        'application/x-www-form-urlencoded':
          '{"StreamName":"events","Data":"$util.base64Encode($input.body)","PartitionKey":"$input.params().path.key"}',
      },
    ],
    [
      's3: {path: "/f/{name}", method: get, action: GetObject, bucket: files, key: {pathParam: name}}',
      'GET /f/{name}',
      'arn:aws:apigateway:us-east-1:s3:path/{bucket}/{object}',
      {
        'integration.request.header.Range': 'method.request.header.Range',
        'integration.request.path.bucket': "'files'",
        'integration.request.path.object': 'method.request.path.name',
      },
      {},
    ],
    [
      'sns: {path: /topic, method: post, topicName: news}',
      'POST /topic',
      'arn:aws:apigateway:us-east-1:sns:path//',
      { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      Object.fromEntries(
        ['application/json', 'application/x-www-form-urlencoded'].map(type => [
          type,
          "Action=Publish&Message=$util.urlEncode($input.body)&TopicArn=$util.urlEncode('arn:aws:sns:us-east-1:123456789012:news')",
        ]),
      ),
    ],
    [
      'eventbridge: {path: /e, method: post, eventBusName: bus, source: shop, detailType: {queryStringParam: t}, detail: {bodyParam: data}}',
      'POST /e',
      'arn:aws:apigateway:us-east-1:events:action/PutEvents',
      {
        'integration.request.header.X-Amz-Target': "'AWSEvents.PutEvents'",
        'integration.request.header.Content-Type': "'application/x-amz-json-1.1'",
      },
      Object.fromEntries(
        ['application/json', 'application/x-www-form-urlencoded'].map(type => [
          type,
          '{"Entries":[{"Detail": "$util.escapeJavaScript($util.parseJson($input.body).data)","DetailType": "$input.params().querystring.t","EventBusName": "bus","Source": "shop"}]}',
        ]),
      ),
    ],
    [
      'dynamodb: {path: "/t/{id}", method: get, action: GetItem, tableName: books, hashKey: {pathParam: id, attributeType: S}}',
      'GET /t/{id}',
      'arn:aws:apigateway:us-east-1:dynamodb:action/GetItem',
      {},
      Object.fromEntries(
        ['application/json', 'application/x-www-form-urlencoded'].map(type => [
          type,
          '{"TableName": "books","Key": {"id": {"S": "$input.params().path.id"}}}',
        ]),
      ),
    ],
  ])('call the service: %s', (text, label, uri, parameters, templates) => {
    const service = proxy(`- ${text}`)
    const integration = integrationOf(service, label)
    expect(said(integration.uri)).toBe(uri)
    expect([said(integration.type), said(integration.httpMethod)]).toEqual([
      'AWS',
      label.startsWith('GET /f') ? 'GET' : 'POST',
    ])
    expect(saidMap(integration.requestParameters)).toEqual(parameters)
    expect(saidMap(integration.requestTemplates)).toEqual(templates)
    expect(said(integration.credentials)).toMatch(/^arn:aws:iam::123456789012:role\/.*ApigatewayTo\w+Role/)
    expect(service.errors).toEqual([])
  })

  it('answer as the service does, or as the user says', () => {
    const patterns = (text: string) =>
      integrationOf(proxy(`- ${text}`), 'POST /q').responses.map(each => [
        said(each.statusCode),
        each.selectionPattern && said(each.selectionPattern),
        saidMap(each.responseTemplates),
      ])
    const sqs = 'sqs: {path: q, method: post, queueName: q'
    const none = ['200', '400', '500'].map(status => [status, status, {}])
    expect(patterns(`${sqs}}`)).toEqual(none)
    const templates = 'template: {success: S, clientError: C, serverError: E}'
    expect(patterns(`${sqs}, response: {${templates}}}`)).toEqual([
      ['200', '200', { 'application/json': 'S' }],
      ['400', '400', { 'application/json': 'C' }],
      ['500', '500', { 'application/json': 'E' }],
    ])
    const list =
      "[{statusCode: 201, selectionPattern: '2..', responseTemplates: {text/plain: T}}, {statusCode: 400}]"
    expect(patterns(`${sqs}, response: ${list}}`)).toEqual([
      ['201', '2..', { 'text/plain': 'T' }],
      ['400', '400', {}],
    ])
    const s3 = 's3: {path: q, method: post, action: PutObject, bucket: b, key: k}'
    expect(patterns(s3).map(([status]) => status)).toEqual(['400', '500', '200', '206'])
  })

  it('have keys, authorizers, parameters and CORS as the user asks', () => {
    const { definition, errors } = proxy(
      "- sqs: {path: q, method: post, queueName: q, private: true, authorizationType: AWS_IAM, cors: true, acceptParameters: {'method.request.header.X': true}}",
    )
    const api = restApiOf(definition)
    const method = methodOf(api, 'POST /q')
    expect([method.apiKeyRequired && said(method.apiKeyRequired), method.authorization.type]).toEqual([
      true,
      'AWS_IAM',
    ])
    expect(
      method.requestParameters.map(({ location, name, isRequired }) => [location, name, isRequired]),
    ).toEqual([['header', 'X', true]])
    expect(method.responses.map(({ headers }) => [...headers.keys()])).toEqual(
      Array(3).fill(['Access-Control-Allow-Origin']),
    )
    const [response] = methodOf(api, 'OPTIONS /q').integration?.responses ?? []
    expect(saidMap(response?.responseParameters)['method.response.header.Access-Control-Allow-Headers']).toBe(
      "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token,X-Amz-User-Agent'",
    )
    expect(errors).toEqual([])
  })

  it('declare in the method what the proxy of S3 takes and gives', () => {
    const { definition } = proxy(
      '- s3: {path: "/f/{name}", method: get, action: GetObject, bucket: files, key: {pathParam: name}}',
    )
    const method = methodOf(restApiOf(definition), 'GET /f/{name}')
    expect(method.requestParameters.map(({ location, name }) => `${location}.${name}`)).toEqual([
      'header.Range',
      'path.name',
    ])
    expect([
      ...(method.responses.find(({ statusCode }) => statusCode === '200')?.headers.keys() ?? []),
    ]).toContain('Content-Type')
  })

  it('put what a body says into a table, and take its values out', () => {
    const keys =
      'hashKey: {pathParam: id, attributeType: N}, rangeKey: {queryStringParam: at, attributeType: S}'
    const table = (action: string, more = '') =>
      integrationOf(
        proxy(
          `- dynamodb: {path: "/t/{id}", method: put, action: ${action}, tableName: books, ${keys}${more}}`,
        ),
        'PUT /t/{id}',
      )
    const context = {
      body: '{"title": {"S": "Dune"}, "year": {"N": "1965"}}',
      params: { path: { id: '7' }, querystring: { at: 'x' }, header: {} },
    }
    expect(
      rendered(table('PutItem', ', condition: attribute_not_exists(id)').requestTemplates, context),
    ).toEqual({
      TableName: 'books',
      Item: { id: { N: '7' }, at: { S: 'x' }, title: { S: 'Dune' }, year: { N: '1965' } },
      ConditionExpression: 'attribute_not_exists(id)',
    })
    expect(rendered(table('DeleteItem', ', condition: c').requestTemplates, context)).toEqual({
      TableName: 'books',
      Key: { id: { N: '7' }, at: { S: 'x' } },
      ConditionExpression: 'c',
    })
    const [success] = table('GetItem').responses
    const answer = { body: '{"Item": {"id": {"N": "7"}, "title": {"S": "Dune"}}}' }
    expect(success && rendered(success.responseTemplates, answer)).toEqual({ id: '7', title: 'Dune' })
  })

  it('put several records into a stream', () => {
    const { requestTemplates } = integrationOf(
      proxy('- kinesis: {path: k, method: post, action: PutRecords, streamName: s}'),
      'POST /k',
    )
    const body = '{"records": [{"data": "a", "partition-key": "1"}, {"data": "b", "partition-key": "2"}]}'
    expect(rendered(requestTemplates, { body })).toEqual({
      StreamName: 's',
      Records: [
        { Data: 'YQ==', PartitionKey: '1' },
        { Data: 'Yg==', PartitionKey: '2' },
      ],
    })
  })

  it('make one role for each service, which may be given instead', () => {
    const { definition } = proxy(
      '- sqs: {path: a, method: post, queueName: one}\n- sqs: {path: b, method: post, queueName: two}\n- sns: {path: c, method: post, topicName: t, roleArn: "arn:aws:iam::123456789012:role/own"}',
    )
    expect(definition.surroundings.roles.map(({ id }) => id)).toContain('ApigatewayToSqsRole')
    expect(labelsOf(restApiOf(definition))).toEqual(['POST /a', 'POST /b', 'POST /c'])
    const { credentials } = methodOf(restApiOf(definition), 'POST /c').integration ?? {}
    expect(credentials && said(credentials)).toBe('arn:aws:iam::123456789012:role/own')
  })

  it('stand beside those of functions', () => {
    const { definition } = readService(
      'plugins: [serverless-apigateway-service-proxy]\nfunctions: {f: {handler: a.b, events: [{http: GET q}]}}\ncustom: {apiGatewayServiceProxies: [{sqs: {path: q, method: post, queueName: q}}]}\n',
    )
    expect(labelsOf(restApiOf(definition))).toEqual(['GET /q', 'POST /q'])
  })
})

describe('routes of serverless-step-functions', () => {
  it('start an execution with the body', () => {
    const service = machine('POST order', '      name: Order\n')
    const integration = integrationOf(service, 'POST /order')
    expect(said(integration.uri)).toBe('arn:aws:apigateway:us-east-1:states:action/StartExecution')
    expect(saidMap(integration.requestTemplates)['application/json']).toBe(
      `{"input": "$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'", "'")", "name": "$context.requestId", "stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:Order"}`,
    )
    expect(
      integration.responses.map(each => [
        said(each.statusCode),
        each.selectionPattern && said(each.selectionPattern),
      ]),
    ).toEqual([
      ['200', ''],
      ['400', '400'],
    ])
    expect(service.errors).toEqual([])
  })

  it.each([
    ['{path: s, method: post, action: StartSyncExecution}', 'StartSyncExecution', 'WHEN_NO_TEMPLATES', []],
    [
      '{path: s, method: post}',
      'StartExecution',
      'NEVER',
      ['application/json', 'application/x-www-form-urlencoded'],
    ],
    [
      '{path: s, method: post, request: {template: {text/plain: T}}}',
      'StartExecution',
      'NEVER',
      ['application/json', 'application/x-www-form-urlencoded', 'text/plain'],
    ],
  ])('call the action that %s asks for', (http, action, passthrough, types) => {
    const integration = integrationOf(machine(http), 'POST /s')
    expect(said(integration.uri)).toMatch(new RegExp(`:states:action/${action}$`))
    expect(integration.passthroughBehavior && said(integration.passthroughBehavior)).toBe(passthrough)
    expect([...integration.requestTemplates.keys()].sort()).toEqual(types)
  })

  it('give a machine the body, or all that a function of a proxy integration gets', () => {
    const machineOf = (http: string) =>
      integrationOf(machine(http, '      name: Order\n'), 'POST /s').requestTemplates
    const context = {
      body: '{"a": "it\'s \\"it\\""}',
      params: { path: {}, querystring: { q: '1' }, header: { Accept: '*/*' } },
      context: {
        requestId: 'r',
        httpMethod: 'POST',
        requestTimeEpoch: 5,
        identity: { sourceIp: '1.2.3.4', caller: '' },
      },
      stageVariables: {},
    }
    const machineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:Order'
    expect(rendered(machineOf('POST s'), context)).toEqual({
      input: '{"a":"it\'s \\"it\\""}',
      name: 'r',
      stateMachineArn: machineArn,
    })
    const whole = '{path: s, method: post, request: {template: lambda_proxy}}'
    const inputOf = (given: object, type: string) => {
      const request = rendered(machineOf(whole), given, type) as { input: string; stateMachineArn: string }
      expect(request.stateMachineArn).toBe(machineArn)
      return JSON.parse(request.input) as Record<string, unknown>
    }
    expect(inputOf(context, 'application/json')).toMatchObject({
      httpMethod: 'POST',
      headers: { Accept: '*/*' },
      queryStringParameters: { q: '1' },
      pathParameters: null,
      stageVariables: null,
      requestContext: {
        accountId: '123456789012',
        identity: { sourceIp: '1.2.3.4', caller: null },
        requestTimeEpoch: 5,
      },
      body: context.body,
      isBase64Encoded: false,
    })
    const form = { ...context, body: 'a=it%27s&b=%22' }
    const { body } = inputOf(form, 'application/x-www-form-urlencoded')
    expect(JSON.parse(String(body))).toEqual({ a: "it's", b: '"' })
  })

  it('have responses, headers, authorizers, keys and CORS as the event says', () => {
    const service = readService(`plugins: {modules: [serverless-step-functions]}
functions: {auth: {handler: a.auth}}
stepFunctions:
  stateMachines:
    order:
      events:
        - http:
            path: order
            method: post
            private: true
            authorizer: auth
            cors: true
            timeoutInMillis: 5000
            response: {headers: {X-Id: "'1'"}, template: {application/json: T}}
        - http: {path: own, method: get, authorizer: aws_iam, responses: {409: {selectionPattern: '4..', responseTemplates: {text/plain: C}}}}
`)
    const api = restApiOf(service.definition)
    const method = methodOf(api, 'POST /order')
    expect([method.authorization.type, method.apiKeyRequired && said(method.apiKeyRequired)]).toEqual([
      'CUSTOM',
      true,
    ])
    expect(api.authorizers.map(({ name }) => name)).toEqual(['auth'])
    expect(method.integration?.timeoutInMillis && said(method.integration.timeoutInMillis)).toBe(5000)
    const [success] = method.integration?.responses ?? []
    expect(saidMap(success?.responseParameters)).toEqual({
      'method.response.header.X-Id': "'1'",
      'method.response.header.Access-Control-Allow-Origin': "'*'",
    })
    expect(saidMap(success?.responseTemplates)).toEqual({ 'application/json': 'T' })
    const own = methodOf(api, 'GET /own')
    expect(own.authorization.type).toBe('AWS_IAM')
    expect(
      own.integration?.responses.map(each => [said(each.statusCode), saidMap(each.responseTemplates)]),
    ).toEqual([['409', { 'text/plain': 'C' }]])
    expect(labelsOf(api)).toContain('OPTIONS /order')
    expect(service.errors).toEqual([])
  })
})

describe('routes that plugins make and nobody can read', () => {
  it.each([
    [
      'serverless-apigateway-service-proxy',
      'custom: {apiGatewayServiceProxies: [{sqs: {path: /queue, method: post}}]}',
    ],
    [
      'serverless-step-functions',
      'stepFunctions: {stateMachines: {order: {events: [{http: {path: order}}, {schedule: rate(1 day)}]}}}',
    ],
  ])('of %s are named, and only where the plugin is used', (plugin, more) => {
    const notes = (plugins: string) =>
      readService(`plugins: [${plugins}]\n${more}\n`).diagnostics.filter(({ message }) =>
        message.includes(`'${plugin}' makes a route`),
      )
    expect(notes(plugin).map(({ severity }) => severity)).toEqual(['info'])
    expect(notes('serverless-offline')).toEqual([])
  })
})
