import { positionAt } from '../base/text.ts'
import type { SourceDocument } from '../syntax/node.ts'

/** The stretch of a YAML text around a place that has to be read to know what is written there. */
export interface YamlWindow {
  /** The lines with the keys that lead to the stretch, to be read before it. */
  readonly head: string
  /** How many keys these are. */
  readonly depth: number
  readonly start: number
  readonly end: number
}

/** Lines; to read a text of fewer takes no time worth saving. */
const fewLines = 50

/**
 * The largest block of at most some lines around an offset: all that stands under one key, which is found by indentation
 * alone. Text that cannot be told so (flow collections, block scalars, lists, aliases) is in one piece, and a text is
 * whole where nothing else will do.
 */
export function windowAround(document: SourceDocument, offset: number): YamlWindow {
  const { text, lines } = document
  const whole: YamlWindow = { head: '', depth: 0, start: 0, end: text.length }
  if (lines.length <= fewLines) return whole
  const { line, character } = positionAt(lines, offset)
  const headers = headersAbove(document, line, character)
  let window = whole
  let end = line + 1
  for (let depth = headers.length; depth > 0; depth--) {
    const header = headers[depth - 1] ?? 0
    // The innermost block counts at any size.
    const limit = depth < headers.length ? header + fewLines : lines.length
    if (end > limit) break
    end = endOfBlock(document, end, limit + 1, indentOf(document, header) ?? 0)
    if (end > limit) break
    window = {
      head: headers
        .slice(0, depth)
        .map(at => lineText(document, at))
        .join(''),
      depth,
      start: lines[header + 1] ?? text.length,
      end: lines[end] ?? text.length,
    }
  }
  // What an alias stands for has its place elsewhere.
  const hasAlias =
    document.hasAnchors === true && /(^|[\s[,])\*\w/m.test(text.slice(window.start, window.end))
  return hasAlias ? whole : window
}

/** The lines of the keys around a line, outermost first, as far as each is a key and nothing else. */
function headersAbove(document: SourceDocument, line: number, character: number): number[] {
  const above: number[] = []
  let limit = indentOf(document, line) ?? character
  let isDash = startsWithDash(document, line, limit)
  for (let at = line - 1; at >= 0 && (limit > 0 || isDash); at--) {
    const indent = indentOf(document, at)
    if (indent === undefined || indent > limit) continue
    const startsDash = startsWithDash(document, at, indent)
    // The items of a list may stand as far left as its key.
    if (indent === limit && (!isDash || startsDash)) continue
    above.unshift(at)
    limit = indent
    isDash = startsDash
  }
  const last = above.findIndex(at => !isPlainKey(lineText(document, at)))
  return last < 0 ? above : above.slice(0, last)
}

/** The line after the block that stands deeper than its key, looked for up to a line. */
function endOfBlock(document: SourceDocument, from: number, to: number, indent: number): number {
  const last = Math.min(to, document.lines.length)
  for (let at = from; at < last; at++) {
    const own = indentOf(document, at)
    if (own === undefined || own > indent) continue
    if (own < indent || !startsWithDash(document, at, own)) return at
  }
  return last
}

/** How far a line is indented; undefined for blank lines and comments. */
function indentOf({ text, lines }: SourceDocument, line: number): number | undefined {
  const start = lines[line] ?? text.length
  let at = start
  // A byte order mark takes no column.
  if (text.charCodeAt(at) === 0xfeff) at++
  let code = text.charCodeAt(at)
  // Codes in place of characters: asked of every line above the cursor.
  while (code === space || code === tab) code = text.charCodeAt(++at)
  return Number.isNaN(code) || code === lineFeed || code === carriageReturn || code === hash
    ? undefined
    : at - start
}

const [tab, lineFeed, carriageReturn, space, hash] = [9, 10, 13, 32, 35]

function startsWithDash({ text, lines }: SourceDocument, line: number, indent: number): boolean {
  const at = (lines[line] ?? 0) + indent
  return text[at] === '-' && /^\s?$/.test(text[at + 1] ?? '')
}

function isPlainKey(line: string): boolean {
  return /^\ufeff?\s*(?:"[^"]*"|'[^']*'|[^\s"'#{}[\]&*!|>%@`,?-][^#]*?)\s*:\s*(?:&\S+\s*)?(?:#.*)?$/.test(
    line,
  )
}

function lineText({ text, lines }: SourceDocument, line: number): string {
  return text.slice(lines[line], lines[line + 1] ?? text.length)
}
