import type { SelectionRange } from 'vscode-languageserver-types'
import type { Position } from '../base/text.ts'
import { offsetAt, rangeAt } from '../base/text.ts'
import type { Node, SourceDocument } from '../syntax/node.ts'
import { entriesOf, pathAtOffset } from '../syntax/node.ts'
import { placeholdersOf } from '../syntax/substitution.ts'

interface Span {
  readonly start: number
  readonly end: number
}

/** What grows around a position: a name in `${…}`, the text, the value, its entry, the mapping, and so on to the whole. */
export function selectionRange(document: SourceDocument, position: Position): SelectionRange {
  const { lines, text, root } = document
  const offset = offsetAt(lines, position, text)
  const { nodes, key } = pathAtOffset(root, offset)
  const spans: Span[] = [{ start: 0, end: text.length }]
  const add = (span: Span) => {
    const last = spans.at(-1)
    const isInside = last && last.start <= span.start && span.end <= last.end
    // What an alias brings in stands elsewhere.
    if (isInside && span.start <= offset && offset <= span.end && lengthOf(span) < lengthOf(last))
      spans.push(span)
  }
  for (const [index, node] of nodes.entries()) {
    const entry = entryAround(nodes[index - 1], node)
    if (entry) add(entry)
    add(node)
  }
  if (key) add({ start: key.key.start, end: Math.max(key.key.end, key.value.end) })
  const deepest = key?.key ?? nodes.at(-1)
  if (deepest?.type === 'scalar') for (const span of insideScalar(deepest, document)) add(span)
  return spans.reduce<SelectionRange | undefined>(
    (parent, { start, end }) => ({ range: rangeAt(lines, start, end), ...(parent && { parent }) }),
    undefined,
  ) as SelectionRange
}

function lengthOf({ start, end }: Span): number {
  return end - start
}

function entryAround(parent: Node | undefined, node: Node): Span | undefined {
  const entry = entriesOf(parent).find(({ value }) => value === node)
  return entry && { start: entry.key.start, end: entry.value.end }
}

/** The text without its quotes, and the placeholders of `Fn::Sub` in it. */
function insideScalar(node: Node, { text }: SourceDocument): Span[] {
  if (node.type !== 'scalar') return [node]
  const raw = text.slice(node.start, node.end)
  const isQuoted = /^(["']).*\1$/s.test(raw) && raw.length > 1
  const inner = isQuoted ? { start: node.start + 1, end: node.end - 1 } : node
  const names = placeholdersOf(raw).flatMap(({ start, end }) => {
    const name = { start: node.start + start, end: node.start + end }
    const open = raw.lastIndexOf('${', start)
    const close = raw.indexOf('}', end) + 1
    return [{ start: node.start + open, end: node.start + close }, name]
  })
  return [node, inner, ...names]
}
