import * as assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import * as vscode from 'vscode'

/** A file of the workspace, a copy of examples/bookshop with test/editor/fixtures laid over it. */
export function fileAt(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]
  assert.ok(folder, 'the window has no folder open')
  return vscode.Uri.joinPath(folder.uri, path)
}

/** Opens a file of the workspace in an editor. */
export async function open(path: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(fileAt(path))
  return vscode.window.showTextDocument(document)
}

/** Where the only `text` of the document stands; `offset` counts characters from its start. */
export function positionOf(document: vscode.TextDocument, text: string, offset = 0): vscode.Position {
  const start = document.getText().indexOf(text)
  assert.ok(start >= 0, `'${text}' is not in ${document.uri.path}`)
  return document.positionAt(start + offset)
}

/** Types over the first `text` after `anchor`, as an edit that is not saved. */
export async function replace(
  editor: vscode.TextEditor,
  anchor: string,
  text: string,
  by: string,
): Promise<vscode.Range> {
  const { document } = editor
  const from = document.offsetAt(positionOf(document, anchor))
  const start = document.getText().indexOf(text, from)
  assert.ok(start >= 0, `'${text}' does not follow '${anchor}' in ${document.uri.path}`)
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + text.length))
  assert.ok(await editor.edit(builder => builder.replace(range, by)), 'the edit was refused')
  return new vscode.Range(range.start, document.positionAt(start + by.length))
}

/** Takes back what was typed, as *Revert File* does. */
export async function revert(editor: vscode.TextEditor): Promise<void> {
  await vscode.window.showTextDocument(editor.document)
  await vscode.commands.executeCommand('workbench.action.files.revert')
  assert.ok(!editor.document.isDirty, 'the file was not reverted')
}

/** Our findings on a document; those of VS Code's own extensions are left out. */
export function diagnosticsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(diagnostic => diagnostic.source === 'gatehouse')
}

/** Our errors on a document. */
export function errorsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return diagnosticsOf(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
}

/** Asks again until the answer is neither false nor undefined; `what` says what is waited for. */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
  limitMs = 20_000,
): Promise<Exclude<T, false | undefined>> {
  const end = Date.now() + limitMs
  for (;;) {
    const answer = await ask()
    // The two values that the type leaves out.
    if (answer !== false && answer !== undefined) return answer as Exclude<T, false | undefined>
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`)
    await delay(25)
  }
}
