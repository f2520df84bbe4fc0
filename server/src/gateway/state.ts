import { ResponseCache } from './cache/responseCache.ts'
import { Refusals } from './limits/refusals.ts'
import { TokenBuckets } from './limits/tokenBuckets.ts'
import { Usage } from './limits/usage.ts'
import { Connections } from './websocket/connection.ts'

/**
 * What AWS keeps from one request to the next: buckets, used quotas, cached answers. It outlives the definitions that are
 * read anew while the gateway runs, and one state serves all APIs of a definition, as an account does.
 */
export class GatewayState {
  /** By the key of the bucket, or the name of the client whose quota was used up. */
  readonly refusals = new Refusals()
  readonly buckets = new TokenBuckets(this.refusals)
  readonly usage = new Usage()
  /** Of WebSocket APIs. */
  readonly connections = new Connections()
  readonly #caches = new Map<string, ResponseCache>()
  #offsetMs = 0

  /** How far the clock was moved, in milliseconds: what `World.now` adds to the machine's. */
  get clockOffset(): number {
    return this.#offsetMs
  }

  /** Moves the clock forward: buckets fill, quotas begin anew, cached answers grow old. */
  advanceClock(ms: number): void {
    this.#offsetMs += Math.max(0, ms)
  }

  /** The cache of a stage or of its canary. `capacity` in bytes; another one than before empties it, as on AWS. */
  cacheOf(apiId: string, stage: string, capacity: number, side: 'stage' | 'canary'): ResponseCache {
    const name = cacheName(stage, apiId, side)
    const known = this.#caches.get(name)
    if (known?.capacity === capacity) return known
    const cache = new ResponseCache(capacity)
    this.#caches.set(name, cache)
    return cache
  }

  /** The cache of a stage or of its canary where something was kept already. */
  knownCache(apiId: string, stage: string, side: 'stage' | 'canary'): ResponseCache | undefined {
    return this.#caches.get(cacheName(stage, apiId, side))
  }

  /** Empties the caches of a stage (of one API where it is given), or of all. Returns how many answers there were. */
  flushCache(stage?: string, apiId?: string): number {
    const flushed = [...this.#caches].filter(([name]) => {
      const [ofStage, ofApi] = JSON.parse(name) as readonly string[]
      return (stage === undefined || stage === ofStage) && (apiId === undefined || apiId === ofApi)
    })
    return flushed.reduce((count, [, cache]) => count + cache.flush(), 0)
  }

  /** Forgets what was used of quotas and fills all buckets. */
  resetUsage(): void {
    this.usage.reset()
    this.buckets.reset()
  }
}

function cacheName(stage: string, apiId: string, side: 'stage' | 'canary'): string {
  return JSON.stringify([stage, apiId, side])
}
