/**
 * Reads JSON as leniently as API Gateway reads what a MOCK's request template gives: names and words without quotes,
 * single quotes and trailing commas are let through. Undefined for text that is no JSON even so.
 */
export function readLenientJson(text: string): unknown {
  const reader = new LenientReader(text)
  return reader.whole()
}

class Malformed extends Error {}

class LenientReader {
  readonly #text: string
  #index = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): unknown {
    try {
      const value = this.#value()
      this.#blank()
      return this.#index === this.#text.length ? value : undefined
    } catch (error) {
      if (error instanceof Malformed) return undefined
      throw error
    }
  }

  #value(): unknown {
    this.#blank()
    const first = this.#text[this.#index]
    if (first === '{') return this.#mapping()
    if (first === '[') return this.#list()
    if (first === '"' || first === "'") return this.#quoted(first)
    return wordValue(this.#word())
  }

  #mapping(): Record<string, unknown> {
    const entries: [string, unknown][] = []
    this.#index++
    while (!this.#takes('}')) {
      this.#blank()
      const quote = this.#text[this.#index]
      const name = quote === '"' || quote === "'" ? this.#quoted(quote) : this.#word()
      if (!this.#takes(':')) throw new Malformed()
      entries.push([name, this.#value()])
      if (!this.#takes(',') && !this.#sees('}')) throw new Malformed()
    }
    return Object.fromEntries(entries)
  }

  #list(): unknown[] {
    const items: unknown[] = []
    this.#index++
    while (!this.#takes(']')) {
      items.push(this.#value())
      if (!this.#takes(',') && !this.#sees(']')) throw new Malformed()
    }
    return items
  }

  #quoted(quote: string): string {
    let value = ''
    for (this.#index++; this.#index < this.#text.length; this.#index++) {
      const character = this.#text.charAt(this.#index)
      if (character === quote) {
        this.#index++
        return value
      }
      // A MOCK looks at nothing but a number, so an escape need only not end the string.
      if (character === '\\') this.#index++
      value += this.#text.charAt(this.#index)
    }
    throw new Malformed()
  }

  #word(): string {
    const word = /^[^\s{}[\]:,"']+/.exec(this.#text.slice(this.#index))?.[0]
    if (word === undefined) throw new Malformed()
    this.#index += word.length
    return word
  }

  #takes(character: string): boolean {
    const isThere = this.#sees(character)
    if (isThere) this.#index++
    return isThere
  }

  #sees(character: string): boolean {
    this.#blank()
    return this.#text[this.#index] === character
  }

  #blank(): void {
    while (/\s/.test(this.#text.charAt(this.#index))) this.#index++
  }
}

function wordValue(word: string): unknown {
  if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(word)) return Number(word)
  if (word === 'true' || word === 'false') return word === 'true'
  return word === 'null' ? null : word
}
