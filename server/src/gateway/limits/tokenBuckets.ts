import type { Origin } from '../../base/origin.ts'
import type { Refusals } from './refusals.ts'

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
  readonly #refusals: Refusals | undefined

  /** `refusals` hears of the bucket that was empty. */
  constructor(refusals?: Refusals) {
    this.#refusals = refusals
  }

  /** Takes a token of each bucket; when one has none, takes nothing and names it. `now` is in milliseconds. */
  take(buckets: readonly Bucket[], now: number): Bucket | undefined {
    const levels = buckets.map(bucket => this.#level(bucket, now))
    const empty = levels.findIndex(({ tokens }) => tokens < 1)
    const refusing = buckets[empty]
    if (refusing) {
      this.#refusals?.add(refusing.key, now)
      return refusing
    }
    for (const level of levels) level.tokens--
    return undefined
  }

  /** How many requests a bucket takes at once right now. */
  left(bucket: Bucket, now: number): number {
    return Math.floor(this.#level(bucket, now).tokens)
  }

  /** The tokens of a bucket right now, parts of one included; for who looks on and leaves no trace. */
  tokens({ key, limit }: Bucket, now: number): number {
    const level = this.#levels.get(key)
    if (!level) return limit.burst
    const refilled = level.tokens + (Math.max(0, now - level.at) / 1000) * limit.rate
    // Tokens of thousandths add up to a whole one that binary fractions just miss.
    return Math.min(limit.burst, Math.round(refilled * 1e6) / 1e6)
  }

  /** Fills all buckets. */
  reset(): void {
    this.#levels.clear()
  }

  #level(bucket: Bucket, now: number): { tokens: number; at: number } {
    const level = this.#levels.get(bucket.key) ?? { tokens: 0, at: now }
    level.tokens = this.tokens(bucket, now)
    level.at = now
    this.#levels.set(bucket.key, level)
    return level
  }
}
