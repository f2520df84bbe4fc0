import * as assert from 'node:assert/strict'
import { before, describe, it } from 'mocha'
import * as vscode from 'vscode'
import { eventually, open, positionOf, replace, revert } from './editor.ts'

describe('In a template', () => {
  let editor: vscode.TextEditor
  let uri: vscode.Uri

  before(async () => {
    editor = await open('template.yaml')
    uri = editor.document.uri
  })

  it('completion offers the integration types', async () => {
    try {
      const typed = await replace(editor, 'operationId: health', 'type: mock', 'type: m')
      const labels = await eventually('mock is offered', async () => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          uri,
          typed.end,
        )
        const found = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label))
        return found.includes('mock') && found
      })
      assert.ok(labels.includes('aws_proxy'), labels.join(', '))
    } finally {
      await revert(editor)
    }
  })

  it('a hover explains what AWS does with a property', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      positionOf(editor.document, 'x-amazon-apigateway-integration', 5),
    )
    const text = hovers.flatMap(({ contents }) => contents.map(textOf)).join('\n')
    assert.match(text, /integration/i)
    assert.match(text, /https:\/\/docs\.aws\.amazon\.com/)
  })

  it('a handler leads to its code', async () => {
    const targets = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      uri,
      positionOf(editor.document, 'books/get.handler', 3),
    )
    const files = targets.map(target => ('uri' in target ? target.uri : target.targetUri).path)
    assert.ok(
      files.some(file => file.endsWith('/src/books/get.js')),
      `it leads to ${files.join(', ')}`,
    )
  })

  it('every route has a code lens that invokes it', async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
      100,
    )
    const invoking = lenses.filter(({ command }) => command?.command === 'gatehouse.invoke')
    const methods = [...editor.document.getText().matchAll(/^ {12}(get|post|put|delete):$/gm)]
    assert.ok(methods.length >= 10)
    assert.equal(invoking.length, methods.length)
    assert.match(invoking[0]?.command?.title ?? '', /Invoke/)
  })

  it('document symbols list resources', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      uri,
    )
    const names = namesOf(symbols)
    for (const name of ['Bookshop', 'ListBooks', 'GetBook']) assert.ok(names.includes(name), names.join(', '))
  })
})

function textOf(content: vscode.MarkdownString | vscode.MarkedString): string {
  return typeof content === 'string' ? content : content.value
}

function namesOf(symbols: readonly vscode.DocumentSymbol[]): string[] {
  return symbols.flatMap(symbol => [symbol.name, ...namesOf(symbol.children)])
}
