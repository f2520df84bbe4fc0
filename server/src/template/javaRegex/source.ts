import { JavaException } from '../javaException.ts'

/** The text of a regular expression, and how far it is read. */
export class Source {
  readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  peek(): string | undefined {
    return this.text[this.at]
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at)
  }

  accept(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }

  /** Takes a whole character, which may be two units. */
  takeCodePoint(): string {
    const code = this.text.codePointAt(this.at)
    if (code === undefined) throw this.refuse('Unexpected end')
    const char = String.fromCodePoint(code)
    this.at += char.length
    return char
  }

  /** Takes what a sticky pattern matches here. */
  takeMatch(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }

  /** Takes the rest of `\Q...\E`; without `\E` it goes to the end. */
  takeQuoted(): string {
    const end = this.text.indexOf('\\E', this.at)
    const text = this.text.slice(this.at, end < 0 ? undefined : end)
    this.at = end < 0 ? this.text.length : end + 2
    return text
  }

  skipComments(): void {
    while (this.takeMatch(/[ \t\n\v\f\r]+|#[^\n\r\u0085\u2028\u2029]*/y) !== undefined);
  }

  /** Takes what follows a backslash where it stands for one character: `n`, `x41`, `u0041`, `.`. */
  takeEscapedCodePoint(): number {
    const coded =
      this.takeMatch(/0[0-3][0-7]{2}|0[0-7]{1,2}/y)?.slice(1) ??
      undefined
    if (coded !== undefined) return Number.parseInt(coded, 8)
    const hex = this.takeMatch(/x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|x\{[0-9a-fA-F]{1,6}\}/y)
    if (hex !== undefined) return this.hexadecimal(hex.replace(/[xu{}]/g, ''))
    const control = this.takeMatch(/c[^]/y)
    if (control !== undefined) return control.charCodeAt(1) ^ 64
    const char = this.takeCodePoint()
    const known = namedCharacters.get(char)
    if (known !== undefined) return known
    if (/[a-zA-Z0-9]/.test(char)) throw this.refuse('Illegal/unsupported escape sequence')
    return char.codePointAt(0) ?? 0
  }

  refuse(why: string): JavaException {
    return new JavaException(`java.util.regex.PatternSyntaxException: ${why} near index ${this.at}`)
  }

  private hexadecimal(digits: string): number {
    const code = Number.parseInt(digits, 16)
    if (code > 0x10ffff) throw this.refuse('Hexadecimal codepoint is too big')
    return code
  }
}

const namedCharacters: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['f', 12],
  ['a', 7],
  ['e', 27],
])
