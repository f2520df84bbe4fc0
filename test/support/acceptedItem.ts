import type { CompletionItem } from 'vscode-languageserver-types'
import type { LineIndex } from '../../server/src/base/text.ts'
import { offsetAt } from '../../server/src/base/text.ts'
import { plainTextOf } from '../../server/src/commands/lspCompletion.ts'

/** A text with a proposal's edits, indented as an editor does it. */
export function withAccepted(text: string, lines: LineIndex, item: CompletionItem): string {
  if (!item.textEdit || !('range' in item.textEdit)) throw new Error(`'${item.label}' has no edit`)
  const edits = [...(item.additionalTextEdits ?? []), { ...item.textEdit, isSnippet: true }]
  const at = (place: { line: number; character: number }) => offsetAt(lines, place, text)
  return edits
    .sort((a, b) => at(b.range.start) - at(a.range.start))
    .reduce((result, edit) => {
      const from = at(edit.range.start)
      const line = result.slice(result.lastIndexOf('\n', from - 1) + 1, from)
      const indent = /^\s*/.exec(line)?.[0] ?? ''
      const inserted =
        'isSnippet' in edit
          ? plainTextOf(edit.newText).replaceAll('\t', '  ').replaceAll('\n', `\n${indent}`)
          : edit.newText
      return result.slice(0, from) + inserted + result.slice(at(edit.range.end))
    }, text)
}
