import type { DebugProtocol } from '@vscode/debugprotocol'
import type { ChildProcess } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { TestEvent } from '../../server/src/protocol/testRun.ts'
import { isAlive } from '../functions/processes.ts'
import { debugAdapter } from './debugAdapter.ts'

const definition = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    post:
      responses: { '200': { description: ok } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates:
          application/json: |
            #set($title = $input.path('$.title'))
            #set($size = $title.length())
            {"statusCode": 200}
        responses:
          default:
            statusCode: '200'
            responseTemplates:
              application/json: |

                #set($answer = $context.requestId.length())
                {"size": $answer}
`

const template = `#set($items = $input.path('$.items'))
#foreach($item in $items)
$item.name
#end
`

const sam = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      CodeUri: ./src
      Handler: orders.handler
      Events:
        Get:
          Type: Api
          Properties: { Path: /orders, Method: GET }
`

describe('the adapter over stdio', () => {
  test('says what it can, serves what the launch names, and stops at a breakpoint of a request', async () => {
    const { client, file } = await adapter()
    const { body: can } = await client.initializeRequest()
    expect(can).toMatchObject({
      supportsConfigurationDoneRequest: true,
      supportsRestartRequest: true,
      supportsExceptionInfoRequest: true,
    })
    const { url } = await client.serve({ definition: file('api.yaml'), port: 0 }, [
      [file('api.yaml'), 12],
      [file('api.yaml'), 18],
    ])
    expect(client.placed).toMatchObject([
      { verified: true, line: 12 },
      { verified: true, line: 20 },
    ])
    const answered = post(url)
    const stopped = client.assertStoppedLocation('breakpoint', { path: file('api.yaml'), line: 12 })
    const { body } = await stopped
    const frameId = body.stackFrames[0]?.id ?? 0
    const threadId = 1
    expect((await client.evaluateRequest({ expression: '$title', frameId })).body.result).toBe('"Dune"')
    const { body: proposed } = await client.completionsRequest({ text: '$title.len', column: 11, frameId })
    expect(proposed.targets).toContainEqual(
      expect.objectContaining({ label: 'length', text: 'length(', start: 7, length: 3 }),
    )
    const { scopes } = (await client.scopesRequest({ frameId })).body
    const variablesReference = scopes[0]?.variablesReference ?? 0
    await client.setVariableRequest({ variablesReference, name: '$title', value: '"Emma"' })
    const stepped = client.waitForEvent('stopped')
    await client.nextRequest({ threadId })
    await stepped
    const next = client.assertStoppedLocation('breakpoint', { path: file('api.yaml'), line: 20 })
    await client.continueRequest({ threadId })
    await next
    await client.continueRequest({ threadId })
    expect(await answered).toEqual({ size: 36 })
    await client.terminateRequest()
    await client.disconnectRequest()
    expect(await client.ended).toBe(0)
    await expect(fetch(url)).rejects.toThrow()
  })

  test('answers unknown requests with an error, and takes no harm of messages that are none', async () => {
    const { client, child } = await adapter()
    await client.initializeRequest()
    await expect(client.customRequest('readMinds')).rejects.toThrow("no request 'readMinds'")
    for (const text of [
      'Content-Length: 5\r\n\r\n{"a":',
      'Content-Length: x\r\n\r\n',
      'nonsense\r\n\r\n',
      framed('null'),
      framed('[]'),
      framed('{"type":"request"}'),
      framed('{"type":"request","command":"scopes","seq":7}'),
    ])
      child.stdin?.write(text)
    expect((await client.threadsRequest()).body.threads).toEqual([])
    await client.disconnectRequest()
    expect(await client.ended).toBe(0)
  })

  test('says in a sentence why a launch cannot be', async () => {
    const { client, file } = await adapter()
    await client.initializeRequest()
    await expect(client.refusal({})).rejects.toThrow("it takes 'definition'")
    const launch = (more: object) => client.refusal({ definition: file('api.yaml'), port: 0, ...more })
    await expect(launch({ colour: 'red' })).rejects.toThrow("unknown option '--colour'")
    await expect(launch({ stage: { a: {} } })).rejects.toThrow("'stage' takes a text")
    await expect(launch({ accessLog: '-' })).rejects.toThrow('give accessLog and executionLog a file')
    await expect(launch({ api: 'None' })).rejects.toThrow("'None'")
    await expect(client.refusal({ template: file('none.vtl') })).rejects.toThrow('cannot read')
  })

  test('serves anew when it is restarted, with the breakpoints that were set', async () => {
    const { client, file, write } = await adapter()
    await client.initializeRequest()
    const launch = { definition: file('api.yaml'), port: 0 }
    await client.serve(launch, [[file('api.yaml'), 12]])
    write({
      'api.yaml': definition.replace('            #set($size', '            ## more\n            #set($size'),
    })
    const listening = client.listening()
    await client.restartRequest({ arguments: launch } as DebugProtocol.RestartArguments)
    const answered = post(await listening)
    await client.assertStoppedLocation('breakpoint', { path: file('api.yaml'), line: 13 })
    await client.continueRequest({ threadId: 1 })
    expect(await answered).toEqual({ size: 36 })
  })

  test('places breakpoints anew when the definition is saved', async () => {
    const { client, file, write } = await adapter()
    await client.initializeRequest()
    await client.serve({ definition: file('api.yaml'), port: 0 }, [[file('api.yaml'), 11]])
    const changed = client.waitForEvent('breakpoint')
    write({
      'api.yaml': definition.replace(
        '            #set($title',
        '            ## more\n            #set($title',
      ),
    })
    expect((await changed).body).toMatchObject({
      reason: 'changed',
      breakpoint: { verified: true, line: 12 },
    })
  })

  test.each([
    ['SIGTERM', (child: ChildProcess) => child.kill('SIGTERM')],
    ['the end of stdin', (child: ChildProcess) => child.stdin?.end()],
    ['kill -9', (child: ChildProcess) => child.kill('SIGKILL')],
  ])('ends on %s, and no process of a function is left', async (_, end) => {
    const { client, child, file } = await adapter()
    await client.initializeRequest()
    const { url } = await client.serve({ definition: file('sam.yaml'), port: 0 }, [])
    const pid = Number(await (await fetch(`${url}/orders`)).text())
    expect(isAlive(pid)).toBe(true)
    end(child)
    await client.ended
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  })
})

describe('a template alone', () => {
  test('runs with a context, is stopped in, and prints what it makes', async () => {
    const { client, file } = await adapter()
    await client.initializeRequest()
    await client.configured({ template: file('list.vtl'), context: file('list.context.json') }, [
      [file('list.vtl'), 3],
    ])
    const { body } = await client.assertStoppedLocation('breakpoint', { path: file('list.vtl'), line: 3 })
    expect(body.stackFrames.map(({ name }) => name)).toEqual(['list.vtl', 'render list.vtl'])
    const again = client.assertStoppedLocation('breakpoint', { path: file('list.vtl'), line: 3 })
    await client.continueRequest({ threadId: 1 })
    await again
    const over = client.waitForEvent('terminated')
    await client.continueRequest({ threadId: 1 })
    await over
    expect(client.text('stdout')).toBe('a\nb\n')
  })

  test('of an editor runs as it stands there, saved or not', async () => {
    const { client, file } = await adapter()
    await client.initializeRequest()
    const unsaved = {
      [file('api.yaml')]: definition.replace('"statusCode": 200}', '"statusCode": 200} $title'),
    }
    const uri = pathToFileURL(file('api.yaml')).href
    const place = { uri, position: { line: 11, character: 14 } }
    await client.configured({ template: place, context: { body: '{"title":"Emma"}' }, unsaved }, [
      [file('api.yaml'), 13],
    ])
    const { body } = await client.assertStoppedLocation('breakpoint', { path: file('api.yaml'), line: 13 })
    const frameId = body.stackFrames[0]?.id ?? 0
    expect((await client.evaluateRequest({ expression: '$size', frameId })).body.result).toBe('4')
    await expect(client.refusal({ template: 'list.vtl', unsaved: { a: 1 } })).rejects.toThrow('already')
    await client.disconnectRequest()
    const other = await adapter()
    await other.client.initializeRequest()
    const refused = other.client.refusal({ template: file('list.vtl'), unsaved: { a: 1 } })
    await expect(refused).rejects.toThrow("'unsaved' takes texts")
  })

  test('of a definition, and one that fails stops where it does', async () => {
    const { client, file } = await adapter()
    await client.initializeRequest()
    const started = client.configured(
      { template: { file: file('api.yaml'), line: 11 }, context: { body: '{"title":null}' } },
      [],
    )
    await started
    await client.waitForEvent('terminated')
    const failing = await adapter()
    await failing.client.initializeRequest()
    await failing.client.configured({ template: failing.file('failing.vtl') }, [])
    const { body } = await failing.client.assertStoppedLocation('exception', { line: 2 })
    expect(body.stackFrames[0]?.source?.path).toBe(failing.file('failing.vtl'))
    const { body: why } = await failing.client.exceptionInfoRequest({ threadId: 1 })
    expect(why.description).toContain('StringIndexOutOfBounds')
  })
})

describe('a test of a file', () => {
  test('runs under the debugger by its name', async () => {
    const { client, file } = await adapter()
    await client.initializeRequest()
    await client.configured({ tests: { file: file('api.gatehouse.yaml'), name: 'is sized' } }, [
      [file('api.yaml'), 12],
    ])
    await client.assertStoppedLocation('breakpoint', { path: file('api.yaml'), line: 12 })
    const over = client.waitForEvent('exited')
    await client.continueRequest({ threadId: 1 })
    expect((await over).body).toEqual({ exitCode: 0 })
    expect(client.text('stdout')).toContain('is sized')
    expect(client.text('stdout')).not.toContain('is left out')
  })

  test('of a template stops in it, in a file of its own or in a definition, and tells of what differs', async () => {
    const { client, file } = await adapter()
    const told: TestEvent[] = []
    client.on('gatehouse/test', ({ body }: { body: TestEvent }) => told.push(body))
    await client.initializeRequest()
    const ids = ['template: lists names', 'template: maps a title', 'policy: lets read']
    await client.configured({ tests: [{ file: file('api.gatehouse.yaml'), ids }] }, [
      [file('list.vtl'), 3],
      [file('api.yaml'), 12],
    ])
    expect(client.placed).toMatchObject([{ verified: true }, { verified: true }])
    await client.assertStoppedLocation('breakpoint', { path: file('list.vtl'), line: 3 })
    const next = client.assertStoppedLocation('breakpoint', { path: file('api.yaml'), line: 12 })
    await client.continueRequest({ threadId: 1 })
    const { body } = await next
    const frameId = body.stackFrames[0]?.id ?? 0
    expect((await client.evaluateRequest({ expression: '$title', frameId })).body.result).toBe('"Emma"')
    const over = client.waitForEvent('exited')
    await client.continueRequest({ threadId: 2 })
    expect((await over).body).toEqual({ exitCode: 1 })
    const ended = told.flatMap(event => (event.type === 'ended' ? [event] : []))
    expect(ended.map(({ test: { id }, outcome }) => [id, outcome])).toEqual([
      ['template: lists names', 'failed'],
      ['template: maps a title', 'passed'],
      ['policy: lets read', 'passed'],
    ])
    expect(ended[0]?.failures[0]).toMatchObject({ actual: 'a\n', expected: 'b\n' })
    expect(client.text('console')).toContain('nothing in them to stop at')
  })

  test('that is stopped ends at once and leaves nothing held', async () => {
    const { client, file } = await adapter()
    await client.initializeRequest()
    await client.configured({ tests: { file: file('api.gatehouse.yaml') } }, [[file('api.yaml'), 12]])
    await client.assertStoppedLocation('breakpoint', { path: file('api.yaml'), line: 12 })
    await client.disconnectRequest()
    expect(await client.ended).toBe(0)
  })

  test('says which names a file has not, and what the launch takes', async () => {
    const { client, file } = await adapter()
    await client.initializeRequest()
    const tests = { file: file('api.gatehouse.yaml') }
    await expect(client.refusal({ tests: { ...tests, name: 'x' } })).rejects.toThrow("has no test 'x'")
    await expect(client.refusal({ tests: [{ ...tests, ids: ['y'] }] })).rejects.toThrow("has no test 'y'")
    await expect(client.refusal({ tests: 'all' })).rejects.toThrow("'tests' takes { file, name }")
    await expect(client.refusal({ tests: [] })).rejects.toThrow("'tests' takes { file, name }")
  })
})

/** The adapter in the project of these tests. */
function adapter() {
  return debugAdapter({
    'api.yaml': definition,
    'list.vtl': template,
    'failing.vtl': '#set($a = "x")\n$a.substring(9)\n',
    'list.context.json': JSON.stringify({ body: '{"items":[{"name":"a"},{"name":"b"}]}' }),
    'sam.yaml': sam,
    'src/orders.js': 'exports.handler = async () => ({ statusCode: 200, body: String(process.pid) })',
    'api.gatehouse.yaml': `routes:
  - name: is sized
    request: { method: POST, path: /books, body: { title: Dune } }
    expect: { status: 200 }
  - name: is left out
    request: { method: POST, path: /books, body: { title: Dune } }
    expect: { status: 200 }
templates:
  - name: lists names
    template: list.vtl
    context: { body: { items: [{ name: a }] } }
    expect: { text: "b\\n" }
  - name: maps a title
    template: { route: POST /books }
    context: { body: { title: Emma } }
    expect: { json: { statusCode: 200 } }
policies:
  - name: lets read
    policies: { identity: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 's3:GetObject', Resource: '*' }] } }
    request: { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', principal: { type: AWS, arn: 'arn:aws:iam::123456789012:user/ann' } }
    expect: { decision: allow }
`,
  })
}

function framed(text: string): string {
  return `Content-Length: ${text.length}\r\n\r\n${text}`
}

async function post(url: string): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(`${url}/books`, { method: 'POST', headers, body: '{"title":"Dune"}' })
  return answer.json()
}
