import * as assert from 'node:assert/strict'
import { afterEach, describe, it } from 'mocha'
import * as vscode from 'vscode'
import { eventually, fileAt, open, positionOf, replace, revert } from './editor.ts'

// What a user sees and does in the editor, by the commands with which VS Code itself asks.

describe('While a definition is read', () => {
  it('a hover on a route says who may call it and what answers', async () => {
    const { document } = await open('template.yaml')
    const text = await hoverAt(document, positionOf(document, 'get:\n              operationId: getBook', 1))
    assert.match(text, /\*\*GET \/books\/\{bookId\}\*\* of Bookshop \(REST API\)/)
    assert.match(text, /anybody → AWS_PROXY → GetBook/)
    assert.match(text, /`books\/get\.handler`, nodejs22\.x/)
    assert.doesNotMatch(text, /undefined|\[object/)
  })

  it('inlay hints show the authorizer of the whole API, and a setting takes them away', async () => {
    const { document } = await open('shop/openapi.yaml')
    const settings = vscode.workspace.getConfiguration('gatehouse')
    const shown = () => hintsOf(document)
    await eventually('each route has its hint', async () => (await shown()).length === 2)
    assert.deepEqual(await shown(), ['get: authorizer: tokens', 'post: authorizer: tokens'])
    await settings.update('inlayHints.authorizer', false, vscode.ConfigurationTarget.Workspace)
    try {
      await eventually('the hints are gone', async () => (await shown()).length === 0)
    } finally {
      await settings.update('inlayHints.authorizer', undefined, vscode.ConfigurationTarget.Workspace)
    }
  })

  it('a symbol of the workspace leads to its line', async () => {
    const symbols = await eventually('the function is found', async () => {
      const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
        'vscode.executeWorkspaceSymbolProvider',
        'CancelOrder',
      )
      return found.length > 0 && found
    })
    const [first] = symbols.filter(({ name }) => name === 'CancelOrder')
    assert.ok(first, symbols.map(({ name }) => name).join(', '))
    const document = await vscode.workspace.openTextDocument(first.location.uri)
    assert.match(document.lineAt(first.location.range.start.line).text, /^ {2}CancelOrder:/)
  })

  it('a handler leads back to its route, by a lens and by its references', async () => {
    const template = await open('template.yaml')
    const { document } = await open('src/books/get.js')
    const lenses = await eventually('the handler has its lens', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      )
      const own = found.filter(({ command }) => command?.command.startsWith('gatehouse.'))
      return own.length > 0 && own
    })
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ['GET /books/{bookId} ▸ Invoke', 'Debug'],
    )
    const references = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      positionOf(document, 'handler', 2),
    )
    const lines = references
      .filter(({ uri }) => uri.path === template.document.uri.path)
      .map(({ range }) => template.document.lineAt(range.start.line).text.trim())
    assert.ok(lines.includes('Handler: books/get.handler'), lines.join('\n'))
  })
})

describe('While a definition is written', () => {
  afterEach(async () => {
    const editor = vscode.window.activeTextEditor
    if (editor?.document.isDirty) await revert(editor)
  })

  it('an accepted proposal leaves the text that was meant', async () => {
    const editor = await open('template.yaml')
    const typed = await replace(editor, 'operationId: health', 'type: mock', 'type: http_p')
    editor.selection = new vscode.Selection(typed.end, typed.end)
    await acceptFirst(editor, text => text.includes('type: http_proxy\n'))
    assert.equal(editor.document.lineAt(typed.start.line).text.trim(), 'type: http_proxy')
  })

  it('a mapping template in a string has its own proposals, and no others', async () => {
    const editor = await open('shop/openapi.yaml')
    const typed = await replace(editor, '"caller"', '$context.identity.sourceIp', '$context.')
    const labels = await eventually('members of $context are offered', async () => {
      const found = await labelsAt(editor.document.uri, typed.end)
      return found.includes('requestId') && found
    })
    assert.ok(labels.includes('identity'), labels.join(', '))
    assert.deepEqual(labels.filter(isSnippetOfOurs), [])
    editor.selection = new vscode.Selection(typed.end, typed.end)
    await editor.edit(builder => builder.insert(typed.end, 'requestI'))
    await acceptFirst(editor, text => text.includes('"$context.requestId"'))
  })

  it('files of others get no snippets, an empty one a whole definition', async () => {
    const { document } = await open('foreign/compose.yaml')
    const foreign = await labelsAt(document.uri, new vscode.Position(document.lineCount - 1, 0))
    assert.deepEqual(foreign.filter(isSnippetOfOurs), [])
    const empty = await vscode.workspace.openTextDocument(vscode.Uri.parse('untitled:new.yaml'))
    await vscode.window.showTextDocument(empty)
    await eventually('a SAM template is offered', async () =>
      (await labelsAt(empty.uri, new vscode.Position(0, 0))).includes('SAM template'),
    )
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor')
  })

  it('a schema is renamed in every file of the definition, unless the name is none', async () => {
    const { document } = await open('shop/openapi.yaml')
    const at = positionOf(document, 'schemas/Order', 10)
    const rename = (name: string) =>
      vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        at,
        name,
      )
    const edit = await eventually('the schema can be renamed', async () => {
      const found = await rename('Purchase')
      return found.size === 2 && found
    })
    const changed = edit.entries().map(([uri, edits]) => `${uri.path.split('/').at(-1)} ${edits.length}`)
    assert.deepEqual(changed.sort(), ['openapi.yaml 1', 'schemas.yaml 1'])
    await assert.rejects(async () => rename('a b'), /'a b'/)
  })

  it('a refactoring is one step that is undone at once', async () => {
    const editor = await open('shop/openapi.yaml')
    const before = editor.document.getText()
    const at = positionOf(editor.document, '/orders', 2)
    editor.selection = new vscode.Selection(at, at)
    const action = await actionAt(editor.document.uri, at, "Add CORS to '/orders'")
    assert.ok(action.edit && (await vscode.workspace.applyEdit(action.edit)))
    assert.match(editor.document.getText(), /^ {4}options:$/m)
    await vscode.commands.executeCommand('undo')
    assert.equal(editor.document.getText(), before)
  })

  it('a conversion opens its new file beside, saved', async () => {
    const { document } = await open('shop/openapi.yaml')
    const action = await actionAt(document.uri, new vscode.Position(0, 2), 'Convert to JSON in a new file')
    assert.ok(action.command)
    const target = fileAt('shop/openapi.json')
    try {
      const [uri] = (action.command.arguments ?? []) as unknown[]
      await vscode.commands.executeCommand(action.command.command, uri)
      const made = await eventually('the new file is shown', () => {
        const editor = vscode.window.activeTextEditor
        return editor?.document.uri.path === target.path && editor
      })
      assert.equal(made.viewColumn, vscode.ViewColumn.Two)
      await eventually('the new file is saved', () => !made.document.isDirty)
      assert.match(made.document.getText(), /^\{\n {2}"openapi": "3\.0\.1"/)
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor')
      await vscode.workspace.fs.delete(target)
    }
  })

  it('a .vtl file is formatted without a change of what it prints', async () => {
    const { document } = await open('shop/order.vtl')
    assert.equal(document.languageId, 'apigateway-vtl')
    const edits = await eventually('there are edits', async () => {
      const found = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
        'vscode.executeFormatDocumentProvider',
        document.uri,
        { tabSize: 2, insertSpaces: true },
      )
      return found && found.length > 0 && found
    })
    const edit = new vscode.WorkspaceEdit()
    edit.set(document.uri, edits)
    assert.ok(await vscode.workspace.applyEdit(edit))
    assert.match(document.getText(), /^ {2,}"\$item\.name": \$item\.amount/m)
  })
})

const isSnippetOfOurs = (label: string): boolean => /^(apigw|sam|cfn|policy)-/.test(label)

async function hoverAt({ uri }: vscode.TextDocument, at: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at)
  return hovers
    .flatMap(({ contents }) => contents)
    .map(content => (typeof content === 'string' ? content : content.value))
    .join('\n')
}

/** `get: authorizer: tokens`: the text before a hint, and the hint. */
async function hintsOf(document: vscode.TextDocument): Promise<string[]> {
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
  )
  return hints.map(({ position, label }) => {
    const before = document.lineAt(position.line).text.slice(0, position.character).trim()
    return `${before} ${typeof label === 'string' ? label : label.map(({ value }) => value).join('')}`
  })
}

async function labelsAt(uri: vscode.Uri, at: vscode.Position): Promise<string[]> {
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    at,
  )
  return items.map(({ label }) => (typeof label === 'string' ? label : label.label))
}

/** Opens the list of proposals at the caret and takes the first one, as Ctrl+Space and Enter do. */
async function acceptFirst(editor: vscode.TextEditor, isDone: (text: string) => boolean): Promise<void> {
  await vscode.commands.executeCommand('editor.action.triggerSuggest')
  // The list tells nobody when it is shown; without one nothing is accepted.
  await eventually('the proposal is accepted', async () => {
    await vscode.commands.executeCommand('acceptSelectedSuggestion')
    return isDone(editor.document.getText())
  })
}

function actionAt(uri: vscode.Uri, at: vscode.Position, title: string): Promise<vscode.CodeAction> {
  return eventually(`'${title}' is offered`, async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      new vscode.Range(at, at),
      vscode.CodeActionKind.Refactor.value,
    )
    return actions.find(action => action.title === title)
  })
}

describe('From the tree', () => {
  it('a method is added as an edit of the text, and undo takes it back', async () => {
    const editor = await open('template.yaml')
    const { document } = editor
    const before = document.getText()
    const route = {
      definition: document.uri.toString(),
      apiId: 'Bookshop',
      method: 'GET',
      path: '/books/{bookId}',
    }
    const added = vscode.commands.executeCommand('gatehouse.addMethod', route)
    // The pickers of the method (GET is there already, so the first is POST) and of what answers.
    const isOver = added.then(() => true)
    await eventually('the pickers are answered', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem')
      return document.getText() !== before
    })
    assert.ok(await isOver)
    assert.match(document.getText(), /\n( +)post:\n\1 {2}responses:/)
    assert.ok(document.isDirty, 'the file was saved')
    await vscode.window.showTextDocument(document)
    await vscode.commands.executeCommand('undo')
    await eventually('the file is as before', () => Promise.resolve(document.getText() === before))
    await revert(editor)
  })
})

describe('From other tools', () => {
  it('requests of a Postman collection go to the local gateway, what no route takes to its host', async () => {
    const source = fileAt('shop.postman_collection.json')
    const target = fileAt('shop.http')
    const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'
    const item = [
      { name: 'One', request: 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com/dev/books/b-7' },
      { name: 'Login', request: { method: 'POST', url: 'https://login.example/token' } },
    ]
    const text = JSON.stringify({ info: { name: 'Shop', schema }, item })
    await vscode.workspace.fs.writeFile(source, new TextEncoder().encode(text))
    try {
      const imported = vscode.commands.executeCommand('gatehouse.importRequests', source)
      const isOver = imported.then(() => true)
      // The dialog proposes the name of the collection.
      const document = await eventually('the new file is shown', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem')
        const shown = vscode.window.activeTextEditor?.document
        return shown?.uri.path === target.path && shown
      })
      assert.ok(await isOver)
      const lines = document.getText().split('\n')
      assert.ok(lines.includes('GET {{gateway}}/books/b-7'), document.getText())
      assert.ok(lines.includes('POST {{baseUrl}}/token'), document.getText())
      assert.match(document.getText(), /^# No route of this workspace takes it/m)
      const lenses = await eventually('the request can be sent', async () => {
        const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          document.uri,
          10,
        )
        return found.length > 0 && found
      })
      assert.equal(lenses.filter(({ command }) => command?.title.includes('Send')).length, 1)
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor')
    } finally {
      await vscode.workspace.fs.delete(source)
      await vscode.workspace.fs.delete(target)
    }
  })
})
