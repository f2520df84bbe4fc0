import * as vscode from 'vscode'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { Trace } from '../../server/src/protocol/trace.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { openBesidePanel } from './places.ts'

/**
 * Adds a model of an answer to the definition, where it can be undone, and shows it; what else the route answered with this
 * status in this session is fitted by it too.
 */
export async function draftModel(
  features: LanguageFeatures,
  route: RouteReference,
  trace: Trace,
  recent: readonly Trace[],
): Promise<void> {
  const { status = 0, headers = [] } = trace.response
  const bodyOf = (each: Trace) => (each.response.body?.isCut === true ? undefined : each.response.body?.text)
  const own = bodyOf(trace)
  if (own === undefined) throw new Error(vscode.l10n.t('This answer has no text, or is too long to be kept'))
  const isAlike = (each: Trace) =>
    each.requestId !== trace.requestId && each.route === trace.route && each.response.status === status
  const others = recent.filter(isAlike).flatMap(each => bodyOf(each) ?? [])
  const contentType = headers.findLast(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const made = await features.request('gatehouse/draftModel', {
    route,
    status,
    contentType: contentType.replace(/;.*$/s, '').trim(),
    // One that is no JSON is not of the kind of this one.
    bodies: [own, ...others.filter(isJson)],
  })
  if ('message' in made) throw new Error(made.message)
  const uri = vscode.Uri.parse(made.uri)
  const edit = new vscode.WorkspaceEdit()
  for (const { range, newText } of made.edits) {
    const { start, end } = range
    edit.replace(uri, new vscode.Range(start.line, start.character, end.line, end.character), newText)
  }
  const isWritten = await vscode.workspace.applyEdit(edit)
  if (!isWritten)
    throw new Error(vscode.l10n.t('{0} cannot be written', vscode.workspace.asRelativePath(uri)))
  const document = await vscode.workspace.openTextDocument(uri)
  const found = new RegExp(`\\b${made.name}"?\\s*:`).exec(document.getText())
  const at = document.positionAt(found?.index ?? 0)
  await openBesidePanel({ uri: made.uri, range: { start: at, end: at } })
  const told = made.isUsed
    ? vscode.l10n.t('The model {0} is drafted, and the response has it', made.name)
    : vscode.l10n.t('The model {0} is drafted', made.name)
  vscode.window.setStatusBarMessage(told, 5000)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
