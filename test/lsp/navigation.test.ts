import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CodeLens, InitializeResult, Location, RegistrationParams } from 'vscode-languageserver/node'
import type { LspClient } from '../support/lspClient.ts'
import { startLsp } from '../support/lspClient.ts'

// That each capability is announced and answers; what it answers is tested in test/language.

const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      Auth: { DefaultAuthorizer: AWS_IAM }
  List:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: books.list
      Runtime: nodejs22.x
      Events:
        Get: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: /books, Method: get } }
`
const source = 'export const list = async () => ({ statusCode: 200 })\n'

/** Of VS Code's: what lenses in source files need. */
const capabilities = {
  workspace: { codeLens: { refreshSupport: true }, inlayHint: { refreshSupport: true } },
  textDocument: {
    synchronization: { dynamicRegistration: true },
    codeLens: { dynamicRegistration: true },
    references: { dynamicRegistration: true },
  },
}

let folder: string
let client: LspClient
let uri: string
let sourceUri: string
let registered: Promise<RegistrationParams>

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-lsp-'))
  mkdirSync(path.join(folder, 'src'))
  writeFileSync(path.join(folder, 'template.yaml'), template)
  writeFileSync(path.join(folder, 'src/books.mjs'), source)
  uri = pathToFileURL(path.join(folder, 'template.yaml')).href
  sourceUri = pathToFileURL(path.join(folder, 'src/books.mjs')).href
  registered = new Promise(resolve => {
    const onConnection = (connection: LspClient['connection']) => {
      connection.onRequest('client/registerCapability', (asked: RegistrationParams) => {
        // Formatting of templates is registered as well.
        if (asked.registrations.some(({ method }) => method === 'textDocument/codeLens')) resolve(asked)
        return null
      })
      connection.onRequest('workspace/codeLens/refresh', () => null)
      connection.onRequest('workspace/inlayHint/refresh', () => null)
    }
    void startLsp(folder, undefined, { capabilities, onConnection }).then(async started => {
      client = started
      await client.open(uri, template)
    })
  })
  await registered
})

afterAll(() => {
  client.process.kill()
  rmSync(folder, { recursive: true, force: true })
})

const shop = { line: 14, character: (template.split('\n')[14] ?? '').indexOf('Shop') }

/** What each capability is asked by, at `!Ref Shop`. */
const questions: [keyof InitializeResult['capabilities'], string, object?][] = [
  ['hoverProvider', 'textDocument/hover', { position: shop }],
  ['definitionProvider', 'textDocument/definition', { position: shop }],
  [
    'referencesProvider',
    'textDocument/references',
    { position: shop, context: { includeDeclaration: true } },
  ],
  ['documentHighlightProvider', 'textDocument/documentHighlight', { position: shop }],
  ['renameProvider', 'textDocument/prepareRename', { position: shop }],
  ['renameProvider', 'textDocument/rename', { position: shop, newName: 'Store' }],
  ['linkedEditingRangeProvider', 'textDocument/linkedEditingRange', { position: { line: 2, character: 4 } }],
  ['documentLinkProvider', 'textDocument/documentLink'],
  ['documentSymbolProvider', 'textDocument/documentSymbol'],
  ['workspaceSymbolProvider', 'workspace/symbol', { query: 'books' }],
  ['foldingRangeProvider', 'textDocument/foldingRange'],
  ['selectionRangeProvider', 'textDocument/selectionRange', { positions: [shop] }],
  ['inlayHintProvider', 'textDocument/inlayHint', { range: { start: { line: 0, character: 0 }, end: shop } }],
  ['codeLensProvider', 'textDocument/codeLens'],
]

describe('every capability', () => {
  it.each(questions)('%s is announced, and %s answers', async (capability, method, rest = {}) => {
    expect(client.capabilities[capability]).toBeTruthy()
    const answer = await client.connection.sendRequest<object>(method, { textDocument: { uri }, ...rest })
    expect(Object.keys(answer)).not.toEqual([])
  })

  it('names its outline, which VS Code otherwise calls by the whole title of the extension', () => {
    expect(client.capabilities.documentSymbolProvider).toEqual({ label: 'Gatehouse' })
  })

  it('says why a name cannot be given', async () => {
    const asked = client.connection.sendRequest('textDocument/rename', {
      textDocument: { uri },
      position: shop,
      newName: 'a-b',
    })
    await expect(asked).rejects.toThrow("A logical id takes letters and digits: 'a-b' is none")
  })

  it('leaves folds of other files to the editor', async () => {
    const other = pathToFileURL(path.join(folder, 'ci.yaml')).href
    await client.open(other, 'jobs:\n  build:\n    steps: []\n')
    const ask = (method: string, rest = {}) =>
      client.connection.sendRequest(method, { textDocument: { uri: other }, ...rest })
    expect(await ask('textDocument/foldingRange')).toBeNull()
    expect(await ask('textDocument/selectionRange', { positions: [{ line: 0, character: 1 }] })).toBeNull()
  })
})

describe('the source of a handler', () => {
  it('is asked for by its path, and no other file is', async () => {
    const { registrations } = await registered
    const options = registrations.map(
      ({ registerOptions }) => registerOptions as { documentSelector: object[] },
    )
    const pattern = path.join(folder, 'src/books.mjs').replaceAll('\\', '/')
    expect(options.map(({ documentSelector }) => documentSelector)).toEqual(
      options.map(() => [{ scheme: 'file', pattern }]),
    )
    expect(registrations.map(({ method }) => method)).toEqual(
      expect.arrayContaining(['textDocument/didOpen', 'textDocument/didChange', 'textDocument/codeLens']),
    )
  })

  it('has a lens for its route where the function stands as it is typed, and no findings', async () => {
    await client.connection.sendNotification('textDocument/didOpen', {
      textDocument: {
        uri: sourceUri,
        languageId: 'javascript',
        version: 1,
        text: `// openapi: 3.0.1\n\n${source}`,
      },
    })
    const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri: sourceUri },
    })
    expect(lenses.map(({ range, command }) => [range.start.line, command?.title])).toEqual([
      [2, 'GET /books ▸ Invoke'],
      [2, 'Debug'],
    ])
    const found = await client.connection.sendRequest<Location[]>('textDocument/references', {
      textDocument: { uri: sourceUri },
      position: { line: 2, character: 14 },
      context: { includeDeclaration: false },
    })
    expect(found.map(({ range }) => range.start.line)).toEqual([11, 14])
  })
})

it('takes the settings of hints and lenses as they change', async () => {
  const ask = () =>
    client.connection.sendRequest<object[]>('textDocument/inlayHint', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: shop },
    })
  expect(await ask()).toHaveLength(1)
  await client.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { gatehouse: { inlayHints: { authorizer: false } } },
  })
  expect(await ask()).toEqual([])
})
