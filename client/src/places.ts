import * as vscode from 'vscode'
import type { Location } from '../../server/src/protocol/places.ts'
import { pathLabel } from './pathLabel.ts'

/** The last part of a URI's path: `template.yaml`. */
export function fileNameOf(uri: string): string {
  return vscode.Uri.parse(uri).path.split('/').at(-1) ?? uri
}

/** What a file is called wherever it is named: `template.yaml`, `bookshop/template.yaml`. */
export function fileLabelOf(uri: string): string {
  return pathLabel(vscode.workspace.asRelativePath(vscode.Uri.parse(uri), false))
}

/** `template.yaml:96` */
export function placeName(location: Location): string {
  return `${fileLabelOf(location.uri)}:${location.range.start.line + 1}`
}

/** The folder that paths are told from: that of the workspace, or the file's own outside of one. */
export function rootOf(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? vscode.Uri.joinPath(uri, '..').fsPath
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
