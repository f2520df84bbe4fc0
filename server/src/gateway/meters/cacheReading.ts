import { valueOf } from '../../base/origin.ts'
import type { CacheEntry, CacheReading } from '../../protocol/gatewayMeters.ts'
import type { Kept } from '../cache/responseCache.ts'
import type { GatewayState } from '../state.ts'
import { cut } from './cut.ts'
import type { Place } from './limitReadings.ts'

/** How many entries are listed. */
const mostEntries = 200

const sides = ['stage', 'canary'] as const

/** What the caches of a stage and of its canary hold, filtered by a part of their keys. */
export function readCache(
  { api, stage }: Place,
  state: GatewayState,
  now: number,
  filter: string,
): CacheReading {
  const caches = sides.flatMap(side => {
    const cache = state.knownCache(api.id, stage.name, side)
    return cache ? [{ side, cache, kept: cache.entries(now) }] : []
  })
  const wanted = filter.toLowerCase()
  const all = caches.flatMap(({ side, kept }) => kept.map(entry => ({ side, entry })))
  const matching = all.filter(({ entry }) => entry.key.text.toLowerCase().includes(wanted))
  return {
    isOn: valueOf(stage.cacheCluster?.isEnabled) === true,
    size: all.reduce((sum, { entry }) => sum + entry.size, 0),
    capacity: Math.max(0, ...caches.map(({ cache }) => cache.capacity)),
    count: all.length,
    matching: matching.length,
    entries: matching.slice(0, mostEntries).map(({ side, entry }) => entryOf(side, entry)),
  }
}

/** Forgets one answer by its id in a reading; whether it was there. */
export function forgetEntry(apiId: string, stage: string, id: string, state: GatewayState): boolean {
  const [side, number] = id.split(' ')
  const known = sides.find(each => each === side)
  return (known && state.knownCache(apiId, stage, known)?.forget(Number(number))) ?? false
}

function entryOf(
  side: CacheEntry['side'],
  { id, key, answer, size, storedAt, expiresAt, hits }: Kept,
): CacheEntry {
  return {
    id: `${side} ${id}`,
    side,
    method: cut(key.method),
    namespace: cut(key.namespace),
    parameters: key.parameters.map(([name, value]) => [cut(name), cut(value)]),
    status: answer.status,
    size,
    storedAt,
    expiresAt,
    hits,
  }
}
