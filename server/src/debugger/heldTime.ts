/** The time in which something is held up by a debugger: it does not pass for the gateway. */
export class HeldTime {
  readonly #clock: () => number
  readonly #holders = new Set<unknown>()
  #since = 0
  #ms = 0

  /** `clock` gives milliseconds and never jumps. */
  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** Milliseconds so far. */
  get ms(): number {
    return this.msAt(this.#clock())
  }

  /** Milliseconds until `now`: a clock that leaves them out never goes back. */
  msAt(now: number): number {
    return this.#ms + (this.#holders.size > 0 ? now - this.#since : 0)
  }

  /** Time stands still until whoever holds, and everyone else, has let go. */
  hold(holder: unknown): void {
    if (this.#holders.size === 0) this.#since = this.#clock()
    this.#holders.add(holder)
  }

  /** Harmless for one that does not hold. */
  release(holder: unknown): void {
    if (this.#holders.delete(holder) && this.#holders.size === 0) this.#ms += this.#clock() - this.#since
  }
}
