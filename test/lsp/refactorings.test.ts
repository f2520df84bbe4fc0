import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ApplyWorkspaceEditParams, CodeAction, ShowDocumentParams } from 'vscode-languageserver/node'
import type { LspClient } from '../support/lspClient.ts'
import { startLsp } from '../support/lspClient.ts'

// Refactorings over a real connection; what each writes is tested in test/language/refactor.

let folder: string
let client: LspClient
let uri: string

const text = `openapi: 3.0.1
info: { title: Shop, version: '1' } # ours
paths:
  /books: { get: { x-amazon-apigateway-integration: { type: mock } } }
`

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-lsp-refactor-'))
  uri = pathToFileURL(path.join(folder, 'openapi.yaml')).href
  client = await startLsp(folder)
  await client.open(uri, text)
})

afterAll(() => {
  client.process.kill()
  rmSync(folder, { recursive: true, force: true })
})

function actionsAt(line: number, only?: string[], inFile = uri): Promise<CodeAction[]> {
  const at = { line, character: 3 }
  return client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri: inFile },
    range: { start: at, end: at },
    context: { diagnostics: [], ...(only && { only }) },
  })
}

it('offers them by their kind, as edits of the document', async () => {
  const actions = await actionsAt(3, ['refactor'])
  expect(actions).toMatchObject([
    {
      title: "Add CORS to '/books'",
      kind: 'refactor.rewrite',
      edit: { documentChanges: [{ textDocument: { uri, version: null } }] },
    },
  ])
  expect(await actionsAt(3, ['refactor.extract'])).toEqual([])
})

it('converts the whole definition when asked, in a new file, and says what is lost', async () => {
  const applied = nextEdit()
  const told = nextMessage()
  const shown = nextShown()
  const [action] = await actionsAt(0, ['refactor.rewrite'])
  expect(action?.title).toBe('Convert to JSON in a new file')
  await client.connection.sendRequest('workspace/executeCommand', action?.command)
  const target = pathToFileURL(path.join(folder, 'openapi.json')).href
  expect((await applied).edit.documentChanges).toMatchObject([
    { kind: 'create', uri: target },
    {
      textDocument: { uri: target },
      edits: [{ newText: expect.stringMatching(/^\{\n {2}"openapi"/) as string }],
    },
  ])
  expect((await applied).metadata).toEqual({ isRefactoring: true })
  expect(await shown).toEqual({ uri: target, takeFocus: true })
  expect((await told).message).toBe('Lost: 1 comment')
})

it('makes the file of a template, and shows it beside', async () => {
  const service = pathToFileURL(path.join(folder, 'serverless.yml')).href
  await client.open(
    service,
    'service: shop\nprovider: { name: aws, runtime: nodejs22.x }\nfunctions:\n  list:\n    handler: a.b\n    events:\n      - http:\n          path: a\n          method: get\n          integration: lambda\n          request:\n            template:\n              application/json: |\n                {"a": 1}\n',
  )
  const applied = nextEdit()
  const shown = nextShown()
  const at = { line: 13, character: 18 }
  const [action] = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: service },
    range: { start: at, end: at },
    context: { diagnostics: [], only: ['refactor.extract'] },
  })
  expect(action?.title).toBe("Extract the template to 'list-request.vtl'")
  await client.connection.sendRequest('workspace/executeCommand', action?.command)
  const target = pathToFileURL(path.join(folder, 'list-request.vtl')).href
  expect((await applied).edit.documentChanges).toMatchObject([
    { kind: 'create', uri: target },
    { textDocument: { uri: target } },
    { textDocument: { uri: service } },
  ])
  expect(await shown).toEqual({ uri: target, takeFocus: false })
})

it('makes a SAM template around the document', async () => {
  const applied = nextEdit()
  const shown = nextShown()
  const actions = await actionsAt(0, ['refactor.rewrite'])
  const action = actions.find(({ title }) => title === 'Generate a SAM template in a new file')
  await client.connection.sendRequest('workspace/executeCommand', action?.command)
  const target = pathToFileURL(path.join(folder, 'template.yaml')).href
  expect((await applied).edit.documentChanges).toMatchObject([
    { kind: 'create', uri: target },
    {
      textDocument: { uri: target },
      edits: [{ newText: expect.stringContaining('Location: openapi.yaml') as string }],
    },
  ])
  expect(await shown).toEqual({ uri: target, takeFocus: true })
})

it('exports the API of a resource, and says what the document lacks', async () => {
  const sam = pathToFileURL(path.join(folder, 'sam.yaml')).href
  await client.open(
    sam,
    `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: { StageName: dev, EndpointConfiguration: { Type: REGIONAL } }
  Get:
    Type: AWS::Serverless::Function
    Properties: { Events: { Get: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: /a, Method: get } } } }
`,
  )
  const title = 'Export as OpenAPI in a new file'
  const offered = async (line: number) =>
    (await actionsAt(line, ['refactor.rewrite'], sam)).find(action => action.title === title)
  expect(await offered(1)).toBeUndefined()
  expect(await offered(5)).toBeUndefined()
  const applied = nextEdit()
  const told = nextMessage()
  await client.connection.sendRequest('workspace/executeCommand', (await offered(2))?.command)
  // There is an `openapi.yaml` in the editor.
  const target = pathToFileURL(path.join(folder, 'Shop.openapi.yaml')).href
  expect((await applied).edit.documentChanges).toMatchObject([
    { kind: 'create', uri: target },
    { edits: [{ newText: expect.stringContaining('${Get.Arn}') as string }] },
  ])
  expect((await told).message).toBe(
    'The endpoint type REGIONAL is left out: an import is told it beside the document',
  )
})

function nextEdit(): Promise<ApplyWorkspaceEditParams> {
  return new Promise(resolve =>
    client.connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => {
      resolve(params)
      return { applied: true }
    }),
  )
}

function nextMessage(): Promise<{ message: string }> {
  return new Promise(resolve => client.connection.onRequest('window/showMessageRequest', resolve))
}

function nextShown(): Promise<ShowDocumentParams> {
  return new Promise(resolve =>
    client.connection.onRequest('window/showDocument', (params: ShowDocumentParams) => {
      resolve(params)
      return { success: true }
    }),
  )
}

it('migrates a REST API: both files are new, and the client learns where they are', async () => {
  const applied = nextEdit()
  const actions = await actionsAt(0, ['refactor.rewrite'])
  const action = actions.find(({ title }) => title === 'Migrate to HTTP API in a new file…')
  const answer = await client.connection.sendRequest('workspace/executeCommand', action?.command)
  const [definition, report] = ['openapi-http-api.yaml', 'openapi-http-api.md'].map(
    name => pathToFileURL(path.join(folder, name)).href,
  )
  expect(answer).toEqual({ definition, report })
  expect((await applied).edit.documentChanges).toMatchObject([
    { kind: 'create', uri: definition },
    { textDocument: { uri: definition }, edits: [{ newText: expect.stringContaining('DECIDE') as string }] },
    { kind: 'create', uri: report },
    { textDocument: { uri: report }, edits: [{ newText: expect.stringContaining('## Lost') as string }] },
  ])
})
