import * as vscode from 'vscode'
import type { Location } from '../../server/src/protocol/places.ts'

/** The last part of a URI's path: `template.yaml`. */
export function fileNameOf(uri: string): string {
  return vscode.Uri.parse(uri).path.split('/').at(-1) ?? uri
}

/** `template.yaml:96` */
export function placeName(location: Location): string {
  return `${fileNameOf(location.uri)}:${location.range.start.line + 1}`
}

/** A range of the protocol as VS Code has it. */
export function rangeOf({ range }: Location): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character)
}

/** Opens a place in the user's files. */
export async function openPlace(location: Location): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(location.uri), {
    selection: rangeOf(location),
  })
}

/** Opens a place in a column that shows text already, so that a panel stays visible. */
export async function openBesidePanel(location: Location): Promise<void> {
  const other = vscode.window.visibleTextEditors.find(editor => editor.viewColumn !== undefined)
  await vscode.window.showTextDocument(vscode.Uri.parse(location.uri), {
    selection: rangeOf(location),
    viewColumn: other?.viewColumn ?? vscode.ViewColumn.Beside,
  })
}

/** Opens a text in an editor of its own; a language that VS Code does not know is left out. */
export async function openText(content: string, language: string): Promise<void> {
  const known = await vscode.languages.getLanguages()
  const document = await vscode.workspace.openTextDocument(
    known.includes(language) ? { content, language } : { content },
  )
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside })
}
