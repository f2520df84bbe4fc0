import { expect, it } from 'vitest'
import { completion } from '../../server/src/language/completion/completion.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const template = `
Parameters: {Name: {Type: String, Default: default}}
Resources:
  Shop: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: !Ref Name, ProtocolType: HTTP}}
`

it('reads a definition anew when its parameters file changes, or which file that is', () => {
  const disk = memoryFiles({ '/app/template.yaml': template, '/app/local.json': '{"Name": "local"}' })
  const workspace = createWorkspace(disk, () => ({}))
  const name = () => workspace.result('/app/template.yaml').definition?.apis[0]?.name
  expect(name()).toBe('default')
  workspace.setText('/app/gatehouse.json', '{"parametersFile": "local.json"}')
  expect(name()).toBe('local')
  workspace.setText('/app/local.json', '{"Name": "changed"}')
  expect(name()).toBe('changed')
})

it('keeps nothing that was found with other parameters', () => {
  const body = `openapi: 3.0.1
info: {title: shop, version: '1'}
paths:
  /a:
    get:
      x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations'}
`
  const files = {
    '/app/openapi.yaml': body,
    '/app/one.json': '{"Name": "one"}',
    '/app/two.json': '{"Name": "two"}',
  }
  const disk = memoryFiles(files)
  const fresh = () => createWorkspace(disk, () => ({}))
  const workspace = fresh()
  for (const text of ['{"parametersFile": "one.json"}', '{"parametersFile": "gone.json"}', '{}']) {
    workspace.setText('/app/gatehouse.json', text)
    const other = fresh()
    other.setText('/app/gatehouse.json', text)
    expect(workspace.diagnostics('/app/openapi.yaml')).toEqual(other.diagnostics('/app/openapi.yaml'))
    expect([...workspace.result('/app/openapi.yaml').documents.keys()]).toEqual([
      ...other.result('/app/openapi.yaml').documents.keys(),
    ])
  }
})

it('offers no words of a definition in its parameters file', () => {
  const disk = memoryFiles({
    '/app/template.yaml': template,
    '/app/gatehouse.json': '{"parametersFile": "local.yaml"}',
    '/app/local.yaml': 'Name: local\n',
  })
  const workspace = createWorkspace(disk, () => ({}))
  const owner = workspace.result('/app/template.yaml')
  const document = owner.documents.get('/app/local.yaml')
  expect(document && completion(document, { line: 1, character: 0 }, owner)).toEqual([])
})
