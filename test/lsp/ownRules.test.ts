import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node'
import type { LspClient } from '../support/lspClient.ts'
import { startLsp } from '../support/lspClient.ts'

const text = `openapi: 3.0.1
info: { title: Ferries, version: '1' }
paths:
  /ferries:
    get:
      x-amazon-apigateway-integration: { type: mock }
`

let folder = ''
let client: LspClient | undefined
const at = (name: string) => pathToFileURL(path.join(folder, name)).href

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-lsp-own-'))
  writeFileSync(path.join(folder, 'gatehouse.json'), '{\n  "ownRules": ["./rules.mjs"]\n}')
  writeRule('method: ({ origin }) => [{ origin, message: word }]', 'first')
  writeFileSync(path.join(folder, 'api.yaml'), text)
})
afterEach(async () => {
  await client?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The rule takes its word from another module, which is loaded anew too. */
function writeRule(check: string, word: string): void {
  writeFileSync(path.join(folder, 'word.mjs'), `export const word = '${word}'`)
  writeFileSync(
    path.join(folder, 'rules.mjs'),
    `import { word } from './word.mjs'\nexport const own = { id: 'own-method', severity: 'info', summary: 'own', visit: { ${check} } }`,
  )
}

const has = (code: string, message?: string) => (found: PublishDiagnosticsParams) =>
  found.diagnostics.some(
    each =>
      each.code === code &&
      (message === undefined || (typeof each.message === 'string' && each.message.includes(message))),
  )

async function changed(...names: string[]): Promise<void> {
  const changes = names.map(name => ({ uri: at(name), type: 2 }))
  await client?.connection.sendNotification('workspace/didChangeWatchedFiles', { changes })
}

it('loads no module in a workspace that is not trusted, says so, and loads it once it is', async () => {
  writeRule("method: ({ origin }) => [{ origin, message: 'ran' }]", 'x')
  client = await startLsp(folder)
  await client.open(at('api.yaml'), text)
  const told = await client.published(at('gatehouse.json'), has('own-rules-untrusted'))
  expect(told.diagnostics).toMatchObject([{ severity: 3, range: { start: { line: 1, character: 15 } } }])
  const { diagnostics } = await client.change(at('api.yaml'), `${text}# changed\n`)
  expect(diagnostics.filter(({ code }) => code === 'own-method')).toEqual([])

  await client.connection.sendNotification('gatehouse/workspaceTrusted', null)
  await client.published(at('api.yaml'), has('own-method', 'ran'))
  await client.published(at('gatehouse.json'), found => found.diagnostics.length === 0)
})

it('runs them after an edit, moves what it found with the text, and loads changed modules anew', async () => {
  client = await startLsp(folder, { isTrusted: true })
  await client.open(at('api.yaml'), text)
  const first = await client.published(at('api.yaml'), has('own-method', 'first'))
  expect(first.diagnostics.find(({ code }) => code === 'own-method')?.range.start.line).toBe(4)

  const second = await client.change(at('api.yaml'), `# above\n${text}`)
  expect(second.diagnostics.find(({ code }) => code === 'own-method')?.range.start.line).toBe(5)

  writeRule('method: ({ origin }) => [{ origin, message: word }]', 'second')
  await changed('word.mjs')
  await client.published(at('api.yaml'), has('own-method', 'second'))

  writeFileSync(
    path.join(folder, 'gatehouse.json'),
    '{ "ownRules": ["./rules.mjs"], "rules": { "own-method": "off" } }',
  )
  await changed('gatehouse.json')
  await client.published(at('api.yaml'), found => !has('own-method')(found))
})

it('goes on answering while a rule never ends, and names the rule', { timeout: 40_000 }, async () => {
  writeRule('method: () => { for (;;); }', 'x')
  client = await startLsp(folder, { isTrusted: true })
  await client.open(at('api.yaml'), text)
  await new Promise(resolve => setTimeout(resolve, 1000))
  const before = Date.now()
  await client.change(at('api.yaml'), text.replace('mock', 'moc'))
  expect(Date.now() - before).toBeLessThan(2000)
  await client.published(at('gatehouse.json'), has('own-rules-failed', "Rule 'own-method' has no answer"))

  writeRule("method: ({ origin }) => [{ origin, message: 'mended' }]", 'x')
  await changed('rules.mjs')
  await client.published(at('api.yaml'), has('own-method', 'mended'))
  await client.published(at('gatehouse.json'), found => found.diagnostics.length === 0)
})
