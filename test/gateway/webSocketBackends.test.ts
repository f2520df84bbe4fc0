import { describe, expect, it } from 'vitest'
import type { FixedWorldOptions } from '../support/world.ts'
import type { SocketRouteTemplate } from '../support/webSocketApi.ts'
import { chat, uriOf } from '../support/webSocketApi.ts'
import { fidelity } from '../support/fidelity.ts'

function service(uri: string, template?: string) {
  return {
    IntegrationType: 'AWS',
    IntegrationMethod: 'POST',
    IntegrationUri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:${uri}` },
    CredentialsArn: 'arn:aws:iam::123456789012:role/calls',
    PassthroughBehavior: 'NEVER',
    ...(template !== undefined && {
      TemplateSelectionExpression: '\\$default',
      RequestTemplates: { $default: template },
    }),
  }
}

function answered(status: number, body: string): FixedWorldOptions {
  return { service: { status, headers: [], body: Buffer.from(body) } }
}

const putItem = service(
  'dynamodb:action/PutItem',
  '{"TableName": "clients", "Item": {"id": {"S": "$context.connectionId"}}}',
)

describe('an AWS service behind a route', () => {
  fidelity('WebSocket API', 'AWS services behind a route: what is sent, responses by status, at $connect', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html',
  })

  const sendOrder: SocketRouteTemplate = {
    answers: true,
    integration: service(
      'states:action/StartSyncExecution',
      `{"stateMachineArn": "m", "input": "$util.escapeJavaScript($input.json('$.order'))"}`,
    ),
    integrationResponses: {
      $default: { ResponseTemplates: { 'application/json': `{"is": $input.json('$.status')}` } },
      '/4\\d\\d/': { ResponseTemplates: { 'application/json': `refused: $input.path('$.message')` } },
    },
  }

  it('gets what AWS would send, and its answer goes through the integration response', async () => {
    const api = chat({ routes: { sendOrder } }, answered(200, '{"status": "SUCCEEDED"}'))
    const client = await api.connect()
    const { trace } = await client.send({ action: 'sendOrder', order: { id: 7 } })
    expect(client.frames).toEqual(['{"is": "SUCCEEDED"}'])
    const [sent] = api.world.sent
    expect(sent).toMatchObject({
      method: 'POST',
      url: 'https://states.us-east-1.amazonaws.com/?Action=StartSyncExecution',
      service: 'states',
      region: 'us-east-1',
      action: 'StartSyncExecution',
      route: 'sendOrder',
    })
    expect(sent?.headers).toContainEqual(['X-Amz-Target', 'AWSStepFunctions.StartSyncExecution'])
    expect(Buffer.from(sent?.body ?? []).toString()).toBe('{"stateMachineArn": "m", "input": "{\\"id\\":7}"}')
    expect(trace().steps.find(({ name }) => name === 'integrationRequest')?.summary).toContain(
      'AWS signs it for `states` in `us-east-1`: role `arn:aws:iam::123456789012:role/calls`',
    )
  })

  it('refuses, and the integration response of its status says so', async () => {
    const api = chat({ routes: { sendOrder } }, answered(400, '{"message": "no such machine"}'))
    const client = await api.connect()
    await client.send({ action: 'sendOrder', order: {} })
    expect(client.frames).toEqual(['refused: no such machine'])
  })

  it('decides by its status who may connect', async () => {
    const api = chat({ routes: { $connect: { integration: putItem } } }, answered(200, '{}'))
    const { answer, connection } = await api.connect()
    expect(answer.status).toBe(101)
    expect(JSON.parse(Buffer.from(api.world.sent[0]?.body ?? []).toString())).toEqual({
      TableName: 'clients',
      Item: { id: { S: connection?.client.id } },
    })
    const refusing = chat({ routes: { $connect: { integration: putItem } } }, answered(400, '{}'))
    expect((await refusing.connect()).answer.status).toBe(400)
  })

  it('hears of a client that left', async () => {
    const deleteItem = service('dynamodb:action/DeleteItem', '{"id": "$context.connectionId"}')
    const api = chat({ routes: { $disconnect: { integration: deleteItem } } }, answered(200, '{}'))
    const client = await api.connect()
    await client.leave({ code: 1005, reason: '' })
    expect(Buffer.from(api.world.sent[0]?.body ?? []).toString()).toBe(
      JSON.stringify({ id: client.connection?.client.id }).replace(':', ': '),
    )
  })

  it('may not get a header that AWS sets itself', async () => {
    const integration = {
      ...putItem,
      RequestParameters: { 'integration.request.header.Authorization': "'x'" },
    }
    const client = await chat(
      { routes: { $default: { answers: true, integration } } },
      answered(200, '{}'),
    ).connect()
    await client.send('x')
    expect(client.frames[0]).toContain('"message": "Internal server error"')
  })

  it('that nobody stands in for is a 501 that says what to do', async () => {
    const client = await chat({ routes: { $default: { integration: putItem } } }).connect()
    const { response } = await client.send('x')
    expect(response.status).toBe(501)
    expect(client.frames[0]).toContain(
      "nothing on this machine answers for AWS's 'dynamodb': name an emulator with '--endpoint dynamodb=URL'",
    )
    expect(client.frames[0]).toContain("'dynamodb:PutItem'")
  })
})

describe('the template of a route without template selection expression', () => {
  fidelity('WebSocket API', 'Templates without a template selection expression', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-transformations.html',
  })

  it('is that for application/json, where there is no $default one', async () => {
    const integration = {
      ...service('sqs:path/1/q'),
      RequestTemplates: { 'application/json': 'a=$input.body' },
    }
    const api = chat({ routes: { $default: { integration } } }, answered(200, ''))
    await (await api.connect()).send('hello')
    expect(Buffer.from(api.world.sent[0]?.body ?? []).toString()).toBe('a=hello')
  })

  it('is none where an expression selects another', async () => {
    const integration = {
      ...service('sqs:path/1/q'),
      TemplateSelectionExpression: 'other',
      RequestTemplates: { 'application/json': 'a=$input.body' },
    }
    const api = chat({ routes: { $default: { integration } } }, answered(200, ''))
    const client = await api.connect()
    await client.send('hello')
    expect(api.world.sent).toEqual([])
    expect(client.frames[0]).toContain('"message": "Unsupported Media Type"')
  })
})

describe('a backend behind a VPC link', () => {
  it('is asked for through its link', async () => {
    const integration = {
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'POST',
      IntegrationUri: 'https://nlb.internal/chat',
      ConnectionType: 'VPC_LINK',
      ConnectionId: 'abc123',
      TlsConfig: { ServerNameToVerify: 'chat.test' },
    }
    const backend = { status: 200, headers: [], body: Buffer.from('in the VPC') }
    const api = chat({ routes: { $default: { answers: true, integration } } }, { backend })
    const client = await api.connect()
    await client.send('x')
    expect(client.frames).toEqual(['in the VPC'])
    expect(api.world.sent[0]).toMatchObject({
      url: 'https://nlb.internal/chat',
      vpcLink: { names: ['abc123'], hasHost: true },
      tls: { serverName: 'chat.test' },
    })
  })
})

describe('stub mode', () => {
  const elsewhere = {
    IntegrationType: 'AWS_PROXY',
    IntegrationMethod: 'POST',
    IntegrationUri: {
      'Fn::Sub':
        'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:elsewhere/invocations',
    },
  }
  const news = {
    Type: 'AWS::ApiGatewayV2::Model',
    Properties: {
      ApiId: { Ref: 'Chat' },
      Name: 'News',
      ContentType: 'application/json',
      Schema: { type: 'object', properties: { title: { type: 'string', example: 'today' } } },
    },
  }
  const answer = {
    Type: 'AWS::ApiGatewayV2::RouteResponse',
    Properties: {
      ApiId: { Ref: 'Chat' },
      RouteId: { Ref: 'Route1' },
      RouteResponseKey: '$default',
      ResponseModels: { $default: 'News' },
    },
  }
  const route = { RouteResponseSelectionExpression: '$default' }
  const template = {
    routes: {
      $connect: { integration: elsewhere },
      news: { integration: elsewhere, route },
      save: { integration: putItem },
    },
    resources: { News: news, Answer: answer },
  }

  it('lets clients in and answers with what the model of the route response allows', async () => {
    const client = await chat(template, { stubs: true }).connect()
    expect(client.answer.headers).toContainEqual(['x-gatehouse-stub', 'true'])
    const { trace } = await client.send({ action: 'news' })
    expect(client.frames).toEqual(['{"title":"today"}'])
    expect(trace().steps.find(({ name }) => name === 'integration')).toMatchObject({
      state: 'notEmulated',
      summary: expect.stringContaining(
        'stub: a value made from the schema of `200`, since function',
      ) as unknown,
    })
  })

  it('sends nothing where the route answers nothing', async () => {
    const client = await chat(template, { stubs: true }).connect()
    const { error } = (await client.send({ action: 'save' })).webSocket ?? {}
    expect([client.frames, error]).toEqual([[], undefined])
  })

  it('replaces no backend that answers, not even with a fault', async () => {
    const integration = { ...elsewhere, IntegrationUri: uriOf('Fails') }
    const routes = { $connect: { function: 'Fails', integration } }
    const functions = new Map([['Fails', 'fail("out of order")']])
    const { answer: refused } = await chat({ routes }, { functions, stubs: true }).connect()
    expect(refused.status).toBe(502)
  })

  it('is off unless asked for', async () => {
    expect((await chat(template).connect()).answer.status).toBe(501)
  })
})
