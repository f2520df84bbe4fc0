import { describe, expect, it } from 'vitest'
import { readMetersQuery } from '../../server/src/gateway/meters/readMeters.ts'
import { filteredShopTemplate, serveShop as serve } from '../support/meteredShop.ts'
import { fixedTime } from '../support/world.ts'

// What a gateway counts and keeps, as its control endpoint tells it to who looks on, before and after the clock moved.

const key: readonly (readonly [string, string])[] = [['x-api-key', 'abcdefghijklmnopqrstuvwxyz']]

describe('metrics that are looked at', () => {
  it('have CloudWatch’s names and units, over a window and by route', async () => {
    const { send, read } = serve()
    for (const path of ['/books', '/books', '/fails', '/nowhere']) await send(path)
    const { metrics, stage, stages } = read()
    expect([stage, stages]).toEqual(['dev', ['dev']])
    expect(metrics.series.map(({ name, unit, statistic }) => `${name} ${unit} ${statistic}`)).toEqual([
      'Count Count Sum',
      '4XXError Count Sum',
      '5XXError Count Sum',
      'Latency Milliseconds p95',
      'IntegrationLatency Milliseconds p95',
      'CacheHitCount Count Sum',
      'CacheMissCount Count Sum',
      'Throttled Count Sum',
    ])
    const values = Object.fromEntries(metrics.series.map(({ name, value, share }) => [name, [value, share]]))
    expect(values).toMatchObject({
      Count: [4, null],
      '4XXError': [1, 0.25],
      '5XXError': [1, 0.25],
      CacheHitCount: [1, 0.5],
      CacheMissCount: [1, 0.5],
      Throttled: [0, null],
    })
    expect(metrics.routes.map(({ route, isMock, values: of }) => [route, isMock, of['Count']?.sum])).toEqual([
      ['GET /books', true, 2],
      ['GET /fails', true, 1],
      [undefined, undefined, 1],
    ])
    const ofRoute = read({ route: 'GET /fails' }).metrics
    expect(ofRoute.series.map(({ name, value }) => `${name} ${value}`)).toContain('Count 1')
    expect(ofRoute.series.map(({ name }) => name)).not.toContain('Throttled')
    expect(ofRoute.routes).toHaveLength(3)
  })

  it('are followed by those that metric filters make of the access log, by the same steps', async () => {
    const { send, read, control } = serve(filteredShopTemplate)
    const shown = () =>
      read().metrics.custom.map(({ namespace, name, dimensions, unit, statistic, value }) => [
        `${namespace}/${name}${dimensions.map(pair => ` ${pair.join('=')}`).join('')}`,
        `${statistic} ${unit}`,
        value,
      ])
    expect(shown()).toEqual([
      ['Shop/Length', 'Average Bytes', null],
      ['Shop/ByPath', 'Sum None', null],
      ['Shop/Broken', 'Sum Count', null],
      ['Shop/Never', 'Sum None', null],
    ])
    for (const path of ['/books', '/fails', '/books']) await send(path)
    expect(shown()).toEqual([
      ['Shop/Length', 'Average Bytes', 0],
      ['Shop/ByPath Path=/dev/books', 'Sum None', 2],
      ['Shop/ByPath Path=/dev/fails', 'Sum None', 1],
      ['Shop/Broken', 'Sum Count', 1],
      ['Shop/Never', 'Sum None', null],
    ])
    control('clock', { advance: 'PT1M' })
    await send('/books')
    const broken = read().metrics.custom.find(({ name }) => name === 'Broken')
    // What did not match reports the default, where nothing else of the step did.
    expect([broken?.points.length, broken?.points.slice(-4)]).toEqual([45, [1, null, null, 0]])
    expect(read({ window: '1h' }).metrics.custom[1]?.points.slice(-2)).toEqual([2, 1])
    expect(read({ route: 'GET /fails' }).metrics.customCount).toBe(5)
    expect(serve().read().metrics).toMatchObject({ custom: [], customCount: 0 })
  })

  it('share one time axis, whose last step is now; what the clock left behind is older', async () => {
    const { send, read, control } = serve()
    await send('/books')
    const points = () => read().metrics.series[0]?.points
    expect([points()?.length, points()?.at(-1), points()?.at(0)]).toEqual([45, 1, null])
    control('clock', { advance: 'PT1M' })
    await send('/books')
    expect(points()?.slice(-4)).toEqual([1, null, null, 1])
    const { metrics: ofAnHour } = read({ window: '1h' })
    expect([ofAnHour.stepMs, ofAnHour.series[0]?.value]).toEqual([60_000, 2])
    control('clock', { advance: 'P1D' })
    expect(read().metrics.series[0]).toMatchObject({ name: 'Count', value: null })
    const { metrics, clock } = read({ window: 'start' })
    expect([clock.offsetMs, metrics.stepMs, metrics.series[0]?.value]).toEqual([86_460_000, 900_000, 2])
    expect(metrics.series[0]?.points.length).toBeLessThanOrEqual(120)
  })

  it('lead to the requests behind the errors, why they failed, and their traces', async () => {
    const { send, read, control, store } = serve()
    await send('/books')
    await send('/nowhere', 'token=secret')
    control('clock', { advance: 'PT1M' })
    for (let count = 0; count < 3; count++) await send('/fails')
    const failures = () => read().metrics.failures
    expect(failures().map(({ method, path, route, status }) => [method, path, route, status])).toEqual([
      ['GET', '/fails', 'GET /fails', 429],
      ['GET', '/fails', 'GET /fails', 500],
      ['GET', '/fails', 'GET /fails', 500],
      ['GET', '/nowhere', undefined, 403],
    ])
    expect(failures()[0]?.reason).toMatch(/^throttled: method `GET \/fails` takes 0.5 requests a second/)
    expect(failures()[0]?.at).toBe(fixedTime + 60_000)
    expect(failures()[1]).not.toHaveProperty('reason')
    expect(read({ route: 'GET /books' }).metrics.failures).toEqual([])
    const { requestId = '' } = failures()[0] ?? {}
    expect(store.failures.traceOf(requestId)).toMatchObject({ requestId, route: 'GET /fails' })
    for (let count = 0; count < 30; count++) await send('/nowhere')
    expect(failures()).toHaveLength(20)
    expect(store.failures.traceOf(requestId)).toBeUndefined()
  })

  it('are asked for by a query, whose faults are told', () => {
    expect(readMetersQuery(new URLSearchParams('window=1h&route=GET%20%2F&stage='))).toEqual({
      window: '1h',
      route: 'GET /',
    })
    expect(readMetersQuery(new URLSearchParams())).toEqual({ window: '15m' })
    expect(readMetersQuery(new URLSearchParams('window=2h'))).toBe("'window' is 15m, 1h, start, not '2h'")
  })
})

describe('limits that are looked at', () => {
  it('show tokens that come back as time passes, and who was refused', async () => {
    const { send, read, control } = serve()
    const bucket = () => read().limits.buckets.find(({ name }) => name === 'GET /fails')
    expect(bucket()).toMatchObject({ scope: 'method', rate: 0.5, burst: 2, tokens: 2, fullIn: 0, refused: 0 })
    expect([await send('/fails'), await send('/fails'), await send('/fails')]).toEqual([500, 500, 429])
    expect(bucket()).toMatchObject({ tokens: 0, fullIn: 4000, refused: 1, refusedAt: fixedTime })
    expect(read().metrics.series.at(-1)).toMatchObject({ name: 'Throttled', value: 1 })
    control('clock', { advance: 'PT1S' })
    expect(bucket()).toMatchObject({ tokens: 0.5, fullIn: 3000 })
    control('clock', { advance: 'PT3S' })
    expect(bucket()).toMatchObject({ tokens: 2, fullIn: 0, refused: 1 })
    expect(bucket()?.source?.file).toMatch(/yaml$/)
    expect(read().limits.buckets.at(-1)).toMatchObject({ scope: 'account', rate: 10_000, burst: 5000 })
  })

  it('show what is used of a quota until its period ends', async () => {
    const { send, read, control } = serve()
    for (const status of [200, 200, 429]) expect(await send('/orders', '', key)).toBe(status)
    const quota = () => read().limits.quotas[0]
    expect(quota()).toMatchObject({
      keyName: 'reader',
      planName: 'Basic',
      used: 2,
      limit: 2,
      period: 'DAY',
      resetsAt: Date.UTC(2020, 2, 13),
      refused: 1,
    })
    control('clock', { advance: 'PT5H' })
    expect(quota()).toMatchObject({ used: 0, resetsAt: Date.UTC(2020, 2, 14) })
    expect(await send('/orders', '', key)).toBe(200)
    control('usage/reset')
    expect(quota()).toMatchObject({ used: 0 })
  })
})

describe('a cache that is looked at', () => {
  it('shows entries by their keys until they are too old', async () => {
    const { send, read, control } = serve()
    for (const query of ['genre=art', 'genre=art', 'genre=sea', '']) await send('/books', query)
    const entries = () => read().cache.entries
    expect(entries().map(({ namespace, parameters, hits }) => [namespace, parameters, hits])).toEqual([
      ['/books', [['querystring.genre', '']], 0],
      ['/books', [['querystring.genre', '"sea"']], 0],
      ['/books', [['querystring.genre', '"art"']], 1],
    ])
    expect(entries()[0]).toMatchObject({ storedAt: fixedTime, expiresAt: fixedTime + 60_000, status: 200 })
    expect(read({ cacheFilter: 'SEA' }).cache).toMatchObject({ isOn: true, count: 3, matching: 1 })
    control('clock', { advance: 'PT1M' })
    expect(read().cache).toMatchObject({ count: 0, entries: [] })
  })

  it('forgets one entry, or those of one API’s stage', async () => {
    const { send, read, control, apiId } = serve()
    for (const query of ['genre=art', 'genre=sea', 'genre=war']) await send('/books', query)
    const [last] = read().cache.entries
    const place = { apiId, stage: 'dev' }
    expect(control('cache/flush', { ...place, entry: last?.id })).toEqual({ json: { flushed: 1 } })
    expect(control('cache/flush', { ...place, entry: last?.id })).toEqual({ json: { flushed: 0 } })
    expect(control('cache/flush', { entry: 'stage 1' })).toHaveProperty('fault')
    expect(control('cache/flush', { apiId: 'Other', stage: 'dev' })).toEqual({ json: { flushed: 0 } })
    expect(read().cache.count).toBe(2)
    expect(control('cache/flush', place)).toEqual({ json: { flushed: 2 } })
  })

  it('with ten thousand keys lists 200 and counts all; a long key is cut', async () => {
    const { send, read, control } = serve()
    for (let count = 0; count < 10_000; count++) {
      // The account takes 5,000 at once.
      if (count % 5000 === 0) control('clock', { advance: 'PT1S' })
      await send('/books', `genre=${count}`)
    }
    control('clock', { advance: 'PT1S' })
    await send('/books', `genre=${'<script>'.repeat(500)}`)
    const { cache } = read()
    expect([cache.count, cache.matching, cache.entries.length]).toEqual([10_001, 10_001, 200])
    expect(cache.entries[0]?.parameters[0]?.[1]).toHaveLength(501)
    expect(read({ cacheFilter: 'genre="999' }).cache.matching).toBe(11)
  })
})

describe('alarms that are looked at', () => {
  it('tell since when they are in their state, why, and what they were before', async () => {
    const { send, read, control } = serve()
    const shown = () => read().alarms.map(({ name, state }) => `${name} ${state}`)
    expect(shown()).toEqual(['shop-fails OK', 'shop OK'])
    expect(read().alarms[0]).not.toHaveProperty('since')
    await send('/fails')
    await send('/fails')
    control('clock', { advance: 'PT1M' })
    expect(shown()).toEqual(['shop-fails ALARM', 'shop ALARM'])
    const at = Math.floor(fixedTime / 60_000) * 60_000 + 60_000
    expect(read().alarms[0]).toMatchObject({
      since: at,
      watches: '5XXError',
      description: 'Something of ours is broken',
      reason: expect.stringContaining('Threshold crossed: 1 of the last 1 datapoints [2]') as string,
    })
    // Nobody looks for an hour: it was calm again after one minute.
    control('clock', { advance: 'PT1H' })
    expect(read().alarms[0]).toMatchObject({
      state: 'OK',
      since: at + 60_000,
      changes: [
        { at: at + 60_000, state: 'OK' },
        { at, state: 'ALARM' },
      ],
    })
    expect(read().alarms[1]).toMatchObject({ isComposite: true, watches: 'ALARM("shop-fails")', state: 'OK' })
  })
})
