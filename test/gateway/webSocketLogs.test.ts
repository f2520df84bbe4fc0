import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../server/src/gateway/exchange.ts'
import { isExecutionLogged, loggedLines } from '../../server/src/gateway/logs/loggedLines.ts'
import { fidelity } from '../support/fidelity.ts'
import type { Chat } from '../support/webSocketApi.ts'
import { chat, functionResource, uriOf } from '../support/webSocketApi.ts'

const functions = new Map([
  ['Echo', '({ statusCode: 200, body: "echo" })'],
  ['Refuses', '({ statusCode: 403 })'],
  ['Fails', 'fail("out of order")'],
  [
    'Guard',
    `({ principalId: 'user', policyDocument: { Statement: [{ Action: '*', Effect: event.queryStringParameters.as, Resource: '*' }] } })`,
  ],
])

const echo = { function: 'Echo', answers: true }
const routes = { $connect: echo, $default: echo, $disconnect: echo, broken: { function: 'Fails' } }

/** The lines that the stage asks for, ids and times replaced. */
function lines({ stage }: Chat, exchange: Exchange | undefined): string[] {
  return loggedLines(stage, exchange?.route, exchange?.executionLog ?? (() => [])).map(({ text }) =>
    text
      .replaceAll(exchange?.requestId ?? '', 'REQUEST')
      .replace(/Connection Id: [\w-]{15}=/, 'Connection Id: CLIENT')
      .replace(/RequestId : .*/, 'RequestId : RUN')
      .replace(/latency: \d+/, 'latency: 1')
      .replace(/function:\S*Echo\S*\//, 'function:Echo/'),
  )
}

function logged(settings: object | undefined, given: object = routes): Chat {
  const stage = settings && { DefaultRouteSettings: settings }
  return chat({ routes: given, ...(stage && { stage }) } as Parameters<typeof chat>[0], { functions })
}

const call = [
  'Sending request to https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:Echo/invocations',
  'Received response. Status: 200, Integration latency: 1 ms',
  'AWS Integration Endpoint RequestId : RUN',
]

describe('the execution log of a WebSocket API', () => {
  fidelity('Logs, metrics and alarms', 'Execution logs of WebSocket APIs, as the settings of the route ask', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html',
  })

  it('tells of a connection from its handshake to its end', async () => {
    const api = logged({ LoggingLevel: 'INFO' })
    const client = await api.connect('', { 'User-Agent': 'wscat' })
    expect(lines(api, client.exchange)).toEqual([
      'Extended Request Id: REQUEST',
      'Starting execution for request: REQUEST',
      'WebSocket Request Route: [$connect]',
      'Client [UserAgent: wscat, SourceIp: 127.0.0.1] is connecting to WebSocket API [chat].',
      ...call,
      'Client [Connection Id: CLIENT] connected to API [chat] successfully.',
    ])
    expect(lines(api, await client.send('hello'))).toEqual([
      'Extended Request Id: REQUEST',
      'Starting execution for request: REQUEST',
      'WebSocket Request Route: [$default]',
      'WebSocket API [chat] received message from client [Connection Id: CLIENT].',
      ...call,
      'Message from client [Connection Id: CLIENT] sent to API [chat] with response status code [200].',
    ])
    expect(lines(api, await client.leave({ code: 1001, reason: 'Going away' }))).toEqual([
      'Extended Request Id: REQUEST',
      'Starting execution for request: REQUEST',
      'WebSocket Request Route: [$disconnect]',
      ...call,
      'Client [Connection Id: CLIENT] disconnected from API [chat] with integration response status code [200]. Close reason: [1001: Going away]',
    ])
  })

  it('has what goes to the backend and comes back where data is traced', async () => {
    const api = logged({ LoggingLevel: 'INFO', DataTraceEnabled: true })
    const all = lines(api, await (await api.connect()).send('hello'))
    expect(all).toContainEqual(
      expect.stringMatching(/^Endpoint request body after transformations: \{"requestContext":/),
    )
    expect(all).toContain('Endpoint response body before transformations: {"statusCode":200,"body":"echo"}')
  })

  it('has the failures alone at ERROR, and nothing at OFF', async () => {
    const errors = logged({ LoggingLevel: 'ERROR', DataTraceEnabled: true })
    const client = await errors.connect()
    expect(lines(errors, await client.send('hello'))).toEqual([])
    expect(lines(errors, await client.send({ action: 'broken' }))).toEqual([
      expect.stringMatching(
        /^Lambda execution failed with status 200 due to customer function error: out of order\. Lambda request id: /,
      ),
    ])
    const silent = logged(undefined)
    expect(lines(silent, (await silent.connect()).exchange)).toEqual([])
  })

  it('follows the settings of a route before those of all', async () => {
    const api = chat(
      {
        routes,
        stage: {
          DefaultRouteSettings: { LoggingLevel: 'INFO' },
          RouteSettings: { $connect: { LoggingLevel: 'OFF' } },
        },
      },
      { functions },
    )
    const client = await api.connect()
    expect(lines(api, client.exchange)).toEqual([])
    expect(lines(api, await client.send('hello'))).toContain('WebSocket Request Route: [$default]')
    expect(isExecutionLogged(api.stage)).toBe(true)
    expect(isExecutionLogged(logged({ LoggingLevel: 'OFF' }).stage)).toBe(false)
  })

  it('says of a client that is refused how far it came', async () => {
    const api = logged({ LoggingLevel: 'INFO' }, { $connect: { function: 'Refuses' } })
    const { exchange } = await api.connect()
    expect(exchange.response.status).toBe(403)
    expect(lines(api, exchange).at(-1)).toBe('AWS Integration Endpoint RequestId : RUN')
  })

  it('of a MOCK without a status says what is missing', async () => {
    const api = logged({ LoggingLevel: 'ERROR' }, { $connect: { integration: { IntegrationType: 'MOCK' } } })
    const { exchange } = await api.connect()
    expect(exchange.response.status).toBe(500)
    expect(lines(api, exchange)).toEqual([
      'Execution failed due to configuration error: statusCode should be an integer which defined in request template',
    ])
  })

  it('has the lines of an authorizer', async () => {
    const api = chat(
      {
        routes: {
          $connect: { ...echo, route: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Gate' } } },
        },
        stage: {
          DefaultRouteSettings: { LoggingLevel: 'INFO' },
          AccessLogSettings: {
            Format: '$context.authorizer.status $context.authorize.status $context.authorize.error',
          },
        },
        resources: {
          Gate: {
            Type: 'AWS::ApiGatewayV2::Authorizer',
            Properties: {
              ApiId: { Ref: 'Chat' },
              Name: 'gate',
              AuthorizerType: 'REQUEST',
              AuthorizerUri: uriOf('Guard'),
              IdentitySource: ['route.request.querystring.as'],
            },
          },
          Guard: functionResource,
        },
      },
      { functions },
    )
    const passed = lines(api, (await api.connect('as=Allow')).exchange)
    expect(passed[1]).toMatch(/^Starting authorizer: \w{6} for request: REQUEST$/)
    expect(passed).toContain('Using valid authorizer policy for principal: ****')
    expect(passed).toContain('Successfully completed authorizer execution')
    const { exchange } = await api.connect('as=Deny')
    expect(lines(api, exchange).at(-1)).toMatch(/^User is not authorized to access this resource /)
    expect(exchange.accessLog()).toBe('200 403 The client is not authorized to perform this operation.')
    const unknown = await api.connect('')
    expect(lines(api, unknown.exchange).at(-1)).toBe('Unauthorized request: REQUEST')
  })
})
