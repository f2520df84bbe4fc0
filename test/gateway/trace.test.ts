import { describe, expect, it } from 'vitest'
import type { RestApi } from '../../server/src/api/api.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import type { Gateway } from '../../server/src/gateway/gateway.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import type { HttpRequest } from '../../server/src/gateway/messages.ts'
import { BackendError } from '../../server/src/gateway/world.ts'
import type { TraceStep } from '../../server/src/protocol/trace.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fixedWorld, lambdaFunction } from '../support/world.ts'

const uri =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:echo/invocations'

const definitionText = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /echo:
    post:
      responses: { '200': { description: ok } }
      x-amazon-apigateway-integration: { type: aws_proxy, httpMethod: POST, uri: '${uri}' }
  /proxy:
    get:
      responses: { '200': { description: ok } }
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'http://upstream.test/' }
`

const request: HttpRequest = {
  method: 'POST',
  path: '/echo',
  query: 'x=1',
  headers: [['Content-Type', 'text/plain']],
  body: Buffer.from('hello'),
  sourceIp: '127.0.0.1',
  port: 3000,
}

const echo = new Map([['echo', '({body: event.body})']])

describe('trace', () => {
  it('shows what went in and came out of each step', async () => {
    const exchange = await shop().handle(request, fixedWorld({ functions: echo }))
    const trace = exchange.trace()
    expect(exchange.route).toBe('POST /echo')
    expect(trace).toMatchObject({
      requestId: '00000000-0000-4000-8000-000000000001',
      api: { id: 'Shop', name: 'Shop', type: 'rest' },
      stage: 'dev',
      route: 'POST /echo',
      request: { method: 'POST', url: '/echo?x=1', body: { text: 'hello', size: 5 } },
      response: { status: 200, body: { text: 'hello', size: 5 } },
    })
    expect(stepOf(trace.steps, 'integrationRequest').after?.body?.text).toContain('"body":"hello"')
    expect(stepOf(trace.steps, 'integration').after?.body?.text).toBe('{"body":"hello"}')
  })

  it('names a line of the definition or of a handler for every step that followed one', async () => {
    const exchange = await shop().handle(request, fixedWorld({ functions: echo }))
    const without = exchange.trace().steps.filter(step => !step.source)
    expect(without).toEqual([])
  })

  it('gives each step its place in time', async () => {
    const exchange = await shop().handle(request, fixedWorld({ functions: echo }))
    const { steps, durationMs } = exchange.trace()
    const starts = steps.map(step => step.startMs)
    expect(starts).toEqual([...starts].sort((a, b) => a - b))
    expect(steps.every(step => step.durationMs > 0)).toBe(true)
    expect(durationMs).toBeGreaterThan(starts.at(-1) ?? Infinity)
  })

  it('is told step by step to whoever listens', async () => {
    const heard: TraceStep[] = []
    const exchange = await shop().handle(request, fixedWorld({ functions: echo }), {
      onStep: step => heard.push(step),
    })
    expect(heard).toEqual(exchange.trace().steps)
  })

  it('cuts a body after 1 MB, never inside a character', async () => {
    const body = Buffer.from(`x${'é'.repeat(600_000)}`)
    const exchange = await shop().handle({ ...request, body }, fixedWorld({ functions: echo }))
    const shown = exchange.trace().request.body
    expect(shown).toMatchObject({ size: body.length, isCut: true })
    expect(Buffer.byteLength(shown?.text ?? '')).toBe(1024 * 1024 - 1)
  })

  it('shows bytes that are no text as base64', async () => {
    const exchange = await shop().handle(
      { ...request, body: Buffer.from([255, 0]) },
      fixedWorld({ functions: echo }),
    )
    expect(exchange.trace().request.body).toEqual({ base64: '/wA=', size: 2 })
  })
})

describe('a request that cannot be answered', () => {
  it('is refused when its body is larger than 10 MB', async () => {
    const body = new Uint8Array(10 * 1024 * 1024 + 1)
    const { response } = await shop().handle({ ...request, body }, fixedWorld({ functions: echo }))
    expect(response.status).toBe(413)
  })

  it('rejects when it is cancelled, so that no answer is made up for nobody', async () => {
    const world = {
      ...fixedWorld(),
      fetch: () => Promise.reject(new BackendError('aborted', 'cancelled')),
    }
    const answer = shop().handle({ ...request, method: 'GET', path: '/proxy' }, world)
    await expect(answer).rejects.toMatchObject({ reason: 'aborted' })
  })

  it('rejects when a port of the world breaks, which is our bug and no answer of AWS', async () => {
    const world = { ...fixedWorld(), invokeFunction: () => Promise.reject(new Error('pool is broken')) }
    await expect(shop().handle(request, world)).rejects.toThrow('pool is broken')
  })
})

function shop(): Gateway {
  const { definition } = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': definitionText }))
  const api = definition?.apis.find((candidate): candidate is RestApi => candidate.type === 'rest')
  const stage = api?.stages[0]
  if (!definition || !api || !stage) throw new Error('the definition of this test cannot be read')
  return createGateway({ ...definition, functions: [lambdaFunction('echo')] }, api, stage)
}

function stepOf(steps: readonly TraceStep[], name: TraceStep['name']): TraceStep {
  const step = steps.find(candidate => candidate.name === name)
  if (!step) throw new Error(`no step ${name}`)
  return step
}
