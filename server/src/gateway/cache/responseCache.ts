import type { HttpResponse } from '../messages.ts'

/** The answer of an integration, kept for the requests that follow. */
export interface CachedAnswer {
  readonly answer: HttpResponse
  /** What the integration was, as `Returned` has it. */
  readonly from: 'lambdaProxy' | 'lambda' | 'http' | 'mock' | 'stub'
}

interface Entry extends CachedAnswer {
  readonly storedAt: number
  readonly expiresAt: number
  readonly size: number
}

/** AWS keeps no larger answer. */
export const largestCached = 1_048_576

/** What one stage's cache cluster holds; the answer that was asked for longest ago makes room. */
export class ResponseCache {
  /** In bytes. */
  readonly capacity: number
  readonly #entries = new Map<string, Entry>()
  #size = 0

  constructor(capacity: number) {
    this.capacity = capacity
  }

  /** The answer kept under a key, with its age in milliseconds. */
  find(key: string, now: number): (CachedAnswer & { readonly ageMs: number }) | undefined {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    this.#remove(key)
    if (entry.expiresAt <= now) return undefined
    this.#add(key, entry)
    return { ...entry, ageMs: now - entry.storedAt }
  }

  /** Keeps an answer; false when it is larger than AWS keeps. */
  store(key: string, cached: CachedAnswer, now: number, ttlMs: number): boolean {
    const { body, headers } = cached.answer
    if (body.length > largestCached) return false
    this.#remove(key)
    const headerSize = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
    const size = body.length + headerSize + key.length
    this.#add(key, { ...cached, storedAt: now, expiresAt: now + ttlMs, size })
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.capacity) break
      this.#remove(oldest)
    }
    return true
  }

  /** Empties the cache; returns how many answers there were. */
  flush(): number {
    const count = this.#entries.size
    this.#entries.clear()
    this.#size = 0
    return count
  }

  #add(key: string, entry: Entry): void {
    this.#entries.set(key, entry)
    this.#size += entry.size
  }

  #remove(key: string): void {
    this.#size -= this.#entries.get(key)?.size ?? 0
    this.#entries.delete(key)
  }
}
