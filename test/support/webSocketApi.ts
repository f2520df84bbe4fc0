import type { Stage, WebSocketApi } from '../../server/src/api/api.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import type { Exchange } from '../../server/src/gateway/exchange.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import type { HttpResponse } from '../../server/src/gateway/messages.ts'
import type { Closing, Connection } from '../../server/src/gateway/websocket/connection.ts'
import { memoryFiles } from './memoryFiles.ts'
import type { FixedWorld, FixedWorldOptions } from './world.ts'
import { fixedWorld } from './world.ts'

/** A WebSocket API as its CloudFormation template has it: properties by the names of AWS. */
export interface SocketTemplate {
  readonly api?: Readonly<Record<string, unknown>>
  /** By route key; `function` and `answers` stand for a proxy integration and a route response. */
  readonly routes: Readonly<Record<string, SocketRouteTemplate>>
  readonly stage?: Readonly<Record<string, unknown>>
  readonly resources?: Readonly<Record<string, unknown>>
}

export interface SocketRouteTemplate {
  /** Logical id of the function behind a Lambda proxy integration. */
  readonly function?: string
  readonly integration?: Readonly<Record<string, unknown>>
  /** `IntegrationResponse`s by their keys. */
  readonly integrationResponses?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly answers?: boolean
  readonly route?: Readonly<Record<string, unknown>>
}

/** Writes the template of a WebSocket API `Chat` with stage `dev`. */
export function socketTemplate({ api, routes, stage, resources }: SocketTemplate): string {
  const parts: Record<string, unknown> = {}
  for (const [index, [routeKey, given]] of Object.entries(routes).entries()) {
    const id = `Route${index}`
    const integration = given.integration ?? (given.function && proxyTo(given.function))
    if (integration) parts[`${id}Integration`] = resource('Integration', integration)
    for (const [at, [key, response]] of Object.entries(given.integrationResponses ?? {}).entries())
      parts[`${id}Response${at}`] = resource('IntegrationResponse', {
        IntegrationId: { Ref: `${id}Integration` },
        IntegrationResponseKey: key,
        ...response,
      })
    parts[id] = resource('Route', {
      RouteKey: routeKey,
      ...(integration && { Target: { 'Fn::Sub': `integrations/\${${id}Integration}` } }),
      ...(given.answers && { RouteResponseSelectionExpression: '$default' }),
      ...given.route,
    })
    if (given.answers)
      parts[`${id}Answer`] = resource('RouteResponse', { RouteId: { Ref: id }, RouteResponseKey: '$default' })
    if (given.function) parts[given.function] = functionResource
  }
  return JSON.stringify({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Chat: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: {
          Name: 'chat',
          ProtocolType: 'WEBSOCKET',
          RouteSelectionExpression: '$request.body.action',
          ...api,
        },
      },
      Dev: resource('Stage', { StageName: 'dev', ...stage }),
      ...parts,
      ...resources,
    },
  })
}

/** A function of the template; its code is the test's. */
export const functionResource = {
  Type: 'AWS::Serverless::Function',
  Properties: { Handler: 'index.handler', Runtime: 'nodejs20.x', CodeUri: '.' },
}

/** The URI of a function, for integrations and authorizers. */
export function uriOf(id: string) {
  return {
    'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${id}.Arn}/invocations`,
  }
}

function resource(type: string, properties: Readonly<Record<string, unknown>>) {
  return { Type: `AWS::ApiGatewayV2::${type}`, Properties: { ApiId: { Ref: 'Chat' }, ...properties } }
}

function proxyTo(id: string) {
  return { IntegrationType: 'AWS_PROXY', IntegrationUri: uriOf(id) }
}

/** A WebSocket API in a world that stands still. */
export interface Chat {
  readonly world: FixedWorld
  readonly stage: Stage
  /** A handshake at `/?query`, with headers. */
  readonly connect: (query?: string, headers?: Readonly<Record<string, string>>) => Promise<Connected>
  /** A request of a backend. */
  readonly request: (
    method: string,
    path: string,
    options?: { body?: string; headers?: Readonly<Record<string, string>> },
  ) => Promise<Exchange>
}

export interface Connected {
  readonly answer: HttpResponse
  /** The body of a refused handshake as JSON. */
  readonly refusal: unknown
  readonly exchange: Exchange
  readonly connection: Connection | undefined
  /** Frames that the client got, oldest first. */
  readonly frames: string[]
  /** How this end closed the connection. */
  readonly closed: Closing[]
  /** Sends a message and waits until all its steps are through. */
  readonly send: (message: unknown) => Promise<Exchange>
  readonly leave: (closing: Closing) => Promise<Exchange | undefined>
}

/** Serves a template. */
export function chat(template: SocketTemplate, options: FixedWorldOptions = {}): Chat {
  const files = memoryFiles({ '/template.json': socketTemplate(template) })
  const { definition, diagnostics } = loadDefinition('/template.json', files)
  const api = definition?.apis.find((each): each is WebSocketApi => each.type === 'websocket')
  const stage = api?.stages[0]
  if (!definition || !api || !stage) throw new Error(diagnostics.map(({ message }) => message).join('; '))
  const gateway = createGateway(definition, api, stage)
  const socket = gateway.webSocket
  if (!socket) throw new Error('the gateway has no connections')
  const world = fixedWorld(options)
  const asked = (method: string, target: string, headers: Readonly<Record<string, string>>, body = '') => {
    const [path = '/', query = ''] = target.split('?')
    return {
      method,
      path,
      query,
      headers: Object.entries({ Host: 'localhost:3000', ...headers }),
      body: Buffer.from(body),
      sourceIp: '127.0.0.1',
      port: 3000,
    }
  }
  return {
    world,
    stage,
    request: (method, path, { body, headers = {} } = {}) =>
      gateway.handle(asked(method, path, headers, body), world),
    connect: async (query = '', headers = {}) => {
      const target = query.startsWith('/') ? query : `/?${query}`
      const { exchange, connection } = await socket.connect(asked('GET', target, headers), world)
      const frames: string[] = []
      const closed: Closing[] = []
      connection?.open({ send: text => frames.push(text), close: closing => closed.push(closing) })
      const open = () => {
        if (!connection) throw new Error(`the handshake was refused: ${exchange.response.status}`)
        return connection
      }
      const text = Buffer.from(exchange.response.body).toString('utf8')
      return {
        exchange,
        answer: exchange.response,
        refusal: text === '' ? undefined : (JSON.parse(text) as unknown),
        connection,
        frames,
        closed,
        send: message =>
          socket.message(open(), typeof message === 'string' ? message : JSON.stringify(message), world),
        leave: closing => socket.disconnect(open(), closing, world),
      }
    },
  }
}
