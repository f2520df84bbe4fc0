import type { CodeAction, Diagnostic as LspDiagnostic } from 'vscode-languageserver-types'
import type { Diagnostic, TextEdit } from '../base/diagnostic.ts'
import type { Range } from '../base/text.ts'
import type { Uris } from './places.ts'
import { comparePositions } from '../base/text.ts'

/** The quick fixes of the findings that touch `range`; the findings carry them. */
export function codeAction(
  file: string,
  range: Range,
  diagnostics: readonly Diagnostic[],
  uris: Uris,
  toLsp: (diagnostic: Diagnostic) => LspDiagnostic,
): CodeAction[] {
  return diagnostics
    .filter(diagnostic => diagnostic.file === file && touches(diagnostic.range, range))
    .flatMap(diagnostic =>
      (diagnostic.fixes ?? []).map(fix => ({
        title: fix.title,
        kind: 'quickfix',
        diagnostics: [toLsp(diagnostic)],
        ...(fix.isPreferred === true && { isPreferred: true }),
        edit: { changes: groupByFile(fix.edits, uris) },
      })),
    )
}

function groupByFile(
  edits: readonly TextEdit[],
  uris: Uris,
): Record<string, { range: Range; newText: string }[]> {
  const changes: Record<string, { range: Range; newText: string }[]> = {}
  for (const { file, range, newText } of edits) (changes[uris.toUri(file)] ??= []).push({ range, newText })
  return changes
}

function touches(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0
}
