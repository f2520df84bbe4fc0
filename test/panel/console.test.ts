import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FromConsole } from '../../client/src/consoleMessages.ts'
import { readFromConsole } from '../../client/src/consoleMessages.ts'
import { restoredConsole } from '../../client/src/consoleRestore.ts'
import { chat, ends, firstClient, manyFrames, untrustedConsole } from './consoleScenarios.ts'
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
    const card = column('Client 2').locator('.why')
    expect(await card.innerText()).toContain('it threw TypeError: cannot read text of undefined')
    await card.getByText("Open the function's log").click()
    await card.getByText("AWS's page").click()
    expect(await posted()).toMatchObject([
      { type: 'showLog' },
      { type: 'whyCard', frame: 7, message: { type: 'openPage' } },
    ])
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
    expect(await panel.page.getByLabel('Client 2: message').innerText()).toBe(text)
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
    await panel.page.getByRole('menuitem', { name: 'Query, headers, subprotocols' }).click()
    await panel.page.getByLabel('Query').fill('?room=poetry')
    await panel.page.getByLabel('Headers').fill('X-Name: Ana')
    await panel.page.getByLabel('Subprotocols').fill('chat')
    await panel.page.getByRole('button', { name: 'Connect Client 1' }).click()
    expect(await posted()).toEqual([
      {
        type: 'configure',
        client: 1,
        settings: { query: '', headers: '', protocols: '', identity: 'editor' },
      },
      { type: 'configure', client: 1, settings: { query: 'room=poetry', headers: '', protocols: '' } },
      { type: 'configure', client: 1, settings: { query: '', headers: 'X-Name: Ana', protocols: '' } },
      { type: 'configure', client: 1, settings: { query: '', headers: '', protocols: 'chat' } },
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
    await panel.page.getByRole('menuitem', { name: 'Save frames' }).click()
    await panel.page.getByRole('button', { name: 'Console actions' }).click()
    await panel.page.getByRole('menuitem', { name: 'Reconnect when' }).click()
    for (const name of ['Close with a code', 'Close by DELETE', 'Send as a binary frame', 'Remove client']) {
      await panel.page.getByRole('button', { name: 'Client 2: actions' }).click()
      await panel.page.getByRole('menuitem', { name }).click()
    }
    await panel.page.getByRole('button', { name: 'Disconnect Client 1' }).click()
    expect((await posted()).map(({ type }) => type)).toEqual([
      'addClient',
      'clear',
      'saveFrames',
      'setReconnects',
      'closeWithCode',
      'deleteConnection',
      'sendBinary',
      'removeClient',
      'disconnect',
    ])
  })

  it('pushes to a client as a backend does, as text and as bytes', async () => {
    await open()
    await panel.post(...chat)
    await posted()
    await panel.page.getByRole('button', { name: 'Push…' }).click()
    await panel.page.keyboard.type('Hello')
    await panel.page.getByRole('button', { name: 'Push', exact: true }).click()
    await panel.page.getByLabel('Push to').selectOption('Client 2')
    await panel.page.getByLabel('Push as').selectOption('hex')
    const data = panel.page.getByLabel('Push: data')
    await data.fill('48 6')
    expect(await panel.page.getByRole('button', { name: 'Push', exact: true }).isDisabled()).toBe(true)
    await data.fill('48 65')
    await data.press('Control+Enter')
    expect(await posted()).toEqual([
      { type: 'push', client: 1, base64: 'SGVsbG8=' },
      { type: 'push', client: 2, base64: 'SGU=' },
    ])
    await data.press('Escape')
    expect(await data.count()).toBe(0)
  })

  it('brings back what was sent, and copies a frame', async () => {
    await open()
    await panel.post(...chat)
    await posted()
    const message = panel.page.getByLabel('Client 2: message')
    await message.fill('draft')
    await message.press('ArrowUp')
    expect(await message.innerText()).toBe('{"action":"kick","who":"Ana"}')
    await message.press('ArrowUp')
    await message.press('ArrowDown')
    expect(await message.innerText()).toBe('draft')
    await frames('Client 2').nth(2).focus()
    await panel.page.keyboard.press('Control+c')
    expect(await posted()).toEqual([{ type: 'copy', text: '{"action":"kick","who":"Ana"}', what: 'frame' }])
  })

  it('proposes the routes, then the names and values of the model of the route that is written', async () => {
    await open()
    await panel.post(...chat)
    await posted()
    const message = panel.page.getByLabel('Client 1: message')
    const proposals = async () => {
      await panel.page.locator('.cm-tooltip-autocomplete li').first().waitFor()
      return panel.page.locator('.cm-tooltip-autocomplete .cm-completionLabel').allInnerTexts()
    }
    await message.fill('')
    await message.pressSequentially('{"')
    expect(await proposals()).toEqual(['action'])
    await panel.page.keyboard.press('Escape')
    await message.pressSequentially('action":"')
    // On one line, as wide as the column lets it.
    expect((await message.boundingBox())?.height).toBeLessThan(24)
    expect(await proposals()).toEqual(['"sendMessage"', '"leave"'])
    // CodeMirror takes no key for the first moment of a list.
    await panel.page.waitForTimeout(150)
    await panel.page.keyboard.press('Enter')
    await message.pressSequentially(',')
    await panel.page.keyboard.press('Control+Space')
    expect(await proposals()).toEqual(['room', 'text'])
    await panel.page.waitForTimeout(150)
    await panel.page.keyboard.press('Enter')
    await panel.page.keyboard.press('Control+Space')
    expect(await proposals()).toEqual(['"poetry"', '"prose"'])
    await panel.page.waitForTimeout(150)
    await panel.page.keyboard.press('Enter')
    expect(await message.innerText()).toBe('{"action":"sendMessage","room": "poetry"')
    await panel.page.keyboard.type('}')
    await panel.page.keyboard.press('Control+Enter')
    expect(await posted()).toEqual([
      { type: 'send', client: 1, text: '{"action":"sendMessage","room": "poetry"}' },
    ])
  })

  it('tells why a connection ended, shows bytes, and when the next one ends', async () => {
    await open()
    await panel.post(...ends)
    await frames('Client 2').first().click()
    expect(await column('Client 2').locator('.ws-payload').innerText()).toContain('000000  48 65 6c 6c 6f')
    await frames('Client 2').nth(1).click()
    expect(await column('Client 2').locator('.why').innerText()).toContain('only text is taken')
    expect(await column('Client 1').locator('.ws-end').innerText()).toMatch(
      /AWS closes an idle connection in \d+ s/,
    )
    expect(await column('Client 1').locator('.ws-frame.old').count()).toBe(1)
  })

  it('keeps clients and the last frames for the next window, without traces', async () => {
    await open()
    await panel.post(...chat)
    await expect
      .poll(() => panel.kept())
      .toMatchObject({
        version: 1,
        subject: { apiId: 'Chat' },
        reconnects: true,
        clients: [{ identity: 'reader' }, { identity: 'editor' }],
      })
    const kept = restoredConsole(await panel.kept())
    expect(kept?.clients.map(({ state }) => state)).toEqual(['closed', 'closed'])
    expect(kept?.frames.map(({ label, isOld, trace }) => [label, isOld, trace])).toHaveLength(7)
    expect(kept?.frames.every(({ isOld, trace }) => isOld && !trace)).toBe(true)
  })

  it('makes only the rows in sight of very many frames', async () => {
    await open()
    await panel.post(...manyFrames(10_000))
    const rows = column('Client 1').locator('.ws-frame')
    await expect.poll(() => rows.last().innerText()).toContain('frame 10000')
    expect(await rows.count()).toBeLessThan(200)
    await rows.last().click()
    await panel.page.keyboard.press('Home')
    await expect.poll(() => column('Client 1').locator('.ws-frame:focus').innerText()).toContain('frame 1')
    await panel.page.keyboard.press('ArrowDown')
    await expect.poll(() => column('Client 1').locator('.ws-frame:focus').innerText()).toContain('frame 2')
    await panel.page.keyboard.press('End')
    await expect
      .poll(() => column('Client 1').locator('.ws-frame:focus').innerText())
      .toContain('frame 10000')
    expect(await rows.count()).toBeLessThan(200)
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
