import { describe, expect, it } from 'vitest'
import { definition } from '../../server/src/language/definition.ts'
import { hover } from '../../server/src/language/hover.ts'
import { templatesIn } from '../../server/src/language/vtl/placedTemplate.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { dedent, openAt, testUris } from '../support/cursor.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { proposedLabels } from '../support/proposals.ts'

const first = `
  kind: ConfigMap
  data: {AWS::Region: here}
`
const shop = `
  openapi: 3.0.1
  info: {title: shop, version: '1'}
  paths:
    /books:
      get:
        responses: {}
        x-amazon-apigateway-integration:
          type: mock
          requestTemplates:
            application/json: '{"statusCode": $input.path("$.code")}'
`
const template = `
  AWSTemplateFormatVersion: '2010-09-09'
  Resources:
    Shop: {Type: AWS::ApiGateway::RestApi, Properties: {Name: shop}}
    Stage:
      Type: AWS::ApiGateway::Stage
      Properties: {RestApiId: !Ref Shop, StageName: v1, DeploymentId: x}
`

function together(...documents: readonly string[]): string {
  return documents.map(dedent).join('---\n')
}

const marked = template.replace('RestApiId: !Ref Shop', 'RestApiId: !Ref S<|>hop')

describe('the second and later YAML documents of a file', () => {
  it('have proposals of their own', () => {
    const text = together(first, shop, template.replace('!Ref Shop', '!Ref <|>'))
    expect(proposedLabels('all.yaml', text)).toEqual(expect.arrayContaining(['Shop', 'AWS::Region']))
    const inShop = together(template, shop.replace('type: mock', 'type: mock\n          <|>'), template)
    expect(proposedLabels('all.yaml', inShop)).toContain('passthroughBehavior')
    expect(proposedLabels('all.yaml', inShop)).not.toContain('Properties')
  })

  it('have them between half-typed lines, with carriage returns and a byte order mark', () => {
    const half = template.replace('      Properties: {RestApiId', '      half\n      Properties: {RestApiId')
    const text = together(
      shop,
      half.replace('!Ref Shop', '!Ref <|>').replace('DeploymentId: x}', 'DeploymentId: x}\n    open: ['),
    )
    expect(proposedLabels('all.yaml', text)).toContain('Shop')
    expect(proposedLabels('all.yaml', `\ufeff${text.replaceAll('\n', '\r\n')}`)).toContain('Shop')
  })

  it('lead to their own declarations and explain their own names', () => {
    const { document, position, owner, workspace } = openAt('all.yaml', together(template, marked))
    const line = dedent(template).split('\n').length - 1
    expect(definition(document, position, owner, workspace.files, testUris)).toMatchObject([
      { uri: 'file:///work/all.yaml', range: { start: { line: line + 1 + 2 } } },
    ])
    expect(JSON.stringify(hover(document, position, owner, workspace.files))).toContain('shop')
  })

  it('are checked, at their own places', () => {
    const workspace = createWorkspace(memoryFiles({}), () => ({}))
    const file = '/work/all.yaml'
    const text = together(first, template, shop, template.replace('!Ref Shop', '!Ref Nobody'))
    workspace.setText(file, text)
    const found = workspace.diagnostics(file)
    const at = text.slice(0, text.indexOf('Nobody')).split('\n').length - 1
    expect(found.filter(({ range }) => range.start.line === at)).toHaveLength(1)
    // The edit of one counts at once.
    workspace.setText(file, text.replace('!Ref Nobody', '!Ref Shop'))
    expect(workspace.diagnostics(file).filter(({ range }) => range.start.line === at)).toEqual([])
  })

  it('have mapping templates', () => {
    const workspace = createWorkspace(memoryFiles({}), () => ({}))
    workspace.setText('/work/all.yaml', together(template, shop))
    expect(templatesIn(workspace, '/work/all.yaml').map(({ text }) => text)).toEqual([
      '{"statusCode": $input.path("$.code")}',
    ])
  })

  it('say nothing where they are no definitions', () => {
    const text = together(template, 'a: 1\nb: <|>\n', '# nothing\n', '')
    expect(proposedLabels('all.yaml', text)).toEqual([])
  })
})
