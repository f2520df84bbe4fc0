/** A place in a text, zero-based; `character` counts UTF-16 code units, as LSP does. */
export interface Position {
  readonly line: number
  readonly character: number
}

/** A half-open stretch of text. */
export interface Range {
  readonly start: Position
  readonly end: Position
}

/** Offsets (UTF-16 code units) at which each line of a text begins. */
export type LineIndex = ArrayLike<number>

/** Finds where lines begin; `\n`, `\r\n` and a lone `\r` each end a line. */
export function createLineIndex(text: string): readonly number[] {
  const starts = [0]
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset)
    if (code === 13 && text.charCodeAt(offset + 1) === 10) continue
    if (code === 10 || code === 13) starts.push(offset + 1)
  }
  return starts
}

/** Turns an offset into a position. */
export function positionAt(lines: LineIndex, offset: number): Position {
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((lines[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low, character: offset - (lines[low] ?? 0) }
}

/**
 * Turns a position into an offset of the text whose lines these are. As LSP has it, a character past the end of a line
 * stands at that end; a line past the last one gives the end of the text.
 */
export function offsetAt(lines: LineIndex, position: Position, text: string): number {
  const start = lines[position.line]
  if (start === undefined) return text.length
  const next = lines[position.line + 1]
  return Math.min(start + position.character, next === undefined ? text.length : lineEndBefore(text, next))
}

function lineEndBefore(text: string, next: number): number {
  const isCrLf = text[next - 1] === '\n' && text[next - 2] === '\r'
  return next - (isCrLf ? 2 : 1)
}

/** Turns a pair of offsets into a range. */
export function rangeAt(lines: LineIndex, start: number, end: number): Range {
  return { start: positionAt(lines, start), end: positionAt(lines, end) }
}

/** Whether `position` lies in `range`, its end included (a caret at the end of a word stands on it). */
export function rangeHolds(range: Range, position: Position): boolean {
  return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0
}

/** Orders two positions: negative when `a` comes first. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character
}
