import type { CompletionItem } from 'vscode-languageserver-types'
import type { Position, Range } from '../../server/src/base/text.ts'
import { createLineIndex, offsetAt, positionAt } from '../../server/src/base/text.ts'
import { plainTextOf } from '../../server/src/commands/lspCompletion.ts'
import { vtlCompletion } from '../../server/src/language/vtl/vtlCompletion.ts'
import { vtlHover } from '../../server/src/language/vtl/vtlHover.ts'
import type { Workspace } from '../../server/src/language/workspace.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { dedent } from './cursor.ts'
import { memoryFiles } from './memoryFiles.ts'

export interface OpenedTemplate {
  readonly workspace: Workspace
  readonly file: string
  readonly position: Position
  /** Without the mark. */
  readonly text: string
}

/** Opens a text with `<|>` at the cursor as `/work/NAME`; a template needs no tree, unlike with `openAt`. */
export function openTemplate(
  name: string,
  marked: string,
  beside: Readonly<Record<string, string>> = {},
): OpenedTemplate {
  const body = dedent(marked)
  const at = body.indexOf('<|>')
  if (at < 0) throw new Error('the text has no <|>')
  const text = body.replace('<|>', '')
  const file = `/work/${name}`
  const workspace = createWorkspace(memoryFiles(beside), () => ({}))
  for (const [other, content] of Object.entries(beside)) workspace.setText(other, content)
  workspace.setText(file, text)
  workspace.setCandidates([...Object.keys(beside), file])
  return { workspace, file, text, position: positionAt(createLineIndex(text), at) }
}

/** What is proposed at `<|>`; undefined outside of templates. */
export function templateProposals(
  name: string,
  marked: string,
  beside?: Readonly<Record<string, string>>,
): CompletionItem[] | undefined {
  const { workspace, file, position } = openTemplate(name, marked, beside)
  return vtlCompletion(workspace, file, position)
}

export function templateLabels(
  name: string,
  marked: string,
  beside?: Readonly<Record<string, string>>,
): string[] {
  return (templateProposals(name, marked, beside) ?? []).map(({ label }) => label)
}

/** The text after the named proposal was accepted and no tab stop was typed over. */
export function acceptedTemplate(name: string, marked: string, label: string): string {
  const { workspace, file, position, text } = openTemplate(name, marked)
  const item = vtlCompletion(workspace, file, position)?.find(each => each.label === label)
  if (!item?.textEdit || !('range' in item.textEdit)) throw new Error(`'${label}' is not proposed`)
  const { range, newText } = item.textEdit
  const lines = createLineIndex(text)
  const from = offsetAt(lines, range.start, text)
  const to = offsetAt(lines, range.end, text)
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', from - 1) + 1, from))?.[0] ?? ''
  return text.slice(0, from) + plainTextOf(newText).replaceAll('\n', `\n${indent}`) + text.slice(to)
}

/** The hover at `<|>` as Markdown. */
export function templateHover(
  name: string,
  marked: string,
  beside?: Readonly<Record<string, string>>,
): string | undefined {
  const { workspace, file, position } = openTemplate(name, marked, beside)
  const hover = vtlHover(workspace, file, position)
  return hover && typeof hover.contents === 'object' && 'value' in hover.contents
    ? hover.contents.value
    : undefined
}

/** A text with `«` and `»` around each of some ranges. */
export function marking(text: string, ranges: readonly Range[]): string {
  const lines = createLineIndex(text)
  return ranges
    .map(range => ({
      start: offsetAt(lines, range.start, text),
      end: offsetAt(lines, range.end, text),
    }))
    .sort((a, b) => b.start - a.start)
    .reduce(
      (marked, { start, end }) =>
        `${marked.slice(0, start)}«${marked.slice(start, end)}»${marked.slice(end)}`,
      text,
    )
}

/** A text after edits. */
export function edited(text: string, edits: readonly { range: Range; newText: string }[]): string {
  const lines = createLineIndex(text)
  return edits
    .map(({ range, newText }) => ({
      start: offsetAt(lines, range.start, text),
      end: offsetAt(lines, range.end, text),
      newText,
    }))
    .sort((a, b) => b.start - a.start)
    .reduce(
      (changed, { start, end, newText }) => changed.slice(0, start) + newText + changed.slice(end),
      text,
    )
}
