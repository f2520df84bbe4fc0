import type { SourceLine } from '../../protocol/trace.ts'

/** The answer of an authorizer's function, as JSON text. */
export interface AuthorizerVerdict {
  readonly payload: string
  /** The handler. */
  readonly source?: SourceLine | undefined
  /** Milliseconds that it stays in the cache; unset where the function was called for this request. */
  readonly leftMs?: number | undefined
}

/** A result that is kept, with the answer that it was read from. */
export interface Kept<T> {
  readonly authorization: T
  readonly verdict: AuthorizerVerdict
}

/** As many results as are kept at once; the oldest go first. */
const mostEntries = 10_000

/** Results of an API's Lambda authorizers until their time to live is over. */
export class AuthorizerCache<T> {
  readonly #entries = new Map<string, { readonly value: T; readonly expiresAt: number }>()

  /** A result that is still good at `now` (milliseconds since 1970). */
  find(key: string, now: number): { readonly value: T; readonly leftMs: number } | undefined {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    if (entry.expiresAt > now) return { value: entry.value, leftMs: entry.expiresAt - now }
    this.#entries.delete(key)
    return undefined
  }

  keep(key: string, value: T, expiresAt: number): void {
    this.#entries.delete(key)
    this.#entries.set(key, { value, expiresAt })
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > mostEntries && oldest !== undefined) this.#entries.delete(oldest)
  }

  /** Forgets everything; returns how many results that were. */
  flush(): number {
    const count = this.#entries.size
    this.#entries.clear()
    return count
  }
}
