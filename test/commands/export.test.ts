import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Project } from './gatewayProgram.ts'
import { createProject, runProgram } from './gatewayProgram.ts'

const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop: { Type: AWS::Serverless::Api, Properties: { StageName: dev } }
  Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action } }
  Get:
    Type: AWS::Serverless::Function
    Properties:
      Handler: get.handler
      Runtime: nodejs22.x
      Events: { Get: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: '/books/{id}', Method: get } } }
`

const openApi = `openapi: 3.0.1
info: { title: Shop, version: '2' }
paths:
  /books: { get: { x-amazon-apigateway-integration: { type: aws_proxy, httpMethod: POST, uri: { Fn::Sub: 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${List.Arn}/invocations' } } } }
`

let project: Project
beforeAll(() => {
  project = createProject({
    'template.yaml': template,
    'two.yaml': template.replace('  Chat:', '  Other: { Type: AWS::Serverless::HttpApi }\n  Chat:'),
    'api/openapi.yaml': openApi,
    'broken.yaml': `${openApi}  /x: {\n`,
    'notes.txt': 'hello',
    'list.mjs': 'export const handler = async () => ({ statusCode: 200 })\n',
  })
})
afterAll(() => project.remove())

const run = (...args: string[]) => runProgram(project.folder, 'export', ...args)

describe('export openapi', () => {
  test('prints the only API that has an OpenAPI document, for the template itself', () => {
    const { status, stdout, stderr } = run('openapi', 'template.yaml')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('  /books/{id}:\n    get:\n')
    expect(stdout).toContain('functions/${Get.Arn}/invocations')
  })

  test('with values in place of references, as JSON', () => {
    const { stdout } = run('openapi', 'template.yaml', '--resolved', '--format', 'json')
    expect(JSON.parse(stdout)).toMatchObject({
      openapi: '3.0.1',
      paths: {
        '/books/{id}': {
          get: {
            'x-amazon-apigateway-integration': {
              uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:Get/invocations',
            },
          },
        },
      },
    })
  })

  test('writes a new file in the format of its name, and never over one', () => {
    expect(run('openapi', 'template.yaml', '-o', 'shop.json')).toMatchObject({ status: 0, stdout: '' })
    expect(JSON.parse(text('shop.json'))).toMatchObject({ info: { title: 'Shop' } })
    expect(run('openapi', 'template.yaml', '-o', 'shop.json')).toMatchObject({
      status: 1,
      stderr: "gatehouse export openapi: 'shop.json' is there already; name another file or remove it\n",
    })
  })

  test('asks which of several APIs is meant', () => {
    expect(run('openapi', 'two.yaml').stderr).toBe(
      "gatehouse export openapi: it has several APIs: name one of 'Shop', 'Other' with --api\n",
    )
    expect(run('openapi', 'two.yaml', '--api', 'Other')).toMatchObject({ status: 0 })
    expect(run('openapi', 'two.yaml', '--api', 'Chat').stderr).toMatch(/is a WebSocket API, which no OpenAPI/)
    expect(run('openapi', 'two.yaml', '--api', 'None').stderr).toMatch(/no API 'None' in 'two.yaml'/)
  })
})

describe('export sam', () => {
  test('writes a template that includes the document and passes the checks', () => {
    expect(run('sam', 'api/openapi.yaml', '-o', 'sam.yaml')).toMatchObject({ status: 0, stdout: '' })
    expect(text('sam.yaml')).toContain('Location: api/openapi.yaml')
    expect(runProgram(project.folder, 'check', 'sam.yaml', '--no-cache').stdout).toContain(' 0 errors')
    const routes = (file: string) =>
      runProgram(project.folder, 'list', file)
        .stdout.split('\n')
        .filter(line => /^ {2}GET/.test(line))
    expect(routes('sam.yaml')).toEqual(['  GET /books  open  AWS_PROXY List'])
  })

  test('takes the code below the template, and tells what is left to do', () => {
    expect(text('sam.yaml')).toContain("CodeUri: '.'\n      Handler: list.handler\n")
    const { stderr } = run('sam', 'api/openapi.yaml', '-o', 'api/template.yaml')
    expect(stderr).toBe(
      "gatehouse export sam: Function 'List' is a placeholder: no handler below the template bears its name\n",
    )
    expect(text('api/template.yaml')).toContain('Location: openapi.yaml')
    expect(run('sam', 'template.yaml')).toMatchObject({ status: 1, stdout: '' })
  })
})

test.each(['openapi', 'sam'])(
  'export %s refuses a broken definition, with the place, and writes nothing',
  what => {
    const { status, stdout, stderr } = run(what, 'broken.yaml', '-o', 'never.yaml')
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(new RegExp(`^gatehouse export ${what}: broken\\.yaml:\\d+:\\d+ is broken: `))
    expect(existsSync(path.join(project.folder, 'never.yaml'))).toBe(false)
  },
)

test('what is no definition is refused, as is wrong usage', () => {
  expect(run('openapi', 'notes.txt').stderr).toContain("'notes.txt' is no API definition")
  expect(run('sam', 'missing.yaml').stderr).toContain('No such file')
  expect(run('docx', 'template.yaml')).toMatchObject({ status: 2 })
  expect(run()).toMatchObject({ status: 2 })
  expect(run('openapi')).toMatchObject({ status: 2 })
})

function text(file: string): string {
  return readFileSync(path.join(project.folder, file), 'utf8')
}

describe('export map', () => {
  test('prints the picture of the only API, or writes it into a new file', () => {
    expect(run('map', 'api/openapi.yaml').stdout).toMatch(/^<svg [^]*>\/books<\/text>[^]*<\/svg>\n$/)
    const written = ['map', 'template.yaml', '--api', 'Shop', '--theme', 'dark', '-o', 'shop.svg']
    expect(run(...written)).toMatchObject({ status: 0, stdout: '' })
    expect(readFileSync(path.join(project.folder, 'shop.svg'), 'utf8')).toContain('>/books/{id}</text>')
    expect(run(...written)).toMatchObject({
      status: 1,
      stderr: "gatehouse export map: 'shop.svg' is there already; name another file or remove it\n",
    })
  })

  test('asks which API is meant, and says when nothing fits', () => {
    expect(run('map', 'template.yaml')).toMatchObject({
      status: 1,
      stderr: "gatehouse export map: it has several APIs: name one of 'Shop', 'Chat' with --api\n",
    })
    expect(run('map', 'api/openapi.yaml', '--filter', 'orders')).toMatchObject({
      status: 1,
      stderr: "gatehouse export map: no route of 'Shop' fits 'orders'\n",
    })
    expect(run('map')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('takes one DEFINITION') as string,
    })
  })
})
