/** The time in which something is held up by a debugger: it does not pass for the gateway. */
export class HeldTime {
  readonly #clock: () => number
  readonly #holders = new Set<unknown>()
  #since = 0
  #ms = 0
  readonly #changed: () => void

  /** `clock` gives milliseconds and never jumps; `changed` hears that time stands still, or passes again. */
  constructor(clock: () => number, changed: () => void = () => undefined) {
    this.#clock = clock
    this.#changed = changed
  }

  /** Whether it stands still now. */
  get isHeld(): boolean {
    return this.#holders.size > 0
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
    const isFirst = this.#holders.size === 0
    if (isFirst) this.#since = this.#clock()
    this.#holders.add(holder)
    if (isFirst) this.#changed()
  }

  /** Harmless for one that does not hold. */
  release(holder: unknown): void {
    if (!this.#holders.delete(holder) || this.#holders.size > 0) return
    this.#ms += this.#clock() - this.#since
    this.#changed()
  }
}
