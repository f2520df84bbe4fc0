import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FromPanel } from '../../client/src/panelMessages.ts'
import { PanelBrowser, type PanelPage, type ThemeName } from './panelPage.ts'
import { weakTexts } from './weakTexts.ts'
import { createOrder, created, known, show } from './scenarios.ts'

// The tab Auth of the built panel in a browser.

let browser: PanelBrowser
let panel: PanelPage

beforeAll(async () => {
  browser = await PanelBrowser.launch()
}, 60_000)
afterAll(() => browser.close())
afterEach(() => expect(panel.faults).toEqual([]))

async function openAuth(...messages: Parameters<PanelPage['post']>): Promise<void> {
  await openIn('dark', ...messages)
}

async function openIn(theme: ThemeName, ...messages: Parameters<PanelPage['post']>): Promise<void> {
  panel = await browser.open({ theme })
  await panel.post(show(createOrder), ...messages)
  await panel.page.getByRole('tab', { name: /^Auth/ }).click()
}
const radio = (name: string) => panel.page.getByRole('radio', { name: new RegExp(`^${name}`) })
const sentBy = async (type: FromPanel['type']) =>
  (await panel.posted()).filter(message => message.type === type)

describe('who calls', () => {
  it('is chosen by keys, those first that bring what the route asks for', async () => {
    await openAuth(known())
    const names = await panel.page.locator('.who-row .name').allInnerTexts()
    expect(names).toEqual(['Anonymous', 'ann', 'editor', 'batch', 'office'])
    expect(await panel.page.locator('.who-list .field-head').innerText()).toBe(
      'Bring nothing that TokenAuthorizer asks for',
    )
    await radio('Anonymous').focus()
    await panel.page.keyboard.press('ArrowDown')
    expect(await radio('ann').getAttribute('aria-checked')).toBe('true')
    expect(await panel.page.evaluate(`document.activeElement.getAttribute('aria-label')`)).toBe(
      'ann, groups admins',
    )
    expect(await panel.page.getByRole('tab', { name: /^Auth/ }).innerText()).toMatch(/Auth\s*ann/)
    await panel.page.keyboard.press('End')
    expect(await radio('office').getAttribute('aria-checked')).toBe('true')
    expect(await panel.page.locator('.who-sends').innerText()).toMatch(/Source IP\s+203\.0\.113\.10/)
  })

  it('goes with the request, and stands with its answer', async () => {
    await openAuth(known())
    await radio('editor').click()
    await panel.page.keyboard.press('Control+Enter')
    expect(await sentBy('send')).toMatchObject([{ identity: 'editor', stage: 'dev' }])
    await panel.post({ ...created, identity: 'editor' })
    expect(await panel.page.locator('.answer').innerText()).toMatch(/201 Created.*as editor/s)
    await radio('Anonymous').click()
    expect(await panel.page.locator('.answer .tag').innerText()).toBe('before your last edit')
    await panel.page.keyboard.press('Control+Enter')
    const [sent] = await sentBy('send')
    expect(sent).not.toHaveProperty('identity')
  })

  it('is nobody again when the file names it no more, and leads to its line', async () => {
    await openAuth(known())
    await radio('editor').click()
    await panel.page.getByRole('button', { name: 'gatehouse.identities.json:9' }).click()
    expect(await sentBy('openLocation')).toMatchObject([{ location: { range: { start: { line: 8 } } } }])
    await panel.post(known({ identities: [] }))
    expect(await radio('Anonymous').getAttribute('aria-checked')).toBe('true')
  })
})

describe('the identities file', () => {
  it('is made with examples when there is none', async () => {
    await openAuth(known({ state: 'missing', identities: [] }))
    await panel.page.getByRole('button', { name: 'Create it with examples' }).click()
    expect(await sentBy('openIdentities')).toEqual([{ type: 'openIdentities' }])
  })

  it('that cannot be used says why and leads to the line', async () => {
    const message = "line 7: an identity has no 'name'"
    await openAuth(known({ state: 'unreadable', identities: [], message, line: 6 }))
    expect(await panel.page.getByRole('alert').innerText()).toContain(message)
    await panel.page.getByRole('button', { name: 'Open it' }).click()
    expect(await sentBy('openIdentities')).toEqual([{ type: 'openIdentities', line: 6 }])
  })
})

describe('a token', () => {
  it('of the identity is copied as it would be sent', async () => {
    await openAuth(known())
    await radio('ann').click()
    await panel.page.getByRole('button', { name: 'Copy token' }).click()
    expect(await sentBy('mintToken')).toEqual([
      { type: 'mintToken', target: 'clipboard', order: { identity: 'ann', use: 'access', scopes: [] } },
    ])
  })

  it('of one’s own making has claims, scopes and a lifetime, and becomes a header', async () => {
    await openAuth(known())
    await panel.page.getByRole('button', { name: 'Mint token…' }).click()
    await panel.page.getByLabel('Kind').selectOption('access token')
    await panel.page.getByLabel('Scopes').fill('orders/read orders/write')
    const claims = panel.page.getByLabel('Claims as JSON')
    await claims.fill('{ "sub": ')
    expect(await panel.page.locator('#mint-fault').innerText()).toBe('Claims are a JSON object')
    const set = panel.page.getByRole('button', { name: 'Set as header' })
    expect(await set.isDisabled()).toBe(true)
    await claims.fill('{ "sub": "eve", "level": 3 }')
    await panel.page.getByLabel('Good for').selectOption('nothing: expired a minute ago')
    await set.click()
    expect(await sentBy('mintToken')).toEqual([
      {
        type: 'mintToken',
        target: 'header',
        order: {
          authorizer: 'MembersPool',
          use: 'access',
          scopes: ['orders/read', 'orders/write'],
          claims: { sub: 'eve', level: 3 },
          expiresIn: -60,
        },
      },
    ])
    await panel.post({ type: 'minted', token: 'a.b.c' })
    expect(await panel.page.getByLabel('Value of header Authorization').inputValue()).toBe('Bearer a.b.c')
  })
})

describe('the looks', () => {
  it.each(['dark', 'light', 'hc'] as const)('have text of at least 4.5:1 in %s', async theme => {
    await openIn(theme, known())
    await radio('ann').click()
    await panel.page.getByRole('button', { name: 'Mint token…' }).click()
    expect(await panel.page.evaluate(weakTexts)).toEqual([])
  })
})
