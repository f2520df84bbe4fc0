import { parsedOnce } from '../../rules/mappingTemplates.ts'
import type { ParsedTemplate } from '../../template/parser.ts'
import type { Span, Template, TemplateNode } from '../../template/tree.ts'
import { childrenOf } from '../../template/tree.ts'

/**
 * The tree of a template of which some lines cannot be read, such as the one that is being written (where `offset`
 * stands): an open quote or parenthesis would take what follows with it. Those lines count as blank, so that all others
 * are understood; offsets are the text's own.
 */
export function readableTemplate(text: string, offset?: number): Template {
  let copy = text
  let [fault] = faultsOf(parsedOnce(copy))
  if (fault && offset !== undefined) {
    const unfinished = withoutWord(text, offset)
    copy = hasFaultInLine(unfinished, offset) ? withoutLine(text, offset) : unfinished
  }
  for (let tries = 0; tries < mostLines; tries++) {
    const parsed = parsedOnce(copy)
    fault = faultsOf(parsed)[0]
    if (!fault) break
    const begin = malformedAround(parsed.template, fault.start)?.start ?? fault.start
    const next = withoutLine(copy, begin)
    copy = next === copy ? withoutLine(copy, fault.start) : next
  }
  return parsedOnce(copy).template
}

const mostLines = 8

/** What cannot be read; a block that nothing ends reaches to the end of the text, and what is in it is read. */
function faultsOf({ diagnostics }: ParsedTemplate): readonly Span[] {
  return diagnostics.filter(
    ({ severity, message }) => severity === 'error' && !message.includes("has no '#end'"),
  )
}

function hasFaultInLine(text: string, offset: number): boolean {
  const { start, end } = lineAt(text, offset)
  return faultsOf(parsedOnce(text)).some(fault => start <= fault.start && fault.start <= end)
}

/** Takes out the reference or directive that is being written. */
function withoutWord(text: string, offset: number): string {
  const word = /[$#]!?\{?[^\s$#]*$/.exec(text.slice(Math.max(offset - 200, 0), offset))?.[0] ?? ''
  return text.slice(0, offset - word.length) + ' '.repeat(word.length) + text.slice(offset)
}

function malformedAround(node: TemplateNode, offset: number): TemplateNode | undefined {
  if (offset < node.start || offset > node.end) return undefined
  if (node.kind === 'malformed') return node
  for (const child of childrenOf(node)) {
    const found = malformedAround(child, offset)
    if (found) return found
  }
  return undefined
}

function withoutLine(text: string, offset: number): string {
  // What is missing at the end of the text is missing in its last line that says something.
  const { start, end } = lineAt(text, Math.min(offset, Math.max(text.trimEnd().length - 1, 0)))
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r]/g, ' ') + text.slice(end)
}

function lineAt(text: string, offset: number): Span {
  const next = text.indexOf('\n', offset)
  return { start: text.lastIndexOf('\n', offset - 1) + 1, end: next < 0 ? text.length : next }
}
