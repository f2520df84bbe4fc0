/** Node's timers take no more. */
const longestTimerMs = 2 ** 31 - 1

/** A time limit that is set anew for every event. To set one costs no timer: the last one looks again when it fires. */
export class Deadline {
  readonly #clock: () => number
  readonly #onPassed: () => void
  /** Undefined while nothing is under way. */
  #due: number | undefined
  #timer: { readonly handle: NodeJS.Timeout; readonly due: number } | undefined

  /** `clock` never jumps. */
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
    this.#wait(ms, due)
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

  #wait(ms: number, due: number): void {
    const handle = setTimeout(() => this.#look(), Math.min(ms, longestTimerMs))
    this.#timer = { handle, due }
  }

  #look(): void {
    this.#timer = undefined
    if (this.#due === undefined) return
    const rest = this.#due - this.#clock()
    if (rest > 0) return this.#wait(rest, this.#due)
    this.#due = undefined
    this.#onPassed()
  }
}
