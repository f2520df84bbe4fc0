import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { CodeAction, Hover, SymbolInformation } from 'vscode-languageserver/node'
import type { Outline } from '../../server/src/protocol/requests.ts'
import type { LspClient } from '../support/lspClient.ts'
import { startLsp } from '../support/lspClient.ts'

// A real connection over streams, few cases: what each feature answers is tested in test/language.

const good = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    get:
      responses: { '200': { description: Found } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: '200' } }
`
const bad = good.replace('type: mock', 'type: mok')

let folder: string
let client: LspClient
let uri: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-lsp-'))
  writeFileSync(path.join(folder, 'openapi.yaml'), good)
  uri = pathToFileURL(path.join(folder, 'openapi.yaml')).href
  client = await startLsp(folder)
})

afterAll(() => {
  client.process.kill()
  rmSync(folder, { recursive: true, force: true })
})

it('publishes findings with the version they are about, and takes them back', async () => {
  expect(await client.open(uri, good)).toEqual({ uri, version: 1, diagnostics: [] })
  const broken = await client.change(uri, bad)
  expect(broken).toMatchObject({ version: 2, diagnostics: [{ source: 'gatehouse', severity: 1 }] })
  expect(await client.change(uri, good)).toMatchObject({ version: 3, diagnostics: [] })
})

it('offers the fix that the finding carries', async () => {
  const { diagnostics } = await client.change(uri, bad)
  const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: diagnostics[0]?.range,
    context: { diagnostics },
  })
  expect(actions[0]?.edit?.changes?.[uri]).toEqual([{ range: diagnostics[0]?.range, newText: 'mock' }])
  await client.change(uri, good)
})

it('takes the severities of the settings when they change', async () => {
  const configure = (rules: Record<string, string>) =>
    client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { gatehouse: { rules } },
    })
  await configure({ 'integration-type-unknown': 'hint' })
  expect(await client.change(uri, bad)).toMatchObject({
    diagnostics: [{ code: 'integration-type-unknown', severity: 4 }],
  })
  await configure({})
  expect(await client.change(uri, bad.replace('Shop', 'Shop '))).toMatchObject({
    diagnostics: [{ code: 'integration-type-unknown', severity: 1 }],
  })
  await client.change(uri, good)
})

it('answers hover and symbols', async () => {
  const hover = await client.connection.sendRequest<Hover>('textDocument/hover', {
    textDocument: { uri },
    position: { line: 6, character: 12 },
  })
  expect(JSON.stringify(hover.contents)).toContain('integration')
  const symbols = await client.connection.sendRequest<SymbolInformation[]>('textDocument/documentSymbol', {
    textDocument: { uri },
  })
  expect(symbols.map(symbol => symbol.name)).toEqual(['info', 'paths'])
})

it('gives the outline of the workspace', async () => {
  const outline = await client.connection.sendRequest<Outline>('gatehouse/outline', null)
  expect(outline.gateways.map(({ name, type }) => [name, type])).toEqual([['Shop', 'rest']])
})

it('is silent on a file that is no gateway', async () => {
  const other = pathToFileURL(path.join(folder, 'ci.yaml')).href
  expect(await client.open(other, 'jobs: {build: [')).toMatchObject({ diagnostics: [] })
})

it('goes on after texts that break everything', async () => {
  for (const text of [
    '',
    '[',
    '\u0000',
    '{"openapi": 3',
    'openapi: 3.0.1\npaths: &a\n  /x: *a\n',
    good.slice(0, 180),
  ]) {
    expect(await client.change(uri, text)).toMatchObject({ uri })
  }
  expect(await client.change(uri, good)).toMatchObject({ diagnostics: [] })
})

it('ends with 0 after shutdown and exit', async () => {
  const second = await startLsp(folder)
  expect(await second.stop()).toBe(0)
})

it('tells of a definition that is broken beyond reading', async () => {
  const broken = pathToFileURL(path.join(folder, 'broken.json')).href
  const { diagnostics } = await client.open(broken, '{"openapi": "3.0.1", "paths": ', 'json')
  expect(diagnostics).toMatchObject([{ code: 'syntax', severity: 1 }])
})

it('says so when a file is too large to be checked at every keystroke', async () => {
  const large = pathToFileURL(path.join(folder, 'large.yaml')).href
  const { diagnostics } = await client.open(large, `openapi: 3.0.1\n${'# much\n'.repeat(500_000)}`)
  expect(diagnostics).toMatchObject([{ code: 'file-too-large', severity: 3 }])
})

/** The faulty output of an authorizer that this project began with. */
const faultyResponse =
  '{"Policy Document":{"version":"2012-10-17","Satement":[{"Action":"execute-api : Invoke","Resource":["arn:aws:execute-api:us-east-1:755314965799:20goj2ul12/*/*"] "Effect":"Allow"}]}}'

it('lints a policy file as it is typed, and mends all of it with one action', async () => {
  const file = pathToFileURL(path.join(folder, 'authorizer-response.json')).href
  const { diagnostics } = await client.open(file, faultyResponse)
  expect(diagnostics.map(({ code, severity }) => `${String(code)} ${severity}`)).toEqual([
    'authorizer-principal-id-missing 1',
    'authorizer-key-unknown 1',
    'invalid-policy-element 1',
    'invalid-policy-element 1',
    'invalid-action-format 1',
    'json-syntax 1',
  ])
  const ask = (only: string[]) =>
    client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: file },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: faultyResponse.length } },
      context: { diagnostics, only },
    })
  expect(await ask(['quickfix'])).toHaveLength(6)
  const [all, ...others] = await ask(['source.fixAll'])
  expect([all?.kind, others]).toEqual(['source.fixAll.gatehouse', []])
  const edits = all?.edit?.changes?.[file] ?? []
  const document = TextDocument.create(file, 'json', 1, faultyResponse)
  const fixed = TextDocument.applyEdits(document, edits)
  expect(JSON.parse(fixed)).toMatchObject({ principalId: 'user', policyDocument: { Version: '2012-10-17' } })
  expect((await client.change(file, fixed)).diagnostics).toEqual([])
})

it('leaves JSON files alone that are no policies', async () => {
  const file = pathToFileURL(path.join(folder, 'event.json')).href
  const event = JSON.stringify({ requestContext: { authorizer: { principalId: 'u' } }, Statement: 'paid' })
  expect((await client.open(file, event)).diagnostics).toEqual([])
})
