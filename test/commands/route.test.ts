import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from './gatewayProgram.ts'
import { createProject, runProgram } from './gatewayProgram.ts'

const openApi = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books/{id}: { get: { x-amazon-apigateway-integration: { type: mock } } }
  /books/new: { get: { x-amazon-apigateway-integration: { type: mock } } }
`

const two = `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop: { Type: AWS::Serverless::HttpApi }
  Office: { Type: AWS::Serverless::HttpApi }
  App:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: app.handler
      CodeUri: .
      Events:
        Books: { Type: HttpApi, Properties: { ApiId: !Ref Shop, Method: GET, Path: /books } }
        Staff: { Type: HttpApi, Properties: { ApiId: !Ref Office, Method: GET, Path: /staff } }
`

let project: Project
beforeAll(() => {
  project = createProject({ 'openapi.yaml': openApi, 'two.yaml': two, 'broken.yaml': 'openapi: [' })
})
afterAll(() => project.remove())

const route = (...args: string[]) => runProgram(project.folder, 'route', ...args)

test('tells which route takes a request, each with its line', () => {
  const { status, stdout } = route('openapi.yaml', 'get', '/books/new?x=1')
  expect(status).toBe(0)
  expect(stdout).toBe(
    [
      '✓ takes it  GET /books/new: the path is the same',
      '      openapi.yaml:5',
      '- loses     GET /books/{id}: {id} loses to new: a fixed segment goes before a path variable',
      '      openapi.yaml:4',
      '',
    ].join('\n'),
  )
})

test('ends with 1 when none does, and as JSON', () => {
  const { status, stdout } = route('openapi.yaml', 'GET', '/book/7', '--format', 'json')
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject([
    { route: 'GET /books/{id}', verdict: 'otherPath', why: 'segment 1 is `books`, not `book`', line: 4 },
    { route: 'GET /books/new', verdict: 'otherPath' },
  ])
  expect(route('openapi.yaml', 'GET', '/book/7').stdout).toMatch(/^no route takes it\n/)
})

test('asks each API of a definition, unless one is named', () => {
  const { status, stdout } = route('two.yaml', 'GET', '/staff')
  expect(status).toBe(0)
  expect(stdout.split('\n').filter(line => !line.startsWith('      '))).toEqual([
    'API Shop',
    'no route takes it',
    '· no        GET /books: segment 1 is `books`, not `staff`'.replaceAll('`', ''),
    '',
    'API Office',
    '✓ takes it  GET /staff: the path is the same',
    '',
  ])
  expect(route('two.yaml', 'GET', '/staff', '--api', 'Shop').status).toBe(1)
  expect(JSON.parse(route('two.yaml', 'GET', '/staff', '--format', 'json').stdout)).toMatchObject([
    { api: 'Shop', route: 'GET /books', verdict: 'otherPath' },
    { api: 'Office', route: 'GET /staff', verdict: 'takes' },
  ])
})

test('what cannot be read is told, as is wrong usage', () => {
  expect(route('broken.yaml', 'GET', '/')).toMatchObject({ status: 1 })
  expect(route('openapi.yaml', 'GET', 'books').stderr).toContain("PATH begins with '/': 'books'")
  expect(route('openapi.yaml', 'GET').status).toBe(2)
  expect(route('openapi.yaml', 'GET', '/', '--api', 'other').stderr).toMatch(
    /^gatehouse route: no API 'other'/,
  )
})
