import type { HttpResponse } from '../messages.ts'

/** The answer of an integration, kept for the requests that follow. */
export interface CachedAnswer {
  readonly answer: HttpResponse
  /** What the integration was, as `Returned` has it. */
  readonly from: 'lambdaProxy' | 'lambda' | 'http' | 'mock' | 'stub'
}

/** Under what an answer is kept. */
export interface CacheKey {
  /** All of it in one line, and what tells answers apart. */
  readonly text: string
  readonly method: string
  /** The resource, unless the integration names another. */
  readonly namespace: string
  /** The cache key parameters with their values, each as JSON and empty where it was not sent. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
}

/** A kept answer, for who looks into the cache. */
export interface Kept extends CachedAnswer {
  /** Told to nothing else while the gateway runs. */
  readonly id: number
  readonly key: CacheKey
  /** Milliseconds since 1970. */
  readonly storedAt: number
  readonly expiresAt: number
  /** Bytes. */
  readonly size: number
  readonly hits: number
}

interface Entry extends Kept {
  hits: number
}

/** AWS keeps no larger answer. */
export const largestCached = 1_048_576

/** What one stage's cache cluster holds; the answer that was asked for longest ago makes room. */
export class ResponseCache {
  /** In bytes. */
  readonly capacity: number
  readonly #entries = new Map<string, Entry>()
  #size = 0
  #lastId = 0

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
    entry.hits++
    return { ...entry, ageMs: now - entry.storedAt }
  }

  /** Keeps an answer; false when it is larger than AWS keeps. */
  store(key: CacheKey, cached: CachedAnswer, now: number, ttlMs: number): boolean {
    const { body, headers } = cached.answer
    if (body.length > largestCached) return false
    this.#remove(key.text)
    const headerSize = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
    const size = body.length + headerSize + key.text.length
    const id = ++this.#lastId
    this.#add(key.text, { ...cached, id, key, storedAt: now, expiresAt: now + ttlMs, size, hits: 0 })
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.capacity) break
      this.#remove(oldest)
    }
    return true
  }

  /** What would still be answered with, the last asked for first. */
  entries(now: number): readonly Kept[] {
    return [...this.#entries.values()].filter(({ expiresAt }) => expiresAt > now).reverse()
  }

  /** Forgets one answer; whether it was there. */
  forget(id: number): boolean {
    const found = [...this.#entries.values()].find(entry => entry.id === id)
    if (found) this.#remove(found.key.text)
    return found !== undefined
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
