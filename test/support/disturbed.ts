import type { Position } from '../../server/src/base/text.ts'
import { createLineIndex, offsetAt, positionAt } from '../../server/src/base/text.ts'

/** A stretch of a text with what is put in its place. */
export interface Replacement {
  readonly start: number
  readonly end: number
  readonly put: string
}

/** A text that something was done to, and how its places and those of the text before belong together. */
export interface Disturbed {
  readonly text: string
  /** Where a place of the text before stands now. What is put in at a place stands behind it. */
  readonly at: (offset: number) => number
  /** Where a position stood before; a text says why it stood nowhere. */
  readonly back: (position: Position) => number | string
  /** The line where a line stood; of one that was put in, the line above it. */
  readonly lineBack: (line: number) => number
  /** Whether both positions lie in one stretch that was put in. */
  readonly isPutIn: (start: Position, end: Position) => boolean
}

/** Makes replacements, which do not overlap. */
export function disturb(before: string, replacements: readonly Replacement[]): Disturbed {
  const ordered = [...replacements].sort((a, b) => a.start - b.start)
  let text = ''
  let last = 0
  const pieces = ordered.map(each => {
    text += before.slice(last, each.start)
    const from = text.length
    text += each.put
    last = each.end
    return { ...each, from, to: text.length }
  })
  text += before.slice(last)
  const lines = createLineIndex(text)
  const linesBefore = createLineIndex(before)
  return {
    text,
    at: offset => {
      const piece = pieces.findLast(({ start, end }) => end <= offset && start < offset)
      return piece ? piece.to + offset - piece.end : offset
    },
    back: position => {
      const offset = offsetAt(lines, position, text)
      const found = positionAt(lines, offset)
      if (found.line !== position.line || found.character !== position.character || isInLineEnd(text, offset))
        return `${position.line}:${position.character} is no place of the text`
      if (/[\ud800-\udbff]/.test(text[offset - 1] ?? '') && /[\udc00-\udfff]/.test(text[offset] ?? ''))
        return `${position.line}:${position.character} parts a character`
      const piece = pieces.findLast(({ from }) => from <= offset)
      if (!piece) return offset
      if (offset >= piece.to) return piece.end + offset - piece.to
      if (offset === piece.from) return piece.start
      return `${position.line}:${position.character} stands in '${piece.put}'`
    },
    lineBack: line => {
      const start = lines[line] ?? text.length
      const piece = pieces.findLast(({ from }) => from < start)
      const offset = !piece ? start : start >= piece.to ? piece.end + start - piece.to : piece.start
      return positionAt(linesBefore, offset).line
    },
    isPutIn: (start, end) => {
      const [from, to] = [start, end].map(each => offsetAt(lines, each, text)) as [number, number]
      return pieces.some(piece => piece.from < from && to <= piece.to)
    },
  }
}

function isInLineEnd(text: string, offset: number): boolean {
  return text[offset - 1] === '\r' && text[offset] === '\n'
}

/**
 * A definition of the tests: `⟨name⟩` marks a place by a name, `⟨+⟩` one where any character may stand, and a line of `⟨⟩`
 * is where a line may be typed.
 */
export interface Marked {
  readonly text: string
  readonly marks: ReadonlyMap<string, number>
  readonly anyCharacter: readonly number[]
  /** Ends of the lines above, with the indentation of what may be typed. */
  readonly slots: readonly { readonly at: number; readonly indent: string }[]
}

export function readMarked(source: string): Marked {
  const marks = new Map<string, number>()
  const slots: { at: number; indent: string }[] = []
  const anyCharacter: number[] = []
  let text = ''
  let last = 0
  for (const found of source.matchAll(/\n([ \t]*)⟨⟩(?=\n)|⟨(\w+|\+)⟩/g)) {
    text += source.slice(last, found.index)
    last = found.index + found[0].length
    if (found[2] === undefined) slots.push({ at: text.length, indent: found[1] ?? '' })
    else if (found[2] === '+') anyCharacter.push(text.length)
    else marks.set(found[2], text.length)
  }
  return { text: text + source.slice(last), marks, anyCharacter, slots }
}

/** Something that happens to texts. */
export interface Disturbance {
  readonly name: string
  /** `cursor` is where the feature is asked, undefined where it is asked for the whole. */
  readonly replacements: (marked: Marked, cursor: number | undefined) => readonly Replacement[]
}

/** A line put in above, below, and on both sides of the cursor, for each of some half-typed lines. */
export function brokenBy(lines: readonly string[]): Disturbance[] {
  return lines.flatMap(line =>
    (['above', 'below', 'above and below'] as const).map(where => ({
      name: `'${line}' ${where}`,
      replacements: ({ slots }: Marked, cursor: number | undefined) => {
        const above = cursor === undefined ? slots[0] : slots.findLast(({ at }) => at < cursor)
        const below = cursor === undefined ? slots.at(-1) : slots.find(({ at }) => at >= cursor)
        const wanted = [where.includes('above') && above, where.includes('below') && below]
        const put = new Set(wanted.flatMap(slot => slot || []))
        return [...put].map(({ at, indent }) => ({ start: at, end: at, put: `\n${indent}${line}` }))
      },
    })),
  )
}

/** A character of two UTF-16 units before what stands on the line. */
export const outsideOfPlane: Disturbance = {
  name: 'characters of two units',
  replacements: ({ anyCharacter }) => anyCharacter.map(at => ({ start: at, end: at, put: '😀' })),
}

/** Every match of an expression replaced. */
export function replacing(name: string, pattern: RegExp, put: (found: string) => string): Disturbance {
  return {
    name,
    replacements: ({ text }) =>
      [...text.matchAll(pattern)].map(({ index, 0: found }) => ({
        start: index,
        end: index + found.length,
        put: put(found),
      })),
  }
}

/** What needs no line of its own. */
export const lineEnds: readonly Disturbance[] = [
  replacing('CRLF', /(?=\n)/g, () => '\r'),
  replacing('a byte order mark', /^/g, () => '\ufeff'),
  {
    name: 'a byte order mark and CRLF',
    replacements: ({ text }) => [
      { start: 0, end: 0, put: '\ufeff' },
      ...[...text.matchAll(/\n/g)].map(({ index }) => ({ start: index, end: index, put: '\r' })),
    ],
  },
]
