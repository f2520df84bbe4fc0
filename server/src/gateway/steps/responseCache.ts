import { fieldValues } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import type { CacheSettings } from '../cache/cacheSettings.ts'
import { cacheKeyOf, cachingOf } from '../cache/cacheSettings.ts'
import type { CachedAnswer, ResponseCache } from '../cache/responseCache.ts'
import { GatewayError } from '../gatewayError.ts'
import type { MethodCall } from '../methodCall.ts'
import type { StepReport, TraceRecorder } from '../trace.ts'
import type { World } from '../world.ts'

/** What the cache of a stage has for a request. */
export interface CacheOutcome {
  /** Undefined where answers of the method are not cached; what the metrics count. */
  readonly result: 'hit' | 'miss' | undefined
  /** On a hit. */
  readonly cached?: CachedAnswer
  /** What else the answer gets, hit or miss. */
  readonly headers: readonly (readonly [string, string])[]
  /** Keeps the answer of a miss. */
  readonly store: (fresh: CachedAnswer) => void
}

/**
 * Looks for an answer in the cache of the stage; there is no such step where a stage has none. AWS documents that the
 * cache answers in the place of the endpoint: after the client was let in and its request found valid, before anything
 * is made for the endpoint. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
export function responseCache(call: MethodCall, world: World, trace: TraceRecorder): CacheOutcome {
  const caching = cachingOf(call)
  const origin = (call.served.stage.cacheCluster ?? call.served.stage).origin
  if (caching.type === 'off') {
    const { reason } = caching
    if (reason !== undefined)
      trace.step('responseCache', tell => tell(() => ({ state: 'skipped', summary: reason, origin })))
    return none
  }
  const { settings } = caching
  return trace.step('responseCache', tell => {
    tell(() => ({ state: 'failed', summary: '', origin: (settings.setting ?? { origin }).origin }))
    const cache = cacheOf(call, settings, world)
    const key = cacheKeyOf(call)
    const demand = invalidation(call, settings)
    const now = world.now()
    const found = demand.isGranted ? undefined : cache.find(key.text, now)
    const told: Omit<StepReport, 'summary'> = {
      state: 'passed',
      origin: settings.setting?.origin ?? origin,
    }
    if (found) {
      const age = Math.floor(found.ageMs / 1000)
      const left = Math.ceil((settings.ttlMs - found.ageMs) / 1000)
      tell(() => ({
        ...told,
        summary: `HIT, ${age} s old, ${left} s left: \`${key.text}\`${demand.note}`,
      }))
      return { result: 'hit', cached: found, headers: demand.headers, store: () => undefined }
    }
    tell(() => ({
      ...told,
      summary: `MISS, the answer is kept for ${settings.ttlMs / 1000} s: \`${key.text}\`${demand.note}`,
    }))
    return {
      result: 'miss',
      headers: demand.headers,
      store: fresh => {
        if (cache.store(key, fresh, world.now(), settings.ttlMs)) return
        const summary = `MISS, the answer is larger than 1 MB and not kept: \`${key.text}\`${demand.note}`
        tell(() => ({ ...told, summary }))
      },
    }
  })
}

const none: CacheOutcome = { result: undefined, headers: [], store: () => undefined }

// A canary has a cache of its own unless it uses its stage's.
function cacheOf({ served }: MethodCall, { capacity }: CacheSettings, world: World): ResponseCache {
  const { stage, api, isCanary } = served
  const isApart = isCanary === true && valueOf(stage.canary?.useStageCache) !== true
  return world.state.cacheOf(api.id, stage.name, capacity, isApart ? 'canary' : 'stage')
}

/** A client's wish that the cache forgets, and what becomes of it. */
interface Invalidation {
  readonly isGranted: boolean
  readonly headers: readonly (readonly [string, string])[]
  /** For the trace, behind a semicolon. */
  readonly note: string
}

/** As AWS sends it. */
const warning = [
  'Warning',
  '199 Cache-control headers were ignored because the caller was unauthorized.',
] as const

function invalidation(call: MethodCall, settings: CacheSettings): Invalidation {
  if (!asksForFresh(call)) return { isGranted: false, headers: [], note: '' }
  if (!settings.requiresAuthorization)
    return { isGranted: true, headers: [], note: '; `Cache-Control: max-age=0` asked for a fresh answer' }
  if (call.mayInvalidateCache?.())
    return { isGranted: true, headers: [], note: '; the caller may ask for a fresh answer' }
  const reason =
    '`Cache-Control: max-age=0` needs a signed request of a caller who may `execute-api:InvalidateCache`'
  if (settings.strategy === 'FAIL_WITH_403') throw new GatewayError('ACCESS_DENIED', reason)
  const isSilent = settings.strategy === 'SUCCEED_WITHOUT_RESPONSE_HEADER'
  return { isGranted: false, headers: isSilent ? [] : [warning], note: `; ignored: ${reason}` }
}

function asksForFresh(call: MethodCall): boolean {
  return fieldValues(call.incoming.request.headers, 'cache-control')
    .flatMap(value => value.split(','))
    .some(directive => /^\s*max-age\s*=\s*"?0"?\s*$/i.test(directive))
}
