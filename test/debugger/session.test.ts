import type { DebugProtocol } from '@vscode/debugprotocol'
import { describe, expect, it } from 'vitest'
import type { RestApi } from '../../server/src/api/api.ts'
import type { GatewayDebugger } from '../../server/src/debugger/gatewayDebugger.ts'
import { HeldTime } from '../../server/src/debugger/heldTime.ts'
import { templatesOfApi } from '../../server/src/debugger/templateLines.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { createGateway } from '../../server/src/gateway/gateway.ts'
import type { HttpRequest } from '../../server/src/gateway/messages.ts'
import { DebugClient } from '../support/debugClient.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { fixedWorld } from '../support/world.ts'

const definition = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    post:
      responses: { '200': { description: ok } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: http://upstream.test/
        requestTemplates:
          application/json: |
            #set($title = $input.path('$.title'))
            #define($greeting)
              Hello $title
            #end
            #foreach($tag in $input.path('$.tags'))
              #set($last = $tag)
            #end
            {"title": "$title", "last": "$last", "greeting": "$greeting"}
        responses:
          default:
            statusCode: '200'
            responseTemplates:
              application/json: "#set($root = $input.path('$'))\\n{\\"id\\": \\"$root.id\\"}\\n"
`

describe('a session', () => {
  it('holds every request up at its arrival where it was told so', async () => {
    const { client, send } = debug()
    await client.request('initialize', { adapterID: 'gatehouse', pathFormat: 'path' })
    await client.request('launch', { stopOnEntry: true })
    await client.request('configurationDone')
    const answered = send()
    expect(await client.stop()).toMatchObject({
      reason: 'entry',
      frames: ['before method request', 'POST /books'],
    })
    await client.request('continue', { threadId: 1 })
    await answered
  })

  it('without debugging holds nothing up', async () => {
    const { client, send } = debug()
    await client.request('initialize', { adapterID: 'gatehouse', pathFormat: 'path' })
    await client.request('launch', { stopOnEntry: true, noDebug: true })
    await client.request('setBreakpoints', { source: { path: '/api.yaml' }, breakpoints: [{ line: 13 }] })
    await client.request('configurationDone')
    expect(await send()).toMatchObject({ status: 200 })
  })
})

describe('a template', () => {
  it('stops at a breakpoint and is stepped over, into blocks and out to the end of its step', async () => {
    const { client, send } = debug()
    const placed = await client.begin({ '/api.yaml': [{ line: 13 }, { line: 2 }] })
    expect(placed.map(({ verified, line }) => ({ verified, line }))).toEqual([
      { verified: true, line: 13 },
      { verified: false, line: 2 },
    ])
    const answered = send()
    const first = await client.stop()
    expect(first).toMatchObject({ reason: 'breakpoint', path: '/api.yaml', line: 13, column: 13 })
    expect(first.frames).toEqual(['request template, application/json', 'POST /books'])
    expect((await client.go('next')).line).toBe(14)
    expect((await client.go('next')).line).toBe(17)
    expect((await client.go('next')).line).toBe(18)
    const again = await client.go('next')
    expect(again.line).toBe(18)
    expect(await client.variables(again.frameId, 'Variables')).toMatchObject({
      $title: '"Dune"',
      $last: '"a"',
    })
    expect((await client.go('next')).line).toBe(20)
    let step = await client.go('stepIn')
    while (step.line === 20) step = await client.go('stepIn')
    expect(step).toMatchObject({
      line: 15,
      frames: ['#define $greeting', 'request template, application/json', 'POST /books'],
    })
    const end = await client.go('stepOut')
    expect(end.frames).toEqual(['after integration request', 'POST /books'])
    void client.request('continue', { threadId: 1 })
    expect(await answered).toEqual({ status: 200, body: '{"id": "b-1"}\n' })
  })

  it('shows what it was given, and evaluates any expression', async () => {
    const { client, send } = debug()
    await client.begin({ '/api.yaml': [{ line: 20 }] })
    const answered = send()
    const { frameId } = await client.stop()
    expect(await client.variables(frameId, 'Given', '$input')).toEqual({
      body: String.raw`"{\"title\":\"Dune\",\"tags\":[\"a\",\"b\"]}"`,
      "path('$')": '{"title":"Dune","tags":["a","b"]}',
      'params()': expect.stringContaining('"querystring":{}') as string,
    })
    expect(await client.variables(frameId, 'Output so far')).toEqual({ output: '{"title": "' })
    expect(await client.evaluate(frameId, "$input.path('$.tags').size() + 1")).toBe('3')
    expect(await client.evaluate(frameId, 'title', 'hover')).toBe('"Dune"')
    expect(await client.evaluate(frameId, '$context.httpMethod')).toBe('"POST"')
    await expect(client.evaluate(frameId, '$title.substring(99)')).rejects.toThrow('StringIndexOutOfBounds')
    await client.request('continue', { threadId: 1 })
    await answered
  })

  it('goes on with a variable that was changed', async () => {
    const { client, send, world } = debug()
    await client.begin({ '/api.yaml': [{ line: 20 }] })
    const answered = send()
    const { frameId } = await client.stop()
    const variablesReference = await client.reference(frameId, 'Variables')
    await client.request('setVariable', { variablesReference, name: '$title', value: '"Emma"' })
    await client.evaluate(frameId, '$last = "z"', 'repl')
    await client.request('continue', { threadId: 1 })
    await answered
    expect(sentBody(world)).toContain('"title": "Emma", "last": "z"')
  })

  it('stops where a condition is met, at the n-th time, and writes what a log point says', async () => {
    const { client, send } = debug()
    await client.begin({
      '/api.yaml': [
        { line: 18, condition: '$tag == "b"' },
        { line: 19, logMessage: 'never' },
      ],
    })
    const answered = send()
    const { frameId } = await client.stop()
    expect(await client.evaluate(frameId, '$tag')).toBe('"b"')
    await client.request('setBreakpoints', {
      source: { path: '/api.yaml' },
      breakpoints: [{ line: 20, logMessage: 'title {$title}, last {$last}' }],
    })
    await client.request('continue', { threadId: 1 })
    await answered
    expect(client.output).toEqual(['title "Dune", last "b"\n'])
    await client.request('setBreakpoints', {
      source: { path: '/api.yaml' },
      breakpoints: [{ line: 18, hitCondition: '2' }],
    })
    const next = send()
    const second = await client.stop()
    expect(await client.evaluate(second.frameId, '$tag')).toBe('"b"')
    await client.request('continue', { threadId: 2 })
    await next
  })

  it('in a string on one line stops at each statement by its column', async () => {
    const { client, send } = debug()
    const line = 25
    const at = (definition.split('\n')[line - 1]?.indexOf('$root.id') ?? 0) + 1
    const body = await client.begin({ '/api.yaml': [{ line, column: at }] })
    expect(body[0]).toMatchObject({ verified: true, line })
    const answered = send()
    const { column, frameId } = await client.stop()
    expect(column).toBe(at)
    expect(await client.evaluate(frameId, '$root')).toBe('{"id":"b-1"}')
    await client.request('continue', { threadId: 1 })
    await answered
  })
})

describe('a step', () => {
  it('is stopped at before and after, and goes on with another payload', async () => {
    const { client, send, world } = debug()
    await client.begin()
    await client.request('setFunctionBreakpoints', {
      breakpoints: [
        { name: 'after integrationRequest' },
        { name: 'POST /books after integration' },
        { name: 'GET /none integration' },
      ],
    })
    const answered = send()
    const made = await client.stop()
    expect(made).toMatchObject({
      reason: 'function breakpoint',
      frames: ['after integration request', 'POST /books'],
    })
    const payload = await client.reference(made.frameId, 'Payload')
    await client.request('setVariable', {
      variablesReference: payload,
      name: 'body',
      value: '{"changed":true}',
    })
    const backend = await client.go('continue')
    expect(sentBody(world)).toBe('{"changed":true}')
    expect(backend.frames[0]).toBe('after integration')
    const variablesReference = await client.reference(backend.frameId, 'Payload')
    await client.request('setVariable', { variablesReference, name: 'body', value: '{"id":"b-2"}' })
    await expect(
      client.request('setVariable', { variablesReference, name: 'status', value: 'ok' }),
    ).rejects.toThrow('whole number')
    await client.request('continue', { threadId: 1 })
    expect(await answered).toEqual({ status: 200, body: '{"id": "b-2"}\n' })
  })

  it('that is not known by its name is told', async () => {
    const { client } = debug()
    await client.begin()
    const { breakpoints } = await client.request<DebugProtocol.SetFunctionBreakpointsResponse['body']>(
      'setFunctionBreakpoints',
      {
        breakpoints: [{ name: 'transform' }],
      },
    )
    expect(breakpoints[0]).toMatchObject({
      verified: false,
      message: expect.stringContaining('the steps are methodRequest') as string,
    })
  })

  it('lets the request itself be changed before the first', async () => {
    const { client, send, world } = debug()
    await client.begin()
    await client.request('setExceptionBreakpoints', { filters: ['requests'] })
    const answered = send()
    const { frameId } = await client.stop()
    const variablesReference = await client.reference(frameId, 'Payload')
    await client.request('setVariable', { variablesReference, name: 'body', value: '{"title":"Ulysses"}' })
    await client.request('continue', { threadId: 1 })
    await answered
    expect(sentBody(world)).toContain('"title": "Ulysses"')
  })

  it('that fails is stopped at', async () => {
    const { client, send } = debug()
    await client.begin()
    await client.request('setExceptionBreakpoints', { filters: ['failures'] })
    const answered = send({ path: '/nothing' })
    const failed = await client.stop()
    expect(failed.frames[0]).toBe('after method request')
    expect(await client.variables(failed.frameId, 'Step')).toMatchObject({ state: 'failed' })
    await client.request('continue', { threadId: 1 })
    expect((await answered).status).toBe(403)
  })
})

describe('a template that fails', () => {
  it('is stopped at where it does, and its step is not stopped at once more', async () => {
    const { client, send } = debug(definition.replace('$title", "last"', '$title.substring(99)", "last"'))
    await client.begin()
    await client.request('setExceptionBreakpoints', { filters: ['failures'] })
    const answered = send()
    const failed = await client.stop()
    expect(failed).toMatchObject({ reason: 'exception', line: 20 })
    expect(await client.variables(failed.frameId, 'Variables')).toMatchObject({ $title: '"Dune"' })
    const told = await client.request('exceptionInfo', { threadId: 1 })
    expect(told).toMatchObject({
      exceptionId: 'request template',
      description: expect.stringContaining('StringIndexOutOfBounds') as string,
    })
    await client.request('continue', { threadId: 1 })
    expect((await answered).status).toBe(500)
  })
})

describe('a template that stands in no file', () => {
  it('is shown by its text, and has breakpoints of its own', async () => {
    const { client, send } = debug(withParameter)
    await client.begin()
    await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'before integrationRequest' }] })
    const answered = send()
    await client.stop()
    const inside = await client.go('stepIn')
    expect(inside).toMatchObject({ line: 1, path: undefined })
    const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
      threadId: 1,
    })
    const source = stackFrames[0]?.source
    const { sourceReference } = source ?? {}
    expect(await client.request('source', { source, sourceReference })).toMatchObject({
      content: '#set($title = $input.path(\'$.title\'))\n{"title": "$title"}\n',
    })
    const placed = await client.request('setBreakpoints', { source, breakpoints: [{ line: 2 }] })
    expect(placed).toMatchObject({ breakpoints: [{ verified: true, line: 2 }] })
    expect(await client.go('continue')).toMatchObject({ reason: 'breakpoint', line: 2 })
    await client.request('continue', { threadId: 1 })
    expect((await answered).status).toBe(200)
  })
})

describe('a loop over 10,000 items', () => {
  it('is stopped in after 1,000, with its list in pages', async () => {
    const { client, send } = debug()
    await client.begin({ '/api.yaml': [{ line: 18, hitCondition: '== 1000' }] })
    const tags = Array.from({ length: 10_000 }, (_, index) => `t${index}`)
    const answered = send({ body: Buffer.from(JSON.stringify({ title: 'Dune', tags })) })
    const { frameId } = await client.stop()
    expect(await client.evaluate(frameId, '$tag')).toBe('"t999"')
    const { variablesReference, indexedVariables } = await client.request<
      DebugProtocol.EvaluateResponse['body']
    >('evaluate', { frameId, expression: "$input.path('$.tags')" })
    expect(indexedVariables).toBe(10_000)
    const page = await client.request('variables', { variablesReference, start: 9900, count: 2 })
    expect(page).toMatchObject({
      variables: [
        { name: '9900', value: '"t9900"' },
        { name: '9901', value: '"t9901"' },
      ],
    })
    await client.request('continue', { threadId: 1 })
    expect((await answered).status).toBe(200)
  })
})

describe('the debug console', () => {
  it('proposes variables, members of what they hold, and methods', async () => {
    const { client, send } = debug()
    await client.begin({ '/api.yaml': [{ line: 20 }] })
    const answered = send()
    const { frameId } = await client.stop()
    const labels = async (text: string) => {
      const { targets } = await client.request<DebugProtocol.CompletionsResponse['body']>('completions', {
        frameId,
        text,
        column: text.length + 1,
      })
      return targets.map(({ label }) => label)
    }
    expect(await labels('$')).toEqual(expect.arrayContaining(['$title', '$last', '$input', '$context']))
    expect(await labels('$context.')).toEqual(expect.arrayContaining(['requestId', 'identity']))
    expect(await labels("$input.path('$.tags').")).toContain('size')
    expect(await labels('$input.')).toEqual(expect.arrayContaining(['path', 'json', 'params', 'body']))
    expect(await labels('none.')).toEqual([])
    await client.request('continue', { threadId: 1 })
    await answered
  })
})

describe('a saved definition', () => {
  it('has its breakpoints placed anew', async () => {
    const { client, save } = debug()
    await client.begin({ '/api.yaml': [{ line: 13 }] })
    save(definition.replace('            #set($title', '            ## more\n            #set($title'))
    client.session.templatesChanged()
    expect(client.changed).toMatchObject([{ id: 1, verified: true, line: 14 }])
  })
})

describe('requests', () => {
  it('are threads of their own, and all go on when the session ends', async () => {
    const { client, send } = debug()
    await client.begin({ '/api.yaml': [{ line: 13 }] })
    const all = [send(), send()]
    await client.stop()
    await client.stop()
    const { threads } = await client.request<DebugProtocol.ThreadsResponse['body']>('threads')
    expect(threads.map(({ name }) => name)).toEqual(['POST /books', 'POST /books'])
    await client.request('disconnect')
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual([200, 200])
  })
})

function sentBody({ sent }: ReturnType<typeof fixedWorld>): string {
  return Buffer.from(sent[0]?.body ?? []).toString()
}

const withParameter = `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Template:
    Type: String
    Default: "#set($title = $input.path('$.title'))\\n{\\"title\\": \\"$title\\"}\\n"
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: shop }
  Books:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Shop, ParentId: !GetAtt Shop.RootResourceId, PathPart: books }
  PostBook:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Shop
      ResourceId: !Ref Books
      HttpMethod: POST
      AuthorizationType: NONE
      MethodResponses: [{ StatusCode: '200' }]
      Integration:
        Type: HTTP
        IntegrationHttpMethod: POST
        Uri: http://upstream.test/
        RequestTemplates: { application/json: !Ref Template }
        IntegrationResponses: [{ StatusCode: '200' }]
  Deployment:
    Type: AWS::ApiGateway::Deployment
    Properties: { RestApiId: !Ref Shop, StageName: live }
`

function apiOf(text: string) {
  const { definition: read } = loadDefinition('/api.yaml', memoryFiles({ '/api.yaml': text }))
  const api = read?.apis.find((candidate): candidate is RestApi => candidate.type === 'rest')
  const stage = api?.stages[0]
  if (!read || !api || !stage) throw new Error('the definition of this test cannot be read')
  return { read, api, stage }
}

function debug(text = definition) {
  const { read, api, stage } = apiOf(text)
  let current = api
  const gateway = createGateway(read, api, stage)
  const plain = fixedWorld({ backend: { status: 200, headers: [], body: Buffer.from('{"id":"b-1"}') } })
  let watching: GatewayDebugger | undefined
  const world = {
    ...plain,
    get debugger() {
      return watching
    },
  }
  const client = new DebugClient({
    templates: () => templatesOfApi(current),
    heldTime: new HeldTime(plain.clock),
    begun: started => (watching = started),
    ended: () => (watching = undefined),
  })
  const send = async (given: Partial<HttpRequest> = {}) => {
    const body = Buffer.from('{"title":"Dune","tags":["a","b"]}')
    const request = {
      method: 'POST',
      path: '/books',
      query: '',
      headers: [],
      body,
      sourceIp: '127.0.0.1',
      port: 3000,
      ...given,
    }
    const { response } = await gateway.handle(request, world)
    return { status: response.status, body: Buffer.from(response.body).toString() }
  }
  const save = (saved: string) => (current = apiOf(saved).api)
  return { client, send, save, world: plain }
}
