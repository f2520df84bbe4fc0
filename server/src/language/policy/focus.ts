import { positionAt } from '../../base/text.ts'
import type { SourceDocument } from '../../syntax/node.ts'

/** Lines; to read a text of fewer takes no time worth saving. */
const fewLines = 60

/**
 * The same text with comments in place of everything that stands in other entries than the one around an offset: of the
 * document, or of its `Resources`. All offsets stay (its line breaks do not), and finding out what is written at one
 * takes a fraction of the time. Texts whose parts need each other come back whole.
 */
export function focused(document: SourceDocument, offset: number): SourceDocument {
  const { text, language, lines } = document
  const isBlock = language === 'yaml' && document.hasAnchors !== true && !/^\s*[{[]/.test(text)
  if (!isBlock || lines.length < fewLines) return document
  const { line } = positionAt(lines, offset)
  const top = entryAround(document, { first: 0, end: lines.length }, line)
  if (!top) return document
  const kept = [top.first]
  let inner = entryAround(document, { first: top.first + 1, end: top.end }, line)
  // A service of the Serverless Framework has its `Resources` one level deeper.
  if (inner && /^resources\s*:/.test(lineText(document, top.first))) {
    kept.push(inner.first)
    inner = entryAround(document, { first: inner.first + 1, end: inner.end }, line)
  }
  if (!inner) return document
  const stretches = [...kept.map(at => ({ first: at, end: at + 1 })), inner]
  return { ...document, text: withComments(document, stretches) }
}

// One long comment takes a parser less time than many blank lines.
function withComments({ text, lines }: SourceDocument, kept: readonly Lines[]): string {
  const parts: string[] = []
  let last = 0
  const leaveOut = (to: number) => {
    const length = to - last
    parts.push(length < 2 ? text.slice(last, to) : `#${' '.repeat(length - 2)}\n`)
  }
  for (const { first, end } of kept) {
    const [from, to] = [lines[first] ?? text.length, lines[end] ?? text.length]
    leaveOut(from)
    parts.push(text.slice(from, to))
    last = to
  }
  leaveOut(text.length)
  return parts.join('')
}

interface Lines {
  readonly first: number
  readonly end: number
}

/** The entry that holds a line, among those that stand side by side in a stretch of lines. */
function entryAround(document: SourceDocument, { first, end }: Lines, line: number): Lines | undefined {
  let indent: number | undefined
  let start: number | undefined
  for (let at = first; at < end; at++) {
    const own = indentOf(document, at)
    if (own === undefined) continue
    indent ??= own
    // Less indented than the first one: no text that can be divided so.
    if (own < indent) return undefined
    if (own > indent) continue
    if (at > line) return start === undefined ? undefined : { first: start, end: at }
    start = at
  }
  return start === undefined || line < start ? undefined : { first: start, end }
}

/** How far a line is indented; undefined for blank lines and comments. */
function indentOf(document: SourceDocument, at: number): number | undefined {
  const text = lineText(document, at)
  const indent = text.search(/\S/)
  return indent < 0 || text[indent] === '#' ? undefined : indent
}

function lineText({ text, lines }: SourceDocument, at: number): string {
  return text.slice(lines[at], lines[at + 1] ?? text.length)
}
