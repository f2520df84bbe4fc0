import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { effectsBetween } from '../../client/panel/metrics/clockEffects.ts'
import { asCsv, dayTime, percent, wholeDuration } from '../../client/panel/metrics/meterTexts.ts'
import { keptSubject } from '../../client/src/apiSubject.ts'
import type { FromMetrics } from '../../client/src/metricsMessages.ts'
import { readFromMetrics } from '../../client/src/metricsMessages.ts'
import type { GatewayMeters } from '../../server/src/protocol/gatewayMeters.ts'
import { filteredShopTemplate, serveShop } from '../support/meteredShop.ts'
import {
  calledShop,
  metricsFiltered,
  metricsMoved,
  metricsShown,
  metricsStopped,
  noRequests,
} from './metricsScenarios.ts'
import { PanelBrowser, type PanelPage, type ThemeName } from './panelPage.ts'
import { weakTexts } from './weakTexts.ts'

// The built panel of metrics in a browser, shown what a gateway counted that was really called.

let browser: PanelBrowser
let panel: PanelPage

beforeAll(async () => {
  browser = await PanelBrowser.launch()
}, 60_000)
afterAll(() => browser.close())

describe('the metrics panel', () => {
  afterEach(() => expect(panel.faults).toEqual([]))

  const open = async (width = 1180, theme: ThemeName = 'dark') =>
    (panel = await browser.open({ view: 'metrics', width, theme }))
  const posted = () => panel.posted<FromMetrics>()
  const tile = (name: string) => panel.page.getByRole('group', { name: new RegExp(`^${name}`) })
  const value = (name: string) => tile(name).locator('.vl').innerText()
  const chooseTab = (name: RegExp) => panel.page.getByRole('tab', { name }).click()

  it('keeps its API, tab and window for the next time it is shown', async () => {
    const subject = { definition: 'file:///shop/template.yaml', apiId: 'Shop', name: 'Shop' }
    panel = await browser.open({ view: 'metrics', subject })
    expect(keptSubject(await panel.kept())).toEqual(subject)
    await panel.post(...(await metricsShown()))
    await panel.page.getByRole('button', { name: '1 h' }).click()
    await chooseTab(/^Alarms/)
    await expect.poll(() => panel.kept()).toEqual({ subject, query: { window: '1h' }, tab: 'alarms' })
    panel = await browser.open({ view: 'metrics', kept: await panel.kept() })
    expect(await posted()).toEqual([{ type: 'ready' }, { type: 'ask', query: { window: '1h' } }])
    await panel.post(...(await metricsShown()))
    expect(await panel.page.getByRole('tab', { selected: true }).innerText()).toContain('Alarms')
    expect(keptSubject(await panel.kept())).toEqual(subject)
  })

  it('shows each metric of CloudWatch with its number, and what was refused beside them', async () => {
    await open()
    expect(await posted()).toEqual([{ type: 'ready' }])
    await panel.post(...(await metricsShown()))
    expect(await panel.page.locator('.metric .nm').allInnerTexts()).toEqual([
      'Count',
      '4XXError',
      '5XXError',
      'Latency p95',
      'IntegrationLatency p95',
      'CacheHitCount',
      'CacheMissCount',
      'Throttled',
    ])
    expect([await value('Count'), await value('5XXError'), await value('CacheHitCount')]).toEqual([
      '236',
      '4 1.7 %',
      '165 75 %',
    ])
    expect(await tile('5XXError').getAttribute('aria-label')).toBe('5XXError, 4, 1.7 % of requests')
    expect(await tile('Throttled').getAttribute('title')).toContain('CloudWatch has no such metric')
    expect(await panel.page.getByRole('tab').allInnerTexts()).toEqual([
      'Metrics\n236',
      'Alarms\n2 in ALARM',
      'Throttling and quotas\n3 refused',
      'Cache\n3',
    ])
  })

  it('draws what metric filters make below, by namespace and dimensions, under the same crosshair', async () => {
    await open()
    await panel.post(...(await metricsFiltered()))
    const custom = panel.page.locator('.metrics.custom .metric')
    expect(await custom.locator('.nm').allInnerTexts()).toEqual([
      'Shop/Length Average',
      'Shop/ByPath, Path /dev/books',
      'Shop/ByPath, Path /dev/fails',
      'Shop/ByPath, Path /dev/nowhere',
      'Shop/ByPath, Path /dev/orders',
      'Shop/Broken',
      'Shop/Never',
    ])
    expect(await custom.nth(6).getAttribute('aria-label')).toBe('Shop/Never, –')
    const whole = Number(await custom.nth(5).locator('.vl span').innerText())
    expect(whole).toBeGreaterThan(0)
    await custom.nth(5).focus()
    await panel.page.keyboard.press('End')
    await expect.poll(() => custom.nth(5).locator('.vl span').innerText()).toBe('0')
    expect(await panel.page.locator('.metrics .cross').count()).toBe(15)
    await panel.page.getByRole('button', { name: 'Per time' }).click()
    const head = panel.page.getByRole('table', { name: 'Metrics by time' }).getByRole('columnheader')
    expect(await head.last().innerText()).toBe('Shop/Never')
    expect(asCsv((await calledShop(filteredShopTemplate)).read()).split('\r\n')[0]).toContain(
      'Shop/Broken (Count),Shop/Never (None)',
    )
  })

  it('is red where the API failed, and only there', async () => {
    await open()
    await panel.post(...(await metricsShown()))
    expect(await panel.page.locator('.metric .vl .err').allInnerTexts()).toEqual(['4'])
    expect(await panel.page.locator('.metric polyline.err').count()).toBe(1)
    await panel.post(...noRequests())
    expect(await panel.page.locator('.err').count()).toBe(0)
  })

  it('moves one crosshair through all lines by arrow keys, and says what stands there', async () => {
    await open()
    await panel.post(...(await metricsShown()))
    await tile('5XXError').focus()
    for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowLeft']) await panel.page.keyboard.press(key)
    expect(await panel.page.locator('.metric .cross').count()).toBe(8)
    expect([await value('5XXError'), await value('Throttled')]).toEqual(['2', '2'])
    expect(await panel.page.locator('.metric-strips [aria-live]').innerText()).toMatch(
      /^\S*.*:20: 5XXError 2$/,
    )
    await panel.page.keyboard.press('Home')
    expect(await value('5XXError')).toBe('–')
    await panel.page.keyboard.press('Escape')
    expect(await panel.page.locator('.metric .cross').count()).toBe(0)
    expect(await value('5XXError')).toBe('4 1.7 %')
  })

  it('lists routes, and shows one of them alone', async () => {
    await open()
    await panel.post(...(await metricsShown()))
    const rows = panel.page.getByRole('table', { name: 'Metrics by route' }).locator('tbody tr')
    expect(await rows.allInnerTexts()).toHaveLength(4)
    expect((await rows.nth(0).innerText()).split('\t').slice(0, 4)).toEqual(['GET /books', '219', '0', '0'])
    await posted()
    await panel.page.getByRole('button', { name: 'GET /fails' }).click()
    expect(await posted()).toEqual([{ type: 'ask', query: { window: '15m', route: 'GET /fails' } }])
    await panel.page.getByTitle('Show all routes').first().click()
    await panel.page.getByRole('button', { name: 'since start' }).click()
    expect(await posted()).toEqual([
      { type: 'ask', query: { window: '15m' } },
      { type: 'ask', query: { window: 'start' } },
    ])
  })

  it('filters many routes and says how many there are', async () => {
    await open()
    await panel.post(
      ...(await metricsShown(meters => {
        const [first] = meters.metrics.routes
        const routes = Array.from({ length: 200 }, (_, index) => ({ ...first!, route: `GET /r${index}` }))
        return { ...meters, metrics: { ...meters.metrics, routes, routeCount: 1234 } }
      })),
    )
    expect(await panel.page.getByText('The 200 busiest of 1').innerText()).toContain('routes.')
    await panel.page.getByLabel('Filter routes').fill('/r199')
    expect(await panel.page.locator('.routes tbody tr').count()).toBe(1)
    await panel.page.getByLabel('Filter routes').fill('nothing like it')
    expect(await panel.page.getByText('No route fits the filter').isVisible()).toBe(true)
  })

  it('is a table for who cannot see lines, and a file for spreadsheets', async () => {
    await open()
    await panel.post(...(await metricsShown()))
    await panel.page.getByRole('button', { name: 'Per time' }).click()
    const table = panel.page.getByRole('table', { name: 'Metrics by time' })
    expect(await table.locator('tbody tr').count()).toBe(44)
    expect((await table.locator('tbody tr').nth(2).innerText()).split('\t').slice(1, 4)).toEqual([
      '10',
      '2',
      '2',
    ])
    await posted()
    await panel.page.getByRole('button', { name: 'Export as CSV' }).click()
    const [message] = await posted()
    expect(message?.type === 'export' && message.csv.split('\r\n')[0]).toBe(
      'time,Count (Count),4XXError (Count),5XXError (Count),Latency p95 (Milliseconds),IntegrationLatency p95 (Milliseconds),CacheHitCount (Count),CacheMissCount (Count),Throttled (Count)',
    )
  })

  it('leads from a point of a line to the requests that failed there, and their traces', async () => {
    await open()
    await panel.post(...(await metricsShown()))
    await tile('5XXError').focus()
    for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowLeft', 'Enter']) await panel.page.keyboard.press(key)
    const rows = panel.page.getByRole('table', { name: 'Requests that failed' }).locator('tbody tr')
    expect((await rows.allInnerTexts()).map(text => text.split('\t').slice(1, 3).join(' '))).toEqual([
      'GET /fails 429',
      'GET /fails 429',
      'GET /fails 500',
      'GET /fails 500',
    ])
    expect(await rows.nth(0).innerText()).toContain(
      'throttled: method GET /fails takes 0.5 requests a second',
    )
    await posted()
    await rows.nth(0).getByRole('button', { name: 'Open trace' }).click()
    expect(await posted()).toMatchObject([{ type: 'openTrace', requestId: expect.any(String) as string }])
    await panel.page.getByTitle('Show all errors').click()
    expect(await rows.count()).toBeGreaterThan(4)
  })

  it('draws buckets and quotas, and empties or fills them on demand', async () => {
    await open()
    await panel.post(...(await metricsShown()))
    await chooseTab(/^Throttling/)
    const buckets = panel.page.getByRole('table', { name: 'Token buckets' }).locator('tbody tr')
    expect((await buckets.nth(0).innerText()).split('\t').map(text => text.trim())).toEqual([
      'GET /fails method',
      '2 of 2',
      '0.5 / s',
      'full',
      '2',
      'template.yaml:44',
    ])
    expect(await buckets.nth(0).locator('.level-fill').count()).toBe(2)
    const quota = panel.page.getByRole('table', { name: 'Quotas' }).locator('tbody tr')
    expect(await quota.innerText()).toMatch(/reader plan Basic\s+2 of 2\s+DAY\s+4 h 41 min\s+1/)
    await posted()
    await panel.page.getByRole('button', { name: 'Fill buckets, reset quotas' }).click()
    await quota.getByRole('button').click()
    expect(await posted()).toMatchObject([
      { type: 'resetUsage' },
      { type: 'openSource', source: { line: 50 } },
    ])
  })

  it('lists cached answers by key, shows hostile ones as text, and flushes one or all', async () => {
    const shop = serveShop()
    await shop.send('/books', 'genre=%3Cimg%20src=x%20onerror=alert(1)%3E')
    await shop.send('/books', 'genre=art')
    await open()
    await panel.post(...noRequests(), { type: 'meters', meters: shop.read() })
    await chooseTab(/^Cache/)
    const rows = panel.page.getByRole('table', { name: 'Cached answers' }).locator('tbody tr')
    expect(await rows.nth(1).locator('th').innerText()).toBe(
      'GET /books querystring.genre="<img src=x onerror=alert(1)>"',
    )
    expect(await panel.page.locator('img').count()).toBe(0)
    await posted()
    await rows.nth(0).getByRole('button').click()
    await panel.page.getByRole('button', { name: 'Flush stage dev' }).click()
    await panel.page.getByLabel('Filter keys').fill('sea')
    expect(await posted()).toEqual([
      { type: 'flush', entry: 'stage 2' },
      { type: 'flush' },
      { type: 'ask', query: { window: '15m', cacheFilter: 'sea' } },
    ])
  })

  it('says how many keys are left out', async () => {
    await open()
    await panel.post(
      ...(await metricsShown(meters => ({
        ...meters,
        cache: { ...meters.cache, count: 10_001, matching: 10_001 },
      }))),
    )
    await chooseTab(/^Cache/)
    expect(await panel.page.locator('.meter-note').innerText()).toMatch(/^The 3 asked for last of 10.001/)
  })

  it('tells what moving the clock will do before it does it, and what it did', async () => {
    await open()
    await panel.post(...(await metricsShown()))
    await posted()
    const slider = panel.page.getByRole('slider', { name: 'Move the clock by' })
    await slider.focus()
    for (let count = 0; count < 5; count++) await panel.page.keyboard.press('ArrowRight')
    expect(await slider.getAttribute('aria-valuetext')).toBe('5 min')
    expect(await panel.page.locator('.clock-told').innerText()).toBe('Then: 3 cache entries expired')
    expect(await posted()).toEqual([])
    await panel.page.keyboard.press('Enter')
    expect(await posted()).toEqual([{ type: 'advance', ms: 300_000 }])
    await panel.post(...(await metricsMoved()))
    expect(await panel.page.locator('.clock-told').innerText()).toContain(
      'Moved by 5 min: 3 cache entries expired, alarm shop-fails is OK, alarm shop is OK',
    )
    expect(await panel.page.locator('.clock-time').innerText()).toContain('19 min 20 s ahead of real time')
    await panel.page.getByRole('button', { name: 'Dismiss this note' }).click()
    await panel.page.getByRole('button', { name: 'Restart at real time' }).click()
    expect(await posted()).toEqual([{ type: 'restart' }])
  })

  it('lists alarms that went off first, each with the reason and its line', async () => {
    await open()
    await panel.post(...(await metricsShown()))
    await chooseTab(/^Alarms/)
    const alarms = panel.page.getByRole('list', { name: 'Alarms' }).getByRole('listitem')
    expect(await alarms.nth(0).innerText()).toMatch(/^shop-fails\s+ALARM\s+since .*, 18 s\s+template.yaml:54/)
    expect(await alarms.nth(0).locator('.alarm-reason').innerText()).toContain(
      'Threshold crossed: 1 of the last 1',
    )
  })

  it('says what would be here: stopped, started again, no request, no cache', async () => {
    await open()
    await panel.post(...metricsStopped)
    await panel.page.getByRole('button', { name: 'Start' }).click()
    expect(await posted()).toEqual([{ type: 'ready' }, { type: 'start' }])
    await panel.post(...noRequests())
    expect(await panel.page.locator('.meter-empty').innerText()).toContain(
      'The next request fills this strip',
    )
    await panel.post({ type: 'gateway', gateway: { type: 'stopped', port: 3000 } })
    expect(await panel.page.getByText('The gateway has stopped').isVisible()).toBe(true)
    expect(await panel.page.getByRole('slider').isDisabled()).toBe(true)
    const meters = serveShop().read()
    const again = { ...meters, clock: { ...meters.clock, startedAt: meters.clock.startedAt + 60_000 } }
    await panel.post({ type: 'gateway', gateway: { type: 'running', url: 'http://x', stage: 'dev' } })
    await panel.post({ type: 'meters', meters: { ...again, apiType: 'http' } })
    expect(await panel.page.locator('.clock-told').innerText()).toMatch(
      /^The gateway was started again at .* begin anew/,
    )
    await chooseTab(/^Cache/)
    expect(await panel.page.getByText('HTTP APIs have no response cache').isVisible()).toBe(true)
    await panel.post({ type: 'failed', message: 'the clock moves 10 years at most' })
    expect(await panel.page.getByRole('alert').innerText()).toBe('the clock moves 10 years at most')
  })

  it.each(['dark', 'light', 'hc'] as const)('can be read in %s, wide and narrow', async theme => {
    const messages = await metricsMoved()
    for (const width of [1180, 480]) {
      await open(width, theme)
      await panel.post(...messages)
      for (const name of [/^Metrics/, /^Alarms/, /^Throttling/, /^Cache/]) {
        await chooseTab(name)
        const weak = await panel.page.evaluate<string[]>(weakTexts)
        expect(weak.filter(text => !text.startsWith('Move the clock'))).toEqual([])
        expect(await panel.page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(
          true,
        )
      }
    }
  })
})

describe('what the clock did', () => {
  it('is told by what is another afterwards', async () => {
    const shop = await calledShop()
    const before = shop.read()
    shop.control('clock', { advance: 'P1D' })
    expect(effectsBetween(before, shop.read())).toEqual([
      '3 cache entries expired',
      'quota reader is reset',
      'alarm shop-fails is OK',
      'alarm shop is OK',
    ])
    expect(effectsBetween(before, before)).toEqual(['nothing that is kept here changed'])
  })

  it('names buckets that filled, up to two of them', async () => {
    const shop = serveShop()
    await shop.send('/fails')
    const before = shop.read()
    shop.control('clock', { advance: 'PT10S' })
    expect(effectsBetween(before, shop.read())).toEqual(['bucket GET /fails is full'])
    const many = (meters: GatewayMeters): GatewayMeters => ({
      ...meters,
      limits: {
        ...meters.limits,
        buckets: [1, 2, 3].map(key => ({ ...meters.limits.buckets[0]!, key: String(key) })),
      },
    })
    expect(effectsBetween(many(before), many(shop.read()))).toEqual(['3 buckets are full'])
  })
})

describe('texts of meters', () => {
  it.each([
    [0, '0 s'],
    [999, '0 s'],
    [45_000, '45 s'],
    [250_000, '4 min 10 s'],
    [3_600_000, '1 h'],
    [3_605_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [90_000_000, '1 d 1 h'],
  ])('%i ms is %s', (ms, text) => expect(wholeDuration(ms)).toBe(text))

  it('tells the day where it is another one', () => {
    const now = new Date(2026, 10, 22, 12, 0, 0).getTime()
    expect(dayTime(now - 1000, now)).toBe('11:59:59')
    expect(dayTime(now + 86_400_000, now)).toBe('23 Nov, 12:00:00')
  })

  it('rounds shares', () => {
    expect([0, 0.004, 0.044, 0.76, 1].map(percent)).toEqual(['0 %', '0.4 %', '4.4 %', '76 %', '100 %'])
  })

  it('leaves cells empty where nothing was counted', () => {
    const lines = asCsv(serveShop().read()).trim().split('\r\n')
    expect(lines).toHaveLength(46)
    expect(lines[1]).toMatch(/^2020-03-12T.*Z,,,,,,,,0$/)
  })
})

describe('messages of the page', () => {
  it.each([
    [
      { type: 'ask', query: { window: '1h', stage: 'dev', route: '', cacheFilter: 3 } },
      { window: '1h', stage: 'dev' },
    ],
    [{ type: 'ask', query: { window: '2h' } }, undefined],
    [{ type: 'ask' }, undefined],
  ])('%j asks for %j', (message, query) => {
    expect(readFromMetrics(message)).toEqual(query && { type: 'ask', query })
  })

  it.each([
    { type: 'advance', ms: -5 },
    { type: 'advance', ms: 'PT1H' },
    { type: 'export' },
    { type: 'openSource', source: { file: '/a', line: -1, character: 0 } },
    { type: 'rm' },
    'ready',
    null,
  ])('%j is not taken', message => expect(readFromMetrics(message)).toBeUndefined())
})
