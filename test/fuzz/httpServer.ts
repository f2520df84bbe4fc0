import net from 'node:net'
import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { headTooLarge } from '../../server/src/gateway/frontEnd.ts'
import type { Listener } from '../../server/src/io/sockets.ts'
import { listen } from '../../server/src/io/sockets.ts'
import { gatewayOf, send } from '../support/oneApi.ts'
import { fixedWorld } from '../support/world.ts'

/** A gateway on a port of this process. */
export interface FuzzedServer {
  readonly port: number
  /** What broke the gateway so far: always empty, if all is well. */
  readonly problems: string[]
  readonly close: () => Promise<void>
}

const definition = `openapi: 3.0.1
info: { title: Mock, version: '1' }
x-amazon-apigateway-minimum-compression-size: 0
x-amazon-apigateway-request-validators: { all: { validateRequestBody: true, validateRequestParameters: true } }
paths:
  /good:
    get: &mock
      responses: { '200': { description: ok } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: '200', responseTemplates: { application/json: '{"ok": true}' } } }
  /books/{bookId}:
    x-amazon-apigateway-any-method:
      x-amazon-apigateway-request-validator: all
      requestBody: { content: { application/json: { schema: { type: object, required: [name] } } } }
      responses: { '200': { description: ok } }
      x-amazon-apigateway-integration:
        type: mock
        passthroughBehavior: when_no_templates
        requestTemplates:
          application/json: '{"statusCode": 200, "name": $input.json("$.name"), "all": "$util.escapeJavaScript($input.params())"}'
        responses: { default: { statusCode: '200', responseTemplates: { application/json: '$input.params("bookId")' } } }
`

/** Serves a small REST API: a mock at `/good`, and one that validates and renders at `/books/{bookId}`. */
export async function startServer(mostConnections: number): Promise<FuzzedServer> {
  const gateway = gatewayOf(definition)
  // The real time: the account's token bucket fills again.
  const world = { ...fixedWorld(), now: () => Date.now() }
  const problems: string[] = []
  const listener: Listener = await listen({
    host: '127.0.0.1',
    port: 0,
    handle: async request => (await send(gateway, request, world)).response,
    headTooLarge: () => headTooLarge,
    mostConnections,
    onProblem: message => problems.push(message),
  })
  return { port: listener.port, problems, close: listener.close }
}

/** Milliseconds of a good request on a connection of its own; undefined when its answer is not 200. */
export function askGood(port: number): Promise<number | undefined> {
  const started = performance.now()
  return new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1')
    let answer = ''
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => (answer += text))
    socket.on('error', () => undefined)
    socket.on('close', () =>
      resolve(answer.startsWith('HTTP/1.1 200 ') ? performance.now() - started : undefined),
    )
    socket.write('GET /good HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  })
}

/** Bytes that this process needs, after everything that is garbage has gone. */
export async function memory(): Promise<{ heap: number; resident: number }> {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  for (let round = 0; round < 3; round++) {
    if (typeof collect === 'function') Reflect.apply(collect, undefined, [])
    await new Promise(soon => setTimeout(soon, 20))
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: heapUsed + external, resident: rss }
}
