import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FromConsole } from '../../client/src/consoleMessages.ts'
import { readFromConsole } from '../../client/src/consoleMessages.ts'
import { chat, firstClient, untrustedConsole } from './consoleScenarios.ts'
import { PanelBrowser, type PanelPage } from './panelPage.ts'

// The built WebSocket console in a browser, under the content security policy of the extension's own page.

let browser: PanelBrowser
let panel: PanelPage

beforeAll(async () => {
  browser = await PanelBrowser.launch()
}, 60_000)
afterAll(() => browser.close())
afterEach(() => expect(panel.faults).toEqual([]))

const open = async (width = 1180) => (panel = await browser.open({ view: 'console', width }))
const column = (name: string) => panel.page.locator('.ws-client', { hasText: name })
const frames = (name: string) => column(name).locator('.ws-frame')
const labels = (name: string) => column(name).locator('.ws-label').allInnerTexts()
const posted = async () => {
  const messages = await panel.posted<FromConsole>()
  // Whatever the page sends, the extension takes.
  for (const message of messages) expect(readFromConsole(message)).toEqual(message)
  return messages
}

describe('the WebSocket console', () => {
  it('shows clients side by side, each frame with its route', async () => {
    await open()
    expect(await posted()).toEqual([{ type: 'ready' }])
    await panel.post(...chat)
    expect(await labels('Client 1')).toEqual(['$connect', 'sendMessage', '@connections'])
    expect(await labels('Client 2')).toEqual(['$connect', '@connections', '$default', 'error'])
    expect(await panel.page.getByText('ws://127.0.0.1:3001').isVisible()).toBe(true)
  })

  it('opens a frame to its trace, and says that a route response is missing', async () => {
    await open()
    await panel.post(...chat)
    await frames('Client 1').nth(1).click()
    const detail = column('Client 1').locator('.ws-detail')
    expect(await detail.innerText()).toContain('No route response is set')
    await detail.getByText('template.yaml:22').first().click()
    await detail.getByRole('button', { name: 'Trace actions' }).click()
    await panel.page.getByRole('menuitem', { name: 'Save trace' }).click()
    expect((await posted()).slice(1)).toMatchObject([
      { type: 'openSource' },
      { type: 'saveTrace', frame: 3, format: 'gatehouse' },
    ])
    await frames('Client 2').last().click()
    expect(await column('Client 2').locator('.ws-why').innerText()).toContain('cannot read text of undefined')
  })

  it('sends by Ctrl+Enter from the client that Alt and its number lead to', async () => {
    await open()
    await panel.post(...chat)
    await posted()
    await panel.page.keyboard.press('Alt+Digit2')
    await panel.page.keyboard.press('Control+Enter')
    const text = '{"action":"sendMessage","room":"poetry","text":"Hello"}'
    expect(await posted()).toEqual([{ type: 'send', client: 2, text }])
    await panel.page.getByLabel('Client 2: message').fill('ping')
    await panel.page.keyboard.press('Control+Enter')
    expect(await posted()).toEqual([{ type: 'send', client: 2, text: 'ping' }])
    await panel.page.getByLabel('Client 2: example of a route').selectOption('sendMessage')
    expect(await panel.page.getByLabel('Client 2: message').inputValue()).toBe(text)
  })

  it('is walked through by keys', async () => {
    await open()
    await panel.post(...chat)
    await frames('Client 2').last().focus()
    for (const key of ['ArrowUp', 'ArrowUp', 'Enter']) await panel.page.keyboard.press(key)
    expect(await frames('Client 2').nth(1).getAttribute('aria-expanded')).toBe('true')
    await panel.page.keyboard.press('Home')
    expect(await column('Client 2').locator('.ws-frame:focus').innerText()).toContain('$connect')
  })

  it('filters by route and payload', async () => {
    await open()
    await panel.post(...chat)
    await panel.page.getByLabel('Filter frames').fill('kick')
    expect(await frames('Client 2').count()).toBe(1)
    expect(await column('Client 1').innerText()).toContain('No frame fits the filter')
  })

  it('connects as an identity, with a query and headers', async () => {
    await open()
    await panel.post(...chat, ...firstClient.slice(1))
    await posted()
    await panel.page.getByLabel('Client 1 connects as').selectOption('editor')
    await panel.page.getByRole('button', { name: 'Client 1: actions' }).click()
    await panel.page.getByRole('menuitem', { name: 'Query and headers' }).click()
    await panel.page.getByLabel('Query').fill('?room=poetry')
    await panel.page.getByLabel('Headers').fill('X-Name: Ana')
    await panel.page.getByRole('button', { name: 'Connect Client 1' }).click()
    expect(await posted()).toEqual([
      { type: 'configure', client: 1, settings: { query: '', headers: '', identity: 'editor' } },
      { type: 'configure', client: 1, settings: { query: 'room=poetry', headers: '' } },
      { type: 'configure', client: 1, settings: { query: '', headers: 'X-Name: Ana' } },
      { type: 'connect', client: 1 },
    ])
  })

  it('adds, clears, saves, closes and removes', async () => {
    await open()
    await panel.post(...chat)
    await posted()
    await panel.page.getByRole('button', { name: 'Client', exact: true }).click()
    await panel.page.getByRole('button', { name: 'Clear all frames' }).click()
    await panel.page.getByRole('button', { name: 'Console actions' }).click()
    await panel.page.getByRole('menuitem', { name: 'Save as text' }).click()
    for (const name of ['Close with a code', 'Send as a binary frame', 'Remove client']) {
      await panel.page.getByRole('button', { name: 'Client 2: actions' }).click()
      await panel.page.getByRole('menuitem', { name }).click()
    }
    await panel.page.getByRole('button', { name: 'Disconnect Client 1' }).click()
    expect((await posted()).map(({ type }) => type)).toEqual([
      'addClient',
      'clear',
      'saveText',
      'closeWithCode',
      'sendBinary',
      'removeClient',
      'disconnect',
    ])
  })

  it('runs nothing in a workspace that is not trusted', async () => {
    await open()
    await panel.post(...untrustedConsole)
    await posted()
    expect(await panel.page.getByRole('button', { name: 'Connect and send' }).isDisabled()).toBe(true)
    await panel.page.getByLabel('Client 1: message').press('Control+Enter')
    expect(await posted()).toEqual([])
    await panel.page.getByText('Manage trust').click()
    expect(await posted()).toEqual([{ type: 'manageTrust' }])
  })

  it.each([1180, 480])('fits its width, %i px', async width => {
    await open(width)
    await panel.post(...chat)
    await frames('Client 1').nth(1).click()
    expect(await panel.page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  })
})
