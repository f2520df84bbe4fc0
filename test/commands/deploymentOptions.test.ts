import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Project } from './gatewayProgram.ts'
import { createProject, runProgram, serve } from './gatewayProgram.ts'

// An OpenAPI document names its functions by ARN and says nothing of stages: what it leaves open is told beside it.

const document = `openapi: 3.0.1
info: { title: Orders, version: '1' }
paths:
  /orders:
    get:
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:orders-\${stageVariables.kind}/invocations
`
const template = `Transform: AWS::Serverless-2016-10-31
Parameters: { Greeting: { Type: String, Default: hello } }
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: orders-list
      Runtime: nodejs22.x
      CodeUri: src
      Handler: orders.handler
      Environment: { Variables: { GREETING: !Ref Greeting } }
`
const handler = `exports.handler = async ({ stageVariables, requestContext }) => ({
  statusCode: 200,
  body: JSON.stringify({ ...stageVariables, stage: requestContext.stage, greeting: process.env.GREETING }),
})`

let project: Project
beforeAll(() => {
  project = createProject({
    'api/openapi.yaml': document,
    'functions/template.yaml': template,
    'functions/empty.yaml': 'Resources: { Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a } } }',
    'functions/notes.txt': 'hello',
    'functions/src/orders.js': handler,
  })
})
afterAll(() => project.remove())

// From the document's folder, so that the handlers lie outside of both it and the working folder.
const invoke = (...args: string[]) =>
  runProgram(path.join(project.folder, 'api'), 'invoke', 'openapi.yaml', 'GET', '/orders', ...args)
const functions = ['--functions', '../functions/template.yaml']
const variables = ['--stage-variable', 'kind=list']

test('--functions brings the functions of a template, --stage-variable the variables of the stage', () => {
  const { status, stdout, stderr } = invoke(
    ...functions,
    ...variables,
    ...['--stage', 'live', '--parameter', 'Greeting=hi'],
  )
  expect(status).toBe(0)
  // What the function logs, and nothing about the request.
  expect(stderr).toMatch(/^Orders \| REPORT RequestId: .*\n$/)
  expect(stdout).toContain('{"kind":"list","stage":"live","greeting":"hi"}')
})

test('without them the request is refused with the reason', () => {
  expect(invoke(...variables).stdout).toMatch(/^HTTP\/1\.1 501 [^]*orders-list[^]* is not in this definition/)
  expect(invoke(...functions).stdout).toMatch(/^HTTP\/1\.1 5\d\d /)
})

test('serve takes them too, and a variable replaces one that the definition sets', async () => {
  const staged = `${template}  Api:
    Type: AWS::Serverless::Api
    Properties: { StageName: live, Variables: { kind: create, tier: gold }, DefinitionUri: ../api/openapi.yaml }
`
  project.write({ 'functions/staged.yaml': staged })
  const folder = path.join(project.folder, 'functions')
  const served = await serve(folder, ['staged.yaml', '--stage-variable', 'kind=list', '--port', '0'])
  try {
    const answer = await fetch(`${served.url}/orders`)
    expect(await answer.json()).toMatchObject({ kind: 'list', tier: 'gold', stage: 'live' })
  } finally {
    served.process.kill()
    await served.ended
  }
})

test('serve answers with a saved function', async () => {
  const served = await serve(path.join(project.folder, 'api'), [
    'openapi.yaml',
    ...functions,
    ...variables,
    ...['--port', '0'],
  ])
  const greeting = async () =>
    ((await (await fetch(`${served.url}/orders`)).json()) as { greeting: string }).greeting
  try {
    expect(await greeting()).toBe('hello')
    project.write({ 'functions/template.yaml': template.replace('Default: hello', 'Default: welcome') })
    await expect.poll(greeting, { timeout: 8_000 }).toBe('welcome')
  } finally {
    served.process.kill()
    await served.ended
    project.write({ 'functions/template.yaml': template })
  }
}, 20_000)

describe('what they cannot take', () => {
  test.each([
    [['--functions', '../functions/none.yaml'], 1, /No such file; check the path/],
    [
      ['--functions', '../functions/notes.txt'],
      1,
      /'notes\.txt' is no definition: --functions takes one with/,
    ],
    [['--functions', '../functions/empty.yaml'], 1, /'empty\.yaml' defines no function: --functions takes/],
    [['--stage-variable', 'kind'], 2, /--stage-variable takes NAME=VALUE, not 'kind'/],
  ] as const)('%j', (args, status, message) => {
    const result = invoke(...args)
    expect(result).toMatchObject({ status, stdout: '' })
    expect(result.stderr).toMatch(message)
  })
})
