import { describe, expect, it } from 'vitest'
import {
  handlerFiles,
  handlerLens,
  handlerReferences,
  handlersOf,
  isHandlerSource,
} from '../../server/src/language/handlerLens.ts'
import { dedent, openAt, testUris } from '../support/cursor.ts'

const template = `
  Transform: AWS::Serverless-2016-10-31
  Resources:
    List:
      Type: AWS::Serverless::Function
      Properties:
        CodeUri: src/
        Handler: books.list
        Runtime: nodejs22.x
        Events:
          Get: { Type: Api, Properties: { Path: /books, Method: get } }
          Old: { Type: Api, Properties: { Path: /old/books, Method: get } }
    Add:
      Type: AWS::Serverless::Function
      Properties:
        CodeUri: src/
        Handler: add.handler
        Runtime: python3.13
        Events:
          Post: { Type: HttpApi, Properties: { Path: /books, Method: post } }
    Job: { Type: AWS::Serverless::Function, Properties: { CodeUri: src/, Handler: job.run, Runtime: nodejs22.x } }
`
const sources = {
  '/work/src/books.ts': 'import { a } from "./a"\n\nexport const list = async () => a\n',
  '/work/src/add.py': 'import json\n\ndef handler(event, context):\n    return {}\n',
  '/work/src/job.js': 'exports.run = async () => 1\n',
}

function opened(text = template) {
  const { workspace } = openAt('template.yaml', `${dedent(text)}<|>`, sources)
  return { files: workspace.files, handlers: handlersOf(workspace.definitions()) }
}

/** `line: title` of each lens. */
function lenses(file: string): string[] {
  const { files, handlers } = opened()
  return handlerLens(file, handlers, files, testUris).map(
    ({ range, command }) => `${range.start.line}: ${command?.title ?? ''}`,
  )
}

describe('the lens above a handler', () => {
  it('names every route that the function answers', () => {
    expect(lenses('/work/src/books.ts')).toEqual([
      '2: GET /books ▸ Invoke',
      '2: Debug',
      '2: GET /old/books ▸ Invoke',
      '2: Debug',
    ])
    expect(lenses('/work/src/add.py')).toEqual(['2: POST /books ▸ Invoke', '2: Debug'])
  })

  it('runs the command of the lens above the route', () => {
    const { files, handlers } = opened()
    const [lens] = handlerLens('/work/src/add.py', handlers, files, testUris)
    expect(lens?.command).toMatchObject({
      command: 'gatehouse.invoke',
      arguments: [
        {
          definition: 'file:///work/template.yaml',
          apiId: 'ServerlessHttpApi',
          method: 'POST',
          path: '/books',
        },
      ],
    })
  })

  it('stands nowhere else: not above a function without a route, nor in a file of the same name elsewhere', () => {
    expect(lenses('/work/src/job.js')).toEqual([])
    expect(lenses('/work/other/books.ts')).toEqual([])
    expect(lenses('/work/src/books.js')).toEqual([])
  })

  it('follows what is typed in the source', () => {
    const { files, handlers } = opened()
    const typed = {
      ...files,
      read: (path: string) => (path.endsWith('add.py') ? '\n\n\n\ndef handler(e, c):\n' : files.read(path)),
    }
    expect(handlerLens('/work/src/add.py', handlers, typed, testUris)[0]?.range.start.line).toBe(4)
  })

  it('is there with a broken line above and below the function in the definition', () => {
    const broken = template
      .replace('  Resources:', '  Outp\n  Resources:')
      .replace('    Add:', '    Half: {\n    Add:')
    const { files, handlers } = opened(broken)
    expect(handlerLens('/work/src/books.ts', handlers, files, testUris)).not.toEqual([])
  })

  it('leads to the definition of a WebSocket route, which no request reaches', () => {
    const text = `
      Resources:
        Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action } }
        Run: { Type: AWS::Lambda::Function, Properties: { Code: src/, Handler: job.run, Runtime: nodejs22.x, Role: arn:aws:iam::123456789012:role/r } }
        To:
          Type: AWS::ApiGatewayV2::Integration
          Properties: { ApiId: !Ref Chat, IntegrationType: AWS_PROXY, IntegrationUri: !Sub 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Run.Arn}/invocations' }
        Connect:
          Type: AWS::ApiGatewayV2::Route
          Properties: { ApiId: !Ref Chat, RouteKey: $connect, Target: !Sub 'integrations/\${To}' }
    `
    const { files, handlers } = opened(text)
    expect(
      handlerLens('/work/src/job.js', handlers, files, testUris).map(({ command }) => [
        command?.title,
        command?.command,
      ]),
    ).toEqual([['$connect ▸ Definition', 'gatehouse.goToDefinition']])
  })
})

describe('the sources of handlers', () => {
  it('are the files that answer a route, and no others', () => {
    const { files, handlers } = opened()
    expect(handlerFiles(handlers, files)).toEqual(['/work/src/add.py', '/work/src/books.ts'])
  })

  it('lead back to the routes and the property that names them', () => {
    const { files, handlers } = opened()
    const at = (line: number, character: number) =>
      handlerReferences('/work/src/books.ts', { line, character }, handlers, files, testUris).map(
        ({ range }) => range.start.line,
      )
    expect(at(2, 15)).toEqual([6, 9, 10])
    expect(at(0, 3)).toEqual([])
  })

  it('are told by their names', () => {
    expect(['a.ts', 'a.mjs', 'a.tsx', 'a.py', 'a.json', 'a.vtl', 'a.tsv'].map(isHandlerSource)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
