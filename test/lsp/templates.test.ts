import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver/node'
import type { LspClient } from '../support/lspClient.ts'
import { startLsp } from '../support/lspClient.ts'

// Mapping templates that are files of their own, over a real connection.

let folder: string
let client: LspClient

const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-templates-'))
  client = await startLsp(folder)
})

afterAll(() => {
  client.process.kill()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(['order.vtl', 'order.vm'])('%s', name => {
  const template = `#set($order = $input.path('$.order'))\n{ "id": "$order.id", "stage": "$context.stge" }\n`

  it('is checked as it is opened and edited; a finding moves with its text and goes when it is mended', async () => {
    const uri = uriOf(name)
    const opened = await client.open(uri, template, 'apigateway-vtl')
    expect(opened).toMatchObject({ version: 1 })
    expect(found(opened.diagnostics, template)).toContain('mapping-template-context-unknown 1: stge')
    const moved = `## What the backend takes.\n\n${template}`
    const later = await client.change(uri, moved)
    expect(found(later.diagnostics, moved)).toContain('mapping-template-context-unknown 3: stge')
    const mended = await client.change(uri, template.replace('stge', 'stage'))
    expect(mended.diagnostics.map(({ code }) => code)).not.toContain('mapping-template-context-unknown')
  })

  it('has a fix that leaves a template without the finding', async () => {
    const uri = uriOf(name)
    const { diagnostics } = await client.change(uri, template)
    const wrong = diagnostics.filter(({ code }) => code === 'mapping-template-context-unknown')
    const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: wrong[0]?.range,
      context: { diagnostics: wrong },
    })
    const [action] = actions
    expect(action).toMatchObject({ title: "Replace with 'stage'", isPreferred: true })
    const edits = action?.edit?.changes?.[uri] ?? []
    const fixed = edits.reduce((text, { range, newText }) => replaced(text, range, newText), template)
    expect(fixed).toBe(template.replace('stge', 'stage'))
    const after = await client.change(uri, fixed)
    expect(after.diagnostics.map(({ code }) => code)).not.toContain('mapping-template-context-unknown')
  })

  it('is an error where Velocity refuses it, also while it is being written', async () => {
    const uri = uriOf(name)
    const typed = '#if($order.isGift())\n  "gift": true'
    for (let end = 1; end < typed.length; end++) await client.change(uri, typed.slice(0, end))
    const { diagnostics } = await client.change(uri, typed)
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'mapping-template-syntax', severity: 1, source: 'gatehouse' }),
    )
    expect(await client.change(uri, `${typed}\n#end`)).toMatchObject({
      diagnostics: expect.not.arrayContaining([
        expect.objectContaining({ code: 'mapping-template-syntax' }),
      ]) as unknown,
    })
  })

  it('is not taken for YAML: no symbols, routes or completions of one', async () => {
    const uri = uriOf(name)
    const text = '{ "openapi": "3.0.1", "paths": { "/x": { "get": {} } } }'
    expect((await client.change(uri, text)).diagnostics).toEqual([])
    const asked = { textDocument: { uri } }
    const at = { ...asked, position: { line: 0, character: 37 } }
    expect(await client.connection.sendRequest('textDocument/documentSymbol', asked)).toEqual([])
    expect(await client.connection.sendRequest('textDocument/codeLens', asked)).toMatchObject([
      { command: { title: '$(open-preview) Render' } },
      { command: { title: '$(debug-alt) Debug' } },
    ])
    expect(await client.connection.sendRequest('textDocument/hover', at)).toBeNull()
    expect(await client.connection.sendRequest('textDocument/completion', at)).toEqual([])
  })

  it('has proposals, explanations, tokens, folds, names and its own formatting', async () => {
    const uri = uriOf(name)
    const text = `#set($order = $input.path('$'))\n{\n"id": "$order.id",\n"at": "$context.requestTime"\n}\n`
    await client.change(uri, text)
    const asked = { textDocument: { uri } }
    const inOrder = { ...asked, position: { line: 2, character: 9 } }
    const ask = <T>(method: string, more: object) => client.connection.sendRequest<T>(method, more)
    const proposals = await ask<{ label: string }[]>('textDocument/completion', {
      ...asked,
      position: { line: 3, character: 16 },
    })
    expect(proposals.map(({ label }) => label)).toContain('requestTime')
    expect(await ask('textDocument/hover', inOrder)).toMatchObject({
      contents: { value: expect.stringContaining('#set($order') as unknown },
    })
    expect(await ask('textDocument/semanticTokens/full', asked)).toMatchObject({
      data: expect.arrayContaining([0]) as unknown,
    })
    expect(await ask('textDocument/foldingRange', asked)).toMatchObject([{ startLine: 1, endLine: 3 }])
    expect(await ask('textDocument/documentHighlight', inOrder)).toHaveLength(2)
    expect(await ask('textDocument/definition', inOrder)).toMatchObject([
      { uri, range: { start: { line: 0 } } },
    ])
    const renamed = await ask<{ changes: Record<string, unknown[]> }>('textDocument/rename', {
      ...inOrder,
      newName: 'o',
    })
    expect(renamed.changes[uri]).toHaveLength(2)
    await expect(ask('textDocument/rename', { ...inOrder, newName: '1' })).rejects.toThrow(
      /no name in Velocity/,
    )
    const options = { tabSize: 2, insertSpaces: true }
    expect(await ask('textDocument/formatting', { ...asked, options })).toHaveLength(2)
  })

  it('leaves out what a comment in it leaves out', async () => {
    const text = '## gatehouse-disable-next-line mapping-template-variable-unset\n$nothere\n$norhere\n'
    const { diagnostics } = await client.change(uriOf(name), text)
    expect(found(diagnostics, text)).toEqual(['mapping-template-variable-unset 2: norhere'])
  })
})

it('a template that a definition takes from a file is checked for its use there, anew with each edit', async () => {
  const template = uriOf('create.vtl')
  const text = '{ "id": "$context.connectionId" }'
  writeFileSync(path.join(folder, 'create.vtl'), text)
  const service = `service: shop
provider: { name: aws, runtime: nodejs22.x }
functions:
  create:
    handler: src/create.handler
    events:
      - http:
          path: books
          method: post
          integration: lambda
          request:
            template:
              application/json: \${file(create.vtl)}
`
  writeFileSync(path.join(folder, 'serverless.yml'), service)
  const definition = uriOf('serverless.yml')
  const unknown = 'mapping-template-context-unknown'
  // By itself it may be of a WebSocket API, which has the variable.
  expect((await client.open(template, text, 'apigateway-vtl')).diagnostics).toEqual([])
  const { diagnostics } = await client.open(definition, service)
  const inTemplate = await client.published(template, latest => latest.diagnostics.length > 0)
  // It is said once, where it stands.
  expect(found(inTemplate.diagnostics, text)).toEqual([`${unknown} 0: connectionId`])
  expect(diagnostics.map(({ code }) => code)).not.toContain(unknown)
  await client.change(template, text.replace('connectionId', 'requestId'))
  const mended = await client.published(template, latest => latest.diagnostics.length === 0)
  expect(mended.diagnostics).toEqual([])
})

/** `code line: text` of each finding. */
function found(diagnostics: readonly Diagnostic[], text: string): string[] {
  const lines = text.split('\n')
  return diagnostics.map(
    ({ code, range: { start, end } }) =>
      `${code ?? ''} ${start.line}: ${lines[start.line]?.slice(start.character, end.character) ?? ''}`,
  )
}

function replaced(text: string, { start, end }: Range, newText: string): string {
  const lines = text.split('\n')
  const offset = ({ line, character }: Range['start']) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character
  return text.slice(0, offset(start)) + newText + text.slice(offset(end))
}
