/** An event waits behind others in a process only while these take less than this, in milliseconds, on average. */
const shortMs = 1
/** Events by which that is judged. */
const fewestRuns = 10

/** Milliseconds to wake an idle process, roughly: the switch of processes and the first read. */
const wakeMs = 1

/** Milliseconds after which an event is no short one, and events that wait behind it are given to other processes. */
export const longRunMs = 10

/** Events that a process is given at most. */
export const mostSharedRuns = 64

/**
 * Whether the events of a function are so short that to hand several over at once pays: the way to the process costs more
 * than they do. One long event, and it is judged anew.
 */
export class ShortRuns {
  #count = 0
  #averageMs = 0

  get areShort(): boolean {
    return this.#count >= fewestRuns && this.#averageMs < shortMs
  }

  /** Whether as many events are over in the time that it takes to wake an idle process. */
  isWaitShort(runs: number): boolean {
    return runs * this.#averageMs < wakeMs
  }

  learn(ms: number): void {
    if (ms > longRunMs) this.forget()
    this.#averageMs = this.#count === 0 ? ms : this.#averageMs * 0.9 + ms * 0.1
    this.#count++
  }

  forget(): void {
    this.#count = 0
  }
}
