import * as vscode from 'vscode'
import type { PartEdit } from '../../server/src/protocol/parts.ts'
import { rangeOf } from './places.ts'

/**
 * Changes the text of a definition in its editor, where it can be undone; nothing is saved. Shows what is new, selected, or
 * where something was taken away.
 */
export async function applyPartEdit({ edits, reveal }: PartEdit): Promise<void> {
  const change = new vscode.WorkspaceEdit()
  for (const { uri, range, newText } of edits) {
    change.replace(vscode.Uri.parse(uri), rangeOf({ uri, range }), newText)
  }
  if (!(await vscode.workspace.applyEdit(change))) {
    throw new Error(vscode.l10n.t('The editor did not take the change: the file may be read-only'))
  }
  const [first] = edits
  const place =
    reveal ?? (first && { uri: first.uri, range: { start: first.range.start, end: first.range.start } })
  if (!place) return
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri))
  const shown = { preview: false, selection: rangeOf(place), preserveFocus: reveal === undefined }
  await vscode.window.showTextDocument(document, shown)
}

/** Asks once when something else refers to what is to be deleted. */
export async function mayDelete(what: string, { uses }: PartEdit): Promise<boolean> {
  if (uses.length === 0) return true
  const limit = 12
  const lines = uses.slice(0, limit).map(({ location, text }) => {
    const file = vscode.workspace.asRelativePath(vscode.Uri.parse(location.uri))
    return `${file}:${location.range.start.line + 1}  ${text}`
  })
  if (uses.length > limit) lines.push(vscode.l10n.t('and {0} more', uses.length - limit))
  const title =
    uses.length === 1
      ? vscode.l10n.t('{0} is used in 1 other place. Delete it all the same?', what)
      : vscode.l10n.t('{0} is used in {1} other places. Delete it all the same?', what, uses.length)
  const remove = vscode.l10n.t('Delete')
  const picked = await vscode.window.showWarningMessage(
    title,
    { modal: true, detail: lines.join('\n') },
    remove,
  )
  return picked === remove
}
