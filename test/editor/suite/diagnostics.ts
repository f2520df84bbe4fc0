import * as assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'mocha'
import * as vscode from 'vscode'
import { diagnosticsOf, errorsOf, eventually, open, replace, revert } from './editor.ts'

describe('Diagnostics', () => {
  let editor: vscode.TextEditor

  before(async () => {
    editor = await open('template.yaml')
  })
  afterEach(async () => revert(editor))
  after(async () => {
    await eventually('the reverted template is clean', () => errorsOf(editor.document.uri).length === 0)
  })

  it('mark a fault while it is typed, and are gone with it', async () => {
    const { uri } = editor.document
    assert.deepEqual(errorsOf(uri), [])
    const typed = await replace(editor, 'operationId: health', 'type: mock', 'type: mick')
    const error = await unknownType(uri)
    assert.equal(editor.document.getText(error.range), 'mick')
    assert.ok(typed.contains(error.range), `marked is line ${error.range.start.line + 1}`)
    await replace(editor, 'operationId: health', 'type: mick', 'type: mock')
    await eventually('the mark is gone', () => errorsOf(uri).length === 0)
  })

  it('carry a stable code with a link and a preferred quick fix', async () => {
    const { uri } = editor.document
    await replace(editor, 'operationId: health', 'type: mock', 'type: moc')
    const error = await unknownType(uri)
    assert.ok(typeof error.code === 'object', 'the code has no link')
    assert.match(error.code.target.toString(), /^https:\/\//)
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      error.range,
      vscode.CodeActionKind.QuickFix.value,
    )
    const fix = actions.find(action => action.isPreferred)
    assert.ok(fix?.edit, `none of ${actions.map(({ title }) => title).join(', ')} is preferred`)
    assert.ok(await vscode.workspace.applyEdit(fix.edit))
    await eventually('the quick fix took the mark away', () => errorsOf(uri).length === 0)
    assert.match(editor.document.getText(), /type: mock/i)
  })

  it('name the place of broken YAML, and the server goes on', async () => {
    const { uri } = editor.document
    const typed = await replace(editor, 'operationId: health', 'summary: Answered', 'summary: "Answered')
    const errors = await eventually('the open quote is marked', () => {
      const found = errorsOf(uri)
      return found.length > 0 && found
    })
    assert.ok(errors.some(({ range }) => range.end.line >= typed.start.line))
    await revert(editor)
    await eventually('the mark is gone', () => diagnosticsOf(uri).length === 0 || errorsOf(uri).length === 0)
  })
})

/** The finding about an integration type that AWS does not have. */
function unknownType(uri: vscode.Uri): Promise<vscode.Diagnostic> {
  return eventually('the unknown integration type is marked', () =>
    errorsOf(uri).find(
      ({ code }) => typeof code === 'object' && 'value' in code && code.value === 'integration-type-unknown',
    ),
  )
}
