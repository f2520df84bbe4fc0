/** What was made of texts lately, so that the same text is not read again. Long texts are not kept. */
export class Recent<T> {
  readonly #values = new Map<string, T>()
  readonly #most: number
  readonly #longest: number

  /** `most` texts of at most `longest` characters are kept. */
  constructor(most: number, longest: number) {
    this.#most = most
    this.#longest = longest
  }

  /** What `make` makes of a text; what it throws is not kept. */
  of(text: string, make: (text: string) => T): T {
    if (text.length > this.#longest) return make(text)
    const known = this.#values.get(text)
    if (known !== undefined) return known
    const made = make(text)
    if (this.#values.size >= this.#most) this.#values.clear()
    this.#values.set(text, made)
    return made
  }
}
