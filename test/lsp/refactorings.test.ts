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

function actionsAt(line: number, only?: string[]): Promise<CodeAction[]> {
  const at = { line, character: 3 }
  return client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
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
  const applied = new Promise<ApplyWorkspaceEditParams>(resolve =>
    client.connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => {
      resolve(params)
      return { applied: true }
    }),
  )
  const told = new Promise<{ message: string }>(resolve =>
    client.connection.onRequest('window/showMessageRequest', resolve),
  )
  const shown = new Promise<ShowDocumentParams>(resolve =>
    client.connection.onRequest('window/showDocument', (params: ShowDocumentParams) => {
      resolve(params)
      return { success: true }
    }),
  )
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
  const applied = new Promise<ApplyWorkspaceEditParams>(resolve =>
    client.connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => {
      resolve(params)
      return { applied: true }
    }),
  )
  const shown = new Promise<ShowDocumentParams>(resolve =>
    client.connection.onRequest('window/showDocument', (params: ShowDocumentParams) => {
      resolve(params)
      return { success: true }
    }),
  )
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
