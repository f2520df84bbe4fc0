import type { TextEdit } from '../base/diagnostic.ts'
import { rangeAt } from '../base/text.ts'
import { endOfLine, indented, indentUnit, lineStartOf, ownLineIndent, plainKey } from './edits.ts'
import type { Entry, MappingNode, Node, SequenceNode, SourceDocument } from './node.ts'
import { documentOf, entryOf } from './node.ts'
import { yamlText } from './print.ts'

/** Plain data with intrinsic functions in their long form, by name. */
export type NewEntries = Readonly<Record<string, unknown>>

/**
 * Puts entries into the mapping under a chain of names, behind those that are there, in the style of the text; what of the
 * chain is missing comes with them. Undefined where something else than a mapping stands under one of the names, or the
 * place is not written where the mapping is (an anchor's).
 */
export function putEntries(
  mapping: MappingNode,
  names: readonly string[],
  entries: NewEntries,
): TextEdit | undefined {
  const [name, ...rest] = names
  if (name === undefined) return mapping.entries.length > 0 ? appendEntries(mapping, entries) : undefined
  const entry = entryOf(mapping, name)
  const nested = rest.reduceRight<NewEntries>((inner, each) => ({ [each]: inner }), entries)
  if (!entry) return mapping.entries.length > 0 ? appendEntries(mapping, { [name]: nested }) : undefined
  if (!isWrittenIn(mapping, entry)) return undefined
  if (isEmpty(entry.value)) return fill(entry, nested)
  return entry.value.type === 'mapping' && !isTaken(entry.value)
    ? putEntries(entry.value, rest, entries)
    : undefined
}

/** Puts an item behind the others of the list under a name; the list comes with it where there is none. */
export function putItem(mapping: MappingNode, name: string, item: unknown): TextEdit | undefined {
  const entry = entryOf(mapping, name)
  if (!entry) return putEntries(mapping, [], { [name]: [item] })
  if (!isWrittenIn(mapping, entry)) return undefined
  if (isEmpty(entry.value)) return fill(entry, [item])
  return entry.value.type === 'sequence' ? appendItem(entry.value, item) : undefined
}

/** Whether an entry is written in its mapping, and is no part of what an alias or `<<` brings in. */
export function isWrittenIn(mapping: MappingNode, { key }: Entry): boolean {
  return key.parent === mapping && mapping.start <= key.start && key.end <= mapping.end
}

function appendEntries(mapping: MappingNode, entries: NewEntries): TextEdit | undefined {
  const last = mapping.entries.findLast(entry => isWrittenIn(mapping, entry))
  if (!last || mapping.shortTag !== undefined) return undefined
  const document = documentOf(mapping)
  const { file, text, lines, language } = document
  const eol = endOfLine(text)
  if (mapping.isFlow) {
    const end = Math.max(last.key.end, last.value.end)
    const indent = ownLineIndent(text, last.key.start)
    const isQuoted = language === 'json' || last.key.style === 'double'
    const written = flowEntries(entries, indent === undefined ? undefined : indentUnit(document), isQuoted)
    const separator = indent === undefined ? ' ' : eol + indent
    const newText = written.map(entry => `,${separator}${indented(entry, indent ?? '', eol)}`).join('')
    return { file, range: rangeAt(lines, end, end), newText }
  }
  const column = last.key.start - lineStartOf(text, last.key.start)
  const place = blockEnd(document, last.value, column)
  if (place === undefined) return undefined
  const indent = ' '.repeat(column)
  const lead = hasBlankBefore(text, last.key.start) && mapping.entries.length > 1 ? eol + eol : eol
  const newText = Object.entries(entries)
    .map(([name, value]) => lead + indent + indented(yamlText({ [name]: value }), indent, eol))
    .join('')
  return { file, range: rangeAt(lines, place, place), newText }
}

function appendItem(list: SequenceNode, item: unknown): TextEdit | undefined {
  const last = list.items.at(-1)
  const document = documentOf(list)
  const { file, text, lines } = document
  const eol = endOfLine(text)
  if (!last || last.start < list.start || last.end > list.end) return undefined
  if (list.isFlow) {
    const indent = ownLineIndent(text, last.start)
    const unit = indent === undefined ? undefined : indentUnit(document)
    const written = indented(JSON.stringify(item, undefined, unit), indent ?? '', eol)
    const separator = indent === undefined ? ' ' : eol + indent
    return { file, range: rangeAt(lines, last.end, last.end), newText: `,${separator}${written}` }
  }
  const dash = dashOf(text, last.start)
  if (dash === undefined) return undefined
  const column = dash - lineStartOf(text, dash)
  const place = blockEnd(document, last, column)
  if (place === undefined) return undefined
  const indent = ' '.repeat(column)
  const newText = `${eol}${indent}${indented(yamlText([item]), indent, eol)}`
  return { file, range: rangeAt(lines, place, place), newText }
}

/** Writes a value in the place of none or of an empty one. */
function fill({ key, value }: Entry, written: NewEntries | readonly unknown[]): TextEdit | undefined {
  const document = documentOf(key)
  const { file, text, lines, language } = document
  const eol = endOfLine(text)
  const holder = key.parent
  if (holder?.type === 'mapping' && holder.isFlow) {
    const indent = ownLineIndent(text, key.start)
    const unit = indent === undefined && language === 'yaml' ? undefined : indentUnit(document)
    const json = indented(JSON.stringify(written, undefined, unit), indent ?? '', eol)
    return { file, range: rangeAt(lines, value.start, value.end), newText: json }
  }
  const colon = text.indexOf(':', key.end)
  if (colon < 0 || text.slice(key.end, colon).trim() !== '') return undefined
  const from = colon + 1
  const to = Math.max(from, value.end)
  const rest = lineRest(text, to)
  if (!/^\s*(#.*)?$/.test(rest)) return undefined
  const indent = ' '.repeat(key.start - lineStartOf(text, key.start)) + indentUnit(document)
  const newText = `${rest.trimEnd()}${eol}${indent}${indented(yamlText(written), indent, eol)}`
  return { file, range: rangeAt(lines, from, to + rest.length), newText }
}

/** The end of the line behind a value of block style, and behind the comments that are indented deeper than it. */
function blockEnd({ text }: SourceDocument, value: Node, column: number): number | undefined {
  let end = lastContent(text, value)
  const rest = lineRest(text, end)
  // A key that has no value yet is followed by its colon.
  if (!/^\s*:?\s*(#.*)?$/.test(rest)) return undefined
  end += rest.length
  for (let next = nextLine(text, end); next !== undefined; next = nextLine(text, end)) {
    const line = lineRest(text, next)
    const comment = /^( *)#/.exec(line)
    if (!comment || (comment[1]?.length ?? 0) <= column) break
    end = next + line.length
  }
  return end
}

/** Where a value's text ends, without the ends of lines that belong to a block scalar. */
export function lastContent(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  let at = end
  while (at > start && /\s/.test(text.charAt(at - 1))) at--
  return at
}

/** The dash before an item, which may stand behind another one. */
export function dashOf(text: string, start: number): number | undefined {
  let at = start - 1
  while (at >= 0 && /[ \t\r\n]/.test(text.charAt(at))) at--
  return text.charAt(at) === '-' ? at : undefined
}

/** What stands from an offset to the end of its line. */
export function lineRest(text: string, offset: number): string {
  return /^[^\r\n]*/.exec(text.slice(offset, endOfLineAt(text, offset)))?.[0] ?? ''
}

/** Whether the line before that of an offset is blank. */
export function hasBlankBefore(text: string, offset: number): boolean {
  const before = text.slice(0, lineStartOf(text, offset))
  return /(^|\n|\r(?!\n))[ \t]*(\r\n|\n|\r)$/.test(before.slice(-400))
}

function endOfLineAt(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end < 0 ? text.length : end
}

function nextLine(text: string, end: number): number | undefined {
  const at = text.indexOf('\n', end)
  return at < 0 ? undefined : at + 1
}

function flowEntries(entries: NewEntries, unit: string | undefined, isQuoted: boolean): string[] {
  return Object.entries(entries).map(
    ([name, value]) =>
      `${isQuoted ? JSON.stringify(name) : plainKey(name)}: ${JSON.stringify(value, undefined, unit)}`,
  )
}

function isEmpty(node: Node): boolean {
  if (node.type === 'scalar') return node.value === null
  return node.type === 'mapping' ? node.entries.length === 0 : node.items.length === 0
}

/** What a function or a reference gives is not written here. */
function isTaken({ entries, shortTag }: MappingNode): boolean {
  const [only] = entries
  return shortTag !== undefined || (entries.length === 1 && /^(Fn::|Ref$|\$ref$|<<$)/.test(only?.name ?? ''))
}
