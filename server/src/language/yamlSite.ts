import type { Diagnostic } from '../base/diagnostic.ts'
import { rangeAt } from '../base/text.ts'
import type { MappingNode, Node, SourceDocument } from '../syntax/node.ts'
import { childAt, pathAtOffset, wholeText } from '../syntax/node.ts'
import { allNodes } from '../syntax/parts.ts'
import { parseYaml } from '../syntax/yaml.ts'
import type { DocumentPath, Site } from './site.ts'
import { pathOf, standIn } from './site.ts'
import { mendYaml } from '../syntax/yamlMending.ts'
import type { YamlWindow } from './yamlWindow.ts'
import { windowAround } from './yamlWindow.ts'

/**
 * What is being written at an offset of a YAML text. YAML has no tree for a key that is not finished. So the unfinished
 * word is replaced by a whole key or value in a copy of the text around it, and the copy's tree tells where that one came
 * to stand.
 */
export function yamlSite(document: SourceDocument, offset: number): Site | undefined {
  const { text } = document
  const typed = wordAt(text, offset)
  if (!typed || isBehindFirstDocument(text, offset)) return undefined
  const isWhole = document.diagnostics.length === 0
  const word: Word = isWhole && isAmongItems(text, typed) ? { ...typed, lead: '- ' } : typed
  const { start, end, isKey, hasColon, lead } = word
  const window = windowAround(document, offset)
  const put = lead + (isKey && !hasColon ? `${standIn}: ` : standIn)
  const moved = window.start - window.head.length
  const written = window.head + text.slice(window.start, start) + put + text.slice(end, window.end)
  // Mending costs nothing worth sparing, but a text that is whole needs none.
  const copy = isWhole ? written : mendYaml(written, start - moved)
  const { root, diagnostics } = parseYaml(document.file, copy)
  // Behind a value's end, deeper than its key, no key can stand: the text goes on or is wrong.
  const beginsLine = isKey && !hasColon && text.slice(lineStartAt(text, start), start).trim() === ''
  if (beginsLine && isWhole && diagnostics.some(isError)) return undefined
  const { nodes, key } = pathAtOffset(root, start - moved + lead.length + 1)
  const deepest = nodes.at(-1)
  if (!root || !deepest || !(key ?? isStandIn(deepest))) return undefined
  const path = pathOf(deepest)
  for (const node of allNodes([root])) node.placeIn(wholeText, moved)
  const [from, to] = key ? [start, end] : scalarExtent(deepest, text, word)
  const before = text[from - 1]
  const quote = !key && (before === '"' || before === "'") ? before : undefined
  const isBare = key !== undefined && !hasColon && deepest.type === 'mapping' && deepest.entries.length === 1
  return {
    document,
    mode: key ? 'key' : 'value',
    path,
    root: grafted(document.root, root, window.depth),
    range: rangeAt(document.lines, from, to),
    prefix: text.slice(from, offset),
    quote,
    isBare,
    isFlow: isInFlow(root, path),
    isSubstituted: path.includes('Fn::Sub'),
    shift: shiftOf(text.slice(lineStartAt(text, from), from) + lead),
    isDashed: /(^|\n)\s*(- +)+$/.test(text.slice(Math.max(0, from - 200), from) + lead),
    lead,
    hasBlockBelow: !hasColon && hasBlockBelow(text, word, key !== undefined),
    commaBefore: undefined,
    needsCommaAfter: false,
  }
}

interface Word {
  readonly start: number
  readonly end: number
  /** By what stands before it on its line. */
  readonly isKey: boolean
  readonly hasColon: boolean
  readonly lead: Site['lead']
}

function wordAt(text: string, offset: number): Word | undefined {
  const lineStart = lineStartAt(text, offset)
  const before = text.slice(lineStart, offset)
  if (/(^|\s)#/.test(before)) return undefined
  const word = /[^\s{}[\],"']*$/.exec(before)?.[0] ?? ''
  const after = text.slice(offset, lineEndAt(text, offset))
  if (/^\ufeff?\s*(- +)*-$/.test(before) && after.trim() === '')
    return { start: offset, end: offset, isKey: true, hasColon: false, lead: ' ' }
  const rest = /^[^\s{}[\],"':]*/.exec(after)?.[0] ?? ''
  const end = offset + rest.length
  return {
    start: offset - word.length,
    end,
    isKey: standsAsKey(before.slice(0, before.length - word.length)),
    hasColon: /^\s*:/.test(text.slice(end, end + 20)),
    lead: '',
  }
}

function standsAsKey(lead: string): boolean {
  if (/^\ufeff?\s*(- +)*$/.test(lead)) return true
  let depth = 0
  // The brace of `${Name}` is text, not a mapping.
  for (const character of [...lead.replaceAll('${', '')].reverse()) {
    if (character === '}' || character === ']') depth++
    else if ((character === '{' || character === '[') && depth-- === 0)
      return character === '{' && !/:\s*$/.test(lead)
  }
  return false
}

// Of several documents the first counts.
function isBehindFirstDocument(text: string, offset: number): boolean {
  for (let at = text.indexOf('\n---'); at >= 0 && at < offset; at = text.indexOf('\n---', at + 1)) {
    const isWhole = /^\s/.test(text[at + 4] ?? '\n')
    if (isWhole && /^[^#%\s\ufeff-]/m.test(text.slice(0, at))) return true
  }
  return false
}

function isStandIn(node: Node): boolean {
  return (
    node.type === 'scalar' &&
    node.style !== 'literal' &&
    node.style !== 'folded' &&
    String(node.value).includes(standIn)
  )
}

/** The document's tree with the copy's in the place of what was read anew. */
function grafted(own: Node | undefined, copy: Node, depth: YamlWindow['depth']): Node {
  const [entry] = copy.type === 'mapping' ? copy.entries : []
  if (depth === 0 || own?.type !== 'mapping' || !entry) return copy
  const at = own.entries.findLastIndex(({ name }) => name === entry.name)
  const known = own.entries[at]
  const value = grafted(known?.value, entry.value, depth - 1)
  return withEntry(own, at, { key: known?.key ?? entry.key, name: entry.name, value })
}

function withEntry(own: MappingNode, at: number, entry: MappingNode['entries'][number]): MappingNode {
  return own.withEntries(at < 0 ? [...own.entries, entry] : own.entries.with(at, entry))
}

// The whole scalar around the word: `arn:aws:s3:::${Bucket}/` is one text, though the word is its end alone.
function scalarExtent(node: Node, text: string, { start: wordStart, end: wordEnd }: Word): [number, number] {
  const isBefore = node.type === 'scalar' && node.start <= wordStart
  if (!isBefore || /[\r\n]/.test(text.slice(node.start, wordStart))) return [wordStart, wordEnd]
  const first = text[node.start]
  const start = node.start + (first === '"' || first === "'" ? 1 : 0)
  const rest = text.slice(wordEnd, lineEndAt(text, wordEnd))
  const more = start > node.start ? new RegExp(`^[^${first ?? ''}]*`).exec(rest) : /^[^\s,\]}]*/.exec(rest)
  return [start, wordEnd + (more?.[0].length ?? 0)]
}

function isInFlow(root: Node, path: DocumentPath): boolean {
  for (let length = path.length; length > 0; length--) {
    const node = childAt(root, ...path.slice(0, length))
    // A short form such as `!Sub` is no braces.
    if (node?.type === 'sequence' && node.isFlow) return true
    if (node?.type === 'mapping' && node.isFlow && node.shortTag === undefined) return true
  }
  return false
}

function shiftOf(lead: string): number {
  return /^\s*((?:- +)*)/.exec(lead)?.[1]?.length ?? 0
}

/** Whether the next line with something on it stands deeper, or begins a list as far left as the key. */
function hasBlockBelow(text: string, { start, end, lead }: Word, isKey: boolean): boolean {
  const lineEnd = lineEndAt(text, end)
  if (!/^\s*(#.*)?$/.test(text.slice(end, lineEnd))) return false
  const [, indent = '', first = ''] =
    /^(?:\r?\n[ \t]*(?:#.*)?(?=\r?\n))*\r?\n( *)([^\s#]\s?)/.exec(text.slice(lineEnd)) ?? []
  if (first === '') return false
  const lineStart = lineStartAt(text, start)
  const before = text.slice(lineStart, start) + lead
  const column = isKey ? before.length : before.length - before.trimStart().length + shiftOf(before)
  // A list may stand as far left as its key; below a value it is more likely an item that somebody types.
  return indent.length > column || (isKey && indent.length === column && /^-\s$/.test(first))
}

/** Whether a word that begins its line stands where a list has its items, without the dash that it needs. */
function isAmongItems(text: string, { start, isKey, hasColon, lead }: Word): boolean {
  const lineStart = lineStartAt(text, start)
  const own = text.slice(lineStart, start)
  if (!isKey || hasColon || lead !== '' || own.trim() !== '') return false
  const isItem = (line: string) => line.startsWith(`${own}- `)
  const lineEnd = lineEndAt(text, start)
  const below = text
    .slice(lineEnd, lineEnd + 5000)
    .split('\n')
    .slice(1)
    .find(isWritten)
  const above = text
    .slice(Math.max(0, lineStart - 5000), lineStart)
    .split('\n')
    .filter(isWritten)
    .reverse()
  // Deeper lines belong to the item that begins above them.
  const nearest = above.find(line => indentOf(line) <= own.length)
  if (nearest === undefined) return false
  if (below !== undefined && isItem(below)) return isItem(nearest) || /:\s*(#.*)?$/.test(nearest)
  if (!isItem(nearest)) return false
  // Behind a list that stands as far left as its key the next key may follow.
  const first = above.find(line => indentOf(line) <= own.length && !isItem(line))
  return first !== undefined && indentOf(first) < own.length
}

function isWritten(line: string): boolean {
  return /^\s*[^\s#]/.test(line)
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error'
}

function lineStartAt(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

function lineEndAt(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end < 0 ? text.length : text[end - 1] === '\r' && end > offset ? end - 1 : end
}
