import type { Diagnostic, Fix } from './diagnostic.ts'
import type { LineIndex, Position, Range } from './text.ts'
import { comparePositions, positionAt } from './text.ts'

/** One stretch of a text replaced by another, in UTF-16 code units. */
export interface TextChange {
  readonly start: number
  /** End of the stretch in the old text. */
  readonly oldEnd: number
  /** End of what has taken its place, in the new text. */
  readonly newEnd: number
}

/** A change by its positions, to move what stood in the old text. */
export interface Move {
  readonly file: string
  readonly start: Position
  readonly oldEnd: Position
  readonly newEnd: Position
}

/** The smallest stretch in which two texts differ; undefined when they are equal. */
export function changeBetween(old: string, now: string): TextChange | undefined {
  if (old === now) return undefined
  const shorter = Math.min(old.length, now.length)
  const start = commonLength(shorter, (from, to) => old.slice(from, to) === now.slice(from, to))
  const back = commonLength(
    shorter - start,
    (from, to) =>
      old.slice(old.length - to, old.length - from) === now.slice(now.length - to, now.length - from),
  )
  return { start, oldEnd: old.length - back, newEnd: now.length - back }
}

// Comparing slices is comparing memory; a loop over characters costs ten times as much.
const step = 32_768

/** How far two texts are the same: whole steps, and then half of what is left again and again. */
function commonLength(most: number, isSame: (from: number, to: number) => boolean): number {
  let length = 0
  while (length + step <= most && isSame(length, length + step)) length += step
  let limit = Math.min(most, length + step)
  while (length < limit) {
    const middle = (length + limit + 1) >> 1
    if (isSame(length, middle)) length = middle
    else limit = middle - 1
  }
  return length
}

/** The line index of a text after a change of it, made of the old one. */
export function movedLines(old: LineIndex, { start, oldEnd, newEnd }: TextChange, now: string): LineIndex {
  // A `\r` before the change and a `\n` in it are one end of line, so the character before is looked at too.
  const first = positionAt(old, Math.max(start - 1, 0)).line
  const added: number[] = []
  for (let offset = old[first] ?? 0; offset < newEnd; offset++) {
    const code = now.charCodeAt(offset)
    if (code === 13 && now.charCodeAt(offset + 1) === 10) continue
    if (code === 10 || code === 13) added.push(offset + 1)
  }
  const next = positionAt(old, oldEnd).line + 1
  const delta = newEnd - oldEnd
  // Copied and moved by the machine's words: in a large text nothing else is as long as this list.
  const given = old instanceof Int32Array ? old : Int32Array.from(old)
  const lines = new Int32Array(first + 1 + added.length + given.length - next)
  lines.set(given.subarray(0, first + 1))
  lines.set(added, first + 1)
  const rest = first + 1 + added.length
  lines.set(given.subarray(next), rest)
  if (delta !== 0) for (let line = rest; line < lines.length; line++) lines[line] = (lines[line] ?? 0) + delta
  return lines
}

/** The positions of a change. */
export function moveOf(file: string, change: TextChange, old: LineIndex, now: LineIndex): Move {
  return {
    file,
    start: positionAt(old, change.start),
    oldEnd: positionAt(old, change.oldEnd),
    newEnd: positionAt(now, change.newEnd),
  }
}

/** A finding at its place after a change of the text; the same object where nothing of it moves. */
export function movedDiagnostic(diagnostic: Diagnostic, move: Move): Diagnostic {
  const { file, related, fixes } = diagnostic
  const range = movedRange(file, diagnostic.range, move)
  const movedRelated = related && movedAll(related, place => movedPlace(place, move))
  const movedFixes = fixes && movedAll(fixes, fix => movedFix(fix, move))
  if (range === diagnostic.range && movedRelated === related && movedFixes === fixes) return diagnostic
  return {
    ...diagnostic,
    range,
    ...(movedRelated && { related: movedRelated }),
    ...(movedFixes && { fixes: movedFixes }),
  }
}

function movedFix(fix: Fix, move: Move): Fix {
  const edits = movedAll(fix.edits, edit => movedPlace(edit, move))
  return edits === fix.edits ? fix : { ...fix, edits }
}

function movedPlace<T extends { readonly file: string; readonly range: Range }>(place: T, move: Move): T {
  const range = movedRange(place.file, place.range, move)
  return range === place.range ? place : { ...place, range }
}

// The same array where no member moves.
function movedAll<T>(list: readonly T[], moved: (item: T) => T): readonly T[] {
  const result = list.map(moved)
  return result.every((item, index) => item === list[index]) ? list : result
}

function movedRange(file: string, range: Range, move: Move): Range {
  if (file !== move.file) return range
  const start = movedPosition(range.start, move)
  const end = movedPosition(range.end, move)
  return start === range.start && end === range.end ? range : { start, end }
}

function movedPosition(position: Position, { start, oldEnd, newEnd }: Move): Position {
  if (comparePositions(position, start) <= 0) return position
  if (comparePositions(position, oldEnd) < 0) return start
  const lines = newEnd.line - oldEnd.line
  const characters = position.line === oldEnd.line ? newEnd.character - oldEnd.character : 0
  if (lines === 0 && characters === 0) return position
  return { line: position.line + lines, character: position.character + characters }
}
