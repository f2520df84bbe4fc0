import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from './gatewayProgram.ts'
import { createProject, runProgram } from './gatewayProgram.ts'

const lambda =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:List/invocations'

const openApi = `openapi: 3.0.1
info: { title: Shop, version: '2' }
paths:
  /books: { get: { x-amazon-apigateway-integration: { type: aws_proxy, httpMethod: POST, uri: '${lambda}' } } }
`

const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  List: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs22.x, Handler: app.handler, CodeUri: src } }
`

let project: Project
beforeAll(() => {
  project = createProject({
    'openapi.yaml': openApi,
    'template.yaml': template,
    'src/app.js': 'exports.handler = async event => event.path\n',
    'http.yaml':
      'openapi: 3.0.1\ninfo: { title: Notes, version: "1" }\nx-amazon-apigateway-cors: { allowOrigins: ["*"] }\npaths: {}\n',
    'two.yaml': `Transform: AWS::Serverless-2016-10-31
Resources:
  A: { Type: AWS::Serverless::Api, Properties: { StageName: a, DefinitionBody: { openapi: 3.0.1, paths: {} } } }
  B: { Type: AWS::Serverless::Api, Properties: { StageName: b, DefinitionBody: { openapi: 3.0.1, paths: {} } } }
`,
    'broken.yaml': openApi.replace('paths:', 'x: [\npaths:'),
    'notes.txt': 'hello',
  })
})
afterAll(() => project.remove())

const migrate = (...args: string[]) => runProgram(project.folder, 'migrate', ...args)
const at = (name: string) => path.join(project.folder, name)

test('prints the report, and nothing else', () => {
  const { status, stdout, stderr } = migrate('openapi.yaml')
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain(
    'openapi.yaml:4  needs a decision: GET /books: the code of its function is not here',
  )
  expect(stdout).toMatch(/^1 of 1 routes; 0 lost, /m)
})

test('finds the code of functions in another definition', () => {
  const { stdout } = migrate('openapi.yaml', '--functions', 'template.yaml')
  expect(stdout).toContain("src/app.js:1  changed: function 'List': reads 'path': begins with the stage")
  expect(migrate('openapi.yaml', '--functions', 'http.yaml')).toMatchObject({ status: 1, stdout: '' })
})

test('writes both files, in the format of their names, and never over one', () => {
  expect(migrate('openapi.yaml', '-o', 'made.yaml', '--report', 'report.md')).toMatchObject({
    status: 0,
    stdout: '',
  })
  expect(readFileSync(at('made.yaml'), 'utf8')).toContain("payloadFormatVersion: '1.0'")
  expect(readFileSync(at('report.md'), 'utf8')).toMatch(/^# Shop: from REST API to HTTP API\n/)
  expect(migrate('openapi.yaml', '-o', 'other.json', '--report', 'report.md')).toMatchObject({
    status: 1,
    stderr: "gatehouse migrate: 'report.md' is there already; name another file or remove it\n",
  })
  expect(existsSync(at('other.json'))).toBe(false)
  const printed = migrate('openapi.yaml', '--report', 'report.json')
  expect(printed.stdout).toMatch(/^# 'Shop' as an HTTP API/)
  expect(JSON.parse(readFileSync(at('report.json'), 'utf8'))).toMatchObject({ api: 'Shop' })
  expect(JSON.parse(migrate('openapi.yaml', '--format', 'json').stdout)).toMatchObject({
    definition: 'openapi.yaml',
  })
})

test('says which API it needs', () => {
  expect(migrate('two.yaml').stderr).toContain("has several REST APIs; name one with --api: 'A', 'B'")
  expect(migrate('two.yaml', '--api', 'B').status).toBe(0)
  expect(migrate('two.yaml', '--api', 'C').stderr).toContain("has no REST API 'C'; it has 'A', 'B'")
  expect(migrate('http.yaml').stderr).toContain("'Notes' is an HTTP API already")
})

test('goes on with what can be read, and tells the broken line', () => {
  const { status, stdout, stderr } = migrate('broken.yaml')
  expect(stderr).toContain('broken.yaml:')
  expect(status === 0 ? stdout : stderr).toContain('missing')
})

test('what is no definition is refused, as is wrong usage', () => {
  expect(migrate('notes.txt')).toMatchObject({ status: 1, stdout: '' })
  expect(migrate('missing.yaml').stderr).toContain('No such file')
  expect(migrate()).toMatchObject({ status: 2 })
  expect(migrate('openapi.yaml', '-o', 'x.yaml', '--report', 'x.yaml')).toMatchObject({ status: 2 })
})
