import { expect, it } from 'vitest'
import { completion } from '../../server/src/language/completion.ts'
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
