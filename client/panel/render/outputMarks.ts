import type { Extension, Range, Text } from '@codemirror/state'
import { StateField } from '@codemirror/state'
import type { DecorationSet } from '@codemirror/view'
import { Decoration, EditorView } from '@codemirror/view'
import type { Rendering } from '../../../server/src/protocol/rendering.ts'

/** Marks in a rendered output: lines with findings, their places, and what nothing escaped. */
export function outputMarks({ findings, raw }: Pick<Rendering, 'findings' | 'raw'>): Extension {
  return StateField.define<DecorationSet>({
    create: ({ doc }) => Decoration.set(marksIn(doc, findings, raw), true),
    update: (marks, { changes }) => marks.map(changes),
    provide: field => EditorView.decorations.from(field),
  })
}

function marksIn(doc: Text, findings: Rendering['findings'], raw: Rendering['raw']): Range<Decoration>[] {
  const marks: Range<Decoration>[] = []
  const lines = new Map<number, 'bad' | 'odd'>()
  // CodeMirror counts every line end as one unit, the output may have two.
  const place = (offset: number) => Math.min(offset, doc.length)
  for (const { start, severity } of findings) {
    const { from } = doc.lineAt(place(start))
    if (severity === 'error' || !lines.has(from)) lines.set(from, severity === 'error' ? 'bad' : 'odd')
  }
  for (const { start } of raw) {
    const { from } = doc.lineAt(place(start))
    if (!lines.has(from)) lines.set(from, 'odd')
  }
  for (const [from, kind] of lines) marks.push(lineMarks[kind].range(from))
  for (const { start, end, severity } of findings) {
    if (severity !== 'error') continue
    const line = doc.lineAt(place(start))
    // A fault at the end of a line is shown on the character before it.
    const from = Math.max(line.from, Math.min(place(start), line.to - 1))
    const to = Math.max(place(end), Math.min(from + 1, doc.length))
    if (from < to) marks.push(fault.range(from, to))
  }
  for (const { start, end } of raw)
    if (place(start) < place(end)) marks.push(unescaped.range(place(start), place(end)))
  return marks
}

const lineMarks = {
  bad: Decoration.line({ class: 'line-bad' }),
  odd: Decoration.line({ class: 'line-odd' }),
}
const fault = Decoration.mark({ class: 'fault' })
const unescaped = Decoration.mark({ class: 'unescaped' })
