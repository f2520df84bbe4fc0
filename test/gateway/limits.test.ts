import { describe, expect, it, test } from 'vitest'
import { ResponseCache } from '../../server/src/gateway/cache/responseCache.ts'
import { readDuration } from '../../server/src/gateway/isoDuration.ts'
import { TokenBuckets } from '../../server/src/gateway/limits/tokenBuckets.ts'
import type { QuotaLimit } from '../../server/src/gateway/limits/usage.ts'
import { Usage } from '../../server/src/gateway/limits/usage.ts'
import { GatewayState } from '../../server/src/gateway/state.ts'
import { stateControls } from '../../server/src/gateway/stateControls.ts'
import { fidelity } from '../support/fidelity.ts'

describe('a token bucket', () => {
  fidelity('Keys, limits and caches', 'Throttling: rate and burst of a bucket', {
    by: 'documentation',
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
  })

  const bucket = { name: 'b', key: 'b', limit: { rate: 10, burst: 3 } }

  it('takes a burst, then as many a second as its rate, and never more than its size', () => {
    const buckets = new TokenBuckets()
    const taken = (now: number) => buckets.take([bucket], now) === undefined
    expect([0, 0, 0, 0].map(taken)).toEqual([true, true, true, false])
    expect([99, 100, 100].map(taken)).toEqual([false, true, false])
    expect([60_000, 60_000, 60_000, 60_000].map(taken)).toEqual([true, true, true, false])
  })

  it('loses nothing when another bucket refuses', () => {
    const buckets = new TokenBuckets()
    const empty = { name: 'none', key: 'n', limit: { rate: 0, burst: 0 } }
    expect(buckets.take([bucket, empty], 0)).toBe(empty)
    expect(buckets.left(bucket, 0)).toBe(3)
  })

  it('takes the size that a definition which is read anew gives it', () => {
    const buckets = new TokenBuckets()
    buckets.take([bucket], 0)
    expect(buckets.left({ ...bucket, limit: { rate: 10, burst: 1 } }, 0)).toBe(1)
    expect(buckets.left({ ...bucket, limit: { rate: 10, burst: 100 } }, 1000)).toBe(11)
  })
})

describe('a quota', () => {
  const monday = Date.UTC(2026, 10, 23, 12)
  const hour = 3_600_000

  test.each<[QuotaLimit['period'], string]>([
    ['DAY', '2026-11-24T00:00:00.000Z'],
    ['WEEK', '2026-11-29T00:00:00.000Z'],
    ['MONTH', '2026-12-01T00:00:00.000Z'],
  ])('of a %s begins anew at midnight UTC', (period, next) => {
    const usage = new Usage()
    const quota = { limit: 5, offset: 2, period }
    usage.add('k', quota, monday)
    const { used, limit, resetsAt } = usage.of('k', quota, monday + hour)
    expect([used, limit, new Date(resetsAt).toISOString()]).toEqual([1, 3, next])
    expect(usage.of('k', quota, resetsAt - 1).used).toBe(1)
    expect(usage.of('k', quota, resetsAt)).toMatchObject({ used: 0, limit: 5 })
    usage.reset()
    expect(usage.of('k', quota, monday)).toMatchObject({ used: 0, limit: 3 })
  })
})

const keyOf = (text: string) => ({ text, method: 'GET', namespace: `/${text}`, parameters: [] })

describe('a response cache', () => {
  const answer = (size: number) => ({
    answer: { status: 200, headers: [], body: new Uint8Array(size) },
    from: 'mock' as const,
  })

  it('forgets by age, by size what was asked for longest ago, and on demand', () => {
    const cache = new ResponseCache(2500)
    for (const key of ['a', 'b']) cache.store(keyOf(key), answer(1000), 0, 1000)
    expect(cache.find('a', 500)?.ageMs).toBe(500)
    cache.store(keyOf('c'), answer(1000), 500, 1000)
    expect(['a', 'b', 'c'].map(key => cache.find(key, 999) !== undefined)).toEqual([true, false, true])
    expect(cache.find('a', 1000)).toBeUndefined()
    expect(cache.flush()).toBe(1)
    expect(cache.find('c', 999)).toBeUndefined()
  })

  it('keeps no answer of more than 1 MB', () => {
    const cache = new ResponseCache(10_000_000)
    expect(cache.store(keyOf('k'), answer(1_048_577), 0, 1000)).toBe(false)
    expect(cache.store(keyOf('k'), answer(1_048_576), 0, 1000)).toBe(true)
  })
})

test.each([
  ['PT1H', 3_600_000],
  ['P1DT30M', 88_200_000],
  ['P2W', 1_209_600_000],
  ['PT0.5S', 500],
  ['P', undefined],
  ['PT', undefined],
  ['1h', undefined],
  ['PT-1H', undefined],
])('the duration %s', (text, ms) => {
  expect(readDuration(text)).toBe(ms)
})

describe('changes of the state', () => {
  const change = (state: GatewayState, path: string, input?: unknown) =>
    stateControls.get(path)?.(input, state, () => state.clockOffset)

  it('move the clock forward', () => {
    const state = new GatewayState()
    expect(change(state, 'clock', { advance: 'PT1H' })).toEqual({
      json: { now: '1970-01-01T01:00:00.000Z' },
    })
    expect(change(state, 'clock', { advance: 'yesterday' })).toHaveProperty('fault')
    expect(change(state, 'clock', { advance: 'P99999W' })).toHaveProperty('fault')
    expect(state.clockOffset).toBe(3_600_000)
  })

  it('empty the caches of one stage or of all', () => {
    const state = new GatewayState()
    const fill = () => {
      for (const stage of ['dev', 'dev2'])
        state
          .cacheOf('api', stage, 1000, 'stage')
          .store(
            keyOf('k'),
            { answer: { status: 200, headers: [], body: new Uint8Array() }, from: 'mock' },
            0,
            1000,
          )
    }
    fill()
    expect(change(state, 'cache/flush', { stage: 'dev' })).toEqual({ json: { flushed: 1 } })
    fill()
    expect(change(state, 'cache/flush')).toEqual({ json: { flushed: 2 } })
  })

  it('fill buckets and quotas', () => {
    const state = new GatewayState()
    const bucket = { name: 'b', key: 'b', limit: { rate: 0, burst: 1 } }
    state.buckets.take([bucket], 0)
    expect(change(state, 'usage/reset')).toEqual({ json: {} })
    expect(state.buckets.left(bucket, 0)).toBe(1)
  })
})
