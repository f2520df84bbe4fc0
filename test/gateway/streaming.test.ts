import { describe, expect, it, test } from 'vitest'
import { wholeResponse } from '../../server/src/gateway/streaming.ts'
import type { ChunkSink, FunctionResult, World } from '../../server/src/gateway/world.ts'
import { bodyText, gatewayOf, send, summaryOf } from '../support/oneApi.ts'
import { fixedWorld } from '../support/world.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('REST API', 'Response streaming of HTTP backends; 30 seconds of idling at an edge', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html',
})

const path = '2021-11-15/functions/${Writer.Arn}/response-streaming-invocations'
const api = (integration: string) =>
  gatewayOf(`AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Resources:
  Writer:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs20.x, Handler: app.handler, CodeUri: src, FunctionName: writer }
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      MinimumCompressionSize: 0
      DefinitionBody:
        openapi: 3.0.1
        info: { title: streams, version: '1' }
        paths:
          /:
            get:
              responses: { '200': { description: ok } }
              x-amazon-apigateway-integration: ${integration}
`)
const lambdaApi = (mode = 'STREAM', of = path) =>
  api(`
                type: aws_proxy
                httpMethod: POST
                responseTransferMode: ${mode}
                uri: { Fn::Sub: 'arn:aws:apigateway:us-east-1:lambda:path/${of}' }`)

const ran = { log: [], durationMs: 1, notes: [] }
const success = { type: 'success' as const, payload: '', ...ran }
const failure: FunctionResult = {
  type: 'error',
  errorType: 'Error',
  errorMessage: 'late',
  payload: '',
  cause: 'handler',
  ...ran,
}
const nul = '\0'.repeat(8)

/** A world whose function writes to its stream. */
function writing(write: (stream: ChunkSink) => Promise<FunctionResult>): World {
  return {
    ...fixedWorld(),
    invokeFunction: call =>
      call.stream ? write(call.stream) : Promise.resolve({ ...success, payload: '{"statusCode":200}' }),
  }
}

const pieces = (texts: string[], result: FunctionResult = success) =>
  writing(async stream => {
    for (const text of texts) await stream.push(Buffer.from(text))
    return result
  })

describe('a function that streams', () => {
  fidelity('REST API', 'Response streaming of functions: metadata, delimiter, 502 without them', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html',
  })

  test('gives status and headers by its metadata, then the body as it comes', async () => {
    let write: (text: string) => void = () => undefined
    let end: (result: FunctionResult) => void = () => undefined
    const world = writing(
      stream =>
        new Promise(resolve => {
          write = text => void stream.push(Buffer.from(text))
          end = resolve
        }),
    )
    const running = send(lambdaApi(), { headers: [['Accept-Encoding', 'gzip']] }, world)
    await new Promise(soon => setTimeout(soon, 0))
    write(
      '{"statusCode":201,"headers":{"x-one":"1"},"multiValueHeaders":{"x-two":["a","b"]},"cookies":["c=1"]}',
    )
    write('\0\0\0')
    write('\0\0\0\0\0first')
    const exchange = await running
    const { response } = exchange
    expect(response.status).toBe(201)
    expect(response.headers).toEqual(
      expect.arrayContaining([
        ['x-one', '1'],
        ['x-two', 'a'],
        ['x-two', 'b'],
        ['Set-Cookie', 'c=1'],
      ]),
    )
    expect(response.headers.map(([name]) => name)).not.toContain('Content-Encoding')
    expect(summaryOf(exchange, 'integration')).toBe('Lambda **Writer** runs on; the body is streamed')
    const chunks = response.stream?.chunks[Symbol.asyncIterator]()
    expect(Buffer.from((await chunks?.next())?.value ?? []).toString()).toBe('first')
    write('second')
    expect(Buffer.from((await chunks?.next())?.value ?? []).toString()).toBe('second')
    end(success)
    expect((await chunks?.next())?.done).toBe(true)
    expect(summaryOf(exchange, 'integration')).toMatch(
      /; streamed 11 B in 2 chunks, the first after \d+\.\d ms, the last after \d+\.\d ms$/,
    )
    expect(exchange.trace().response.body).toEqual({ text: 'firstsecond', size: 11 })
  })

  test.each<[string, string[]]>([
    ['no delimiter', ['{"statusCode":200}']],
    ['no JSON', [`hello${nul}body`]],
    ['a list', [`[]${nul}body`]],
    ['a status that is none', [`{"statusCode":"x"}${nul}body`]],
    ['cookies that are none', [`{"cookies":"a"}${nul}body`]],
    ['metadata beyond 16 KB', [' '.repeat(17_000), `{}${nul}`]],
    ['nothing', []],
  ])('with %s is a 502', async (_, texts) => {
    const exchange = await send(lambdaApi(), {}, pieces(texts))
    expect([exchange.response.status, bodyText(exchange)]).toEqual([
      502,
      '{"message": "Internal server error"}',
    ])
    expect(summaryOf(exchange, 'integration')).toContain('malformed answer')
  })

  test('that fails before its metadata is a 502, one that is too slow a 504', async () => {
    expect((await send(lambdaApi(), {}, pieces([], failure))).response.status).toBe(502)
    const slow: FunctionResult = {
      type: 'timeout',
      limit: 'integration',
      errorMessage: '',
      payload: '',
      ...ran,
    }
    expect((await send(lambdaApi(), {}, pieces([], slow))).response.status).toBe(504)
  })

  test('that fails later breaks its body off, and the trace says why', async () => {
    const exchange = await send(lambdaApi(), {}, pieces([`{}${nul}half`], failure))
    expect(exchange.response.status).toBe(200)
    const read = async () => {
      const chunks = exchange.response.stream?.chunks[Symbol.asyncIterator]()
      while ((await chunks?.next())?.done === false) continue
    }
    await expect(read()).rejects.toThrow('late')
    expect(summaryOf(exchange, 'integration')).toContain('then it broke off: Lambda **Writer** failed')
  })

  test('is not waited for by who reads slowly: the writer is', async () => {
    const waits: boolean[] = []
    const world = writing(async stream => {
      await stream.push(Buffer.from(`{}${nul}`))
      for (let count = 0; count < 4; count++) {
        const room = stream.push(Buffer.alloc(400_000))
        waits.push(room !== undefined)
        await room
      }
      return success
    })
    const { response } = await send(lambdaApi(), {}, world)
    await new Promise(soon => setTimeout(soon, 5))
    expect(waits).toEqual([false, false, true])
    expect((await wholeResponse(response)).body).toHaveLength(1_600_000)
    expect(waits).toHaveLength(4)
  })
})

it('refuses a mode and a URI that do not agree', async () => {
  const buffered = '2015-03-31/functions/${Writer.Arn}/invocations'
  for (const gateway of [lambdaApi('BUFFERED'), lambdaApi('STREAM', buffered)]) {
    expect((await send(gateway, {}, pieces([`{}${nul}`]))).response.status).toBe(500)
  }
  expect((await send(lambdaApi('BUFFERED', buffered), {}, pieces([]))).response.status).toBe(200)
})

it('takes what a streaming function gave as a whole for what it is', async () => {
  const world = { ...fixedWorld(), invokeFunction: async () => ({ ...success, payload: `{}${nul}body` }) }
  const buffered = lambdaApi('BUFFERED', '2015-03-31/functions/${Writer.Arn}/invocations')
  const exchange = await send(buffered, {}, world)
  expect(exchange.response.status).toBe(502)
  expect(summaryOf(exchange, 'integration')).toContain('it is no JSON')
})

it('streams what an HTTP backend answers', async () => {
  const gateway = api(
    `{ type: http_proxy, httpMethod: GET, uri: 'http://upstream.test/', responseTransferMode: STREAM }`,
  )
  async function* body() {
    yield Buffer.from('a')
    yield Buffer.from('b')
    await Promise.resolve()
  }
  const idle: (number | undefined)[] = []
  const world: World = {
    ...fixedWorld(),
    fetch: async request => {
      idle.push(request.streamIdleMs)
      return { status: 206, headers: [['X-Own', '1']], body: new Uint8Array(), stream: body() }
    },
  }
  const exchange = await send(gateway, {}, world)
  expect(exchange.response.status).toBe(206)
  expect(exchange.response.headers).toContainEqual(['X-Own', '1'])
  expect(bodyText({ ...exchange, response: await wholeResponse(exchange.response) })).toBe('ab')
  expect(summaryOf(exchange, 'integration')).toMatch(/answered 206, streamed 2 B in 2 chunks/)
  expect(idle).toEqual([30_000])
})
