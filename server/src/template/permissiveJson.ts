import { readDecimal } from './javaDecimal.ts'
import type { JavaList, JavaMap, JavaValue } from './values.ts'
import { JavaDouble, JsonArray } from './values.ts'

/**
 * What is wrong with a payload: the message of json-smart's ParseException, such as
 * `Unexpected End Of File position 1: null`, and the offset (UTF-16 code units) that it names.
 */
export interface PayloadFault {
  readonly message: string
  readonly position: number
}

export type PayloadResult =
  | { readonly value: JavaValue; readonly fault?: undefined }
  | { readonly value?: undefined; readonly fault: PayloadFault }

/**
 * Reads a payload as API Gateway does, by json-smart's permissive mode: names and values may stand without quotes or
 * in single ones, commas may be missing at the end or be too many, zeros may lead, and text that opens no list or map is
 * a string. What follows a closing bracket is not looked at. Takes time in proportion to the text.
 * https://github.com/netplex/json-smart-v2 (JSONParserBase, JSONParserMemory)
 */
export function parsePermissiveJson(text: string): PayloadResult {
  const parser = new PermissiveParser(text)
  try {
    return { value: parser.first() }
  } catch (error) {
    if (error instanceof ParseException)
      return { fault: { message: error.message, position: error.position } }
    throw error
  }
}

/** How API Gateway words it that a payload cannot be read, with the status 400: recorded without a blank before the class. */
export function payloadFaultText(fault: PayloadFault): string {
  return `Could not process payloadnet.minidev.json.parser.ParseException: ${fault.message}`
}

/**
 * How deep lists and maps may lie in each other. json-smart knows this bound since 2.4.9 (CVE-2023-1370); before,
 * Java's stack was the bound.
 */
const maxDepth = 400

class ParseException extends Error {
  readonly position: number

  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

/** What ends a word without quotes, by where it stands. */
const STOPS = { name: ':', member: ',}', item: ',]', whole: '' } as const

/** From here on json-smart has no table of what ends a word, and takes a number to be complete: `[1é]` is `[1,"é"]`. */
const BEYOND_STOPS = '~'

type Place = keyof typeof STOPS

/** json-smart's mark for the end of the text; one in the payload ends it too. */
const END = '\u001a'

class PermissiveParser {
  readonly #text: string
  #position = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  /** The whole payload: what follows a value is let through. */
  first(): JavaValue {
    return this.#value('whole')
  }

  #value(place: Place): JavaValue {
    this.#skipLineBlanks()
    const character = this.#current()
    switch (character) {
      case ':':
      case '}':
      case ']':
        throw this.#unexpectedCharacter(this.#position)
      case '{':
        return this.#map()
      case '[':
        return this.#list()
      case '"':
      case "'":
        return this.#quoted(character)
      default:
        return isDigit(character) || character === '-' ? this.#number(place) : wordValue(this.#word(place))
    }
  }

  #list(): JavaList {
    const list = new JsonArray()
    this.#enter()
    for (;;) {
      this.#skipLineBlanks()
      switch (this.#current()) {
        case ']':
          this.#leave()
          return list
        case ':':
        case '}':
          throw this.#unexpectedCharacter(this.#position)
        case ',':
          this.#position++
          break
        case END:
          throw this.#endOfFile(this.#position - 1, 'EOF')
        default:
          list.push(this.#value('item'))
      }
    }
  }

  #map(): JavaMap {
    const map: JavaMap = new Map()
    this.#enter()
    for (;;) {
      this.#skipLineBlanks()
      switch (this.#current()) {
        case '}':
          this.#leave()
          return map
        case ':':
        case ']':
        case '[':
        case '{':
          throw this.#unexpectedCharacter(this.#position)
        case ',':
          this.#position++
          break
        default:
          this.#member(map)
          if (this.#current() === '}') break
          if (this.#isEnd()) throw this.#endOfFile(this.#position - 1, 'null')
          if (this.#current() !== ',') throw this.#unexpectedToken(this.#position - 1)
      }
    }
  }

  #member(map: JavaMap): void {
    const character = this.#current()
    const name = character === '"' || character === "'" ? this.#quoted(character) : this.#word('name')
    this.#skipControls()
    if (this.#isEnd()) throw this.#endOfFile(this.#position - 1, 'null')
    if (this.#current() !== ':') throw this.#unexpectedCharacter(this.#position - 1)
    this.#position++
    if (this.#position >= this.#text.length) throw this.#endOfFile(this.#position - 1, 'EOF')
    map.set(name, this.#value('member'))
    this.#skipControls()
  }

  /** A string in quotes; without an escape in it, it is taken as it stands. */
  #quoted(quote: string): string {
    const start = this.#position + 1
    const close = this.#text.indexOf(quote, start)
    if (close < 0) throw this.#endOfFile(this.#text.length, 'null')
    const plain = this.#text.slice(start, close)
    if (plain.includes('\\')) return this.#escaped(quote)
    this.#position = close + 1
    return plain
  }

  /** A string with escapes: an unknown one is left out, as are control characters that stand in it. */
  #escaped(quote: string): string {
    let value = ''
    for (;;) {
      this.#position++
      const character = this.#current()
      if (this.#isEnd()) throw this.#endOfFile(this.#position - 1, 'null')
      if (character === quote) {
        this.#position++
        return value
      }
      if (character === '\\') value += this.#escape()
      else if (character > '\u001f' && character !== '\u007f') value += character
    }
  }

  #escape(): string {
    this.#position++
    const character = this.#current()
    if (character === 'u') return this.#codeUnit(4)
    if (character === 'x') return this.#codeUnit(2)
    return ESCAPES.get(character) ?? ''
  }

  #codeUnit(digits: number): string {
    let code = 0
    for (let count = 0; count < digits; count++) {
      this.#position++
      const character = this.#current()
      if (this.#isEnd()) throw this.#endOfFile(this.#position, 'EOF')
      if (!/[0-9a-fA-F]/.test(character)) throw this.#unexpectedUnicode(character)
      code = code * 16 + Number.parseInt(character, 16)
    }
    return String.fromCharCode(code)
  }

  /** A number, or a word that begins like one (`1a`, `2020-01-01`). */
  #number(place: Place): JavaValue {
    const start = this.#position
    this.#position++
    this.#skipDigits()
    const isWhole = !'.Ee'.includes(this.#current())
    if (this.#current() === '.') this.#skipFraction()
    if (!isWhole && 'Ee'.includes(this.#current()) && !this.#skipExponent())
      return this.#wordFrom(start, place)
    this.#skipControls()
    if (!this.#isEnd() && this.#isOpen(place) && this.#current() < BEYOND_STOPS)
      return this.#wordFrom(start, place)
    const text = this.#trimmedFrom(start)
    return isWhole ? wholeNumber(text, start) : fraction(text, start)
  }

  #skipFraction(): void {
    this.#position++
    this.#skipDigits()
  }

  #skipExponent(): boolean {
    this.#position++
    const character = this.#current()
    if (character !== '+' && character !== '-' && !isDigit(character)) return false
    this.#position++
    this.#skipDigits()
    return true
  }

  #skipDigits(): void {
    while (isDigit(this.#current())) this.#position++
  }

  #word(place: Place): string {
    return this.#wordFrom(this.#position, place)
  }

  #wordFrom(start: number, place: Place): string {
    while (!this.#isEnd() && this.#isOpen(place)) this.#position++
    return this.#trimmedFrom(start)
  }

  /** Whether the current character does not end a word here. */
  #isOpen(place: Place): boolean {
    const character = this.#current()
    return !STOPS[place].includes(character)
  }

  #trimmedFrom(start: number): string {
    return trimJava(this.#text.slice(start, this.#position))
  }

  #enter(): void {
    if (++this.#depth > maxDepth) {
      const opener = this.#current()
      throw new ParseException(
        `Malicious payload, having non natural depths, parsing stoped on ${opener} at position ${this.#position}.`,
        this.#position,
      )
    }
    this.#position++
  }

  #leave(): void {
    this.#depth--
    this.#position++
  }

  #skipLineBlanks(): void {
    for (;;) {
      const character = this.#current()
      if (character !== ' ' && character !== '\n' && character !== '\r' && character !== '\t') return
      this.#position++
    }
  }

  #skipControls(): void {
    while (!this.#isEnd() && this.#current() <= ' ') this.#position++
  }

  #current(): string {
    return this.#position < this.#text.length ? this.#text.charAt(this.#position) : END
  }

  #isEnd(): boolean {
    return this.#current() === END
  }

  #unexpectedCharacter(position: number): ParseException {
    return new ParseException(`Unexpected character (${this.#current()}) at position ${position}.`, position)
  }

  #unexpectedToken(position: number): ParseException {
    return new ParseException(`Unexpected token ${this.#current()} at position ${position}.`, position)
  }

  #unexpectedUnicode(character: string): ParseException {
    const position = this.#position
    return new ParseException(
      `Unexpected unicode escape sequence ${character} at position ${position}.`,
      position,
    )
  }

  #endOfFile(position: number, what: 'EOF' | 'null'): ParseException {
    return new ParseException(`Unexpected End Of File position ${position}: ${what}`, position)
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
  ['b', '\b'],
  ['\\', '\\'],
  ['/', '/'],
  ["'", "'"],
  ['"', '"'],
])

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9'
}

/** `String.trim`: blanks and control characters at both ends. */
function trimJava(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charAt(start) <= ' ') start++
  while (end > start && text.charAt(end - 1) <= ' ') end--
  return text.slice(start, end)
}

function wordValue(word: string): JavaValue {
  if (word === 'null') return null
  if (word === 'true' || word === 'false') return word === 'true'
  // json-smart makes a Float of it, which prints and compares as a Double does.
  return word === 'NaN' ? new JavaDouble(NaN) : word
}

/** Integer, Long or BigInteger, by size. */
function wholeNumber(text: string, position: number): JavaValue {
  if (text === '-') return 0
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value
  if (text.length > MAX_DIGITS) throw notEmulated(position)
  return BigInt(text)
}

/** Beyond this many digits making a BigInteger takes too long. */
const MAX_DIGITS = 100_000

function notEmulated(position: number): ParseException {
  return new ParseException(
    `not emulated: a number of more than ${MAX_DIGITS} digits at position ${position}.`,
    position,
  )
}

/** Double, or BigDecimal for what is longer than 18 characters. */
function fraction(text: string, position: number): JavaValue {
  if (text.length > MAX_DIGITS) throw notEmulated(position)
  const double = Number(text)
  const value =
    text.length > 18 ? readDecimal(text) : Number.isNaN(double) ? undefined : new JavaDouble(double)
  if (value) return value
  throw new ParseException(`java.lang.NumberFormatException: For input string: "${text}"`, position)
}
