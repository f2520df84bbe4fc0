import type { CodeAction, TextDocumentEdit, CreateFile } from 'vscode-languageserver/node'
import type { TextEdit } from '../base/diagnostic.ts'
import type { Range } from '../base/text.ts'
import type { Refactoring } from '../language/refactor/refactoring.ts'
import { refactorings } from '../language/refactor/refactorings.ts'
import type { DocumentAt } from './lspContext.ts'
import { uris } from './lspContext.ts'

/** The kinds of what this file offers. */
export const refactorKinds = ['refactor.extract', 'refactor.inline', 'refactor.rewrite'] as const

/** What can be done with a definition at a range, of the kinds that are asked for. */
export function refactorActions(
  { document, owner }: DocumentAt,
  range: Range,
  isAsked: (kind: string) => boolean,
): CodeAction[] {
  if (!document || !refactorKinds.some(isAsked)) return []
  return refactorings(document, range, owner)
    .filter(({ kind }) => isAsked(kind))
    .map(toCodeAction)
}

function toCodeAction({ title, kind, edits, creates = [] }: Refactoring): CodeAction {
  const made = creates.flatMap(({ file, text }): (CreateFile | TextDocumentEdit)[] => {
    const start = { line: 0, character: 0 }
    const uri = uris.toUri(file)
    return [{ kind: 'create', uri }, editOf(uri, [{ range: { start, end: start }, newText: text }])]
  })
  const changed = [...new Set(edits.map(({ file }) => file))].map(file =>
    editOf(
      uris.toUri(file),
      edits.filter(edit => edit.file === file),
    ),
  )
  return { title, kind, edit: { documentChanges: [...made, ...changed] } }
}

function editOf(uri: string, edits: readonly Pick<TextEdit, 'range' | 'newText'>[]): TextDocumentEdit {
  // Whatever version the editor has now: it asked for it a moment ago.
  return {
    textDocument: { uri, version: null },
    edits: edits.map(({ range, newText }) => ({ range, newText })),
  }
}
