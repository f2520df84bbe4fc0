import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DocumentDiagnosticReport, WorkspaceDiagnosticReport } from 'vscode-languageserver/node'
import { CancellationTokenSource } from 'vscode-languageserver/node'
import { diskHost } from '../../server/src/commands/lsp.ts'
import type { InProcessLsp } from '../support/lspInProcess.ts'
import { connectLsp } from '../support/lspInProcess.ts'

const good = `openapi: 3.0.1
info: { title: Ferries, version: '1' }
paths:
  /ferries:
    get:
      responses: { '200': { description: Found } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: '200' } }
`
const bad = good.replace('type: mock', 'type: mick')
const pulls = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } }

// One server for all that pull: each test has files of its own.
let folder = ''
let client: InProcessLsp
const published: string[] = []
const at = (name: string) => pathToFileURL(path.join(folder, name)).href
const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text)

const start = (capabilities: object, options: object = {}) =>
  connectLsp(() => () => diskHost, { folder: pathToFileURL(folder).href, capabilities, options })

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-pull-'))
  client = await start(pulls)
  client.connection.onNotification('textDocument/publishDiagnostics', ({ uri }: { uri: string }) => {
    published.push(uri)
  })
})
afterAll(async () => {
  await client.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What another server says about pulling. */
async function offered(capabilities: object, options?: object): Promise<unknown> {
  const other = await start(capabilities, options)
  await other.stop()
  return other.initialized.capabilities.diagnosticProvider
}

const notify = (method: string, params: object) => client.connection.sendNotification(method, params)
const open = (name: string, text: string) =>
  notify('textDocument/didOpen', { textDocument: { uri: at(name), languageId: 'yaml', version: 1, text } })
const change = (name: string, version: number, text: string) =>
  notify('textDocument/didChange', {
    textDocument: { uri: at(name), version },
    contentChanges: [{ text }],
  })
const pull = (name: string, previousResultId?: string) =>
  client.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri: at(name) },
    previousResultId,
  })
const pullWorkspace = (params: object = {}) =>
  client.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
    previousResultIds: [],
    ...params,
  })

it('answers a client that pulls, and tells it when nothing has changed', async () => {
  expect(client.initialized.capabilities.diagnosticProvider).toMatchObject({
    interFileDependencies: true,
    workspaceDiagnostics: true,
  })
  await open('api.yaml', bad)
  const first = await pull('api.yaml')
  expect(first).toMatchObject({ kind: 'full', items: [{ code: 'integration-type-unknown' }] })
  expect(await pull('api.yaml', first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId })
  await change('api.yaml', 2, good)
  expect(await pull('api.yaml', first.resultId)).toMatchObject({ kind: 'full', items: [] })
  // Pushed as well, every finding would stand twice in the list of problems.
  expect(published).toEqual([])
})

it('offers no pulling to a client that does not ask for it, and no polling to one whose user asks', async () => {
  expect(await offered({})).toBeUndefined()
  const onDemand = await offered(pulls, { diagnostics: { workspace: 'onDemand' } })
  expect(onDemand).toMatchObject({ workspaceDiagnostics: false })
})

it('drops the work on a text that has gone on meanwhile, and says that it is worth asking again', async () => {
  await open('going.yaml', bad)
  const stale = pull('going.yaml')
  await change('going.yaml', 2, good)
  await expect(stale).rejects.toMatchObject({ code: -32802, data: { retriggerRequest: true } })
  expect(await pull('going.yaml')).toMatchObject({ items: [] })
})

it('looks at no request that was taken back while it waited', async () => {
  await open('hovered.yaml', good)
  const given = new CancellationTokenSource()
  const hover = client.connection.sendRequest(
    'textDocument/hover',
    { textDocument: { uri: at('hovered.yaml') }, position: { line: 6, character: 12 } },
    given.token,
  )
  given.cancel()
  await expect(hover).rejects.toMatchObject({ code: -32800 })
})

it('asks the client to pull again when an included file changes', async () => {
  write('parts.yaml', 'Found: { description: Found }\n')
  const refreshed = new Promise<void>(resolve =>
    client.connection.onRequest('workspace/diagnostic/refresh', () => {
      resolve()
      return null
    }),
  )
  await open('whole.yaml', good.replace('{ description: Found }', "{ $ref: 'parts.yaml#/Found' }"))
  await open('parts.yaml', 'Found: { description: Found }\n')
  expect(await pull('whole.yaml')).toMatchObject({ items: [] })
  await change('parts.yaml', 2, 'Gone: { description: Found }\n')
  await refreshed
  expect(await pull('whole.yaml')).toMatchObject({ items: [{ code: 'ref-unresolved' }] })
})

const ofBad = async (previousResultIds: object) =>
  (await pullWorkspace({ previousResultIds })).items.filter(({ uri }) => uri === at('bad.yaml'))

it('checks the whole workspace on demand, with progress', async () => {
  write('good.yaml', good)
  write('bad.yaml', bad)
  write('other.yaml', 'jobs: {}\n')
  await notify('workspace/didChangeWatchedFiles', { changes: [{ uri: at('bad.yaml'), type: 1 }] })
  const told: string[] = []
  client.connection.onNotification(
    '$/progress',
    ({ token, value }: { token: string; value: { kind: string } }) => {
      if (token === 'work') told.push(value.kind)
    },
  )
  const report = await pullWorkspace({ workDoneToken: 'work' })
  const items = report.items.filter(({ uri }) => /(good|bad|other)\.yaml$/.test(uri))
  expect(items).toMatchObject([
    { uri: at('bad.yaml'), version: null, kind: 'full', items: [{ code: 'integration-type-unknown' }] },
  ])
  expect([told[0], told.at(-1)]).toEqual(['begin', 'end'])
  const previousResultIds = items.map(({ uri, resultId }) => ({ uri, value: resultId }))
  expect(await ofBad(previousResultIds)).toMatchObject([{ kind: 'unchanged' }])

  // What was told of a file is taken back when it has been mended.
  write('bad.yaml', good)
  await notify('workspace/didChangeWatchedFiles', { changes: [{ uri: at('bad.yaml'), type: 2 }] })
  expect(await ofBad(previousResultIds)).toMatchObject([{ kind: 'full', items: [] }])
})

it('sees a handler come', async () => {
  const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  List:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      CodeUri: src/
      Handler: list.handler
      Events: { All: { Type: Api, Properties: { Path: /ferries, Method: get } } }
`
  mkdirSync(path.join(folder, 'src'))
  write('src/other.js', '')
  await open('template.yaml', template)
  expect(await pull('template.yaml')).toMatchObject({ items: [{ code: 'function-handler-missing' }] })
  write('src/list.js', 'exports.handler = async () => ({ statusCode: 200 })\n')
  await notify('workspace/didChangeWatchedFiles', { changes: [{ uri: at('src/list.js'), type: 1 }] })
  expect(await pull('template.yaml')).toMatchObject({ items: [] })
})
