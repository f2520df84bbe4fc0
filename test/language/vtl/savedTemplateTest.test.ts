import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { savedTemplateTest } from '../../../server/src/language/savedTemplateTest.ts'
import { templateAt } from '../../../server/src/language/vtl/placedTemplate.ts'
import type { Position } from '../../../server/src/base/text.ts'
import type { Workspace } from '../../../server/src/language/workspace.ts'
import { createWorkspace } from '../../../server/src/language/workspace.ts'
import { programFile } from '../../support/buildProgram.ts'
import { openAt, testUris } from '../../support/cursor.ts'
import { memoryFiles } from '../../support/memoryFiles.ts'

// Save as test in the view beside a template: what is written runs, and passes.

const orders = (template: string) => `
  openapi: 3.0.1
  info: { title: Shop, version: '1' }
  paths:
    /orders:
      post:
        x-amazon-apigateway-integration:
          type: mock
          requestTemplates:
            application/json: '{ "statusCode": 200, "name": "$input.path(''$.name'')" }'
          responses:
            default:
              statusCode: '200'
            4\\d\\d:
              statusCode: '400'
              responseTemplates:
                application/json: ${template}
`

const context = JSON.stringify({
  body: '{"name":"Ann","message":"no ${stock}"}',
  params: { header: { Authorization: 'Bearer very-secret-token' } },
  context: { stage: 'dev' },
})

function saved(workspace: Workspace, file: string, position: Position, text = context) {
  const placed = templateAt(workspace, file, position)
  if (!placed) throw new Error('no template at the mark')
  const question = { uri: testUris.toUri(file), position, context: text, label: 'A reader' }
  const made = savedTemplateTest(question, placed, { workspace, uris: testUris, clock: () => 0 })
  return made
}

/** Runs the written file beside the definition, as CI would. */
function run(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-saved-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
  const { stdout, stderr } = spawnSync('node', [programFile, 'test'], { cwd: folder, encoding: 'utf8' })
  return `${stdout}${stderr}`
}

it('names the route of a request template, and keeps no secret', () => {
  const text = orders("'{}'").replace('{ "statusCode"', '{<|> "statusCode"')
  const { workspace, file, position } = openAt('openapi.yaml', text)
  const made = saved(workspace, file, position)
  expect(made).toMatchObject({
    uri: testUris.toUri('/work/openapi.gatehouse.yaml'),
    isNew: true,
    name: 'The request template of POST /orders: A reader',
    leftOut: ['secrets of the context'],
  })
  const newText = 'newText' in made ? made.newText : ''
  expect(newText).toContain('route: POST /orders')
  expect(newText).not.toContain('very-secret')
  const files = { 'openapi.yaml': text.replace('<|>', ''), 'openapi.gatehouse.yaml': newText }
  expect(run(files)).toMatch(/1 passed/)
  // It looks at what the template prints now.
  expect(run({ ...files, 'openapi.yaml': files['openapi.yaml'].replace('"name"', '"who"') })).toMatch(
    /1 failed/,
  )
})

it('names the status of a response template', () => {
  const text = orders(`'{<|> "why": "$input.path(''$.message'')", "stage": "$context.stage" }'`)
  const { workspace, file, position } = openAt('openapi.yaml', text)
  const made = saved(workspace, file, position)
  const newText = 'newText' in made ? made.newText : ''
  expect(newText).toMatch(/direction: response\n\s+status: "?'?400/)
  const files = { 'openapi.yaml': text.replace('<|>', ''), 'openapi.gatehouse.yaml': newText }
  expect(run(files)).toMatch(/1 passed/)
})

it('names the file of a template that no definition is known to use', () => {
  const text = '#set($x = $input.path("$.name"))Hello $x'
  const workspace = createWorkspace(memoryFiles({}), () => ({}))
  workspace.setText('/work/hello.vtl', text)
  const made = saved(workspace, '/work/hello.vtl', { line: 0, character: 0 })
  expect(made).toMatchObject({ uri: testUris.toUri('/work/hello.gatehouse.yaml') })
  const newText = 'newText' in made ? made.newText : ''
  expect(newText).toContain('template: hello.vtl')
  expect(run({ 'hello.vtl': text, 'hello.gatehouse.yaml': newText })).toMatch(/1 passed/)
})

it('says why there can be none: no context, no definition, a text that is known after the deployment', () => {
  const text = orders("'{}'").replace('{ "statusCode"', '{<|> "statusCode"')
  const { workspace, file, position } = openAt('openapi.yaml', text)
  expect(saved(workspace, file, position, '{')).toEqual({
    message: expect.stringMatching(/^No test can be made: the context cannot be read: ./) as unknown,
  })
  const sub = openAt(
    'template.yaml',
    `
  Resources:
    Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: a } }
    Get:
      Type: AWS::ApiGateway::Method
      Properties:
        RestApiId: !Ref Api
        ResourceId: !GetAtt Api.RootResourceId
        HttpMethod: GET
        AuthorizationType: NONE
        Integration:
          Type: MOCK
          RequestTemplates:
            application/json: !Sub '{<|> "statusCode": 200, "topic": "\${Topic.Arn}" }'
    Topic: { Type: AWS::SNS::Topic }
`,
  )
  expect(saved(sub.workspace, sub.file, sub.position)).toEqual({
    message: 'No test can be made: a part of the template is known only when it is deployed',
  })
})
