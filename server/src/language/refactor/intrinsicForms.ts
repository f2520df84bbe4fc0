import type { TextEdit } from '../../base/diagnostic.ts'
import { changeBetween } from '../../base/textChange.ts'
import type { Range } from '../../base/text.ts'
import { offsetAt, positionAt, rangeAt } from '../../base/text.ts'
import { intrinsicOf } from '../../syntax/intrinsics.ts'
import type { MappingNode, Node, SourceDocument } from '../../syntax/node.ts'
import { childrenOf, pathAtOffset } from '../../syntax/node.ts'
import { shortFormOf } from '../../syntax/shortTags.ts'
import { parseYaml } from '../../syntax/yaml.ts'
import { written, type Form } from './intrinsicText.ts'
import { meaningOf } from './meaning.ts'
import type { Refactoring } from './refactoring.ts'

/** Characters; what is larger is not rewritten while the editor waits. */
const largestStretch = 100_000
/** Each conversion reads its stretch of text again. */
const mostConversions = 300

/**
 * Writes intrinsic functions of CloudFormation in their other form: the one at the cursor with all that it holds, or all
 * in the selection. A short form right behind another one is not allowed, so there the inner one stays long.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export function convertIntrinsics(document: SourceDocument, range: Range): Refactoring[] {
  if (document.language !== 'yaml' || document.hasAnchors === true) return []
  const calls = callsIn(document, range)
  const [first] = calls
  if (!first) return []
  const name = calls.length === 1 ? `'${first.entries[0]?.name ?? ''}'` : 'the selected functions'
  const form = (to: Form): Refactoring[] => {
    const edits = editsFor(document, calls, to)
    return edits.length === 0
      ? []
      : [
          {
            title: `Write ${name} in its ${to} form`.replace('functions in its', 'functions in their'),
            kind: 'refactor.rewrite',
            edits,
          },
        ]
  }
  return [...form('short'), ...form('long')]
}

function callsIn(document: SourceDocument, range: Range): MappingNode[] {
  const { lines, text, root } = document
  const start = offsetAt(lines, range.start, text)
  const end = offsetAt(lines, range.end, text)
  if (start < end) return root ? outermostCalls(root, start, end) : []
  const call = pathAtOffset(root, start).nodes.findLast(isCall)
  if (!call) return []
  const isAtName = positionAt(lines, call.start).line === range.start.line
  return isAtName || call.entries[0]?.value.type === 'scalar' ? [call] : []
}

function outermostCalls(node: Node, start: number, end: number): MappingNode[] {
  if (node.end <= start || node.start >= end) return []
  return isCall(node) ? [node] : childrenOf(node).flatMap(child => outermostCalls(child, start, end))
}

function isCall(node: Node): node is MappingNode {
  return node.type === 'mapping' && (node.shortTag !== undefined || isLongForm(node))
}

function isLongForm(node: MappingNode): boolean {
  const call = intrinsicOf(node)
  return call !== undefined && shortFormOf(call.name) !== undefined
}

function editsFor(document: SourceDocument, calls: readonly MappingNode[], to: Form): TextEdit[] {
  const bySlot = new Map<number, MappingNode[]>()
  for (const call of calls) {
    const slot = slotOf(document, call)
    if (slot !== undefined) bySlot.set(slot, [...(bySlot.get(slot) ?? []), call])
  }
  return [...bySlot].flatMap(([slot, inSlot]) => editOf(document, slot, inSlot, to) ?? [])
}

/**
 * Where the entry or item begins that holds a node and can be read by itself: flow collections are taken whole.
 * Undefined for the root of a document.
 */
function slotOf({ text }: SourceDocument, node: Node): number | undefined {
  let top = node
  for (let at = node.parent; at; at = at.parent) {
    const isDirectlyTagged = at.type === 'mapping' && at.shortTag !== undefined
    if ((at.isFlow && !isDirectlyTagged) || (isDirectlyTagged && at === top.parent)) top = at
  }
  const { parent } = top
  if (!parent) return undefined
  if (parent.type === 'mapping') return parent.entries.find(({ value }) => value === top)?.key.start
  const dash = text.lastIndexOf('-', top.start - 1)
  return dash < 0 ? undefined : dash
}

function editOf(
  document: SourceDocument,
  slot: number,
  calls: readonly MappingNode[],
  to: Form,
): TextEdit | undefined {
  const { text, lines, file } = document
  const column = positionAt(lines, slot).character
  const last = Math.max(...calls.map(call => call.end))
  const lineEnd = /[\r\n]/.exec(text.slice(last))?.index
  const source = text.slice(slot, lineEnd === undefined ? text.length : last + lineEnd)
  if (source.length > largestStretch) return undefined
  const before = ' '.repeat(column) + source
  const wanted = calls.map(call => call.start - slot + column)
  const after = converted(before, wanted, to, text.includes('\r\n') ? '\r\n' : '\n')
  const change = after === undefined ? undefined : changeBetween(before, after)
  if (after === undefined || !change) return undefined
  const place = slot - column
  return {
    file,
    range: rangeAt(lines, place + change.start, place + change.oldEnd),
    newText: after.slice(change.start, change.newEnd),
  }
}

/** A stretch of text with the calls at some offsets, and all that these hold, in another form; undefined where it could mean something else. */
function converted(
  before: string,
  offsets: readonly number[],
  to: Form,
  lineEnd: string,
): string | undefined {
  const { root, diagnostics } = parseYaml('', before)
  if (!root || diagnostics.length > 0) return undefined
  // Both forms are the same tree, so that a node is found again by the way to it.
  const ways = offsets.map(offset => wayTo(root, offset))
  let text = before
  for (let count = 0; count < mostConversions; count++) {
    const tree = parseYaml('', text).root
    const next = ways
      .flatMap(way => nodeAt(tree, way) ?? [])
      .flatMap(node => nextText(text, node, to, lineEnd))[0]
    if (next === undefined) break
    text = next
  }
  const result = parseYaml('', text)
  return result.diagnostics.length === 0 && meaningOf(result.root) === meaningOf(root) ? text : undefined
}

function nextText(text: string, node: Node, to: Form, lineEnd: string): string[] {
  const own = isCall(node) ? written(text, node, to, lineEnd) : undefined
  if (own !== undefined) return [own]
  for (const child of childrenOf(node)) {
    const inner = nextText(text, child, to, lineEnd)
    if (inner.length > 0) return inner
  }
  return []
}

function wayTo(root: Node, offset: number): readonly number[] {
  const way: number[] = []
  let current: Node | undefined = root
  while (current && !(isCall(current) && current.start === offset)) {
    const children: readonly Node[] = childrenOf(current)
    const index = children.findIndex(child => child.start <= offset && offset < child.end)
    way.push(index)
    current = children[index]
  }
  return way
}

function nodeAt(root: Node | undefined, way: readonly number[]): Node | undefined {
  return way.reduce<Node | undefined>((node, index) => node && childrenOf(node)[index], root)
}
