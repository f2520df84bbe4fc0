import { PlacedText } from './placedText.ts'

/**
 * The text of a literal (`|`) or folded (`>`) scalar that begins at `start`, with its places. `value` is what YAML's
 * reader made of it: it tells how many line feeds stand at its end, and an indentation that the header states relative
 * to what is around.
 */
export function readBlockScalar(text: string, start: number, value: string): PlacedText | undefined {
  const header = /[|>](?:([1-9])[+-]?|[+-]([1-9])?)?[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|$)/y
  header.lastIndex = start
  const found = header.exec(text)
  if (!found) return undefined
  const isFolded = text[start] === '>'
  const lines = linesFrom(text, header.lastIndex, indentBefore(text, start))
  const stated = found[1] ?? found[2]
  const first = lines.find(line => !isEmpty(text, line))
  const widest = first ? indentOf(text, first) : 0
  const narrowest = stated === undefined ? widest : Number(stated)
  for (let indent = narrowest; indent <= widest; indent++) {
    const placed = readLines(text, { lines, indent, isFolded }, value)
    if (placed) return placed
  }
  return first ? undefined : readLines(text, { lines, indent: 0, isFolded }, value)
}

interface Line {
  readonly start: number
  /** Before its end-of-line characters. */
  readonly end: number
  readonly next: number
}

function* eachLine(text: string, from: number): Iterable<Line> {
  let start = from
  while (start < text.length) {
    let end = start
    while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++
    const next = Math.min(text.startsWith('\r\n', end) ? end + 2 : end + 1, text.length)
    yield { start, end, next }
    start = next
  }
}

/** The indentation of the line in which an offset stands. */
function indentBefore(text: string, offset: number): number {
  let start = offset
  while (start > 0 && !/[\r\n]/.test(text.charAt(start - 1))) start--
  return indentOf(text, { start, end: offset })
}

/** The lines that may belong to the scalar: all to the first that stands no further in than the line of its header. */
function linesFrom(text: string, from: number, outer: number): Line[] {
  const lines: Line[] = []
  for (const line of eachLine(text, from)) {
    if (!isEmpty(text, line) && indentOf(text, line) <= outer) break
    lines.push(line)
  }
  return lines
}

function isEmpty(text: string, { start, end }: Line): boolean {
  return text.slice(start, end).trim() === ''
}

function indentOf(text: string, { start, end }: Pick<Line, 'end' | 'start'>): number {
  let at = start
  while (at < end && text[at] === ' ') at++
  return at - start
}

interface Block {
  readonly lines: readonly Line[]
  readonly indent: number
  readonly isFolded: boolean
}

function readLines(text: string, { lines, indent, isFolded }: Block, value: string): PlacedText | undefined {
  const placed = new PlacedText()
  const body = value.replace(/\n+$/, '')
  /** Ends of line since the last line with content. */
  let breaks: Line[] = []
  let before: 'indented' | 'none' | 'plain' = 'none'
  for (const line of lines) {
    if (placed.length >= body.length && before !== 'none') break
    const from = Math.min(line.start + indent, line.end)
    if (from < line.end && !isEmpty(text, line) && indentOf(text, line) < indent) break
    if (from >= line.end) {
      breaks.push(line)
      continue
    }
    const kind = isFolded && !/[ \t]/.test(text.charAt(from)) ? 'plain' : 'indented'
    addBreaks(placed, breaks, before, kind)
    placed.copy(text, from, line.end)
    breaks = [line]
    before = kind
  }
  if (placed.text !== body) return undefined
  addTail(placed, text, value.length - body.length, breaks)
  return placed
}

/** Between two plain lines of a folded scalar one end of line is a space; else each is a line feed. */
function addBreaks(
  placed: PlacedText,
  breaks: readonly Line[],
  before: 'indented' | 'none' | 'plain',
  kind: 'indented' | 'plain',
): void {
  const isFold = before === 'plain' && kind === 'plain'
  const [first, ...others] = breaks
  if (isFold && first && others.length === 0) placed.add(' ', first.end, first.next)
  else for (const each of isFold ? others : breaks) placed.add('\n', each.end, each.next)
}

function addTail(placed: PlacedText, text: string, count: number, [last]: readonly Line[]): void {
  let at = last?.end ?? placed.startOf(placed.length)
  const lines = eachLine(text, last?.next ?? at)[Symbol.iterator]()
  let next = last?.next ?? at
  for (let each = 0; each < count; each++) {
    placed.add('\n', at, next)
    const following = lines.next()
    at = following.done === true ? next : following.value.end
    next = following.done === true ? next : following.value.next
  }
}
