import { getLocation } from 'jsonc-parser'
import type { Position, Range } from '../base/text.ts'
import type { Node, SourceDocument } from '../syntax/node.ts'
import { offsetAt, rangeAt } from '../base/text.ts'
import { pathAtOffset, pointerOf } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'

/** Keys and indices from the root of a document. */
export type DocumentPath = readonly (string | number)[]

/** What somebody is about to write at a place: a key of a mapping, or a value. */
export interface Site {
  readonly mode: 'key' | 'value'
  /** The mapping that would get the key, or the place of the value. */
  readonly path: DocumentPath
  /** What an accepted proposal replaces. */
  readonly range: Range
  /** The text that is replaced, up to the cursor. */
  readonly prefix: string
  /** JSON needs quotes around what is inserted unless the cursor stands inside them. */
  readonly needsQuotes: boolean
  /** Indentation of the line, for multi-line insertions. */
  readonly indent: string
  /** The tree in which `path` is meant; a word stands in for what is being written. */
  readonly root: Node | undefined
}

const standIn = 'gatehouseStandIn'

/** Finds out what is being written at a position; undefined inside comments and text blocks. */
export function siteAt(document: SourceDocument, position: Position): Site | undefined {
  const offset = offsetAt(document.lines, position, document.text.length)
  return document.language === 'json' ? jsonSite(document, offset) : yamlSite(document, offset)
}

/** The keys from the root to a node. */
export function pathOf(node: Node): DocumentPath {
  return pointerOf(node)
    .split('/')
    .slice(1)
    .map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function jsonSite(document: SourceDocument, offset: number): Site {
  const location = getLocation(document.text, offset)
  const node = location.previousNode
  const isInside = node !== undefined && offset > node.offset && offset <= node.offset + node.length
  const isString = isInside && document.text[node.offset] === '"'
  const isClosed = isString && node.length > 1 && document.text[node.offset + node.length - 1] === '"'
  const start = isString ? node.offset + 1 : isInside ? node.offset : offset
  const end = isString
    ? node.offset + node.length - (isClosed ? 1 : 0)
    : isInside
      ? node.offset + node.length
      : offset
  return {
    mode: location.isAtPropertyKey ? 'key' : 'value',
    path: location.isAtPropertyKey ? location.path.slice(0, -1) : location.path,
    range: rangeAt(document.lines, start, end),
    prefix: document.text.slice(start, offset),
    needsQuotes: !isString,
    indent: indentAt(document, offset),
    root: document.root,
  }
}

// YAML has no tree for a key that is not finished. So the unfinished word is replaced by a whole key or value in a copy
// of the text, and the copy's tree tells where that one came to stand.
function yamlSite(document: SourceDocument, offset: number): Site | undefined {
  const { text } = document
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const before = text.slice(lineStart, offset)
  if (/(^|\s)#/.test(before)) return undefined
  const word = /[^\s{}[\],"']*$/.exec(before)?.[0] ?? ''
  const start = offset - word.length
  const rest = /^[^\s{}[\],"':]*/.exec(text.slice(offset))?.[0] ?? ''
  const end = offset + rest.length
  const lead = before.slice(0, before.length - word.length)
  const isKey = standsAsKey(lead)
  const hasColon = /^\s*:/.test(text.slice(end, end + 20))
  const put = isKey && !hasColon ? `${standIn}: ` : standIn
  const copy = parseText(document.file, text.slice(0, start) + put + text.slice(end))
  const { nodes, key } = pathAtOffset(copy.root, start + 1)
  const deepest = nodes.at(-1)
  if (!deepest) return undefined
  if (!key && !(deepest.type === 'scalar' && String(deepest.value).includes(standIn))) return undefined
  if (deepest.type === 'scalar' && (deepest.style === 'literal' || deepest.style === 'folded'))
    return undefined
  return {
    mode: key ? 'key' : 'value',
    path: pathOf(deepest),
    range: rangeAt(document.lines, start, end),
    prefix: word,
    needsQuotes: false,
    indent: indentAt(document, offset),
    root: copy.root,
  }
}

function standsAsKey(lead: string): boolean {
  if (/^\s*(- +)*$/.test(lead)) return true
  let depth = 0
  // The brace of `${Name}` is text, not a mapping.
  for (const character of [...lead.replaceAll('${', '')].reverse()) {
    if (character === '}' || character === ']') depth++
    else if ((character === '{' || character === '[') && depth-- === 0)
      return character === '{' && !/:\s*$/.test(lead)
  }
  return false
}

function indentAt(document: SourceDocument, offset: number): string {
  const lineStart = document.text.lastIndexOf('\n', offset - 1) + 1
  return /^[ \t]*/.exec(document.text.slice(lineStart))?.[0] ?? ''
}
