import { describe, expect, it } from 'vitest'
import { codeLens } from '../../server/src/language/codeLens.ts'
import { definition } from '../../server/src/language/definition.ts'
import { documentSymbol } from '../../server/src/language/documentSymbol.ts'
import { hover } from '../../server/src/language/hover.ts'
import { openAt, testUris } from '../support/cursor.ts'

const template = `
  Transform: AWS::Serverless-2016-10-31
  Resources:
    Shop:
      Type: AWS::Serverless::Api
      Properties:
        StageName: dev
    ListBooks:
      Type: AWS::Serverless::Function
      Properties:
        CodeUri: src/
        Handler: books.list
        Runtime: nodejs20.x
        Events:
          List:
            Type: Api
            Properties: { RestApiId: !Ref Shop, Path: /books, Method: get }
`
const handler = `const shelf = []\nexports.list = async () => ({ statusCode: 200, body: JSON.stringify(shelf) })\n`

/** `file:line` (zero-based) of what the cursor leads to. */
function leadsTo(marked: string, beside: Record<string, string> = {}): string[] {
  const { document, position, owner, workspace } = openAt('template.yaml', marked, beside)
  return definition(document, position, owner, workspace.files, testUris).map(
    ({ uri, range }) => `${uri.replace('file:///work/', '')}:${range.start.line}`,
  )
}

describe('go to definition', () => {
  it('leads from !Ref to the resource', () => {
    expect(leadsTo(template.replace('!Ref Shop', '!Ref Sh<|>op'))).toEqual(['template.yaml:2'])
  })

  it('leads from Handler to the exported function', () => {
    const beside = { '/work/src/books.js': handler }
    expect(leadsTo(template.replace('books.list', 'books.<|>list'), beside)).toEqual(['src/books.js:1'])
  })

  it('leads from an integration to the code that answers', () => {
    const marked = `
      AWSTemplateFormatVersion: '2010-09-09'
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Shop:
          Type: AWS::Serverless::Api
          Properties:
            StageName: dev
            DefinitionBody:
              openapi: 3.0.1
              info: { title: Shop, version: '1' }
              paths:
                /books:
                  get:
                    x-amazon-apigateway-integration:
                      type: aws_proxy
                      httpMethod: POST
                      uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${List.Arn}/invo<|>cations
        List:
          Type: AWS::Serverless::Function
          Properties: { CodeUri: src/, Handler: books.list, Runtime: nodejs20.x }
    `
    expect(leadsTo(marked, { '/work/src/books.js': handler })).toEqual(['src/books.js:1'])
  })

  it('leads from $ref to the schema', () => {
    const marked = `
      openapi: 3.0.1
      info: { title: Shop, version: '1' }
      paths:
        /books:
          post:
            requestBody:
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/Bo<|>ok' }
      components:
        schemas:
          Book: { type: object }
    `
    const { document, position, owner, workspace } = openAt('openapi.yaml', marked)
    const [found] = definition(document, position, owner, workspace.files, testUris)
    expect(found?.range.start.line).toBe(11)
  })

  it('leads nowhere from a plain word', () => {
    expect(leadsTo(template.replace('StageName: dev', 'StageName: de<|>v'))).toEqual([])
  })
})

describe('hover', () => {
  const shown = (marked: string) => {
    const { document, position, owner, workspace } = openAt('template.yaml', marked)
    const contents = hover(document, position, owner, workspace.files)?.contents
    return contents && typeof contents === 'object' && 'value' in contents ? contents.value : undefined
  }

  it('tells what AWS says of a property', () => {
    expect(shown(template.replace('Handler:', 'Han<|>dler:'))).toMatch(
      /\*\*Handler\*\*[\s\S]+docs\.aws\.amazon\.com/,
    )
  })

  it('tells what a reference names', () => {
    expect(shown(template.replace('!Ref Shop', '!Ref Sh<|>op'))).toContain('**Shop**: REST API, 1 route')
  })

  it('says nothing where there is nothing to say', () => {
    expect(
      shown(template.replace('  Resources:', '  Metadata: { owner: some<|>body }\n  Resources:')),
    ).toBeUndefined()
  })
})

describe('code lens', () => {
  it('invokes and debugs every route', () => {
    const { file, owner } = openAt('template.yaml', `${template}<|>`)
    const range = { start: { line: 13, character: 10 }, end: { line: 13, character: 14 } }
    const route = { definition: 'file:///work/template.yaml', apiId: 'Shop', method: 'GET', path: '/books' }
    expect(codeLens(file, owner, testUris)).toEqual([
      {
        range,
        command: {
          title: '$(play) Invoke',
          tooltip: 'Send GET /books to the gateway on this machine',
          command: 'gatehouse.invoke',
          arguments: [route],
        },
      },
      {
        range,
        command: {
          title: '$(debug-alt) Debug',
          tooltip: 'Send GET /books to the gateway on this machine and stop at breakpoints',
          command: 'gatehouse.debug',
          arguments: [route],
        },
      },
    ])
  })
})

describe('document symbols', () => {
  it('show resources with their types and routes', () => {
    const { document } = openAt('template.yaml', `${template}<|>`)
    const resources = documentSymbol(document).find(found => found.name === 'Resources')
    expect(resources?.children?.map(({ name, detail }) => [name, detail])).toEqual([
      ['Shop', 'AWS::Serverless::Api'],
      ['ListBooks', 'AWS::Serverless::Function'],
    ])
    expect(resources?.children?.[1]?.children?.map(({ name, detail }) => [name, detail])).toEqual([
      ['List', 'get /books'],
    ])
  })
})
