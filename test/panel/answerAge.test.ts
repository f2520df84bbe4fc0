import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PanelBrowser, type PageOptions, type PanelPage } from './panelPage.ts'
import { created, createOrder, responseOf, saved, show, workspaceRoot } from './scenarios.ts'

// What an answer says of its age, what is said of a definition that is broken, and answers of many lines.

let browser: PanelBrowser
let panel: PanelPage
beforeAll(async () => {
  browser = await PanelBrowser.launch()
}, 60_000)
afterAll(() => browser.close())
afterEach(() => expect(panel.faults).toEqual([]))

const open = async (options?: PageOptions) => (panel = await browser.open(options))
const answer = () => panel.page.locator('.answer').innerText()
const answered = (minutesAgo: number): typeof created => ({
  ...created,
  trace: { ...created.trace, startedAt: Date.now() - minutesAgo * 60_000 - 5000 },
})

describe('the age of an answer', () => {
  it.each([
    [0, undefined],
    [1, '1 minute ago'],
    [14, '14 minutes ago'],
    [125, '2 hours ago'],
    [3000, '2 days ago'],
  ])('is told once it is a minute: %i', async (minutes, told) => {
    await open()
    await panel.post(show(createOrder), answered(minutes))
    if (told === undefined) expect(await answer()).not.toContain('ago')
    else expect(await answer()).toContain(told)
  })

  it('is told by what changed since, until the next answer', async () => {
    await open()
    await panel.post(show(createOrder), answered(0))
    await panel.post({ type: 'outdated', files: [`${workspaceRoot}/template.yaml`] })
    expect(await panel.page.locator('.answer .tag').innerText()).toBe('before template.yaml changed')
    await panel.post({
      type: 'outdated',
      files: [`${workspaceRoot}/template.yaml`, '/shop/src/a.js', '/shop/src/b.js'],
    })
    expect(await panel.page.locator('.answer .tag').innerText()).toBe(
      'before template.yaml and 2 more changed',
    )
    await panel.page.keyboard.press('Control+Enter')
    await panel.post(answered(0))
    expect(await panel.page.locator('.answer .tag').count()).toBe(0)
  })
})

describe('a saved definition that is broken', () => {
  const running = { type: 'running', url: 'http://127.0.0.1:3000', stage: 'dev' } as const
  const notServed = {
    file: `${workspaceRoot}/template.yaml`,
    message: "'Path' is missing",
    source: { file: `${workspaceRoot}/template.yaml`, line: 11, character: 2 },
  }

  it('is told with its line, and that the last good one answers', async () => {
    await open()
    await panel.post(show(createOrder), answered(0))
    await panel.post({ type: 'gateway', gateway: { ...running, notServed } })
    const strip = panel.page.locator('.strip')
    expect(await strip.innerText()).toMatch(
      /^Not served:\s+template\.yaml:12\s+'Path' is missing\. The last good definition still answers\.$/,
    )
    await panel.page.getByRole('button', { name: 'Replay on save' }).click()
    expect(await strip.first().innerText()).toMatch(/^Not replayed:/)
    await panel.posted()
    await panel.page.getByRole('button', { name: 'template.yaml:12' }).click()
    expect(await panel.posted()).toMatchObject([{ type: 'openSource', source: { line: 11 } }])
    await panel.post({ type: 'gateway', gateway: running }, saved)
    expect(await strip.innerText()).not.toContain('Not')
  })
})

describe('an answer of many lines', () => {
  const lines = JSON.stringify(
    Array.from({ length: 3000 }, (_, id) => ({ id, title: `Volume ${id}`.padEnd(70) })),
  )

  it.each([1180, 900])('scrolls in its own pane, and leaves the trace where it is: %i px', async width => {
    await open({ width })
    await panel.post(show(createOrder), { ...answered(0), response: responseOf(200, lines) })
    await panel.page.locator('.cm-line').first().waitFor()
    const heights = await panel.page.evaluate(
      `[document.querySelector('.panel').scrollHeight, document.querySelector('.panel').clientHeight,
        document.querySelector('.answer-pane .cm-scroller').clientHeight]`,
    )
    const [whole, seen, body] = heights as [number, number, number]
    expect(body).toBeLessThan(seen)
    expect(whole).toBeLessThan(seen * 2)
  })

  it('is searched by more than one letter', async () => {
    await open()
    await panel.post(show(createOrder), { ...answered(0), response: responseOf(200, lines) })
    await panel.page.getByRole('button', { name: 'Find in body' }).click()
    await panel.page.keyboard.type('Volume 2718')
    expect(await panel.page.getByRole('textbox', { name: 'Find' }).inputValue()).toBe('Volume 2718')
    expect(await panel.page.locator('.find-bar').innerText()).toContain('1 match')
    expect(await panel.page.locator('.cm-searchMatch-selected').innerText()).toBe('Volume 2718')
    await panel.page.keyboard.press('Backspace')
    expect(await panel.page.locator('.find-bar').innerText()).toContain('11 matches')
  })
})

describe('an answer of a gateway that was stopped', () => {
  it('stays, marked as old, and the next request starts the gateway', async () => {
    await open()
    await panel.post(show(createOrder), created, {
      type: 'gateway',
      gateway: { type: 'stopped', port: 3000 },
    })
    expect(await panel.page.locator('.answer').innerText()).toMatch(
      /201 Created[^]*before the gateway stopped/,
    )
    expect(await panel.page.getByRole('button', { name: 'Start and send' }).isVisible()).toBe(true)
  })
})

describe('tabs and tools', () => {
  it.each([1180, 900, 664, 480, 372])(
    'have one row of tabs, whatever stage and caller are called: %i px',
    async width => {
      await open({ width, height: 700 })
      const stages = ['$default-of-the-shop']
      await panel.post(show({ ...createOrder, stages }))
      const fold = panel.page.locator('.request-fold')
      if ((await fold.isVisible()) && (await fold.getAttribute('aria-expanded')) === 'false')
        await fold.click()
      const tops = await panel.page.evaluate<number[]>(
        `[...document.querySelectorAll('[aria-label=Request] [role=tab]')].map(tab => tab.getBoundingClientRect().top)`,
      )
      expect(tops).toHaveLength(5)
      expect(new Set(tops).size).toBe(1)
      const stage = panel.page.getByRole('tab', { name: /^Stage/ })
      expect(await stage.getAttribute('title')).toBe('Stage $default-of-the-shop')
      await stage.click()
      const box = await stage.boundingBox()
      expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(width >= 640 ? 430 : width)
    },
  )

  it.each([664, 700, 900, 480, 364])('do not lie over each other: %i px', async width => {
    await open({ width, height: 700 })
    await panel.post(show(createOrder), created, { ...created, trace: { ...created.trace, requestId: 'b' } })
    const covered = await panel.page
      .evaluate(`[...document.querySelectorAll('.tabs button')].flatMap(each => {
      if (!each.checkVisibility()) return []
      const { left, right, top, bottom } = each.getBoundingClientRect()
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
      return right <= innerWidth && (each.contains(hit) || bottom > innerHeight) ? [] : [each.textContent]
    })`)
    expect(covered).toEqual([])
  })
})
