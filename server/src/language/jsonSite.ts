import { getLocation } from 'jsonc-parser'
import { positionAt, rangeAt } from '../base/text.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { parseJson } from '../syntax/json.ts'
import { childAt, pathAtOffset } from '../syntax/node.ts'
import { mendJson } from '../syntax/jsonMending.ts'
import type { DocumentPath, Site } from './site.ts'
import { pathOf } from './site.ts'

/** UTF-16 code units around the cursor that are read, unless the innermost brackets hold more before it. */
const reach = 20_000

/** What is being written at an offset of a JSON text; undefined right behind a value that is closed. */
export function jsonSite(document: SourceDocument, offset: number): Site | undefined {
  const stretch = stretchAround(document, offset)
  const at = offset - stretch.start
  const mended = mendJson(document.text.slice(stretch.start, offset + reach), at)
  const { previousNode: node, path, isAtPropertyKey } = getLocation(mended.text, at)
  const isInside = node !== undefined && at > node.offset && at <= node.offset + node.length
  const isString = isInside && mended.text[node.offset] === '"'
  const start = isInside ? stretch.start + node.offset + (isString ? 1 : 0) : offset
  const last = isInside ? stretch.start + node.offset + node.length : offset
  // A string that is not closed may reach to the quote of the next one; no edit of a proposal may leave its line.
  const onLine = offset + (/^[^\r\n]*/.exec(document.text.slice(offset, last))?.[0].trimEnd().length ?? 0)
  const isOnLine = !/[\r\n]/.test(document.text.slice(offset, last))
  const isClosed =
    isString && isOnLine && node.length > 1 && mended.text[node.offset + node.length - 1] === '"'
  const end = isOnLine ? last - (isClosed ? 1 : 0) : onLine
  // Right behind a bracket or a quote that closes, a value is finished and the next one has no place yet.
  if (isClosed ? end < offset : !isInside && /[}\]]/.test(document.text[offset - 1] ?? '')) return undefined
  const whole = [...stretch.path, ...path]
  const steps = isAtPropertyKey ? whole.slice(0, -1) : whole
  const { commaAt } = mended
  return {
    document,
    mode: isAtPropertyKey ? 'key' : 'value',
    path: steps,
    root: treeOf(document, stretch, mended.text, isAtPropertyKey && isInside ? node : undefined),
    range: rangeAt(document.lines, start, end),
    prefix: document.text.slice(start, offset),
    quote: isString ? '"' : undefined,
    isBare: false,
    isFlow: true,
    isSubstituted: steps.includes('Fn::Sub'),
    shift: 0,
    isDashed: false,
    lead: '',
    hasBlockBelow: false,
    commaBefore: commaAt === undefined ? undefined : positionAt(document.lines, commaAt + stretch.start),
    needsCommaAfter: /^\s*["{[\w]/.test(document.text.slice(isClosed ? end + 1 : end, end + reach)),
  }
}

// The tree of a broken text lacks what the mended one has, where that is the whole text. A key without a value would take
// the next key for one.
function treeOf(document: SourceDocument, { start }: Stretch, mended: string, word?: Word): Site['root'] {
  const isBroken = document.diagnostics.some(({ code }) => code === 'syntax')
  if (!isBroken || start > 0 || mended.length < document.text.length) return document.root
  const isLone = word && !/^\s*:/.test(mended.slice(word.offset + word.length))
  const text = isLone
    ? mended.slice(0, word.offset) + ' '.repeat(word.length) + mended.slice(word.offset + word.length)
    : mended
  return parseJson(document.file, text, true).root
}

interface Word {
  readonly offset: number
  readonly length: number
}

interface Stretch {
  /** Offset of an opening bracket. */
  readonly start: number
  readonly path: DocumentPath
}

// Brackets around the cursor, the outermost that begin near enough: what stands before them is known from the tree.
function stretchAround(document: SourceDocument, offset: number): Stretch {
  const around = pathAtOffset(document.root, offset).nodes.filter(
    node => node.type !== 'scalar' && node.start < offset,
  )
  const chosen = around.find(node => offset - node.start <= reach) ?? around.at(-1)
  if (!chosen || chosen === document.root) return { start: 0, path: [] }
  return { start: chosen.start, path: numbered(pathOf(chosen), document) }
}

// Indices are numbers, as the library has them.
function numbered(path: DocumentPath, { root }: SourceDocument): DocumentPath {
  return path.map((segment, index) =>
    childAt(root, ...path.slice(0, index))?.type === 'sequence' ? Number(segment) : segment,
  )
}
