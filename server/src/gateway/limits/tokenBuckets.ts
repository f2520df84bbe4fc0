import type { Origin } from '../../base/origin.ts'

/** A rate of requests a second, and how many may come at once. */
export interface Limit {
  readonly rate: number
  readonly burst: number
}

/** A bucket by its name, of the size that its limit gives it now. */
export interface Bucket {
  /** What the trace calls it: `method GET /books of the stage`. */
  readonly name: string
  readonly key: string
  readonly limit: Limit
  /** What states the limit; unset for the account's. */
  readonly origin?: Origin
}

/**
 * Token buckets: full at first, each request takes one token, and tokens come back at the rate of the limit.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export class TokenBuckets {
  readonly #levels = new Map<string, { tokens: number; at: number }>()

  /** Takes a token of each bucket; when one has none, takes nothing and names it. `now` is in milliseconds. */
  take(buckets: readonly Bucket[], now: number): Bucket | undefined {
    const levels = buckets.map(bucket => this.#level(bucket, now))
    const empty = levels.findIndex(({ tokens }) => tokens < 1)
    if (empty >= 0) return buckets[empty]
    for (const level of levels) level.tokens--
    return undefined
  }

  /** How many requests a bucket takes at once right now. */
  left(bucket: Bucket, now: number): number {
    return Math.floor(this.#level(bucket, now).tokens)
  }

  /** Fills all buckets. */
  reset(): void {
    this.#levels.clear()
  }

  #level({ key, limit }: Bucket, now: number): { tokens: number; at: number } {
    const level = this.#levels.get(key) ?? { tokens: limit.burst, at: now }
    const refilled = level.tokens + (Math.max(0, now - level.at) / 1000) * limit.rate
    // Tokens of thousandths add up to a whole one that binary fractions just miss.
    level.tokens = Math.min(limit.burst, Math.round(refilled * 1e6) / 1e6)
    level.at = now
    this.#levels.set(key, level)
    return level
  }
}
