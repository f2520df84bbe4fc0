import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CompletionItem, Hover } from 'vscode-languageserver/node'
import type { LspClient } from '../support/lspClient.ts'
import { startLsp } from '../support/lspClient.ts'

// Policies over a real connection; what is proposed and said is tested in test/language. The program under test holds no
// action data, so that what needs none is asked for.

let folder: string
let client: LspClient

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-lsp-policies-'))
  client = await startLsp(folder)
})

afterAll(() => {
  client.process.kill()
  rmSync(folder, { recursive: true, force: true })
})

const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href

/** Opens a text and gives the position of `<|>`. */
async function openAt(name: string, marked: string, language: string) {
  const uri = uriOf(name)
  const text = marked.replace('<|>', '')
  await client.open(uri, text, language)
  const before = marked.slice(0, marked.indexOf('<|>')).split('\n')
  return {
    textDocument: { uri },
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  }
}

async function labels(name: string, marked: string, language = 'json'): Promise<string[]> {
  const at = await openAt(name, marked, language)
  const items = await client.connection.sendRequest<CompletionItem[]>('textDocument/completion', at)
  return items.map(({ label }) => label)
}

it('proposes elements in a policy that is a file of its own', async () => {
  expect(
    await labels('first.json', '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", <|>}]}'),
  ).toContain('Condition')
  expect(
    await labels('answer.json', '{"principalId": "a", "policyDocument": {"Statement": [{"Effect": "<|>'),
  ).toEqual(['Allow', 'Deny'])
})

it('proposes routes in a definition, and names of resources as before', async () => {
  const definition = (rest: string) => `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    get: { x-amazon-apigateway-integration: { type: mock } }
x-amazon-apigateway-policy:
  Statement:
    - Effect: Allow
      ${rest}
`
  expect(await labels('openapi.yaml', definition('Resource: <|>'), 'yaml')).toContain(
    'execute-api:/*/GET/books',
  )
})

it('keeps what SAM takes beside statements', async () => {
  const found = await labels(
    'template.yaml',
    `Transform: AWS::Serverless-2016-10-31
Resources:
  List:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - Statement:
            - Effect: Allow
              <|>
`,
    'yaml',
  )
  expect(found).toContain('Action')
})

it('gives plain text and no commands to a client that knows neither', async () => {
  const at = await openAt('third.json', '{"Version": "2012-10-17", "Statement": [{<|>}]}', 'json')
  const items = await client.connection.sendRequest<CompletionItem[]>('textDocument/completion', at)
  const effect = items.find(({ label }) => label === 'Effect')
  expect(effect).toMatchObject({ insertTextFormat: 1, textEdit: { newText: '"Effect": "Allow"' } })
  expect(items.filter(({ command }) => command !== undefined)).toEqual([])
})

it('explains elements', async () => {
  const at = await openAt('second.json', '{"Statement": [{"Eff<|>ect": "Allow"}]}', 'json')
  const hover = await client.connection.sendRequest<Hover>('textDocument/hover', at)
  expect(JSON.stringify(hover.contents)).toContain('Allow')
})

it('gives a proposal back when nothing more is known of it', async () => {
  const item: CompletionItem = {
    label: 's3:GetObject',
    data: { policy: 'action', service: 's3', name: 'GetObject' },
  }
  expect(await client.connection.sendRequest('completionItem/resolve', item)).toEqual(item)
})

it('is silent in other JSON files', async () => {
  expect(await labels('package.json', '{"name": "shop", <|>}')).toEqual([])
})
