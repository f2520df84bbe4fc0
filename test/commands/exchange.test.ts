import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { createProject, runProgram, testProject } from './gatewayProgram.ts'

// What definitions give to other tools, and what comes from them: docs, typed clients, models, requests.

const root = path.join(import.meta.dirname, '../..')

const openApi = `openapi: 3.0.1
info: { title: Shop, version: '2', description: 'Sells </script><script>alert(1)</script> books.' }
paths:
  /books/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    x-amazon-apigateway-any-method:
      operationId: book
      summary: One book
      responses: { '200': { description: The book, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } } }
      x-amazon-apigateway-integration: { type: aws_proxy, httpMethod: POST, uri: 'arn:aws:apigateway:us-east-1:lambda:path/x' }
components:
  schemas:
    Book: { type: object, required: [title], properties: { title: { type: string }, pages: { type: integer } } }
`
const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Auth: { ApiKeyRequired: true }
      DefinitionBody:
        openapi: 3.0.1
        info: { title: Shop, version: '1' }
        paths:
          /books: { get: { summary: All books, responses: { '200': { description: ok } } } }
  Plain: { Type: AWS::Serverless::Api, Properties: { StageName: dev } }
  Get:
    Type: AWS::Serverless::Function
    Properties:
      Handler: get.handler
      Runtime: nodejs22.x
      Events: { Get: { Type: Api, Properties: { RestApiId: !Ref Plain, Path: '/books/{id}', Method: any } } }
  Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action } }
`

/** The document that a page of documentation holds. */
function documentIn(html: string): unknown {
  return JSON.parse(/<script type="application\/json" id="openapi">(.*?)<\/script>/s.exec(html)?.[1] ?? '')
}

describe('export docs', () => {
  test('writes one page that holds the texts of the definition and nothing of what it is made of', () => {
    const { folder } = testProject({ 'openapi.yaml': openApi })
    const { status, stderr } = runProgram(folder, 'export', 'docs', 'openapi.yaml', '-o', 'docs.html')
    expect([status, stderr]).toEqual([0, ''])
    const html = readFileSync(path.join(folder, 'docs.html'), 'utf8')
    expect(html).toContain('<title>Shop</title>')
    expect(html).not.toMatch(/<script>alert|x-amazon-apigateway-integration|arn:aws/)
    expect(html).toMatch(
      /content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'nonce-[^']+'; img-src data:;/,
    )
    expect(html.match(/^<script/gm)).toHaveLength(2)
    const book = { summary: 'One book', responses: { 200: { description: 'The book' } } }
    expect(documentIn(html)).toMatchObject({
      info: { description: 'Sells </script><script>alert(1)</script> books.' },
      paths: { '/books/{id}': { get: { ...book, operationId: 'book_get' }, delete: book } },
    })
    runProgram(folder, 'export', 'docs', 'openapi.yaml', '-o', 'again.html')
    expect(readFileSync(path.join(folder, 'again.html'), 'utf8') === html, 'the same page again').toBe(true)
    expect(runProgram(folder, 'export', 'docs', 'openapi.yaml', '-o', 'docs.html').stderr).toContain(
      'is there already',
    )
  })

  test('takes the document of a template with what the template adds, any other as exported, and says what has none', () => {
    const { folder } = testProject({ 'template.yaml': template, 'broken.yaml': `${openApi}  /x: {\n` })
    const docsOf = (api: string) => {
      runProgram(folder, 'export', 'docs', 'template.yaml', '--api', api, '-o', `${api}.html`)
      return documentIn(readFileSync(path.join(folder, `${api}.html`), 'utf8'))
    }
    expect(docsOf('Shop')).toMatchObject({
      paths: { '/books': { get: { summary: 'All books', security: [{ api_key: [] }] } } },
      components: { securitySchemes: { api_key: { type: 'apiKey' } } },
    })
    expect(docsOf('Plain')).toMatchObject({ paths: { '/books/{id}': { get: {}, post: {} } } })
    expect(runProgram(folder, 'export', 'docs', 'template.yaml', '--api', 'Chat')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        "'Chat' is a WebSocket API, which no OpenAPI document describes",
      ) as string,
    })
    expect(runProgram(folder, 'export', 'docs', 'broken.yaml').stderr).toContain('is broken')
    expect(runProgram(folder, 'export', 'docs').status).toBe(2)
  })
})

describe('export client', () => {
  const withPackages = (...names: string[]) => {
    const project = testProject({ 'api/openapi.yaml': openApi })
    mkdirSync(path.join(project.folder, 'node_modules'))
    for (const name of names) {
      symlinkSync(
        path.join(root, 'node_modules', name),
        path.join(project.folder, 'node_modules', name),
        'junction',
      )
    }
    return project
  }

  test("writes types by the workspace's own generator, which TypeScript takes", () => {
    const { folder } = withPackages('openapi-typescript')
    const { status, stderr } = runProgram(folder, 'export', 'client', 'api/openapi.yaml', '-o', 'api.d.ts')
    expect([status, stderr]).toEqual([0, ''])
    writeFileSync(
      path.join(folder, 'use.ts'),
      `import type { paths } from './api.d.ts'
type Book = paths['/books/{id}']['get']['responses'][200]['content']['application/json']
export const book: Book = { title: 'Emma', pages: 'many' }
`,
    )
    const program = ts.createProgram([path.join(folder, 'use.ts')], { strict: true, noEmit: true, types: [] })
    const told = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
    expect(told.filter(text => !text.includes('.d.ts'))).toEqual([
      "Type 'string' is not assignable to type 'number'.",
    ])
    expect(existsSync(path.join(folder, 'api.client.ts'))).toBe(false)
  })

  test('adds a client where openapi-fetch is installed, and overwrites only when told to', () => {
    const { folder, write } = withPackages('openapi-typescript')
    write({ 'node_modules/openapi-fetch/package.json': '{ "name": "openapi-fetch" }' })
    const given = ['export', 'client', 'api/openapi.yaml', '-o', 'src.ts'] as const
    expect(runProgram(folder, ...given)).toMatchObject({ status: 0, stderr: '' })
    const client = readFileSync(path.join(folder, 'src.client.ts'), 'utf8')
    expect(client).toContain(`import type { paths } from "./src"`)
    expect(client).toContain('return createClient<paths>({ ...options })')
    expect(runProgram(folder, ...given).stderr).toContain("'src.ts' is there already")
    expect(runProgram(folder, ...given, '--overwrite').status).toBe(0)
  })

  test('names the command that installs the generator, and what a broken one said', () => {
    const { folder, write } = createProject({ 'openapi.yaml': openApi })
    expect(runProgram(folder, 'export', 'client', 'openapi.yaml')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'gatehouse export client: openapi-typescript is not installed in this workspace: npm install --save-dev openapi-typescript typescript\n',
    })
    write({
      'node_modules/openapi-typescript/package.json': '{ "bin": { "openapi-typescript": "cli.js" } }',
      'node_modules/openapi-typescript/cli.js': 'throw new Error("no such thing")',
    })
    const { status, stderr } = runProgram(folder, 'export', 'client', 'openapi.yaml')
    expect(status).toBe(1)
    expect(stderr).toContain('Error: no such thing')
  })
})

const traceOf = (body: unknown, status = 200) =>
  JSON.stringify({
    trace: {
      requestId: 'r',
      api: { id: 'Shop', name: 'Shop', type: 'rest' },
      stage: 'dev',
      route: 'GET /books/{id}',
      startedAt: 0,
      durationMs: 1,
      request: { title: 'Request' },
      response: { title: 'Response', status, body: { text: JSON.stringify(body), size: 1 } },
      steps: [],
      log: [],
    },
  })

describe('export model', () => {
  test('drafts a model of the answers of saved traces', () => {
    const { folder } = testProject({
      'one.json': traceOf({ title: 'Emma', pages: 1 }),
      'two.json': traceOf({ title: 'Persuasion' }),
      'other.json': traceOf({}, 404),
      'text.json': traceOf(undefined),
    })
    const { status, stdout } = runProgram(folder, 'export', 'model', 'one.json', 'two.json')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      $schema: 'http://json-schema.org/draft-04/schema#',
      title: 'getBooksIdResponse200',
      type: 'object',
      properties: { title: { type: 'string' }, pages: { type: 'integer' } },
      required: ['title'],
    })
    expect(runProgram(folder, 'export', 'model', 'one.json', 'other.json').stderr).toContain(
      "'other.json' is an answer of GET /books/{id} with 404, and the one before it of GET /books/{id} with 200",
    )
    expect(runProgram(folder, 'export', 'model', 'text.json').stderr).toContain(
      'holds an answer without a text',
    )
    expect(runProgram(folder, 'export', 'model', 'one.json', '--name', 'a-b').status).toBe(2)
  })
})

describe('import', () => {
  test('prints requests, writes a new file, and tells what was left out', () => {
    const entry = (url: string, mimeType: string) => ({
      request: { method: 'GET', url, headers: [] },
      response: { content: { mimeType } },
    })
    const log = {
      version: '1.2',
      entries: [
        entry('https://a.example/books', 'application/json'),
        entry('https://a.example/a.png', 'image/png'),
      ],
    }
    const { folder } = testProject({ 'shop.har': JSON.stringify({ log }), 'bad.har': '{' })
    expect(runProgram(folder, 'import', 'shop.har')).toEqual({
      status: 0,
      stdout:
        '# Imported from a HAR file\n@baseUrl = https://a.example\n\n### GET /books\nGET {{baseUrl}}/books\n',
      stderr:
        'gatehouse import: 1 requests for pictures, scripts and the like are left out: --with-assets takes them too\n',
    })
    expect(runProgram(folder, 'import', 'shop.har', '--with-assets', '-o', 'shop.http').status).toBe(0)
    expect(readFileSync(path.join(folder, 'shop.http'), 'utf8').match(/^GET /gm)).toHaveLength(2)
    expect(runProgram(folder, 'import', 'bad.har')).toMatchObject({ status: 1 })
    expect(runProgram(folder, 'import', 'nowhere.har').stderr).toContain("'nowhere.har' cannot be read")
    expect(runProgram(folder, 'import').status).toBe(2)
  })
})
