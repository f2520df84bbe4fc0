import * as vscode from 'vscode'
import type {
  NoSavedTest,
  SavedTest,
  SaveTemplateTestQuestion,
  SaveTestQuestion,
} from '../../server/src/protocol/savedTests.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { openBesidePanel } from './places.ts'

/** Writes a test that expects what a request got into the file of tests beside its definition, and shows it there. */
export async function saveTest(features: LanguageFeatures, question: SaveTestQuestion): Promise<void> {
  const made = await features.request('gatehouse/saveTest', question)
  await write(made, question.identity === undefined && question.template === undefined)
}

/** The same of what a template prints with a context. */
export async function saveTemplateTest(
  features: LanguageFeatures,
  question: SaveTemplateTestQuestion,
): Promise<void> {
  await write(await features.request('gatehouse/saveTemplateTest', question), false)
}

/** `isByHand`: credentials were typed, which an identity could have kept. */
async function write(made: SavedTest | NoSavedTest, isByHand: boolean): Promise<void> {
  if ('message' in made) throw new Error(made.message)
  const { newText, isNew, name, leftOut, range } = made
  const uri = vscode.Uri.parse(made.uri)
  const edit = new vscode.WorkspaceEdit()
  if (isNew) edit.createFile(uri, { contents: new TextEncoder().encode(newText) })
  else {
    const { start, end } = range
    edit.replace(uri, new vscode.Range(start.line, start.character, end.line, end.character), newText)
  }
  const isWritten = await vscode.workspace.applyEdit(edit)
  if (!isWritten)
    throw new Error(vscode.l10n.t('{0} cannot be written', vscode.workspace.asRelativePath(uri)))
  const document = await vscode.workspace.openTextDocument(uri)
  await document.save()
  const at = nameIn(document, isNew ? 0 : range.start.line)
  await openBesidePanel({ uri: made.uri, range: { start: at, end: at } })
  if (leftOut.length === 0) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('Test saved: {0}', name), 5000)
    return
  }
  void vscode.window.showInformationMessage(
    isByHand
      ? vscode.l10n.t(
          'The test is saved without {0}, which would put a secret into a file: send the request as an identity to keep its credentials',
          leftOut.join(', '),
        )
      : vscode.l10n.t(
          'The test is saved without {0}, which would put a secret into a file',
          leftOut.join(', '),
        ),
  )
}

/** The line of the new test's name, at or below a line. */
function nameIn(document: vscode.TextDocument, from: number): { line: number; character: number } {
  for (let line = from; line < document.lineCount; line++) {
    const found = /^\s*- name:/.exec(document.lineAt(line).text)
    if (found) return { line, character: found[0].length - 'name:'.length }
  }
  return { line: from, character: 0 }
}
