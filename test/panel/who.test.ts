import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FromWho } from '../../client/src/whoMessages.ts'
import { PanelBrowser, type PanelPage } from './panelPage.ts'
import { bookshop, showWho, whoEmpty } from './whoScenarios.ts'

// The built panel of who may call in a browser, under the content security policy of the extension's own page.

let browser: PanelBrowser
let panel: PanelPage

beforeAll(async () => {
  browser = await PanelBrowser.launch()
}, 60_000)
afterAll(() => browser.close())
afterEach(() => expect(panel.faults).toEqual([]))

const open = async (width = 1180) => (panel = await browser.open({ view: 'who', width }))
const summary = () => panel.page.locator('.who-summary').innerText()
const rows = () => panel.page.locator('.mx tbody tr').count()
const posted = () => panel.posted<FromWho>()

describe('who may call', () => {
  it('asks for the matrix, and shows a row for each route', async () => {
    await open()
    expect(await posted()).toEqual([{ type: 'ready' }])
    await panel.post(showWho)
    expect(await rows()).toBe(bookshop.routes.length)
    expect(await panel.page.locator('[data-cell="1-0"]').getAttribute('aria-label')).toBe(
      'anonymous, POST /books: refused, 401',
    )
  })

  it('is walked through by keys, and Enter opens what decided', async () => {
    await open()
    await panel.post(showWho)
    await panel.page.locator('[data-cell="0-0"]').focus()
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await panel.page.keyboard.press(key)
    expect(await summary()).toContain('Asks TokenAuthorizer')
    await posted()
    await panel.page.keyboard.press('Control+Home')
    await panel.page.keyboard.press('Enter')
    expect(await posted()).toMatchObject([{ type: 'openSource', source: { file: '/project/template.yaml' } }])
  })

  it.each([1180, 480])('cuts no word of a cell and no name of an identity: %i px', async width => {
    await open(width)
    await panel.post(showWho)
    const cut = await panel.page.evaluate(
      `[...document.querySelectorAll('.mx td .clip, .mx thead .clip')]
        .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent)`,
    )
    expect(cut).toEqual([])
  })

  it('leads from a statement to its line', async () => {
    await open()
    await panel.post(showWho)
    await panel.page.locator('.who-statement .src').first().click()
    const statement = bookshop.answers.find(({ statements }) => statements.length > 0)?.statements[0]
    expect((await posted()).at(-1)).toEqual({ type: 'openSource', source: statement?.source })
  })

  it('filters by route and by answer', async () => {
    await open()
    await panel.post(showWho)
    await panel.page.getByLabel('Filter routes').fill('orders')
    expect(await rows()).toBe(2)
    await panel.page.getByLabel('Filter routes').fill('nothing like it')
    expect(await panel.page.getByText('No route fits the filter').isVisible()).toBe(true)
    await panel.page.getByLabel('Filter routes').fill('')
    await panel.page.getByLabel('Show').selectOption('Depends for somebody')
    expect(await rows()).toBeLessThan(bookshop.routes.length)
  })

  it('asks again when the callers are elsewhere', async () => {
    await open()
    await panel.post(showWho)
    await posted()
    await panel.page.getByLabel('Source IP').fill('203.0.113.9')
    await panel.page.waitForTimeout(400)
    expect(await posted()).toEqual([{ type: 'ask', place: { sourceIp: '203.0.113.9' } }])
  })

  it('keeps the last answers when there are no newer ones, and says so', async () => {
    await open()
    await panel.post(showWho, { type: 'gone', message: 'Bookshop is no longer in the definition' })
    expect(await panel.page.getByRole('alert').innerText()).toContain('What is shown was true before')
    expect(await rows()).toBe(bookshop.routes.length)
  })

  it('says what would be here, and fits a narrow window', async () => {
    await open(480)
    await panel.post(whoEmpty)
    expect(await panel.page.locator('.who-empty').innerText()).toContain('Bookshop has no routes yet')
    await panel.post(showWho)
    expect(await panel.page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(
      true,
    )
  })
})
