import type { TextEdit } from '../../server/src/base/diagnostic.ts'
import type { Refactoring } from '../../server/src/language/refactor/refactoring.ts'
import { createLineIndex, offsetAt, positionAt } from '../../server/src/base/text.ts'
import { refactorings } from '../../server/src/language/refactor/refactorings.ts'
import { dedent, openAt } from './cursor.ts'

/** What is offered at `<|>` of a text, or for what stands between two of them. */
export function offered(name: string, marked: string): Refactoring[] {
  return opened(name, marked).found
}

/** The text after the one refactoring whose title begins so; `beside` are further files by their path. */
export function refactored(
  name: string,
  marked: string,
  title: string,
  beside: Readonly<Record<string, string>> = {},
): string {
  const { found, file, text } = opened(name, marked, beside)
  const { edits } = titled(found, title)
  return applied(
    text,
    edits.filter(edit => edit.file === file),
  )
}

/** The files that it makes, by their path. */
export function created(name: string, marked: string, title: string): Record<string, string> {
  const { creates = [] } = titled(opened(name, marked).found, title)
  return Object.fromEntries(creates.map(({ file, text }) => [file, text]))
}

function titled(found: readonly Refactoring[], title: string): Refactoring {
  const wanted = found.find(each => each.title.startsWith(title))
  if (!wanted) throw new Error(`no '${title}' among ${found.map(each => each.title).join(', ')}`)
  return wanted
}

/** A text after edits of it, as an editor makes them. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = createLineIndex(text)
  return edits
    .map(({ range, newText }) => ({
      start: offsetAt(lines, range.start, text),
      end: offsetAt(lines, range.end, text),
      newText,
    }))
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce(
      (changed, { start, end, newText }) => changed.slice(0, start) + newText + changed.slice(end),
      text,
    )
}

function opened(name: string, marked: string, beside: Readonly<Record<string, string>> = {}) {
  const body = dedent(marked)
  const from = body.indexOf('<|>')
  const last = body.lastIndexOf('<|>')
  const single = last > from ? body.slice(0, last) + body.slice(last + 3) : body
  const { document, owner, file, position, text, workspace } = openAt(name, single, beside)
  const end = last > from ? positionAt(createLineIndex(text), last - 3) : position
  return { found: refactorings(document, { start: position, end }, owner, workspace.files), file, text }
}
