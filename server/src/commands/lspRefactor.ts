import path from 'node:path'
import type { CodeAction, TextDocumentEdit, CreateFile } from 'vscode-languageserver/node'
import type { TextEdit } from '../base/diagnostic.ts'
import type { Range } from '../base/text.ts'
import { convertFormat, isConvertible } from '../language/refactor/convertFormat.ts'
import type { Refactoring } from '../language/refactor/refactoring.ts'
import { refactorings } from '../language/refactor/refactorings.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { DocumentAt, FeatureContext } from './lspContext.ts'
import { uris } from './lspContext.ts'

/** The kinds of what this file offers. */
export const refactorKinds = ['refactor.extract', 'refactor.inline', 'refactor.rewrite'] as const

/** What runs on the server because it takes the whole file, which no code action should while the cursor moves. */
export const refactorCommands = ['gatehouse.convertFormat'] as const

/** What can be done with a definition at a range, of the kinds that are asked for. */
export function refactorActions(
  { document, owner, file }: DocumentAt,
  range: Range,
  isAsked: (kind: string) => boolean,
): CodeAction[] {
  if (!document || !refactorKinds.some(isAsked)) return []
  const found = refactorings(document, range, owner).map(toCodeAction)
  const conversion = isConvertible(document, range, owner) ? [convertAction(file, document)] : []
  return [...found, ...conversion].filter(({ kind }) => isAsked(kind ?? ''))
}

function convertAction(file: string, { language }: SourceDocument): CodeAction {
  const title = `Convert to ${language === 'json' ? 'YAML' : 'JSON'} in a new file`
  const [command] = refactorCommands
  return { title, kind: 'refactor.rewrite', command: { title, command, arguments: [uris.toUri(file)] } }
}

/** Registers the commands of refactorings. */
export function registerRefactorCommands({ connection, workspace, guarded, at }: FeatureContext): void {
  connection.onExecuteCommand(async ({ command, arguments: given }) => {
    const uri: unknown = given?.[0]
    if (command !== refactorCommands[0] || typeof uri !== 'string') return
    const { document, file } = at(uri)
    const made = document && guarded('convertFormat', undefined, () => convertFormat(document))
    if (made === undefined) return
    const name = path.basename(file)
    if (typeof made === 'string') {
      connection.window.showErrorMessage(`'${name}' cannot be converted: ${made}`)
      return
    }
    const target = file.replace(/(\.(ya?ml|jsonc?|template))?$/, `.${made.language}`)
    if (workspace.files.kind(target) !== undefined) {
      connection.window.showErrorMessage(`'${path.basename(target)}' is there already`)
      return
    }
    await connection.workspace.applyEdit({ documentChanges: creation(uris.toUri(target), made.text) })
    if (made.lost.length > 0) connection.window.showInformationMessage(`Lost: ${made.lost.join(', ')}`)
  })
}

function toCodeAction({ title, kind, edits, creates = [] }: Refactoring): CodeAction {
  const made = creates.flatMap(({ file, text }) => creation(uris.toUri(file), text))
  const changed = [...new Set(edits.map(({ file }) => file))].map(file =>
    editOf(
      uris.toUri(file),
      edits.filter(edit => edit.file === file),
    ),
  )
  return { title, kind, edit: { documentChanges: [...made, ...changed] } }
}

function creation(uri: string, text: string): (CreateFile | TextDocumentEdit)[] {
  const start = { line: 0, character: 0 }
  return [{ kind: 'create', uri }, editOf(uri, [{ range: { start, end: start }, newText: text }])]
}

function editOf(uri: string, edits: readonly Pick<TextEdit, 'range' | 'newText'>[]): TextDocumentEdit {
  // Whatever version the editor has now: it asked for it a moment ago.
  return {
    textDocument: { uri, version: null },
    edits: edits.map(({ range, newText }) => ({ range, newText })),
  }
}
