import { describe, expect, it } from 'vitest'
import type { SelectionRange } from 'vscode-languageserver-types'
import { offsetAt } from '../../server/src/base/text.ts'
import { documentLink } from '../../server/src/language/documentLink.ts'
import { documentSymbol } from '../../server/src/language/documentSymbol.ts'
import { foldingRange } from '../../server/src/language/foldingRange.ts'
import { selectionRange } from '../../server/src/language/selectionRange.ts'
import { workspaceSymbol } from '../../server/src/language/workspaceSymbol.ts'
import { dedent, openAt, testUris } from '../support/cursor.ts'

describe('folds', () => {
  /** `first-last` line of each fold, with its kind. */
  const folds = (name: string, text: string) =>
    foldingRange(openAt(name, `${text}<|>`).document).map(
      ({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind === undefined ? '' : ` ${kind}`}`,
    )

  it('follow the indentation of YAML, lists and texts too', () => {
    const text = `
      openapi: 3.0.1
      paths:
        /a:
          get:
            parameters:
            - name: x
              in: query
            - { name: y, in: query }

            x-amazon-apigateway-integration:
              requestTemplates:
                application/json: |
                  #if($input)
                    {}
                  #end
      info: { title: A }
    `
    expect(folds('openapi.yaml', text)).toEqual([
      '1-14',
      '2-14',
      '3-14',
      '4-7',
      '5-6',
      '9-14',
      '10-14',
      '11-14',
      '12-13',
    ])
  })

  it('do not mind a broken line', () => {
    expect(
      folds('openapi.yaml', 'openapi: 3.0.1\nx: [\npaths:\n  /a:\n    get: {\n  half\n  /b:\n    get:\n'),
    ).toEqual(['2-7', '3-4', '6-7'])
  })

  it('end with their document, and know comments and regions', () => {
    const text = '# one\n# two\na:\n  b: 1\n---\n# region x\nc:\n\td: 1\n# endregion\n'
    expect(folds('openapi.yaml', text)).toEqual(['0-1 comment', '2-3', '5-8 region', '6-7'])
  })

  it('follow the brackets of JSON and not those in its texts', () => {
    const text =
      '{\r\n  "openapi": "3.0.1 {",\r\n  "paths": {\r\n    "/a": {\r\n    }\r\n  },\r\n  "tags": [\r\n    1\r\n  ]\r\n}'
    expect(folds('openapi.json', text)).toEqual(['0-8', '2-4', '6-7'])
  })
})

describe('selections', () => {
  it('grow from a name in a text to its value, its entry and what is around', () => {
    const marked = `
      Resources:
        A:
          Type: AWS::Serverless::Api
          Properties: { Name: !Sub '\${Ap<|>p}-api' }
    `
    const { document, position, text } = openAt('template.yaml', marked)
    const texts: string[] = []
    const at = (place: SelectionRange['range']['start']) => offsetAt(document.lines, place, text)
    for (
      let range: SelectionRange | undefined = selectionRange(document, position);
      range;
      range = range.parent
    ) {
      texts.push(text.slice(at(range.range.start), at(range.range.end)).trimEnd())
    }
    expect(texts.slice(0, 5)).toEqual(['App', '${App}', '${App}-api', "'${App}-api'", "!Sub '${App}-api'"])
    expect(texts.at(-1)).toBe(text.trimEnd())
    expect(texts).toContain("Properties: { Name: !Sub '${App}-api' }")
  })

  it('are the whole text at least, also in what cannot be read', () => {
    const { document, position } = openAt('template.yaml', '[<|>')
    expect(selectionRange(document, position).range.start).toEqual({ line: 0, character: 0 })
  })
})

describe('document links', () => {
  it('lead to the files that are there, and from a type to its page', () => {
    const marked = `
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Shop:
          Type: AWS::Serverless::Api
          Properties: { StageName: dev, DefinitionUri: api/openapi.yaml }
        List:
          Type: AWS::Serverless::Function
          Properties: { CodeUri: src/, Handler: books.list, Runtime: nodejs22.x }
        Inner:
          Type: AWS::CloudFormation::Stack
          Properties: { TemplateURL: ./missing.yaml }<|>
    `
    const beside = {
      '/work/api/openapi.yaml': 'openapi: 3.0.1\n',
      '/work/src/books.js': 'exports.list = async () => ({})\n',
    }
    const { document, owner, workspace, text } = openAt('template.yaml', marked, beside)
    const lines = text.split('\n')
    const links = documentLink(document, owner, workspace.files, testUris).map(({ range, target }) => {
      const line = lines[range.start.line] ?? ''
      return [line.slice(range.start.character, range.end.character), target?.replace(/.*\//, '')]
    })
    expect(links).toEqual([
      ['api/openapi.yaml', 'openapi.yaml'],
      ['src/', 'books.js'],
      ['AWS::Serverless::Api', 'sam-resource-api.html'],
      ['AWS::Serverless::Function', 'sam-resource-function.html'],
    ])
  })

  it('lead from $ref to its file, and from ${file()} of a service', () => {
    const linked = (name: string, marked: string, beside: Record<string, string>) => {
      const { document, owner, workspace } = openAt(name, marked, beside)
      return documentLink(document, owner, workspace.files, testUris).map(({ target }) => target)
    }
    expect(
      linked(
        'openapi.yaml',
        "openapi: 3.0.1\npaths: { /a: { $ref: 'a%20b.yaml#/x' }, /b: { $ref: '#/paths/~1a' } }<|>",
        {
          '/work/a b.yaml': 'x: {}\n',
        },
      ),
    ).toEqual(['file:///work/a b.yaml'])
    expect(
      linked('serverless.yml', 'service: a\nprovider: { name: aws }\ncustom: ${file(./values.yml):x}<|>', {
        '/work/values.yml': 'x: 1\n',
      }),
    ).toEqual(['file:///work/values.yml'])
  })
})

it('links and symbols are there with a broken line above and below', () => {
  const half = `
    Transform: AWS::Serverless-2016-10-31
    Outp
    Resources:
      Shop: { Type: AWS::Serverless::Api, Properties: { StageName: dev } }
      Half: {<|>
  `
  const { document, owner, workspace } = openAt('template.yaml', half)
  expect(documentLink(document, owner, workspace.files, testUris)).toHaveLength(1)
  expect(documentSymbol(document)[0]?.children?.[0]?.name).toBe('Shop')
})

describe('symbols', () => {
  const names = (text: string, file: string) =>
    documentSymbol(openAt(file, `${text}<|>`).document).map(({ name, children = [] }) => [
      name,
      children.map(child => [
        child.name,
        child.detail,
        ...(child.children ?? []).map(each => `${each.name} ${each.detail ?? ''}`),
      ]),
    ])

  it('of a service are its functions with their events', () => {
    const text = `
      service: shop
      functions:
        list:
          handler: list.handler
          events: [{ http: { path: books, method: get } }, { httpApi: 'GET /books' }, { websocket: { route: $connect } }]
    `
    expect(names(text, 'serverless.yml')).toEqual([
      ['functions', [['list', 'list.handler', 'http get books', 'httpApi GET /books', 'websocket $connect']]],
    ])
  })

  it('of a policy are its statements', () => {
    const text =
      '{"Version": "2012-10-17", "Statement": [{"Sid": "Call", "Effect": "Allow", "Action": "execute-api:Invoke"}, {"Effect": "Deny"}]}'
    expect(names(text, 'policy.json')).toEqual([
      [
        'Statement',
        [
          ['Call', 'Allow execute-api:Invoke'],
          ['Statement 2', 'Deny'],
        ],
      ],
    ])
  })

  it('of a WebSocket API have their route keys', () => {
    const text =
      'Resources:\n  R:\n    Type: AWS::ApiGatewayV2::Route\n    Properties: { RouteKey: $connect }\n'
    expect(names(text, 'template.yaml')).toEqual([
      ['Resources', [['R', 'AWS::ApiGatewayV2::Route $connect']]],
    ])
  })

  it('of the workspace are routes, authorizers, functions and resources, as letters in their order name them', () => {
    const text = `
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Table: { Type: AWS::DynamoDB::Table }
        List:
          Type: AWS::Serverless::Function
          Properties:
            Handler: books.list
            Events: { Get: { Type: Api, Properties: { Path: /books, Method: get } } }<|>
    `
    const { workspace } = openAt('template.yaml', dedent(text))
    const found = (query: string) =>
      workspaceSymbol(workspace.definitions(), query, testUris).map(
        ({ name, containerName }) => `${name} in ${containerName}`,
      )
    expect(found('')).toEqual([
      'ServerlessRestApi in template.yaml',
      'GET /books in ServerlessRestApi',
      'Prod in ServerlessRestApi',
      'List in template.yaml',
      'Table in template.yaml',
    ])
    expect(found('gtbks')).toEqual(['GET /books in ServerlessRestApi'])
    expect(found('nothing')).toEqual([])
  })
})
