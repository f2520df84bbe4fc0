import type { Diagnostic } from '../../server/src/base/diagnostic.ts'
import { offsetAt } from '../../server/src/base/text.ts'
import type { Node, SourceDocument } from '../../server/src/syntax/node.ts'

/** A tree as one line, each key and scalar as the stretch of text that its range covers: proof of the ranges. */
export function sketch(document: SourceDocument): string {
  const cut = (node: { start: number; end: number }): string => document.text.slice(node.start, node.end)
  const draw = (node: Node): string => {
    if (node.type === 'scalar') return cut(node) || '~'
    if (node.type === 'sequence') return `[${node.items.map(draw).join(', ')}]`
    return `{${node.entries.map(entry => `${cut(entry.key)}: ${draw(entry.value)}`).join(', ')}}`
  }
  return document.root ? draw(document.root) : 'nothing'
}

/** Findings as `severity code «marked text» message`, one a line. */
export function findings(diagnostics: readonly Diagnostic[], document: SourceDocument): string[] {
  return diagnostics.map(({ severity, code, message, range }) => {
    const [start, end] = [range.start, range.end].map(position =>
      offsetAt(document.lines, position, document.text),
    )
    return `${severity} ${code} «${document.text.slice(start, end)}» ${message}`
  })
}
