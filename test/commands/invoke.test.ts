import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from './gatewayProgram.ts'
import { createProject, runProgram } from './gatewayProgram.ts'
import { programFile } from '../support/buildProgram.ts'

const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      CodeUri: src
      Handler: orders.handler
      Events:
        Post:
          Type: Api
          Properties: { Path: '/orders/{id}', Method: POST }
`

const openApi = `openapi: 3.0.1
info: { title: proxy, version: '1' }
paths:
  /{path+}:
    get:
      parameters: [{ name: path, in: path, required: true, schema: { type: string } }]
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        uri: http://backend.test/base/{path}
        requestParameters: { integration.request.path.path: method.request.path.path }
`

const handler = `exports.handler = async event => {
  console.log('handling ' + event.pathParameters.id)
  return {
    statusCode: 201,
    headers: { 'X-Agent': event.headers['X-Agent'] },
    body: JSON.stringify({ id: event.pathParameters.id, query: event.queryStringParameters, sent: JSON.parse(event.body) }),
  }
}`

let project: Project
beforeAll(() => {
  project = createProject({ 'template.yaml': template, 'proxy.yaml': openApi, 'src/orders.js': handler })
})
afterAll(() => project.remove())

const call = ['template.yaml', 'POST', '/orders/o-1?q=7', '-H', 'X-Agent: test', '-d', '{"n":1}']

test('prints status, headers and body; what the function wrote goes to stderr', () => {
  const { status, stdout, stderr } = runProgram(project.folder, 'invoke', ...call)
  expect(status).toBe(0)
  expect(stdout).toMatch(/^HTTP\/1\.1 201 Created\n/)
  expect(stdout).toContain('\nX-Agent: test\n')
  expect(stdout).toMatch(/\n\n\{"id":"o-1","query":\{"q":"7"\},"sent":\{"n":1\}\}\n$/)
  expect(stderr).toContain('Orders | handling o-1\n')
})

test('--trace appends the steps with the lines they followed', () => {
  const { stdout } = runProgram(project.folder, 'invoke', '--trace', ...call)
  expect(stdout).toMatch(/\nPOST \/orders\/\{id\} in stage Prod, \d+\.\d ms\n/)
  expect(stdout).toMatch(/\n {2}✓ Integration .*\n {6}src\/orders\.js:1\n/)
  expect(stdout).toMatch(/\n {6}template\.yaml:\d+\n/)
})

test('--format json prints one document with response and trace', () => {
  const { status, stdout } = runProgram(project.folder, 'invoke', ...call, '--format', 'json')
  // The shape that --format json promises.
  const { response, trace } = JSON.parse(stdout) as {
    response: { headers: unknown; body: string }
    trace: { route: unknown; log: unknown[] }
  }
  expect(status).toBe(0)
  expect(response).toMatchObject({ status: 201, isBase64Encoded: false })
  expect(response.headers).toContainEqual(['X-Agent', 'test'])
  expect(JSON.parse(response.body)).toMatchObject({ sent: { n: 1 } })
  expect(trace.route).toBe('POST /orders/{id}')
  expect(trace.log[0]).toEqual({ functionId: 'Orders', stream: 'stdout', text: 'handling o-1' })
})

test('an error of the API is an answer, too', () => {
  const { status, stdout } = runProgram(project.folder, 'invoke', 'template.yaml', 'GET', '/nothing')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^HTTP\/1\.1 403 Forbidden\n/)
})

test('--upstream sends a backend’s requests elsewhere, path, query and host unchanged', async () => {
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/plain')
    response.end(`${request.url} for ${request.headers.host}`)
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  // Not runProgram: it would keep this process, and so the server, waiting.
  const stdout = await output(
    'invoke',
    'proxy.yaml',
    'GET',
    '/a/b?x=1',
    '--upstream',
    `http://backend.test=http://127.0.0.1:${port}`,
  )
  server.close()
  expect(stdout).toMatch(/^HTTP\/1\.1 200 OK\n/)
  expect(stdout).toContain('/base/a/b?x=1 for backend.test\n')
})

test('a reader that has gone is no failure', async () => {
  const child = spawn(process.execPath, [programFile, 'invoke', ...call], { cwd: project.folder })
  child.stdout.destroy()
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const status = await new Promise(resolve => child.once('close', resolve))
  expect(status).toBe(0)
  expect(stderr).toMatch(/^Orders \| handling o-1\nOrders \| REPORT RequestId: .*\n$/)
})

test.each([
  ['too few words', ['template.yaml', 'GET'], 2, /^gatehouse invoke: takes DEFINITION METHOD PATH/],
  ['a bad header', [...call, '-H', 'no colon'], 2, /-H takes 'Name: value', not 'no colon'/],
  ['a bad upstream', [...call, '--upstream', 'x'], 2, /--upstream takes ORIGIN=ORIGIN .* not 'x'/],
  ['no definition', ['src/orders.js', 'GET', '/'], 1, /^'orders\.js' is no API definition/],
])('%s', (_name, args, status, message) => {
  const result = runProgram(project.folder, 'invoke', ...args)
  expect(result).toMatchObject({ status, stdout: '' })
  expect(result.stderr).toMatch(message)
})

function output(...args: string[]): Promise<string> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [programFile, ...args], { cwd: project.folder })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.on('close', () => resolve(text))
  })
}

test('with --why it says why the answer has its status, with the line', () => {
  const { stdout } = runProgram(project.folder, 'invoke', 'template.yaml', 'GET', '/orders/o-1', '--why')
  expect(stdout).toContain('HTTP/1.1 403 Forbidden')
  expect(stdout).toContain(
    'Why 403? decided in step 1 of 8, Method request [method-unknown]\n' +
      '  ServerlessRestApi refused `GET /orders/o-1`: the path has only POST. AWS words that as a missing authentication token.\n' +
      '  template.yaml:10\n',
  )
  expect(stdout).toContain('  > 10 |   Post:\n')
})

test('with --origin it plays the browser of a page, and ends with 1 when a header is missing', () => {
  const { status, stdout } = runProgram(project.folder, 'invoke', ...call, '--origin', 'https://shop.example')
  expect(status).toBe(1)
  expect(stdout).toContain('A page of https://shop.example sends POST /orders/o-1\n  ✗ Preflight:')
  expect(stdout).toContain('  ✗ Answer: The 201 came, and the page may not read it')
  expect(stdout).toContain('  ✗ Gateway response DEFAULT_4XX:')
})

test('an origin has no path', () => {
  const { status, stderr } = runProgram(project.folder, 'invoke', ...call, '--origin', 'shop.example/x')
  expect(status).toBe(2)
  expect(stderr).toContain("--origin takes an origin such as https://shop.example, not 'shop.example/x'")
})

const urls = `Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      CodeUri: src
      Handler: hello.handler
      FunctionUrlConfig: { AuthType: AWS_IAM }
  Open:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      CodeUri: src
      Handler: hello.handler
      FunctionUrlConfig: { AuthType: NONE }
`

test('--api takes the id of a function URL, and --why explains its answer', () => {
  project.write({ 'urls.yaml': urls, 'src/hello.js': 'exports.handler = async () => "hello"' })
  const refused = runProgram(project.folder, 'invoke', 'urls.yaml', 'GET', '/', '--why')
  expect(refused.stdout).toMatch(/^HTTP\/1\.1 403 Forbidden\n/)
  expect(refused.stdout).toContain(
    '\nWhy 403? [signature-missing]\n  Lambda refused the caller: the request is not signed',
  )
  const open = runProgram(project.folder, 'invoke', 'urls.yaml', 'GET', '/', '--api', 'OpenUrl', '--why')
  expect(open.stdout).toMatch(/\n\nhello\n\nNothing to explain: 200 OK\n$/)
  const json = runProgram(project.folder, 'invoke', 'urls.yaml', 'GET', '/', '--format', 'json')
  expect(JSON.parse(json.stdout)).toMatchObject({
    response: { status: 403 },
    why: { cause: 'signature-missing' },
    trace: { api: { id: 'HelloUrl', type: 'functionUrl' }, steps: [{ state: 'failed' }, {}, {}, {}] },
  })
  const traced = runProgram(project.folder, 'invoke', 'urls.yaml', 'GET', '/', '--api', 'OpenUrl', '--trace')
  expect(traced.stdout).toMatch(
    /\n\$default in stage \$default, .*\n {2}✓ Authorization [^]*\n {2}✓ Function /,
  )
  const unknown = runProgram(project.folder, 'invoke', 'urls.yaml', 'GET', '/', '--api', 'Nobody')
  expect([unknown.status, unknown.stdout]).toEqual([1, ''])
})
