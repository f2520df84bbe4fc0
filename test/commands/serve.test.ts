import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { runProgram, serveInTest, testProject } from './gatewayProgram.ts'
import { isAlive } from '../functions/processes.ts'

const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: nodejs20.x
    Timeout: 20
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ./src
      Handler: orders.handler
      Events:
        Get:
          Type: Api
          Properties: { RestApiId: !Ref Shop, Path: /orders, Method: GET }
`

const withTwoApis = `${template}  Notes:
    Type: AWS::Serverless::HttpApi
  List:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ./src
      Handler: orders.handler
      Events:
        Get:
          Type: HttpApi
          Properties: { ApiId: !Ref Notes, Path: /notes, Method: GET }
`

const handler = (text: string) =>
  `exports.handler = async () => { console.log('called'); return { statusCode: 200, body: '${text}' } }`

const pidHandler = `exports.handler = async event => {
  if (event.queryStringParameters?.loop) { console.error('pid ' + process.pid); for (;;); }
  return { statusCode: 200, body: String(process.pid) }
}`

const text = async (url: string) => (await fetch(url)).text()

describe('serving', () => {
  test('answers with what the handler returns, and says so on stderr', async () => {
    const { folder } = testProject({ 'template.yaml': template, 'src/orders.js': handler('ordered') })
    const served = await serveInTest(folder, ['template.yaml', '--port', '0', '--stage', 'live'])
    expect(served.output().stdout).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+\n$/)
    expect(await text(`${served.url}/orders`)).toBe('ordered')
    await expect.poll(() => served.output().stderr).toMatch(/^GET \/orders 200 \d+\.\d ms$/m)
    expect(served.output().stderr).toContain('Orders | called\n')
    // A refusal comes with its reason.
    expect(await text(`${served.url}/nothing`)).toBe('{"message":"Missing Authentication Token"}')
    await expect.poll(() => served.output().stderr).toMatch(/^GET \/nothing 403 \d+\.\d ms \(.+\)$/m)
  })

  test('several APIs get a line and a port each', async () => {
    const { folder } = testProject({ 'template.yaml': withTwoApis, 'src/orders.js': handler('both') })
    const served = await serveInTest(folder, ['template.yaml', '--port', '0'])
    await expect
      .poll(() => served.output().stdout)
      .toMatch(
        /^listening on http:\/\/127\.0\.0\.1:\d+ Shop\nlistening on http:\/\/127\.0\.0\.1:\d+ Notes\n$/,
      )
    const second = /(http\S+) Notes/.exec(served.output().stdout)?.[1]
    expect(await text(`${second}/notes`)).toBe('both')
    const one = await serveInTest(folder, ['template.yaml', '--api', 'Notes', '--port', 'Notes=0'])
    expect(one.output().stdout).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+\n$/)
  })

  test('header names, path and query reach the function as they were sent', async () => {
    const { folder } = testProject({
      'template.yaml': template.replace('Path: /orders', 'Path: "/{proxy+}"'),
      'src/orders.js': `exports.handler = async ({ headers, path, multiValueQueryStringParameters }) =>
        ({ statusCode: 200, body: JSON.stringify({ odd: headers['x-oDD'], path, multiValueQueryStringParameters }) })`,
    })
    const served = await serveInTest(folder, ['template.yaml', '--port', '0'])
    const body = await raw(`${served.url}/a%20b//c?x=1&x=%2B`, { 'x-oDD': 'yes' })
    expect(JSON.parse(body)).toEqual({
      odd: 'yes',
      path: '/a%20b//c',
      multiValueQueryStringParameters: { x: ['1', '+'] },
    })
  })

  test('a body over 10 MB is refused in AWS’s words', async () => {
    const { folder } = testProject({
      'template.yaml': template.replace('Method: GET', 'Method: POST'),
      'src/orders.js': handler('never'),
    })
    const served = await serveInTest(folder, ['template.yaml', '--port', '0'])
    const response = await fetch(`${served.url}/orders`, {
      method: 'POST',
      body: 'x'.repeat(10 * 1024 * 1024 + 1),
    })
    expect(response.status).toBe(413)
    expect(await response.text()).toBe('HTTP content length exceeded 10485760 bytes.')
  })
})

describe('saved files', () => {
  test('a saved definition is served; a broken one leaves the last good one', async () => {
    const { folder, write } = testProject({ 'template.yaml': template, 'src/orders.js': handler('ordered') })
    const served = await serveInTest(folder, ['template.yaml', '--port', '0'])
    write({ 'template.yaml': template.replace('/orders', '/bought') })
    await expect.poll(() => text(`${served.url}/bought`), { timeout: 5000 }).toBe('ordered')
    write({
      'template.yaml': template.replace('Properties: { RestApiId', 'Properties: } RestApiId'),
    })
    await expect
      .poll(() => served.output().stderr, { timeout: 5000 })
      .toMatch(/^template\.yaml:20: the saved definition is not served, the last good one still is: .+$/m)
    expect(await text(`${served.url}/bought`)).toBe('ordered')
    write({ 'template.yaml': template.replace('/orders', '/again') })
    await expect.poll(() => text(`${served.url}/again`), { timeout: 5000 }).toBe('ordered')
  })

  test('what changed is said, and kept as CloudTrail would', async () => {
    const { folder, write } = testProject({ 'template.yaml': template, 'src/orders.js': handler('ordered') })
    const served = await serveInTest(folder, ['template.yaml', '--port', '0'])
    expect(runProgram(folder, 'journal', 'template.yaml').stdout).toMatch(/^No changes yet/)
    write({ 'template.yaml': template.replace('/orders', '/bought') })
    await expect
      .poll(() => served.output().stderr, { timeout: 5000 })
      .toMatch(/^reloaded .*template\.yaml: 1 route removed, 1 route added$/m)
    const lines = runProgram(folder, 'journal', 'template.yaml').stdout.trim().split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[2]).toMatch(/^\S+Z +PutMethod +route GET \/bought added +template\.yaml:18$/)
    const json = runProgram(folder, 'journal', 'template.yaml', '--format', 'json').stdout
    const { Records } = JSON.parse(json) as { Records: readonly Record<string, unknown>[] }
    expect(Records[3]).toMatchObject({
      eventSource: 'apigateway.amazonaws.com',
      eventName: 'PutIntegration',
      requestParameters: { restApiId: 'shop', httpMethod: 'GET', putIntegrationInput: { type: 'AWS_PROXY' } },
    })
  })

  test('a saved handler answers the next request', async () => {
    const { folder, write } = testProject({ 'template.yaml': template, 'src/orders.js': handler('old') })
    const served = await serveInTest(folder, ['template.yaml', '--port', '0'])
    expect(await text(`${served.url}/orders`)).toBe('old')
    write({ 'src/orders.js': handler('new') })
    await expect.poll(() => text(`${served.url}/orders`), { interval: 10 }).toBe('new')
  })
})

describe('ending', () => {
  const files = { 'template.yaml': template, 'src/orders.js': pidHandler }

  test.skipIf(process.platform === 'win32')(
    'SIGTERM ends the gateway and its processes with status 0',
    async () => {
      const served = await serveInTest(testProject(files).folder, ['template.yaml', '--port', '0'])
      const pid = Number(await text(`${served.url}/orders`))
      expect(isAlive(pid)).toBe(true)
      served.process.kill('SIGTERM')
      expect(await served.ended).toBe(0)
      expect(isAlive(pid)).toBe(false)
    },
  )

  test('with --stdin-watch the end of stdin ends it', async () => {
    const served = await serveInTest(testProject(files).folder, [
      'template.yaml',
      '--port',
      '0',
      '--stdin-watch',
    ])
    const pid = Number(await text(`${served.url}/orders`))
    served.process.stdin?.end()
    expect(await served.ended).toBe(0)
    expect(isAlive(pid)).toBe(false)
  })

  test('when the gateway is killed its processes end, even one in an endless loop', async () => {
    const served = await serveInTest(testProject(files).folder, ['template.yaml', '--port', '0'])
    const idle = Number(await text(`${served.url}/orders`))
    const cut = fetch(`${served.url}/orders?loop=1`).catch(() => 'cut')
    await expect.poll(() => served.output().stderr).toMatch(/pid \d+/)
    const looping = Number(/pid (\d+)/.exec(served.output().stderr)?.[1])
    // The next spare, which stands guard, has booted by then.
    await new Promise(resolve => setTimeout(resolve, 500))
    expect(isAlive(looping)).toBe(true)
    served.process.kill('SIGKILL')
    expect(await cut).toBe('cut')
    await expect.poll(() => isAlive(idle) || isAlive(looping), { timeout: 3000 }).toBe(false)
  })
})

describe('the channel to the editor', () => {
  test('answers invoke with live steps, tells of all traffic, cancels', async () => {
    const { folder } = testProject({ 'template.yaml': template, 'src/orders.js': pidHandler })
    const served = await serveInTest(
      folder,
      ['template.yaml', '--port', '0'],
      ['pipe', 'pipe', 'pipe', 'ipc'],
    )
    const waitFor = (part: object) =>
      expect.poll(() => served.messages, { timeout: 5000 }).toContainEqual(expect.objectContaining(part))

    await waitFor({
      type: 'listening',
      apis: [{ apiId: 'Shop', name: 'Shop', type: 'rest', stage: 'live', url: served.url }],
    })
    await text(`${served.url}/orders`)
    await waitFor({
      type: 'answered',
      apiId: 'Shop',
      method: 'GET',
      path: '/orders',
      route: 'GET /orders',
      status: 200,
    })

    const invoke = (id: number, target: string) =>
      served.process.send({
        type: 'invoke',
        id,
        apiId: 'Shop',
        request: { method: 'GET', target, headers: [] },
      })
    invoke(1, '/orders?x=1')
    await waitFor({ type: 'completed', id: 1, response: expect.objectContaining({ status: 200 }) as unknown })
    const steps = served.messages.filter(message => isStep(message, 1))
    expect(steps.length).toBeGreaterThan(2)
    expect(served.messages.indexOf(steps[0])).toBeLessThan(
      served.messages.findIndex(message => hasType(message, 'completed')),
    )

    invoke(2, '/orders?loop=1')
    await waitFor({ type: 'log', line: expect.objectContaining({ stream: 'stderr' }) as unknown })
    served.process.send({ type: 'cancel', id: 2 })
    await waitFor({ type: 'failed', id: 2, message: 'the request was cancelled' })
    served.process.disconnect()
    expect(await served.ended).toBe(0)
  })

  test('a file that cannot be served is a problem with its place', async () => {
    const { folder, write } = testProject({ 'template.yaml': template, 'src/orders.js': pidHandler })
    const served = await serveInTest(
      folder,
      ['template.yaml', '--port', '0'],
      ['pipe', 'pipe', 'pipe', 'ipc'],
    )
    write({ 'template.yaml': 'Resources: {' })
    await expect
      .poll(() => served.messages, { timeout: 5000 })
      .toContainEqual(
        expect.objectContaining({
          type: 'notServed',
          source: expect.objectContaining({ line: 0 }) as unknown,
        }),
      )
  })
})

describe('what cannot be served', () => {
  test.each([
    [
      'an unknown verb’s option',
      ['template.yaml', '--colour'],
      2,
      /^gatehouse serve: unknown option '--colour'/,
    ],
    ['no definition', [], 2, /^gatehouse serve: no definition is named/],
    ['a bad port', ['template.yaml', '--port', 'x'], 2, /--port takes N or LOGICALID=N .* not 'x'/],
    [
      'a foreign file',
      ['package.json'],
      1,
      /^'package\.json' is no API definition: name an OpenAPI document/,
    ],
    ['a missing file', ['gone.yaml'], 1, /gone\.yaml' could not be read/],
    [
      'a definition with errors that leave no API of it',
      ['broken.yaml'],
      1,
      /^broken\.yaml:\d+: no API can be read from 'broken\.yaml', which has (an error|\d+ errors, the first): \S/,
    ],
    ['an unknown stage', ['template.yaml', '--stage', 'test'], 1, /^no stage 'test': 'Shop' has 'live'/],
    [
      'an unknown API',
      ['template.yaml', '--api', 'Shops'],
      1,
      /^no API 'Shops' in 'template\.yaml': it has 'Shop'/,
    ],
  ])('%s', (_name, args, status, message) => {
    const { folder } = testProject({
      'template.yaml': template,
      'package.json': '{ "name": "shop" }',
      'broken.yaml': template.replace('Resources:', 'Resources: ]'),
    })
    const result = runProgram(folder, 'serve', ...args)
    expect(result).toMatchObject({ status, stdout: '' })
    expect(result.stderr).toMatch(message)
  })

  test('a port that is taken', async () => {
    const other = createServer()
    await new Promise<void>(listening => other.listen(0, '127.0.0.1', listening))
    const { port } = other.address() as AddressInfo
    const { folder } = testProject({ 'template.yaml': template })
    const result = runProgram(folder, 'serve', 'template.yaml', '--port', String(port))
    other.close()
    expect(result.status).toBe(1)
    expect(result.stderr).toContain(
      `port ${port} is taken by another program: choose one by --port N, or --port 0 for a free one\n`,
    )
  })
})

function hasType(message: unknown, type: string): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === type
}

function isStep(message: unknown, id: number): boolean {
  return (
    hasType(message, 'step') &&
    typeof message === 'object' &&
    message !== null &&
    'id' in message &&
    message.id === id
  )
}

function raw(url: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(url)
    const path = url.slice(url.indexOf('/', 8))
    const outgoing = request({ port, path, headers }, response => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => resolve(body))
    })
    outgoing.on('error', reject).end()
  })
}
