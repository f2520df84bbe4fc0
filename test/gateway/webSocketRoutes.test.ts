import { describe, expect, it } from 'vitest'
import { chat } from '../support/webSocketApi.ts'
import { fidelity } from '../support/fidelity.ts'

const echo = { function: 'Echo', answers: true }
const functions = new Map([
  ['Echo', '({ statusCode: 200, body: event.requestContext.routeKey + " " + event.body })'],
  ['Fails', 'fail("out of order")'],
  ['Says', '({ statusCode: 500, body: "sorry" })'],
  ['Nothing', 'null'],
  ['Slow', 'integration timeout'],
])

async function answerOf(expression: string, message: unknown): Promise<readonly string[]> {
  const routes = {
    join: echo,
    'chat/join': echo,
    'join-': echo,
    action: echo,
    '[a, 1]': echo,
    $default: echo,
  }
  const client = await chat(
    { api: { RouteSelectionExpression: expression }, routes },
    { functions },
  ).connect()
  await client.send(message)
  return client.frames.map(frame => frame.split(' {')[0] ?? frame)
}

describe('the route of a message', () => {
  fidelity('WebSocket API', 'Routing of messages: selection expressions, `$default`, no route', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html',
  })

  const message = { service: 'chat', action: 'join', list: ['a', 1] }

  it.each([
    ['$request.body.action', 'join'],
    ['${request.body.action}', 'join'],
    ['${request.body.service}/${request.body.action}', 'chat/join'],
    ['${request.body.action}-${request.body.invalidPath}', 'join-'],
    ['$request.body.list', '[a, 1]'],
    ['action', 'action'],
    ['\\$default', '$default'],
    ['$request.body.other', '$default'],
  ])('by %s is %s', async (expression, routeKey) => {
    expect(await answerOf(expression, message)).toEqual([routeKey])
  })

  it('is $default for what is no JSON', async () => {
    expect(await answerOf('$request.body.action', 'plain text')).toEqual(['$default plain text'])
  })

  it('is never that of a connection, whatever a message says', async () => {
    const client = await chat({ routes: { $disconnect: echo, $default: echo } }, { functions }).connect()
    await client.send({ action: '$disconnect' })
    expect(client.frames).toEqual(['$default {"action":"$disconnect"}'])
  })

  it('is missing: the client is told and stays connected', async () => {
    const client = await chat({ routes: { join: echo } }, { functions }).connect()
    const { route, response } = await client.send({ action: 'nope' })
    expect(route).toBeUndefined()
    expect(response.status).toBe(403)
    expect(client.frames).toHaveLength(1)
    expect(client.frames[0]).toMatch(
      /^\{"message": "Forbidden", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
    )
    expect(client.frames[0]).toContain(client.connection?.client.id)
    expect(client.closed).toEqual([])
  })
})

describe('what a route answers', () => {
  fidelity(
    'WebSocket API',
    'Route responses: what a function answers goes to the client, nothing without one',
    { by: 'recording', source: 'serverless/serverless test/integration/aws/websocket.test.js' },
  )

  it('is nothing without a route response', async () => {
    const client = await chat({ routes: { $default: { function: 'Echo' } } }, { functions }).connect()
    const { trace } = await client.send('hello')
    expect(client.frames).toEqual([])
    expect(trace().steps.find(({ name }) => name === 'authorizer')).toMatchObject({
      state: 'skipped',
      summary: 'none on this route; API Gateway asks at `$connect` only',
    })
    expect(trace().steps.at(-1)).toMatchObject({
      title: 'Route response',
      state: 'skipped',
      summary: 'the route has no route response: nothing is sent',
    })
  })

  it('is nothing with a route response that no expression selects', async () => {
    const route = { RouteResponseSelectionExpression: undefined }
    const client = await chat({ routes: { $default: { ...echo, route } } }, { functions }).connect()
    await client.send('hello')
    expect(client.frames).toEqual([])
  })

  it('is the body of a function, whatever its status', async () => {
    const client = await chat(
      { routes: { $default: { function: 'Says', answers: true } } },
      { functions },
    ).connect()
    const { webSocket } = await client.send('hello')
    expect(client.frames).toEqual(['sorry'])
    expect(webSocket).toMatchObject({ error: 'integration', sent: 1 })
  })

  it.each([
    ['Fails', 'Internal server error'],
    ['Nothing', 'Internal server error'],
    ['Slow', 'Endpoint request timed out'],
  ])('of the function %s is an error, asked for or not', async (name, message) => {
    for (const answers of [true, false]) {
      const client = await chat(
        { routes: { $default: { function: name, answers } } },
        { functions },
      ).connect()
      const { webSocket } = await client.send('hello')
      expect(client.frames.map(frame => JSON.parse(frame) as unknown)).toMatchObject([
        { message, connectionId: client.connection?.client.id },
      ])
      expect(webSocket?.error).toBe('execution')
    }
  })
})

describe('a custom integration', () => {
  fidelity('WebSocket API', 'Integration requests: the selected template, parameters, conversion to binary', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html',
  })
  fidelity('WebSocket API', 'Integration responses: chosen by status or error, their template', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html',
  })

  const lambda = (id: string) => ({
    IntegrationType: 'AWS',
    IntegrationMethod: 'POST',
    IntegrationUri: {
      'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${id}.Arn}/invocations`,
    },
  })

  it('gets what the selected template makes of the message, and its answer goes through one', async () => {
    const api = chat(
      {
        routes: {
          $default: {
            answers: true,
            function: 'Orders',
            integration: {
              ...lambda('Orders'),
              TemplateSelectionExpression: '${request.body.version}',
              RequestTemplates: {
                v2: '{"order": $input.json("$.order"), "of": "$context.connectionId"}',
                $default: '{"order": "old"}',
              },
            },
            integrationResponses: {
              $default: {
                TemplateSelectionExpression: '${integration.response.statuscode}',
                ResponseTemplates: { '200': '{"got": $input.json("$.order")}' },
              },
              '/.*out of stock.*/': {
                TemplateSelectionExpression: '\\$default',
                ResponseTemplates: { $default: 'sorry: $input.path("$.errorMessage")' },
              },
            },
          },
        },
      },
      { functions: new Map([['Orders', 'event.order === "none" ? fail("out of stock") : event']]) },
    )
    const client = await api.connect()
    await client.send({ version: 'v2', order: { id: 7 } })
    await client.send({ version: 'v1', order: { id: 7 } })
    await client.send({ version: 'v2', order: 'none' })
    expect(client.frames).toEqual(['{"got": {"id":7}}', '{"got": "old"}', 'sorry: out of stock'])
    expect(JSON.parse(api.world.events[0]?.event ?? '')).toEqual({
      order: { id: 7 },
      of: client.connection?.client.id,
    })
  })

  it('of type MOCK answers by its integration response', async () => {
    const client = await chat({
      routes: {
        $default: {
          answers: true,
          integration: {
            IntegrationType: 'MOCK',
            TemplateSelectionExpression: '200',
            RequestTemplates: { '200': '{"statusCode": 200}' },
          },
          integrationResponses: {
            '/2\\d\\d/': {
              TemplateSelectionExpression: '\\$default',
              ResponseTemplates: { $default: '$context.eventType $context.routeKey $stageVariables.color' },
            },
          },
        },
      },
      stage: { StageVariables: { color: 'blue' } },
    }).connect()
    await client.send('x')
    expect(client.frames).toEqual(['MESSAGE $default blue'])
  })

  it('needs an integration response where its route answers', async () => {
    const integration = {
      IntegrationType: 'HTTP',
      IntegrationMethod: 'POST',
      IntegrationUri: 'http://a.test/',
    }
    const backend = { status: 200, headers: [], body: Buffer.from('hello') }
    const client = await chat({ routes: { $default: { answers: true, integration } } }, { backend }).connect()
    await client.send('x')
    expect(client.frames[0]).toContain('"message": "Internal server error"')
  })

  it('sends bytes for base64 where it converts to binary', async () => {
    const backend = { status: 200, headers: [], body: Buffer.from('hello') }
    const api = chat(
      {
        routes: {
          $default: {
            answers: true,
            integration: {
              IntegrationType: 'HTTP_PROXY',
              IntegrationMethod: 'POST',
              IntegrationUri: 'http://a.test/',
              ContentHandlingStrategy: 'CONVERT_TO_BINARY',
              RequestParameters: {
                'integration.request.header.connection-id': 'context.connectionId',
                'integration.request.querystring.kind': "'photo'",
              },
            },
          },
        },
      },
      { backend },
    )
    const client = await api.connect()
    await client.send(Buffer.from([0, 255, 7]).toString('base64'))
    expect(api.world.sent[0]).toMatchObject({ url: 'http://a.test/?kind=photo', method: 'POST' })
    expect([...(api.world.sent[0]?.body ?? [])]).toEqual([0, 255, 7])
    expect(api.world.sent[0]?.headers).toContainEqual(['connection-id', client.connection?.client.id])
    expect(client.frames).toEqual(['hello'])
  })

  it.each([
    ['NEVER', 'Unsupported Media Type'],
    ['WHEN_NO_TEMPLATES', 'Unsupported Media Type'],
    ['WHEN_NO_MATCH', undefined],
  ])('with the passthrough behavior %s and no template for a message', async (behavior, message) => {
    const client = await chat(
      {
        routes: {
          $default: {
            integration: {
              IntegrationType: 'HTTP',
              IntegrationMethod: 'POST',
              IntegrationUri: 'http://a.test/',
              PassthroughBehavior: behavior,
              TemplateSelectionExpression: '$request.body.version',
              RequestTemplates: { v2: '{}' },
            },
          },
        },
      },
      { backend: { status: 200, headers: [], body: Buffer.from('') } },
    ).connect()
    await client.send({ version: 'v1' })
    expect(client.frames.map(frame => (JSON.parse(frame) as { message: string }).message)).toEqual(
      message === undefined ? [] : [message],
    )
  })
})

describe('a model', () => {
  fidelity('WebSocket API', 'Request validation of messages by models', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html',
  })

  const Order = {
    Type: 'AWS::ApiGatewayV2::Model',
    Properties: {
      ApiId: { Ref: 'Chat' },
      Name: 'Order',
      ContentType: 'application/json',
      Schema: { type: 'object', required: ['id'] },
    },
  }
  const route = { ModelSelectionExpression: '$request.body.kind', RequestModels: { order: 'Order' } }
  const api = (more: object = {}) =>
    chat(
      { routes: { $default: { ...echo, route: { ...route, ...more } } }, resources: { Order } },
      { functions },
    )

  it('is what a message is held against', async () => {
    const client = await api().connect()
    await client.send({ kind: 'order', id: 1 })
    const { trace } = await client.send({ kind: 'order' })
    expect(client.frames[0]).toBe('$default {"kind":"order","id":1}')
    expect(client.frames[1]).toContain('"message": "Bad request body"')
    expect(trace().steps.find(({ state }) => state === 'failed')?.summary).toBe(
      'the message does not match model **Order**: [object has missing required properties (["id"])]',
    )
  })

  it('that is missing fails the message, unless there is a $default one', async () => {
    const client = await api().connect()
    await client.send({ kind: 'other', id: 1 })
    expect(client.frames[0]).toContain('"message": "Bad request body"')
    const other = await api({ RequestModels: { $default: 'Order' } }).connect()
    await other.send({ kind: 'other', id: 1 })
    expect(other.frames[0]).toContain('$default')
  })
})

describe('throttling', () => {
  fidelity('WebSocket API', 'Throttling of messages by route', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-protect.html',
  })

  it('refuses a message over the limit of its route', async () => {
    const stage = { RouteSettings: { $default: { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 1 } } }
    const api = chat({ routes: { $default: echo, other: echo }, stage }, { functions })
    const client = await api.connect()
    for (const action of ['a', 'a', 'a', 'other']) await client.send({ action })
    expect(client.frames.map(frame => frame.slice(0, 32))).toEqual([
      '$default {"action":"a"}',
      '$default {"action":"a"}',
      '{"message": "Too Many Requests",',
      'other {"action":"other"}',
    ])
    api.world.state.advanceClock(1000)
    await client.send({ action: 'a' })
    expect(client.frames[4]).toBe('$default {"action":"a"}')
  })
})
