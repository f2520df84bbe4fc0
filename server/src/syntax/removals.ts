import type { TextEdit } from '../base/diagnostic.ts'
import { rangeAt } from '../base/text.ts'
import { lineStartOf, ownLineIndent } from './edits.ts'
import type { Entry, MappingNode, Node, SequenceNode, SourceDocument } from './node.ts'
import { documentOf, entriesOf } from './node.ts'
import { dashOf, hasBlankBefore, isWrittenIn, lastContent, lineRest } from './structureEdits.ts'

/** Offsets of what is taken away, and how. */
export interface Removal {
  /** What goes: nothing else that refers to something in it may stay. */
  readonly node: Node
  readonly start: number
  readonly end: number
  readonly edits: readonly TextEdit[]
}

/**
 * Takes an entry of a mapping away with its lines; comments above it stay. A mapping that `mayGo` and is left without
 * entries goes too, any other is left empty. Undefined where it is not written where it stands (an anchor's), or not on
 * lines of its own.
 */
export function removeEntry(
  mapping: MappingNode,
  entry: Entry,
  mayGo: (name: string) => boolean,
): Removal | undefined {
  if (!isWrittenIn(mapping, entry)) return undefined
  const span = { start: entry.key.start, end: Math.max(entry.key.end, entry.value.end) }
  if (mapping.entries.length > 1) {
    const at = mapping.entries.indexOf(entry)
    const others = mapping.entries.filter(each => isWrittenIn(mapping, each))
    const edits = mapping.isFlow
      ? fromFlow(documentOf(mapping), span, spanOf(mapping.entries[at - 1]), spanOf(mapping.entries[at + 1]))
      : fromBlock(documentOf(mapping), span, spanOf(others[others.indexOf(entry) + 1]))
    return edits && { node: entry.value, ...span, edits }
  }
  return emptied(mapping, entry.value, '{}', mayGo)
}

/** Takes several entries of one mapping away. */
export function removeEntries(
  mapping: MappingNode,
  entries: readonly Entry[],
  mayGo: (name: string) => boolean,
): readonly Removal[] | undefined {
  const gone = mapping.entries.filter(entry => entries.includes(entry))
  const [first] = gone
  if (!first || !gone.every(entry => isWrittenIn(mapping, entry))) return undefined
  if (gone.length === mapping.entries.length) {
    const all = emptied(mapping, mapping, '{}', mayGo)
    return all && [all]
  }
  const found = mapping.isFlow
    ? runsOf(mapping, gone).map(run => removeRun(mapping, run))
    : gone.map(entry => removeEntry(mapping, entry, mayGo))
  const removals = found.filter(each => each !== undefined)
  return removals.length === found.length ? removals : undefined
}

/** Entries that stand side by side, in one piece: between them are commas that belong to either. */
function runsOf(mapping: MappingNode, entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const runs: Entry[][] = []
  for (const entry of entries) {
    const before = mapping.entries[mapping.entries.indexOf(entry) - 1]
    const last = runs.at(-1)
    if (last && before && last.includes(before)) last.push(entry)
    else runs.push([entry])
  }
  return runs
}

function removeRun(mapping: MappingNode, run: readonly Entry[]): Removal | undefined {
  const [first, last] = [run[0], run.at(-1)]
  if (!first || !last) return undefined
  const span = { start: first.key.start, end: Math.max(last.key.end, last.value.end) }
  const before = mapping.entries[mapping.entries.indexOf(first) - 1]
  const after = mapping.entries[mapping.entries.indexOf(last) + 1]
  const edits = fromFlow(documentOf(mapping), span, spanOf(before), spanOf(after))
  return edits && { node: first.value, ...span, edits }
}

/** Takes an item of a list away, as `removeEntry` does. */
export function removeItem(
  list: SequenceNode,
  item: Node,
  mayGo: (name: string) => boolean,
): Removal | undefined {
  if (item.start < list.start || item.end > list.end) return undefined
  if (list.items.length === 1) return emptied(list, item, '[]', mayGo)
  const document = documentOf(list)
  const at = list.items.indexOf(item)
  const dash = list.isFlow ? item.start : dashOf(document.text, item.start)
  if (dash === undefined) return undefined
  const span = { start: dash, end: item.end }
  const edits = list.isFlow
    ? fromFlow(document, span, list.items[at - 1], list.items[at + 1])
    : fromBlock(document, span, undefined)
  return edits && { node: item, ...span, edits }
}

interface Span {
  readonly start: number
  readonly end: number
}

function spanOf(entry: Entry | undefined): Span | undefined {
  return entry && { start: entry.key.start, end: Math.max(entry.key.end, entry.value.end) }
}

/** The last of a mapping or list goes: with what holds it, or so that an empty one is left. */
function emptied(
  holder: MappingNode | SequenceNode,
  last: Node,
  empty: '{}' | '[]',
  mayGo: (name: string) => boolean,
): Removal | undefined {
  const above = holder.parent
  const entry = entriesOf(above).find(({ value }) => value === holder)
  if (above?.type !== 'mapping' || !entry) return undefined
  if (mayGo(entry.name)) {
    const found = removeEntry(above, entry, mayGo)
    if (found) return found
  }
  if (!isWrittenIn(above, entry)) return undefined
  const { file, text, lines } = documentOf(holder)
  const { start, end } = holder
  if (holder.isFlow)
    return { node: last, start, end, edits: [{ file, range: rangeAt(lines, start, end), newText: empty }] }
  const colon = text.indexOf(':', entry.key.end) + 1
  const from = colon + lineRest(text, colon).length
  const content = lastContent(text, holder)
  const to = content + lineRest(text, content).length
  // What stands between the key and its value stays: an anchor, comments on lines of their own.
  const between = text.slice(from, lineStartOf(text, start))
  if (from >= start || between.trim() !== '' || /[&!]/.test(lineRest(text, colon).replace(/#.*/, '')))
    return undefined
  const edits = [
    { file, range: rangeAt(lines, colon, colon), newText: ` ${empty}` },
    { file, range: rangeAt(lines, from, to), newText: '' },
  ]
  return { node: last, start, end, edits }
}

function fromBlock(
  { file, text, lines }: SourceDocument,
  span: Span,
  next: Span | undefined,
): TextEdit[] | undefined {
  const lineStart = lineStartOf(text, span.start)
  const content = lastContent(text, span)
  const rest = lineRest(text, content)
  if (!/^\s*:?\s*(#.*)?$/.test(rest)) return undefined
  const end = content + rest.length
  if (ownLineIndent(text, span.start) === undefined) {
    // The first key of an item stands behind its dash, where the next one goes now.
    if (!next) return undefined
    return [{ file, range: rangeAt(lines, span.start, next.start), newText: '' }]
  }
  const isLast = /^\s*$/.test(text.slice(end))
  const isBlankAfter = isLast || /^(\r\n|\n|\r)[ \t]*(\r\n|\n|\r|$)/.test(text.slice(end, end + 400)) || !next
  if ((hasBlankBefore(text, span.start) && isBlankAfter) || isLast) {
    // With the end of the line before, and the blank line above.
    let start = lineBefore(text, lineStart)
    if (hasBlankBefore(text, span.start)) start = lineBefore(text, lineStartOf(text, start))
    return [{ file, range: rangeAt(lines, start, end), newText: '' }]
  }
  const eol = text.startsWith('\r\n', end) ? 2 : end < text.length ? 1 : 0
  return [{ file, range: rangeAt(lines, lineStart, end + eol), newText: '' }]
}

/** The end of the line before the one that begins at an offset. */
function lineBefore(text: string, lineStart: number): number {
  if (lineStart === 0) return 0
  return lineStart - (text.slice(lineStart - 2, lineStart) === '\r\n' ? 2 : 1)
}

function fromFlow(
  { file, text, lines }: SourceDocument,
  span: Span,
  before: Span | undefined,
  after: Span | undefined,
): TextEdit[] | undefined {
  const edit = (start: number, end: number): TextEdit => ({
    file,
    range: rangeAt(lines, start, end),
    newText: '',
  })
  if (!after && before) {
    const between = text.slice(before.end, span.start)
    if (/^\s*,\s*$/.test(between)) return [edit(before.end, span.end)]
    const comma = between.indexOf(',')
    return comma < 0
      ? undefined
      : [edit(before.end + comma, before.end + comma + 1), edit(...withItsLine(text, span))]
  }
  if (!after) return undefined
  if (/^\s*,\s*$/.test(text.slice(span.end, after.start))) return [edit(span.start, after.start)]
  const comma = text.indexOf(',', span.end)
  // A comment before the comma, or between the entries.
  return text.slice(span.end, comma).trim() === '' ? [edit(span.start, comma + 1)] : undefined
}

/** A stretch with the blanks before it, and with its line where nothing else stands on it. */
function withItsLine(text: string, { start, end }: Span): [number, number] {
  const lineStart = lineStartOf(text, start)
  const isOwn = ownLineIndent(text, start) !== undefined && lineRest(text, end).trim() === ''
  return isOwn ? [lineBefore(text, lineStart), end] : [start, end]
}
