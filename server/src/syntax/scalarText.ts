import type { ScalarNode } from './node.ts'
import { documentOf } from './node.ts'
import { PlacedText } from './placedText.ts'
import { readBlockScalar } from './blockScalar.ts'

/**
 * The text of a scalar with the place of each of its units in the document, by the rules of JSON or of YAML's five styles
 * (https://yaml.org/spec/1.2.2/#chapter-7-flow-style-productions and chapter 8). Undefined for a scalar that is no text,
 * and for one whose value is not what stands at its place (an alias, a value that was filled in).
 */
export function scalarText(node: ScalarNode): PlacedText | undefined {
  const { value, style, start, end } = node
  if (typeof value !== 'string') return undefined
  const { text } = documentOf(node)
  if (style === 'file') return wholeText(text)
  const placed =
    style === 'literal' || style === 'folded'
      ? readBlockScalar(text, start, value)
      : readFlowScalar(text, { start, end, style })
  return placed?.text === value ? placed : undefined
}

function wholeText(text: string): PlacedText {
  const placed = new PlacedText()
  placed.copy(text, 0, text.length)
  return placed
}

interface FlowScalar {
  readonly start: number
  readonly end: number
  readonly style: ScalarNode['style']
}

function readFlowScalar(text: string, { start, end, style }: FlowScalar): PlacedText {
  const isQuoted = style !== 'plain'
  const stretch = { from: isQuoted ? start + 1 : start, to: isQuoted ? end - 1 : end }
  if (style === 'json') return readEscaped(text, stretch, false)
  if (style === 'double') return readEscaped(text, stretch, true)
  return readPlain(text, stretch, style === 'single')
}

interface Stretch {
  readonly from: number
  readonly to: number
}

/** What stands between double quotes; lines are folded in YAML only. */
function readEscaped(text: string, { from, to }: Stretch, isYaml: boolean): PlacedText {
  const placed = new PlacedText()
  let at = from
  let blanks = 0
  while (at < to) {
    const char = text.charAt(at)
    if (char === '\\') {
      const end = escapeEnd(text, at)
      if (isYaml && isBreak(text.charAt(at + 1))) at = continueLine(text, at + 1, placed)
      else {
        placed.add(escapedText(text, at, end, isYaml), at, end)
        at = end
      }
      blanks = 0
    } else if (isYaml && isBreak(char)) {
      placed.drop(blanks)
      at = foldLines(text, at, to, placed)
      blanks = 0
    } else {
      const end = plainEnd(text, at, to)
      placed.copy(text, at, end)
      blanks = trailingBlanks(text, at, end, blanks)
      at = end
    }
  }
  return placed
}

/** What stands without quotes, or between single ones, of which two stand for one. */
function readPlain(text: string, { from, to }: Stretch, isSingle: boolean): PlacedText {
  const placed = new PlacedText()
  let at = from
  let blanks = 0
  while (at < to) {
    const char = text.charAt(at)
    if (isSingle && char === "'") {
      placed.add("'", at, at + 2)
      at += 2
      blanks = 0
    } else if (isBreak(char)) {
      placed.drop(blanks)
      at = foldLines(text, at, to, placed)
      blanks = 0
    } else {
      const end = plainEnd(text, at, to)
      placed.copy(text, at, end)
      blanks = trailingBlanks(text, at, end, blanks)
      at = end
    }
  }
  return placed
}

// The first character is plain for the caller, whatever it is.
function plainEnd(text: string, from: number, to: number): number {
  let at = from + 1
  while (at < to && !/[\\'\r\n]/.test(text.charAt(at))) at++
  return at
}

function trailingBlanks(text: string, from: number, end: number, before: number): number {
  let at = end
  while (at > from && isBlank(text.charAt(at - 1))) at--
  return at === from ? before + (end - from) : end - at
}

/** One end of line is a space, each further one a line feed; what indents the lines is left out. */
function foldLines(text: string, from: number, to: number, placed: PlacedText): number {
  const breaks: Stretch[] = []
  let at = from
  while (at < to && isBreak(text.charAt(at))) {
    const end = breakEnd(text, at)
    breaks.push({ from: at, to: end })
    at = end
    while (at < to && isBlank(text.charAt(at))) at++
  }
  const [first, ...others] = breaks
  if (first && others.length === 0) placed.add(' ', first.from, first.to)
  for (const each of others) placed.add('\n', each.from, each.to)
  return at
}

/** A backslash at the end of a line takes that end away. */
function continueLine(text: string, from: number, placed: PlacedText): number {
  let at = breakEnd(text, from)
  for (;;) {
    while (isBlank(text.charAt(at))) at++
    if (!isBreak(text.charAt(at))) return at
    const end = breakEnd(text, at)
    placed.add('\n', at, end)
    at = end
  }
}

function escapeEnd(text: string, at: number): number {
  const digits = escapeDigits.get(text.charAt(at + 1)) ?? 0
  return at + 2 + digits
}

const escapeDigits: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
])

function escapedText(text: string, at: number, end: number, isYaml: boolean): string {
  const letter = text.charAt(at + 1)
  if (end > at + 2) {
    const code = Number.parseInt(text.slice(at + 2, end), 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : ''
  }
  return jsonEscapes.get(letter) ?? (isYaml ? yamlEscapes.get(letter) : undefined) ?? letter
}

const jsonEscapes: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

const yamlEscapes: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['\t', '\t'],
  ['v', '\v'],
  ['e', '\x1b'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
])

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t'
}

function isBreak(char: string): boolean {
  return char === '\n' || char === '\r'
}

function breakEnd(text: string, at: number): number {
  return text.startsWith('\r\n', at) ? at + 2 : at + 1
}
