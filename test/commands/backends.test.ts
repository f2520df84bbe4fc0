import { spawn } from 'node:child_process'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { programFile } from '../support/buildProgram.ts'
import type { Project } from './gatewayProgram.ts'
import { createProject, runProgram } from './gatewayProgram.ts'
import { socketTemplate } from '../support/webSocketApi.ts'

const openApi = `openapi: 3.0.1
info: { title: orders, version: '1' }
paths:
  /orders:
    post:
      responses:
        '200': { description: ok, content: { application/json: { example: { id: documented } } } }
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:states:action/StartExecution
        credentials: arn:aws:iam::123456789012:role/starts
        requestTemplates: { application/json: '{"input": "$util.escapeJavaScript($input.body)"}' }
        responses: { default: { statusCode: '200', responseTemplates: { application/json: '{"id": $input.json("$.executionArn")}' } } }
  /private:
    get:
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, connectionType: VPC_LINK, connectionId: abc123, uri: 'http://nlb.internal.test/stock' }
`

const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Gone:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs20.x, CodeUri: nowhere, Handler: a.handler }
  Method:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Rest
      ResourceId: !GetAtt Rest.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Gone.Arn}/invocations' }
      MethodResponses: [{ StatusCode: 200, ResponseModels: { application/json: !Ref Order } }]
  Order:
    Type: AWS::ApiGateway::Model
    Properties: { RestApiId: !Ref Rest, Name: Order, ContentType: application/json, Schema: { type: object, properties: { id: { type: integer, minimum: 3 } } } }
  Rest: { Type: AWS::ApiGateway::RestApi, Properties: { Name: rest } }
`

const chat = socketTemplate({
  routes: {
    $default: {
      answers: true,
      integration: {
        IntegrationType: 'AWS',
        IntegrationMethod: 'POST',
        IntegrationUri: 'arn:aws:apigateway:eu-west-1:states:action/StartExecution',
      },
      integrationResponses: {
        $default: { ResponseTemplates: { $default: '$input.path("$.executionArn")' } },
      },
    },
  },
})

let project: Project
beforeAll(() => {
  project = createProject({
    'api.yaml': openApi,
    'template.yaml': template,
    'chat.json': chat,
    'answers.yaml': 'states:StartExecution: { body: { executionArn: canned } }\n',
    'settled/api.yaml': openApi,
    'settled/gatehouse.json': '{"backends": {"canned": "../answers.yaml"}}',
    'wrong/api.yaml': openApi,
    'wrong/gatehouse.json': '{"backends": {"vpcLinks": ["a"]}}',
    'stubbed/api.yaml': openApi,
    'stubbed/gatehouse.json': '{"backends": {"stub": true}}',
  })
})
afterAll(() => project.remove())

const order = ['POST', '/orders', '-d', '{"n":1}']

test('--endpoint: the signed request goes to an emulator, its answer through the integration response', async () => {
  const { url, requests, close } = await emulator('{"executionArn": "arn:1"}')
  const stdout = await output({}, 'invoke', 'api.yaml', ...order, '--endpoint', `states=${url}`)
  close()
  expect(stdout).toMatch(/\n\n\{"id": "arn:1"\}\n$/)
  const [{ request, body } = { request: undefined, body: '' }] = requests
  expect([request?.method, request?.url, body]).toEqual([
    'POST',
    '/?Action=StartExecution',
    '{"input": "{\\"n\\":1}"}',
  ])
  expect(request?.headers).toMatchObject({
    host: url.replace('http://', ''),
    'x-amz-target': 'AWSStepFunctions.StartExecution',
    authorization: expect.stringMatching(
      /Credential=test\/\d{8}\/eu-west-1\/states\/aws4_request/,
    ) as unknown,
  })
})

test('AWS_ENDPOINT_URL_… of the environment counts as for the SDKs, and the credentials beside it', async () => {
  const { url, requests, close } = await emulator('{"executionArn": "arn:2"}')
  const environment = { AWS_ENDPOINT_URL_SFN: url, AWS_ACCESS_KEY_ID: 'AKIDMINE', AWS_SECRET_ACCESS_KEY: 's' }
  const stdout = await output(environment, 'invoke', 'api.yaml', ...order)
  const ignored = { ...environment, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }
  const refused = await output(ignored, 'invoke', 'api.yaml', ...order)
  close()
  expect(stdout).toContain('{"id": "arn:2"}')
  expect(requests.map(({ request }) => request.headers.authorization)).toEqual([
    expect.stringContaining('Credential=AKIDMINE/') as unknown,
  ])
  expect(refused).toMatch(/^HTTP\/1\.1 501 /)
})

test('--canned, and backends.canned of gatehouse.json', () => {
  const given = runProgram(project.folder, 'invoke', 'api.yaml', ...order, '--canned', 'answers.yaml')
  expect(given.stdout).toMatch(/\n\n\{"id": "canned"\}\n$/)
  expect(runProgram(project.folder, 'invoke', 'settled/api.yaml', ...order).stdout).toMatch(
    /\n\n\{"id": "canned"\}\n$/,
  )
})

test('--canned of connect: a message of a WebSocket API gets it, too', () => {
  const call = ['connect', 'chat.json', '--canned', 'answers.yaml']
  const { stdout } = runProgram(project.folder, { input: '{"n": 1}\n' }, ...call)
  expect(stdout).toContain('\n< canned\n')
})

test('without any of these the request is refused, and says what to do', () => {
  const { stdout } = runProgram(project.folder, 'invoke', 'api.yaml', ...order)
  expect(stdout).toMatch(/^HTTP\/1\.1 501 /)
  expect(stdout).toContain("--endpoint states=URL', or give an answer to 'states:StartExecution'")
})

test('--vpc-link leads into the VPC; without it, the request is refused', async () => {
  const { url, requests, close } = await emulator('stock')
  const stdout = await output({}, 'invoke', 'api.yaml', 'GET', '/private', '--vpc-link', `abc123=${url}`)
  close()
  expect(stdout).toMatch(/\n\nstock\n$/)
  expect(requests.map(({ request }) => [request.url, request.headers.host])).toEqual([
    ['/stock', 'nlb.internal.test'],
  ])
  const refused = await output({}, 'invoke', 'api.yaml', 'GET', '/private')
  expect(refused).toMatch(/^HTTP\/1\.1 501 /)
  expect(refused).toContain("'--vpc-link abc123=URL' does")
})

test('--stub, and backends.stub of gatehouse.json', () => {
  const example = runProgram(project.folder, 'invoke', 'api.yaml', ...order, '--stub', '--trace')
  expect(example.stdout).toMatch(/\nx-gatehouse-stub: true\n/)
  expect(example.stdout).toContain('\n\n{"id":"documented"}\n')
  expect(example.stdout).toContain('stub: the documented example of `200`')
  expect(runProgram(project.folder, 'invoke', 'stubbed/api.yaml', ...order).stdout).toContain('documented')
})

test('--stub: a function without code answers as its model says, and fails as ever without', () => {
  const call = ['invoke', 'template.yaml', 'GET', '/']
  const { stdout } = runProgram(project.folder, ...call, '--stub')
  expect(stdout).toMatch(/^HTTP\/1\.1 200 OK\n/)
  expect(stdout).toMatch(/\n\n\{"id":3\}\n$/)
  expect(runProgram(project.folder, ...call).stdout).toMatch(/^HTTP\/1\.1 502 /)
})

test.each([
  [['api.yaml', ...order, '--endpoint', 'sqs'], /--endpoint takes SERVICE=URL .* not 'sqs'/],
  [['api.yaml', ...order, '--vpc-link', 'a=b'], /--vpc-link takes LINK=ORIGIN.* not 'a=b'/],
  [['api.yaml', ...order, '--canned', 'none.yaml'], /--canned: '.*none\.yaml' cannot be read/],
  [['wrong/api.yaml', ...order], /'backends' of .*gatehouse\.json: 'endpoints' and 'vpcLinks' are objects/],
])('%j is wrong usage', (args, message) => {
  const { status, stderr } = runProgram(project.folder, 'invoke', ...args)
  expect(status).toBe(2)
  expect(stderr).toMatch(message)
})

/** A server that answers everything alike and keeps what it was sent. */
async function emulator(answer: string) {
  const requests: { request: IncomingMessage; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      requests.push({ request, body })
      response.end(answer)
    })
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${port}`, requests, close }
}

// Not runProgram: it would keep this process, and so the emulator, waiting.
function output(environment: Record<string, string>, ...args: string[]): Promise<string> {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')))
  return new Promise(resolve => {
    const child = spawn(process.execPath, [programFile, ...args], {
      cwd: project.folder,
      env: { ...own, ...environment },
    })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.on('close', () => resolve(text))
  })
}
