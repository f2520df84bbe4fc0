import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from './gatewayProgram.ts'
import { createProject, runProgram } from './gatewayProgram.ts'

const openApi = `openapi: 3.0.1
info: { title: Shop, version: '2' }
servers: [{ url: https://api.example.com/shop/v1 }]
paths:
  /books/{id}:
    get:
      security: [{ pool: [read] }]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: A book, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } } }
      x-amazon-apigateway-integration: { type: http, httpMethod: GET, uri: 'http://backend.test/books' }
components:
  schemas:
    Book: { type: object, required: [title, id], properties: { next: { $ref: '#/components/schemas/Book' } } }
  securitySchemes:
    pool:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: cognito_user_pools
      x-amazon-apigateway-authorizer: { type: cognito_user_pools, providerARNs: [arn] }
`

const template = `Parameters: { StageName: { Type: String } }
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Api
    Properties: { StageName: !Ref StageName }
  Notes:
    Type: AWS::Serverless::HttpApi
  Handler:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      CodeUri: src
      Handler: orders.handler
      Events:
        Order: { Type: Api, Properties: { Path: /orders, Method: POST, RestApiId: !Ref Orders, Auth: { ApiKeyRequired: true } } }
        Note: { Type: HttpApi, Properties: { Path: '/notes/{id}', Method: GET, ApiId: !Ref Notes } }
`

let project: Project
beforeAll(() => {
  project = createProject({ 'openapi.yaml': openApi, 'template.yaml': template, 'notes.txt': 'hello' })
})
afterAll(() => project.remove())

const list = (...args: string[]) => runProgram(project.folder, 'list', ...args)

test('text: one line a method, then the names of the other parts', () => {
  expect(list('openapi.yaml')).toEqual({
    status: 0,
    stderr: '',
    stdout: `Shop (REST API Shop)
  GET /books/{id}  COGNITO_USER_POOLS pool  HTTP GET http://backend.test/books
  resources    /, /books, /books/{id}
  models       Book
  authorizers  pool
`,
  })
})

test('json: what AWS lists, with its defaults', () => {
  const { status, stdout } = list('openapi.yaml', '--format', 'json')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    api: {
      name: 'Shop',
      version: '2',
      apiKeySource: 'HEADER',
      disableExecuteApiEndpoint: false,
      endpointConfiguration: { types: ['EDGE'] },
    },
    resources: ['/', '/books', '/books/{id}'],
    methods: {
      'GET /books/{id}': {
        apiKeyRequired: false,
        authorizationType: 'COGNITO_USER_POOLS',
        authorizer: 'pool',
        authorizationScopes: ['read'],
        requestParameters: { 'method.request.path.id': true },
        methodResponses: { 200: { statusCode: '200', responseModels: { 'application/json': 'Book' } } },
        integration: {
          type: 'HTTP',
          httpMethod: 'GET',
          connectionType: 'INTERNET',
          passthroughBehavior: 'WHEN_NO_MATCH',
          timeoutInMillis: 29000,
        },
      },
    },
    models: {
      Book: {
        contentType: 'application/json',
        schema: {
          type: 'object',
          required: ['id', 'title'],
          properties: { next: { $ref: 'https://apigateway.amazonaws.com/restapis/{api}/models/Book' } },
        },
      },
    },
    authorizers: {
      pool: {
        type: 'COGNITO_USER_POOLS',
        authType: 'cognito_user_pools',
        identitySource: 'method.request.header.Authorization',
      },
    },
    requestValidators: {},
    gatewayResponses: {},
    stages: {},
  })
})

test.each([
  ['ignore', ['/', '/books', '/books/{id}']],
  ['prepend', ['/', '/shop', '/shop/v1', '/shop/v1/books', '/shop/v1/books/{id}']],
  ['split', ['/', '/v1', '/v1/books', '/v1/books/{id}']],
])('--basepath %s', (mode, resources) => {
  const { stdout } = list('openapi.yaml', '--basepath', mode, '--format', 'json')
  expect(JSON.parse(stdout)).toMatchObject({ resources })
})

test('several APIs are listed one after the other, as an array in JSON; --api takes one', () => {
  expect(list('template.yaml', '--parameter', 'StageName=live').stdout).toBe(`Orders (REST API Orders)
  POST /orders  open, API key  AWS_PROXY Handler
  resources  /, /orders
  stages     live, Stage

Notes (HTTP API Notes)
  GET /notes/{id}  open  AWS_PROXY Handler
  stages  $default
`)
  const all = list('template.yaml', '--format', 'json').stdout
  expect(JSON.parse(all)).toMatchObject([{ api: { name: 'Orders' } }, { api: { name: 'Notes' } }])
  const { stdout } = list('template.yaml', '--format=json', '--api', 'Notes')
  expect(JSON.parse(stdout)).toMatchObject({
    api: { name: 'Notes', protocolType: 'HTTP' },
    routes: {
      'GET /notes/{id}': {
        integration: { integrationType: 'AWS_PROXY', payloadFormatVersion: '2.0', timeoutInMillis: 30000 },
      },
    },
  })
})

test.each([
  ['no definition', [], 2, /^gatehouse list: takes one DEFINITION\n\nUsage: /],
  ['two definitions', ['openapi.yaml', 'template.yaml'], 2, /takes one DEFINITION/],
  [
    'a format it does not know',
    ['openapi.yaml', '--format', 'xml'],
    2,
    /--format takes text, json, not 'xml'/,
  ],
  ['an unknown mode', ['openapi.yaml', '--basepath', 'keep'], 2, /takes ignore, prepend, split, not 'keep'/],
  ['a mode for a template', ['template.yaml', '--basepath', 'split'], 2, /a template says it itself/],
  [
    'an API that is not there',
    ['template.yaml', '--api', 'X'],
    1,
    /no API 'X' in 'template\.yaml': it has 'Orders', 'Notes'/,
  ],
  ['a file of another kind', ['notes.txt'], 1, /'notes\.txt' is no API definition/],
  ['no file', ['nothing.yaml'], 1, /No such file; check the path/],
])('%s', (_name, args, status, message) => {
  const result = list(...args)
  expect(result).toMatchObject({ status, stdout: '' })
  expect(result.stderr).toMatch(message)
})
