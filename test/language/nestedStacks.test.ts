import { describe, expect, it } from 'vitest'
import { definition } from '../../server/src/language/definition.ts'
import { hover } from '../../server/src/language/hover.ts'
import { rename } from '../../server/src/language/rename.ts'
import { symbolTable } from '../../server/src/language/symbols/symbolTable.ts'
import { offsetAt } from '../../server/src/base/text.ts'
import { openAt, testUris } from '../support/cursor.ts'
import { proposed, proposedLabels } from '../support/proposals.ts'

const beside = {
  '/work/nested/api.yaml': `AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  TableName: {Type: String, Description: Table of the orders}
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !Sub 'x-\${Stage}'}}
Outputs:
  ApiId: {Description: Id of the API, Value: !Ref Api}
  RootId: {Value: !GetAtt Api.RootResourceId}
`,
}

const template = `
  AWSTemplateFormatVersion: '2010-09-09'
  Resources:
    Backend:
      Type: AWS::CloudFormation::Stack
      Properties:
        TemplateURL: nested/api.yaml
        Parameters:
          TableName: orders
          Stage: prod
    Topic:
      Type: AWS::SNS::Topic
      Properties:
        TopicName: !GetAtt Backend.Outputs.ApiId
        DisplayName: !Sub 'x \${Backend.Outputs.RootId}'
`

const labelsAt = (from: string, to: string) => proposedLabels('root.yaml', template.replace(from, to), beside)

function leadsTo(marked: string): unknown {
  const { document, position, owner, workspace } = openAt('root.yaml', marked, beside)
  return definition(document, position, owner, workspace.files, testUris).map(
    ({ uri, range }) => `${uri} ${range.start.line}`,
  )
}

function explained(marked: string): string {
  const { document, position, owner, workspace } = openAt('root.yaml', marked, beside)
  return JSON.stringify(hover(document, position, owner, workspace.files)?.contents)
}

describe('a nested stack whose template is on this machine', () => {
  it('has its outputs proposed as attributes', () => {
    expect(labelsAt('!GetAtt Backend.Outputs.ApiId', '!GetAtt <|>')).toEqual(
      expect.arrayContaining(['Backend.Outputs.ApiId', 'Backend.Outputs.RootId']),
    )
    expect(labelsAt('${Backend.Outputs.RootId}', '${Backend.<|>}')).toContain('Backend.Outputs.RootId')
    expect(labelsAt('!GetAtt Backend.Outputs.ApiId', '!GetAtt [Backend, <|>]')).toContain('Outputs.ApiId')
    const elsewhere = template.replace('nested/api.yaml', 'https://example.com/api.yaml')
    expect(
      proposedLabels('root.yaml', elsewhere.replace('!GetAtt Backend.Outputs.ApiId', '!GetAtt <|>'), beside),
    ).not.toContain('Backend.Outputs.ApiId')
  })

  it('has its parameters proposed, those without a default as required, and their values', () => {
    const typed = template.replace('TableName: orders\n          Stage: prod', '<|>')
    const found = proposed('root.yaml', typed, beside)
    expect(found.map(({ label, detail }) => [label, detail])).toEqual(
      expect.arrayContaining([
        ['TableName', 'required'],
        ['Stage', 'String'],
      ]),
    )
    expect(labelsAt('Stage: prod', 'Stage: <|>')).toEqual(expect.arrayContaining(['dev', 'prod']))
  })

  it('is reached from what names its outputs and parameters', () => {
    expect(leadsTo(template.replace('Outputs.ApiId', 'Outputs.Api<|>Id'))).toEqual([
      'file:///work/nested/api.yaml 7',
    ])
    expect(leadsTo(template.replace('Outputs.RootId', 'Outputs.Ro<|>otId'))).toEqual([
      'file:///work/nested/api.yaml 8',
    ])
    expect(leadsTo(template.replace('Stage: prod', 'St<|>age: prod'))).toEqual([
      'file:///work/nested/api.yaml 3',
    ])
    expect(leadsTo(template.replace('!GetAtt Backend', '!GetAtt Back<|>end'))).toEqual([
      'file:///work/root.yaml 2',
    ])
  })

  it('is explained', () => {
    expect(explained(template.replace('Outputs.ApiId', 'Outputs.Api<|>Id'))).toContain('Id of the API')
    expect(explained(template.replace('TableName: orders', 'Table<|>Name: orders'))).toContain(
      'Table of the orders',
    )
    expect(explained(template.replace('Stage: prod', 'St<|>age: prod'))).toContain('Default: `dev`')
  })

  it('has an output renamed in both templates', () => {
    const marked = template.replace('Outputs.ApiId', 'Outputs.Api<|>Id')
    const { document, position, owner, workspace } = openAt('root.yaml', marked, beside)
    const offset = offsetAt(document.lines, position, document.text)
    const found = symbolTable(owner, workspace.files).at(document, offset)
    const edit = found && rename(found, 'RestApi', testUris)
    expect(Object.keys((edit as { changes: object }).changes).sort()).toEqual([
      'file:///work/nested/api.yaml',
      'file:///work/root.yaml',
    ])
  })

  it('is an application of SAM as well', () => {
    const sam = template
      .replace("AWSTemplateFormatVersion: '2010-09-09'", 'Transform: AWS::Serverless-2016-10-31')
      .replace('AWS::CloudFormation::Stack', 'AWS::Serverless::Application')
      .replace('TemplateURL', 'Location')
    expect(leadsTo(sam.replace('Outputs.ApiId', 'Outputs.Api<|>Id'))).toEqual([
      'file:///work/nested/api.yaml 7',
    ])
    expect(
      proposedLabels('root.yaml', sam.replace('!GetAtt Backend.Outputs.ApiId', '!GetAtt <|>'), beside),
    ).toContain('Backend.Outputs.ApiId')
  })
})
