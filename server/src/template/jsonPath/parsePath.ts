import { parseArguments } from './parseArguments.ts'
import { parseFilter } from './parseFilter.ts'
import { Cursor } from './cursor.ts'
import type { JsonPath, PathFault, PropertyName, Segment } from './syntax.ts'
import { PathSyntaxError } from './syntax.ts'
import { unescapeText } from './unescape.ts'

/** A path as far as it can be read, and why not further. */
export interface ParsedPath {
  readonly path: JsonPath
  readonly fault: PathFault | undefined
}

/**
 * Reads a JSONPath as Jayway's json-path does (its version 2.9.0, oddities included: `$.a.length().b` names a property
 * `)`), with the offsets of every part. Text that begins with neither `$` nor `@` is read as if `$.` stood before it.
 * https://github.com/json-path/JsonPath
 */
export function parseJsonPath(text: string): ParsedPath {
  const segments: Segment[] = []
  try {
    return { path: readWhole(text, 0, 0, segments), fault: undefined }
  } catch (error) {
    if (!(error instanceof PathSyntaxError)) throw error
    const { message, start, end } = error
    const root = text.startsWith('@') ? '@' : '$'
    const path: JsonPath = { root, segments, start: 0, end: text.length }
    return { path, fault: { message, start: Math.max(start, 0), end: Math.max(end, 0) } }
  }
}

/** How deep paths, filters and functions may lie in each other. No real path comes near. */
const maxNesting = 40

/** More segments than this would be a stack overflow in Java. */
const maxSegments = 500

/** The longest text that is read. */
const maxLength = 20_000

/** Reads a path that stands by itself or in a filter; blanks behind it do not matter. */
function readWhole(text: string, base: number, nesting: number, segments: Segment[]): JsonPath {
  if (text === '') throw new PathSyntaxError('The path is empty', base, base)
  const isRooted = text.startsWith('$') || text.startsWith('@')
  const cursor = isRooted ? new Cursor(text, base) : new Cursor(`$.${text}`, base - 2)
  cursor.trim()
  if (cursor.at(cursor.end - 1) === '.') throw cursor.fault(`A path must not end with '.'`, cursor.end - 1)
  return readPath(cursor, nesting, segments)
}

/** Reads a path in a filter; whatever is wrong with it is a fault of the path. */
function readOperand(text: string, base: number, nesting: number): JsonPath {
  try {
    return readWhole(text, base, nesting, [])
  } catch (error) {
    if (!(error instanceof PathSyntaxError) || error.isSyntax) throw error
    throw new PathSyntaxError(error.message, error.start, error.end)
  }
}

/** Reads the argument of a function, in which blanks count. */
function readArgument(text: string, base: number, nesting: number): JsonPath {
  return readPath(new Cursor(text, base), nesting, [])
}

function readPath(cursor: Cursor, nesting: number, segments: Segment[]): JsonPath {
  if (nesting > maxNesting) throw cursor.fault('The path is nested too deeply')
  if (cursor.text.length > maxLength) throw cursor.fault(`The path is longer than ${maxLength} characters`)
  while (cursor.isInside() && /[ \t\n\r]/.test(cursor.current)) cursor.position++
  const start = cursor.position
  const root = cursor.current
  if (root !== '$' && root !== '@') throw cursor.fault(`A path begins with '$' or '@'`)
  const ends = cursor.isLast
  cursor.position++
  if (!ends) {
    if (cursor.current !== '.' && cursor.current !== '[')
      throw cursor.fault(`'.' or '[' is expected after '${root}'`)
    const reader = new SegmentReader(cursor, nesting, segments)
    // json-path stops one character early: what a single last character says is not looked at.
    do reader.readNext()
    while (!cursor.isLast)
  }
  return { root, segments, start: Math.max(cursor.base + start, 0), end: cursor.base + cursor.end }
}

class SegmentReader {
  readonly #cursor: Cursor
  readonly #nesting: number
  readonly #segments: Segment[]

  constructor(cursor: Cursor, nesting: number, segments: Segment[]) {
    this.#cursor = cursor
    this.#nesting = nesting
    this.#segments = segments
  }

  readNext(): void {
    if (this.#segments.length > maxSegments) throw this.#cursor.fault('The path has too many parts')
    if (this.#cursor.current === '.') this.#readDots()
    const character = this.#cursor.current
    if (character === '[') this.#readBracket()
    else if (character === '*') this.#readStar()
    else this.#readWord()
  }

  #readDots(): void {
    const cursor = this.#cursor
    const start = cursor.position
    if (cursor.isInside(start + 1) && cursor.at(start + 1) === '.') {
      cursor.position += 2
      this.#add({ type: 'scan', ...this.#spanFrom(start) })
    } else if (cursor.isInside(start + 1)) cursor.position++
    else throw cursor.fault(`A path must not end with '.'`)
    if (cursor.current === '.') throw cursor.fault(`'.' is not expected here`)
  }

  #readBracket(): void {
    const cursor = this.#cursor
    const next = cursor.nextSignificant(cursor.position)
    const character = cursor.isInside(next) ? cursor.at(next) : ' '
    const isRead =
      character === "'" || character === '"'
        ? this.#readNames(character)
        : /[0-9:-]/.test(character)
          ? this.#readIndexes()
          : character === '*'
            ? this.#readBracketStar(next)
            : character === '?' && this.#readFilter(next)
    if (!isRead) throw cursor.fault(`'[' must be followed by ?, ', a number or *`, cursor.position)
  }

  /** `['one','two']`. */
  #readNames(quote: string): boolean {
    const cursor = this.#cursor
    const start = cursor.position
    const names: PropertyName[] = []
    let isAfterComma = false
    let index = start + 1
    for (; cursor.isInside(index); index++) {
      const character = cursor.at(index)
      if (character === '\\') index++
      else if (character === ']') break
      else if (character === quote) {
        const close = this.#closingQuote(index, quote)
        names.push(this.#name(index, close))
        isAfterComma = false
        index = close
      } else if (character === ',') {
        if (isAfterComma) throw cursor.fault('A name is missing before the comma', index)
        isAfterComma = true
      }
    }
    if (isAfterComma) throw cursor.fault('A name is missing after the comma', index)
    // json-path looks for the bracket right behind the last name.
    const last = names.at(-1)?.end ?? cursor.base + start
    const end = cursor.nextSignificant(last - cursor.base - 1)
    if (!cursor.isInside(end) || cursor.at(end) !== ']') throw cursor.fault(`']' is missing`, start, index)
    cursor.position = end + 1
    this.#add({ type: 'property', names, ...this.#spanFrom(start) })
    return true
  }

  #closingQuote(open: number, quote: string): number {
    const cursor = this.#cursor
    const close = cursor.indexOfUnescaped(open, quote)
    if (close < 0) throw cursor.fault(`The name is not closed with ${quote}`, open, cursor.end)
    const next = cursor.nextSignificant(close)
    if (cursor.isInside(next) && /[\],]/.test(cursor.at(next))) return close
    throw cursor.fault(`A name is followed by ',' or ']'`, close + 1)
  }

  #name(open: number, close: number): PropertyName {
    const { text, base } = this.#cursor
    return {
      name: unescapeText(text.slice(open + 1, close), base + open),
      start: base + open,
      end: base + close + 1,
    }
  }

  /** `[0]`, `[0,2]`, `[1:3]`. */
  #readIndexes(): boolean {
    const cursor = this.#cursor
    const start = cursor.position
    const close = cursor.text.indexOf(']', start)
    if (!cursor.isInside(close)) return false
    const expression = cursor.text.slice(start + 1, close).replace(BLANK_ENDS, '')
    if (!/^[-0-9,: ]*$/.test(expression)) return false
    cursor.position = close + 1
    const span = this.#spanFrom(start)
    if (expression.includes(':')) this.#add({ type: 'slice', ...this.#slice(expression, start), ...span })
    else {
      const indexes = expression.split(/\s*,\s*/).map(part => this.#integer(part, start))
      this.#add({ type: 'index', indexes, ...span })
    }
    return true
  }

  #slice(expression: string, start: number): { from: number | undefined; to: number | undefined } {
    if (!/^[-0-9:]*$/.test(expression)) throw this.#cursor.fault(`'${expression}' is no slice`, start + 1)
    const [from = '', to = ''] = expression.split(':')
    if (from === '' && to === '') throw this.#cursor.fault('A slice needs a beginning or an end', start + 1)
    const bound = (part: string) => (part === '' ? undefined : this.#integer(part, start))
    return { from: bound(from), to: bound(to) }
  }

  #integer(text: string, start: number): number {
    const value = /^-?[0-9]+$/.test(text) ? Number(text) : NaN
    if (value === (value | 0)) return value
    throw this.#cursor.fault(`'${text}' is no index`, start + 1)
  }

  #readStar(): void {
    const start = this.#cursor.position
    this.#cursor.position++
    this.#add({ type: 'wildcard', ...this.#spanFrom(start) })
  }

  #readBracketStar(star: number): boolean {
    const cursor = this.#cursor
    const start = cursor.position
    const close = cursor.nextSignificant(star)
    if (!cursor.isInside(close) || cursor.at(close) !== ']')
      throw cursor.fault(`']' is expected after '*'`, close)
    cursor.position = close + 1
    this.#add({ type: 'wildcard', ...this.#spanFrom(start) })
    return true
  }

  /** `[?(…)]`. */
  #readFilter(question: number): boolean {
    const cursor = this.#cursor
    const start = cursor.position
    const open = cursor.nextSignificant(question)
    if (!cursor.isInside(open) || cursor.at(open) !== '(') return false
    const close = cursor.indexOfClosing(open, '(', ')', '/')
    if (close < 0 || !cursor.nextSignificantIs(close, ']')) return false
    const end = cursor.nextSignificant(close) + 1
    const condition = parseFilter(cursor.text.slice(open, end), cursor.base + open, (text, base) =>
      readOperand(text, base, this.#nesting + 1),
    )
    cursor.position = end
    this.#add({ type: 'filter', condition, ...this.#spanFrom(start) })
    return true
  }

  /** `name` or `name(…)`. */
  #readWord(): void {
    const cursor = this.#cursor
    const start = cursor.position
    if (cursor.current === ' ') throw cursor.fault(`A name is expected, not a blank`)
    let end = start
    while (cursor.isInside(end) && !'.[( '.includes(cursor.at(end))) end++
    if (cursor.isInside(end) && cursor.at(end) === ' ')
      throw cursor.fault(`A name with blanks is written ['my name']`, start, end)
    const name = cursor.text.slice(start, end)
    if (!cursor.isInside(end) || cursor.at(end) !== '(') {
      cursor.position = end
      const span = this.#spanFrom(start)
      this.#add({ type: 'property', names: [{ name, ...span }], ...span })
    } else this.#readFunction(name, start, end)
  }

  #readFunction(name: string, start: number, open: number): void {
    const cursor = this.#cursor
    if (!closes(cursor, open))
      throw cursor.fault(`The arguments of '${name}' are not closed with ')'`, start, open)
    const isEmpty = cursor.at(open + 1) === ')'
    cursor.position = open + 1
    const args = isEmpty
      ? []
      : parseArguments(cursor, name, (text, base) => readArgument(text, base, this.#nesting + 1))
    // Without arguments the cursor is left on the ')': json-path takes it for the beginning of a name.
    const end = isEmpty ? open + 2 : cursor.position
    this.#add({
      type: 'function',
      name,
      arguments: args,
      start: Math.max(cursor.base + start, 0),
      end: cursor.base + end,
    })
  }

  #add(segment: Segment): void {
    this.#segments.push(segment)
  }

  #spanFrom(start: number): { start: number; end: number } {
    const { base, position } = this.#cursor
    // Of the `$.` that json-path puts before a path without a root, nothing is in the text.
    return { start: Math.max(base + start, 0), end: Math.max(base + position, 0) }
  }
}

// Java's trim takes control characters for blanks.

const BLANK_ENDS = /^[\u0000- ]+|[\u0000- ]+$/g

function closes(cursor: Cursor, open: number): boolean {
  let depth = 1
  for (let index = open + 1; cursor.isInside(index) && depth > 0; index++) {
    if (cursor.at(index) === ')') depth--
    else if (cursor.at(index) === '(') depth++
  }
  return depth === 0
}
