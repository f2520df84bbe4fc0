/** Node's timers take no more. */
const longestTimerMs = 2 ** 31 - 1

/** Milliseconds after which a clock that stands still is looked at again, at least. */
const standingMs = 50

/** A time limit that is set anew for every event. To set one costs no timer: the last one looks again when it fires. */
export class Deadline {
  readonly #clock: () => number
  readonly #onPassed: () => void
  /** Undefined while nothing is under way. */
  #due: number | undefined
  #timer: { readonly handle: NodeJS.Timeout; readonly due: number; readonly from: number } | undefined

  /** `clock` never jumps. It may stand still while a debugger holds something: that time does not count. */
  constructor(clock: () => number, onPassed: () => void) {
    this.#clock = clock
    this.#onPassed = onPassed
  }

  /** Milliseconds from now. */
  set(ms: number): void {
    const due = this.#clock() + ms
    this.#due = due
    if (this.#timer && this.#timer.due <= due) return
    clearTimeout(this.#timer?.handle)
    this.#wait(ms, due, due - ms)
  }

  /** What was limited has ended. */
  lift(): void {
    this.#due = undefined
  }

  /** Leaves no timer behind. */
  clear(): void {
    this.#due = undefined
    clearTimeout(this.#timer?.handle)
    this.#timer = undefined
  }

  #wait(ms: number, due: number, from: number): void {
    const handle = setTimeout(() => this.#look(), Math.min(ms, longestTimerMs))
    this.#timer = { handle, due, from }
  }

  #look(): void {
    const from = this.#timer?.from
    this.#timer = undefined
    if (this.#due === undefined) return
    const now = this.#clock()
    const rest = this.#due - now
    // Of a clock that has stood all the time nobody knows how long it will.
    if (rest > 0) return this.#wait(now === from ? Math.max(rest, standingMs) : rest, this.#due, now)
    this.#due = undefined
    this.#onPassed()
  }
}
