/** Numbers for things that a client asks for later; 0 is none. */
export class Handles<T> {
  readonly #things = new Map<number, T>()
  #last = 0

  create(thing: T): number {
    this.#things.set(++this.#last, thing)
    return this.#last
  }

  get(handle: number): T | undefined {
    return this.#things.get(handle)
  }

  forget(isGone: (thing: T) => boolean): void {
    for (const [handle, thing] of this.#things) if (isGone(thing)) this.#things.delete(handle)
  }

  clear(): void {
    this.#things.clear()
  }
}
