import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FromDocs } from '../../client/src/docsMessages.ts'
import { docsPage } from '../../server/src/commands/docsPage.ts'
import { ensureBrowser } from '../../scripts/ensureBrowser.mjs'
import { testProject } from '../commands/gatewayProgram.ts'
import { PanelBrowser, type PanelPage, bundleOf } from './panelPage.ts'

// The preview of the documentation in a browser, under the content security policy of the extension's own page.

let browser: PanelBrowser
let panel: PanelPage

beforeAll(async () => {
  browser = await PanelBrowser.launch()
}, 60_000)
afterAll(() => browser.close())

const operation = (summary: string) => ({
  summary,
  responses: {
    200: {
      description: 'ok',
      content: {
        'application/json': { schema: { type: 'object', properties: { title: { type: 'string' } } } },
      },
    },
  },
})
const shop = (title: string, names: readonly string[]) => ({
  type: 'show' as const,
  openApi: JSON.stringify({
    openapi: '3.0.1',
    info: { title, version: '1' },
    paths: Object.fromEntries(names.map(name => [`/${name}`, { get: operation(`Get ${name}`) }])),
  }),
})
const names = Array.from({ length: 20 }, (_, index) => `part${index}`)
const title = () => panel.page.locator('.docs-page:not(.docs-drawing) h1').first()

describe('the preview', () => {
  afterEach(() => expect(panel.faults).toEqual([]))

  it('shows an API with nothing that its policy refuses, in the colours of the theme', async () => {
    for (const theme of ['dark', 'light', 'hc'] as const) {
      panel = await browser.open({ view: 'docs', theme })
      expect(await panel.posted<FromDocs>()).toEqual([{ type: 'ready' }])
      await panel.post(shop('Shop', ['books', 'orders']))
      await title().waitFor()
      expect(await title().innerText()).toContain('Shop')
      const seen = await panel.page.evaluate<[string, string]>(
        `[getComputedStyle(document.querySelector('.docs-page h1')).color, getComputedStyle(document.body).backgroundColor]`,
      )
      expect(contrast(seen[0], seen[1]), theme).toBeGreaterThan(4.5)
    }
  })

  it('keeps its place while the definition is written, and the last good one when it is broken', async () => {
    panel = await browser.open({ view: 'docs' })
    await panel.post(shop('Shop', names))
    await title().waitFor()
    await panel.page.evaluate(`document.getElementById('/paths/~1part12/get').scrollIntoView()`)
    const placeOf = () =>
      panel.page.evaluate<number>(
        `Math.round(document.getElementById('/paths/~1part12/get').getBoundingClientRect().top)`,
      )
    expect(Math.abs(await placeOf())).toBeLessThan(5)

    await panel.post({ type: 'broken', message: 'openapi.yaml:3:1 is broken' })
    expect(await panel.page.locator('.docs-note').innerText()).toBe(
      'openapi.yaml:3:1 is broken. Below: the last one that could be read',
    )
    expect(await title().innerText()).toContain('Shop')

    // One more route stands before it now.
    await panel.post(shop('Changed', ['new', ...names]))
    await panel.page.locator('h1', { hasText: 'Changed' }).first().waitFor()
    await expect.poll(async () => Math.abs(await placeOf())).toBeLessThan(5)
    expect(await panel.page.locator('.docs-note').isHidden()).toBe(true)
    expect(await panel.page.locator('.docs-page').count()).toBe(1)
  })

  it('says why there is nothing yet', async () => {
    panel = await browser.open({ view: 'docs' })
    await panel.post({ type: 'broken', message: 'This API is not in template.yaml now' })
    expect(await panel.page.locator('.docs-note').innerText()).toBe('This API is not in template.yaml now')
  })
})

describe('the exported page', () => {
  let plain: Browser
  beforeAll(async () => {
    plain = await chromium.launch({
      executablePath: ensureBrowser(),
      args: ['--no-sandbox', '--disable-gpu'],
    })
  }, 60_000)
  afterAll(() => plain.close())

  it('works alone, loads nothing, and hostile texts in it do nothing', async () => {
    const hostile = [
      '</script><script>alert(1)</script>',
      '<img src=x onerror=alert(2)>',
      '[link](javascript:alert(3)) <a href="javascript:alert(4)" id="trap">trap</a>',
      '<iframe srcdoc="<script>alert(5)</script>"></iframe> <svg onload=alert(6)></svg>',
      '<!-- <script>',
      '![](https://outside.test/pixel.png)',
      '<form action="https://outside.test"><button id="send">x</button></form>',
    ].join('\n\n')
    const openApi = JSON.stringify({
      openapi: '3.0.1',
      info: { title: '</title><script>alert(7)</script>', version: '1', description: hostile },
      paths: { '/books': { get: { ...operation(hostile), description: hostile } } },
    })
    const html = docsPage({
      title: '</title><script>alert(8)</script>',
      openApi,
      ...(await bundleOf('docs')),
    })
    const { folder } = testProject({})
    const file = path.join(folder, 'docs.html')
    writeFileSync(file, html)
    const page = await plain.newPage()
    const alerts: string[] = []
    const loaded: string[] = []
    page.on('dialog', dialog => {
      alerts.push(dialog.message())
      void dialog.dismiss()
    })
    page.on('requestfinished', request => loaded.push(request.url()))
    await page.goto(`file://${file}`)
    await page.locator('.docs-page h1').first().waitFor()
    expect(await page.locator('body').innerText()).toContain('/books')
    for (const link of await page.locator('#trap').all()) await link.click({ timeout: 1000 }).catch(() => {})
    await page.waitForTimeout(300)
    expect(alerts).toEqual([])
    expect(loaded.filter(url => !url.startsWith('data:'))).toEqual([`file://${file}`])
    expect(page.url()).toMatch(/^file:/)
    await page.close()
  })

  it('is at most 500 KB of the package', async () => {
    const { script, style } = await bundleOf('docs')
    expect(gzipSync(script + style, { level: 9 }).length).toBeLessThan(500_000)
    expect(script).not.toMatch(/https?:\/\/cdn\./)
  })
})

/** How far two colours (`rgb(…)`) are apart, as WCAG 2 counts it. */
function contrast(one: string, other: string): number {
  const [a = 0, b = 0] = [one, other]
    .map(color => {
      const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(part => {
        const share = Number(part) / 255
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    })
    .sort((x, y) => y - x)
  return (a + 0.05) / (b + 0.05)
}
