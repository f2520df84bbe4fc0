import { JavaException } from '../javaException.ts'
import { codePointAt, widthOf } from './characters.ts'

/** A place in the text of a regular expression. */
export class RegexCursor {
  readonly source: string
  position = 0

  constructor(source: string) {
    this.source = source
  }

  /** The current UTF-16 unit; empty at the end. */
  get current(): string {
    return this.source.charAt(this.position)
  }

  get isAtEnd(): boolean {
    return this.position >= this.source.length
  }

  takes(text: string): boolean {
    if (!this.source.startsWith(text, this.position)) return false
    this.position += text.length
    return true
  }

  takeWhile(character: RegExp): string {
    const start = this.position
    while (!this.isAtEnd && character.test(this.current)) this.position++
    return this.source.slice(start, this.position)
  }

  nextCodePoint(): number {
    const codePoint = codePointAt(this.source, this.position)
    this.position += widthOf(codePoint)
    return codePoint
  }

  /** What stands between `\Q` and `\E`, or the end; the cursor is on the `Q`. */
  quotedText(): string {
    const start = this.position + 1
    const end = this.source.indexOf('\\E', start)
    this.position = end < 0 ? this.source.length : end + 2
    return this.source.slice(start, end < 0 ? undefined : end)
  }

  groupName(): string {
    const name = this.takeWhile(/[a-zA-Z0-9]/)
    if (!/^[a-zA-Z]/.test(name)) throw this.fault('capturing group name does not start with a Latin letter')
    if (!this.takes('>')) throw this.fault(`named capturing group is missing trailing '>'`)
    return name
  }

  /** `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}`; undefined when none of them follows. */
  repetition(): { min: number; max: number } | undefined {
    if (this.takes('*')) return { min: 0, max: Infinity }
    if (this.takes('+')) return { min: 1, max: Infinity }
    if (this.takes('?')) return { min: 0, max: 1 }
    if (!this.takes('{')) return undefined
    const min = this.#count() ?? this.#illegal()
    const max = this.takes(',') ? (this.#count() ?? Infinity) : min
    if (!this.takes('}')) throw this.fault('Unclosed counted closure')
    if (max < min) throw this.fault('Illegal repetition range')
    return { min, max }
  }

  #count(): number | undefined {
    const digits = this.takeWhile(/[0-9]/)
    if (digits === '') return undefined
    const count = Number(digits)
    if (count > 0x7fffffff) throw this.fault('Illegal repetition range')
    return count
  }

  #illegal(): never {
    throw this.fault('Illegal repetition')
  }

  /** What an escape stands for that is a single character; the cursor is behind the backslash. */
  escapedCodePoint(): number {
    const letter = this.current
    if (letter === '') throw this.fault('Unexpected internal error')
    const simple = ESCAPES.get(letter)
    if (simple !== undefined) {
      this.position++
      return simple
    }
    if (letter === '0') return this.#octal()
    if (letter === 'x') return this.#hexadecimal()
    if (letter === 'u') return this.#unicode()
    if (letter === 'c') return this.#control()
    if (/[a-zA-Z]/.test(letter)) throw this.fault('Illegal/unsupported escape sequence')
    return this.nextCodePoint()
  }

  #octal(): number {
    this.position++
    const digits = /^(?:[0-3][0-7]{1,2}|[0-7]{1,2})/.exec(this.source.slice(this.position))?.[0]
    if (digits === undefined) throw this.fault('Illegal octal escape sequence')
    this.position += digits.length
    return Number.parseInt(digits, 8)
  }

  #hexadecimal(): number {
    const rest = this.source.slice(this.position + 1)
    const [all, two, more] = /^(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\})/.exec(rest) ?? []
    if (all === undefined) throw this.fault('Illegal hexadecimal escape sequence')
    const codePoint = Number.parseInt(two ?? more ?? '', 16)
    if (codePoint > 0x10ffff) throw this.fault('Hexadecimal codepoint is too big')
    this.position += 1 + all.length
    return codePoint
  }

  /** `\uXXXX`; two that are a pair of surrogates are one character. */
  #unicode(): number {
    const high = this.#codeUnit()
    if (high >= 0xd800 && high <= 0xdbff && this.source.startsWith('\\u', this.position)) {
      const back = this.position++
      const pair = codePointAt(String.fromCharCode(high, this.#codeUnit()), 0)
      if (pair > 0xffff) return pair
      this.position = back
    }
    return high
  }

  #codeUnit(): number {
    const digits = /^[0-9a-fA-F]{4}/.exec(this.source.slice(this.position + 1, this.position + 5))?.[0]
    if (digits === undefined) throw this.fault('Illegal Unicode escape sequence')
    this.position += 5
    return Number.parseInt(digits, 16)
  }

  #control(): number {
    this.position++
    if (this.isAtEnd) throw this.fault('Illegal control escape sequence')
    return this.nextCodePoint() ^ 64
  }

  /** Blanks and `#` to the end of the line, where the flag `x` lets them stand. */
  skipComments(): void {
    for (;;) {
      this.takeWhile(/\s/)
      if (!this.takes('#')) return
      this.takeWhile(/[^\n\r\u0085\u2028\u2029]/)
    }
  }

  fault(description: string): JavaException {
    return new JavaException(
      `java.util.regex.PatternSyntaxException: ${description} near index ${this.position} ${this.source}`,
    )
  }
}

const ESCAPES: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['f', 12],
  ['a', 7],
  ['e', 27],
])
