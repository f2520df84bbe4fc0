import type { Cursor } from './cursor.ts'
import type { FunctionArgument, JsonPath } from './syntax.ts'

/** Reads a path that is a part of another one, beginning at an offset of the whole. */
export type ReadPart = (text: string, offset: number) => JsonPath

/**
 * Reads the arguments of a function, from behind its `(` to behind its `)`: paths, and JSON that begins with `{`, `"`,
 * `-` or a digit. Others are passed over, as json-path does.
 */
export function parseArguments(cursor: Cursor, name: string, readPath: ReadPart): FunctionArgument[] {
  return new ArgumentReader(cursor, name, readPath).read()
}

class ArgumentReader {
  readonly #cursor: Cursor
  readonly #name: string
  readonly #readPath: ReadPart
  readonly #arguments: FunctionArgument[] = []
  #type: FunctionArgument['type'] | undefined
  #text = ''
  #start = 0
  #parentheses = 1
  #brackets = 0
  #braces = 0
  #quotes = 0

  constructor(cursor: Cursor, name: string, readPath: ReadPart) {
    this.#cursor = cursor
    this.#name = name
    this.#readPath = readPath
  }

  read(): FunctionArgument[] {
    const cursor = this.#cursor
    let isOver = false
    let prior = ''
    while (cursor.isInside() && !isOver) {
      const character = cursor.current
      cursor.position++
      if (this.#type === undefined && ' \t\n\r'.includes(character)) continue
      this.#type ??= this.#begin(character)
      this.#count(character, prior)
      if (character === ')' && (this.#parentheses < 0 || prior === '(')) this.#text += character
      if ((character === ')' || character === ',') && this.#isBetween(character)) {
        isOver = this.#parentheses === 0
        this.#finish()
      }
      const separates =
        character === ',' && this.#braces === 0 && this.#brackets === 0 && this.#parentheses === 1
      if (this.#type !== undefined && !separates) this.#text += character
      prior = character
    }
    if (this.#braces !== 0 || this.#parentheses !== 0 || this.#brackets !== 0)
      throw cursor.fault(`The arguments of '${this.#name}' are not closed`)
    return this.#arguments
  }

  #begin(character: string): FunctionArgument['type'] | undefined {
    this.#start = this.#cursor.position - 1
    if (/[{0-9"-]/.test(character)) return 'json'
    return character === '$' || character === '@' ? 'path' : undefined
  }

  #count(character: string, prior: string): void {
    if (character === '"') this.#quotes += prior !== '\\' && this.#quotes > 0 ? -1 : 1
    else if (character === '(') this.#parentheses++
    else if (character === '{') this.#braces++
    else if (character === '[') this.#brackets++
    else if (character === ')') this.#parentheses--
    else if (character === '}') this.#braces = this.#closed(this.#braces, character)
    else if (character === ']') this.#brackets = this.#closed(this.#brackets, character)
  }

  #closed(depth: number, character: string): number {
    if (depth === 0) throw this.#cursor.fault(`'${character}' closes nothing`, this.#cursor.position - 1)
    return depth - 1
  }

  /** Whether an argument ends here: outside of quotes, braces and brackets, at this function's own level. */
  #isBetween(character: string): boolean {
    const isOutside = this.#quotes === 0 && this.#braces === 0 && this.#brackets === 0
    return isOutside && ((this.#parentheses === 0 && character === ')') || this.#parentheses === 1)
  }

  #finish(): void {
    if (this.#type === 'json') this.#arguments.push({ type: 'json', text: this.#text })
    else if (this.#type === 'path') {
      const path = this.#readPath(this.#text, this.#cursor.base + this.#start)
      this.#arguments.push({ type: 'path', path })
    } else return
    this.#text = ''
    this.#type = undefined
  }
}
