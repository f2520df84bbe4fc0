import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PanelBrowser, type PageOptions, type PanelPage } from './panelPage.ts'
import { createOrder, deleteBook, getBook, show } from './scenarios.ts'
import { weakTexts } from './weakTexts.ts'
import { deniedByStatement, malformedBody, unreadableByPage } from './whyScenarios.ts'

// The card that explains an answer, in the built panel.

let browser: PanelBrowser
let panel: PanelPage

beforeAll(async () => {
  browser = await PanelBrowser.launch()
}, 60_000)
afterAll(() => browser.close())
afterEach(() => expect(panel.faults).toEqual([]))

const open = async (options?: PageOptions) => (panel = await browser.open(options))
const button = (name: string) => panel.page.getByRole('button', { name })
const card = () => panel.page.getByRole('article')

describe('the card of a 403', () => {
  it('says in one sentence what decided, with the statement, the ARN and where the policy came from', async () => {
    await open()
    await panel.post(show(deleteBook), deniedByStatement)
    expect(await card().getAttribute('aria-labelledby')).toBeTruthy()
    expect(await card().innerText()).toContain('decided in step 2 of 7, Authorizer')
    expect(await card().locator('p').innerText()).toBe(
      'TokenAuthorizer returned a policy whose statement 2 denies DELETE /books/b-1043. A Deny wins over any Allow, so DeleteBook was never called.',
    )
    expect(await card().locator('.l.hit').count()).toBe(2)
    expect(await card().locator('dt').allInnerTexts()).toEqual(['Request ARN', 'Policy from'])
  })

  it('leads to the handler, to who may call, and to the page of AWS', async () => {
    await open()
    await panel.post(show(deleteBook), deniedByStatement)
    await panel.posted()
    await button('Go to the handler').click()
    await button('Who may call?').click()
    await button("AWS's page").click()
    expect((await panel.posted()).map(({ type }) => type)).toEqual(['openSource', 'openWho', 'openPage'])
  })

  it('names the same line as the step in the trace', async () => {
    await open()
    await panel.post(show(deleteBook), deniedByStatement)
    const links = await panel.page.locator('.step.sel .src').allInnerTexts()
    expect(links).toEqual(['src/auth/token.ts:31'])
    expect(await card().locator('dd .src').innerText()).toBe('src/auth/token.ts:31')
  })
})

describe('the card of a 502', () => {
  it('underlines the wrong property beside the change, and applies it on one click', async () => {
    await open()
    await panel.post(show(getBook), malformedBody)
    expect(await card().locator('.squig').innerText()).toBe(
      '{ "bookId": "b-1043", "title": "The Lighthouse" }',
    )
    expect(await card().locator('.l.del, .l.add').allInnerTexts()).toEqual([
      expect.stringContaining('body: book,'),
      expect.stringContaining('body: JSON.stringify(book),'),
    ])
    await panel.posted()
    await button('Apply and replay').click()
    const [asked] = await panel.posted()
    expect(asked).toMatchObject({ type: 'applyChange', change: { oldText: 'book' } })
  })

  it('sends the request again when the extension has applied it', async () => {
    await open()
    await panel.post(show(deleteBook), deniedByStatement)
    await panel.posted()
    await panel.post({ type: 'replay' })
    expect((await panel.posted()).map(({ type }) => type)).toEqual(['send'])
  })
})

describe('an answer that is no failure', () => {
  it('is explained when that is asked for', async () => {
    await open()
    await panel.post(show(createOrder), unreadableByPage)
    expect(await card().count()).toBe(0)
    await button('Why 201?').click()
    expect(await card().innerText()).toContain('may not read it')
    await panel.posted()
    await button('Check CORS').click()
    expect(await panel.posted()).toEqual([{ type: 'checkCors' }])
    await button('Close').click()
    expect(await card().count()).toBe(0)
  })
})

describe('in every theme and width', () => {
  it.each(['dark', 'light', 'hc'] as const)('%s can be read', async theme => {
    await open({ theme, width: 900 })
    await panel.post(show(getBook), malformedBody)
    expect(await panel.page.evaluate(weakTexts)).toEqual([])
    await panel.post(show(deleteBook), deniedByStatement)
    expect(await panel.page.evaluate(weakTexts)).toEqual([])
  })

  it('stacks evidence and change in a narrow panel', async () => {
    await open({ width: 480, height: 900 })
    await panel.post(show(getBook), malformedBody)
    const parts = card().locator('.block > div')
    const [evidence, change] = [await parts.nth(0).boundingBox(), await parts.nth(1).boundingBox()]
    expect(change?.y).toBeGreaterThan(evidence?.y ?? Infinity)
  })
})
