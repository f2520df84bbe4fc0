import type { Span } from '../metrics/span.ts'

/** How often a bucket or quota refused, and when last. */
export interface Refused {
  readonly count: number
  /** Milliseconds since 1970. */
  readonly lastAt: number
}

/** The smallest stretch of time that refusals are told apart by. */
const slotMs = 20_000
/** Fifteen days of slots, as long as metrics are kept. */
const mostSlots = (15 * 24 * 60 * 60_000) / slotMs

/** Requests that were refused for their number: by whom, and when. */
export class Refusals {
  readonly #byKey = new Map<string, Refused>()
  readonly #slots = new Map<number, Map<string, number>>()

  add(key: string, at: number): void {
    this.#byKey.set(key, { count: (this.#byKey.get(key)?.count ?? 0) + 1, lastAt: at })
    const start = Math.floor(at / slotMs) * slotMs
    let slot = this.#slots.get(start)
    if (!slot) {
      slot = new Map()
      this.#slots.set(start, slot)
      const [oldest] = this.#slots.keys()
      if (this.#slots.size > mostSlots && oldest !== undefined) this.#slots.delete(oldest)
    }
    slot.set(key, (slot.get(key) ?? 0) + 1)
  }

  of(key: string): Refused | undefined {
    return this.#byKey.get(key)
  }

  /** Refusals in a stretch of time by some of those that refuse. */
  countIn(keys: ReadonlySet<string>, { from, to }: Span): number {
    let count = 0
    for (const [start, slot] of this.#slots) {
      if (start < from || start >= to) continue
      for (const [key, refused] of slot) if (keys.has(key)) count += refused
    }
    return count
  }
}
