import { PathSyntaxError } from './syntax.ts'

/**
 * A place in a path's text. The text may be a part of a longer one, beginning at `base` there; faults name the
 * place in the whole. Blanks are spaces only, as in json-path.
 */
export class Cursor {
  readonly text: string
  readonly base: number
  position = 0
  /** Where the part that is read ends; filters leave their closing bracket out, yet can see it. */
  end: number

  constructor(text: string, base: number) {
    this.text = text
    this.base = base
    this.end = text.length
  }

  get current(): string {
    return this.at(this.position)
  }

  at(position: number): string {
    const character = this.text.charAt(position)
    if (character === '') throw this.fault('The path ends too early', position)
    return character
  }

  isInside(position = this.position): boolean {
    return position >= 0 && position < this.end
  }

  /** Whether nothing follows the current character. */
  get isLast(): boolean {
    return this.position >= this.end - 1
  }

  trim(): void {
    this.skipBlanks()
    while (this.position < this.end - 1 && this.text.charAt(this.end - 1) === ' ') this.end--
  }

  /** Skips blanks, but never the last character. */
  skipBlanks(): this {
    while (this.position < this.end - 1 && this.current === ' ') this.position++
    return this
  }

  /** Where the next character that is no blank stands; the end when there is none. */
  nextSignificant(position: number): number {
    let next = position + 1
    while (this.isInside(next) && this.text.charAt(next) === ' ') next++
    return next
  }

  nextSignificantIs(position: number, character: string): boolean {
    const next = this.nextSignificant(position)
    return this.isInside(next) && this.text.charAt(next) === character
  }

  /** The last character before the current one that is no blank, or a blank. */
  previousSignificant(): { position: number; character: string } {
    let previous = this.position - 1
    while (this.isInside(previous) && this.text.charAt(previous) === ' ') previous--
    return this.isInside(previous)
      ? { position: previous, character: this.text.charAt(previous) }
      : { position: -1, character: ' ' }
  }

  /** Where `character` stands next after `position` without a backslash before it; -1 when nowhere. */
  indexOfUnescaped(position: number, character: string): number {
    for (let index = position + 1; this.isInside(index); index++) {
      const found = this.text.charAt(index)
      if (found === '\\') index++
      else if (found === character) return index
    }
    return -1
  }

  /** Where the bracket at `position` closes; strings, and regular expressions if asked for, are skipped. -1: nowhere. */
  indexOfClosing(position: number, open: string, close: string, skipped: string): number {
    let depth = 1
    for (let index = position + 1; this.isInside(index); index++) {
      for (const delimiters of [QUOTES, skipped]) {
        if (!delimiters.includes(this.at(index))) continue
        const end = this.indexOfUnescaped(index, this.at(index))
        if (end < 0) throw this.fault(`The ${this.at(index)} is not closed`, index)
        index = end + 1
      }
      const character = this.at(index)
      if (character === open) depth++
      if (character === close && --depth === 0) return index
    }
    return -1
  }

  fault(message: string, start = this.position, end = start + 1): PathSyntaxError {
    const clamp = (offset: number) => this.base + Math.min(Math.max(offset, 0), this.text.length)
    return new PathSyntaxError(message, clamp(start), clamp(end))
  }
}

const QUOTES = `'"`
