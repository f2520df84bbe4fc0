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

/**
 * All preferred fixes of a file's findings as one action, without those that touch what an earlier one writes; undefined
 * when there are none.
 */
export function fixAll(file: string, diagnostics: readonly Diagnostic[], uris: Uris): CodeAction | undefined {
  const edits = editsOfAll(file, diagnostics)
  if (edits.length === 0) return undefined
  return { title: 'Fix all in this file', kind: fixAllKind, edit: { changes: groupByFile(edits, uris) } }
}

/** Under `source.fixAll`, so that the editor's setting for saving finds it. */
export const fixAllKind = 'source.fixAll.gatehouse'

function editsOfAll(file: string, diagnostics: readonly Diagnostic[]): TextEdit[] {
  // In the order of the text, so that what stands around an edit is found among thousands.
  const taken: TextEdit[] = []
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes?.find(({ isPreferred }) => isPreferred)
    if (!fix?.edits.every(edit => edit.file === file && isFree(edit, taken))) continue
    for (const edit of fix.edits)
      taken.splice(
        firstPast(taken, other => isBefore(edit, other)),
        0,
        edit,
      )
  }
  return taken
}

// At one place an insertion stands before what is replaced behind it.
function isBefore(a: TextEdit, b: TextEdit): boolean {
  return (comparePositions(a.range.start, b.range.start) || comparePositions(a.range.end, b.range.end)) < 0
}

/** Whether an edit touches none of those that are taken, which stand in the order of the text and apart. */
function isFree(edit: TextEdit, taken: readonly TextEdit[]): boolean {
  const { start, end } = edit.range
  let index = firstPast(taken, ({ range }) => comparePositions(range.end, start) >= 0)
  for (let other = taken[index]; other; other = taken[++index]) {
    if (comparePositions(other.range.start, end) > 0) break
    if (isSame(edit, other) || overlaps(edit.range, other.range)) return false
  }
  return true
}

/** Index of the first of `edits` that `isPast`, as all behind it are; their number where none is. */
function firstPast(edits: readonly TextEdit[], isPast: (edit: TextEdit) => boolean): number {
  let low = 0
  let high = edits.length
  while (low < high) {
    const middle = (low + high) >> 1
    const edit = edits[middle]
    if (edit && isPast(edit)) high = middle
    else low = middle + 1
  }
  return low
}

// Two findings may ask for the same line: an insertion has no width, so that it overlaps with nothing.
function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.newText === b.newText && comparePositions(a.range.start, b.range.start) === 0
}

function overlaps(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) < 0 && comparePositions(b.start, a.end) < 0
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
