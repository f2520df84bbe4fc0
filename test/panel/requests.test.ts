import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FromPanel, ToPanel } from '../../client/src/panelMessages.ts'
import { PanelBrowser, type PageOptions, type PanelPage } from './panelPage.ts'
import {
  changedAnswer,
  createOrder,
  created,
  deleteBook,
  fifty,
  firstAnswer,
  forbidden,
  orderSteps,
  picture,
  responseOf,
  saved,
  show,
  staged,
} from './scenarios.ts'
import { weakTexts } from './weakTexts.ts'

// What the panel does around one request: sends it again, many times, from the history, with files and forms.

let browser: PanelBrowser
let panel: PanelPage
beforeAll(async () => {
  browser = await PanelBrowser.launch()
}, 60_000)
afterAll(() => browser.close())
afterEach(() => expect(panel.faults).toEqual([]))

const open = async (options?: PageOptions) => (panel = await browser.open(options))
const role = (name: Parameters<PanelPage['page']['getByRole']>[0], label: string | RegExp) =>
  panel.page.getByRole(name, { name: label })
const press = (key: string) => panel.page.keyboard.press(key)
const sentBy = async (type: FromPanel['type']) =>
  (await panel.posted()).filter(message => message.type === type)
const focused = () =>
  panel.page.evaluate<string>(
    `document.activeElement?.getAttribute('data-change') ?? document.activeElement?.getAttribute('aria-label') ?? ''`,
  )

async function replayed() {
  await open()
  await panel.post(show(deleteBook))
  await role('button', 'Replay on save').click()
  await press('Control+Enter')
  await panel.post(firstAnswer, saved)
}

describe('replay on save', () => {
  it('sends the last request again once the gateway has taken what was saved', async () => {
    await open()
    await panel.post(show(deleteBook))
    await role('button', 'Replay on save').click()
    await panel.post(saved)
    expect(await panel.page.locator('.strip').innerText()).toContain('Send a request first')
    expect(await sentBy('send')).toEqual([])
    await press('Control+Enter')
    await panel.post(firstAnswer)
    await panel.page.getByLabel('Path parameter bookId', { exact: true }).fill('edited-since')
    await panel.post(saved)
    const [first, again] = await sentBy('send')
    expect(again).toEqual({ ...first, isReplay: true })
    await panel.post(changedAnswer)
    expect(await panel.page.locator('.strip').innerText()).toMatch(
      /^Replayed because\s+src\/books\/list\.ts\s+was saved\. ListBooks was reloaded\.\s+\d\d:\d\d:\d\d\s+Pause$/,
    )
    await role('button', 'src/books/list.ts').click()
    expect(await sentBy('openSource')).toMatchObject([{ source: { line: 0 } }])
    await role('button', 'Pause').click()
    await panel.post(saved)
    expect(await sentBy('send')).toEqual([])
  })

  it('shows what is another than before: body, headers, status; F7 walks through it', async () => {
    await replayed()
    await panel.post(changedAnswer)
    expect(await role('tab', /^Changes/).getAttribute('aria-selected')).toBe('true')
    expect(await role('tab', /^Changes/).innerText()).toMatch(/Changes\s+4/)
    const changed = panel.page.locator('.diff-lines .l.del, .diff-lines .l.add')
    expect(await changed.allInnerTexts()).toEqual([
      expect.stringMatching(/^6\s*−\s*"price": 1595/),
      expect.stringMatching(/^6\s*\+\s*"price": 15\.95,/),
      expect.stringMatching(/^7\s*\+\s*"currency": "EUR"/),
      expect.stringMatching(/^11\s*−\s*"price": 1200/),
      expect.stringMatching(/^12\s*\+\s*"price": 12,/),
      expect.stringMatching(/^13\s*\+\s*"currency": "EUR"/),
    ])
    expect(await panel.page.locator('.compared').innerText()).toMatch(/Headers\s+etag, set-cookie changed/)
    const stops = []
    for (const key of ['F7', 'F7', 'F7', 'F7', 'Shift+F7', 'Shift+F7']) {
      await press(key)
      stops.push(await focused())
    }
    expect(stops).toEqual(['0', '1', 'Headers', '0', 'Headers', '1'])
    await role('button', 'Compare in a diff editor').click()
    expect(await sentBy('openDiff')).toMatchObject([{ title: 'Run 1 ↔ run 2', language: 'json' }])
    await panel.post({ type: 'fit', requestId: 'second', fit: { model: 'Books', errors: ['a'] } })
    expect(await panel.page.locator('.compared').innerText()).toMatch(/Answer fits Books\s+not stated\s+no/)
  })

  it('stays where it was when the answer is the same, and says so', async () => {
    await replayed()
    const same = { ...firstAnswer, trace: { ...(changedAnswer as typeof created).trace } } as ToPanel
    await panel.post(same)
    expect(await role('tab', /^Changes/).innerText()).toMatch(/Changes\s+none/)
    expect(await role('tab', /^Body JSON/).getAttribute('aria-selected')).toBe('true')
    await role('tab', /^Changes/).click()
    expect(await panel.page.locator('.changes').innerText()).toContain('Both answers have the same body')
  })

  it('waits for the request that is under way', async () => {
    await open()
    await panel.post(show(deleteBook))
    await role('button', 'Replay on save').click()
    await press('Control+Enter')
    expect(await sentBy('send')).toHaveLength(1)
    await panel.post(saved)
    expect(await sentBy('send')).toEqual([])
    await panel.post(firstAnswer)
    expect(await sentBy('send')).toMatchObject([{ isReplay: true }])
  })
})

it('earlier runs can be looked at with their traces', async () => {
  await open()
  await panel.post(show(deleteBook))
  for (const answer of [created, forbidden]) {
    await press('Control+Enter')
    await panel.post(answer)
  }
  await role('button', 'Run before').click()
  expect(await panel.page.locator('.answer').innerText()).toMatch(/201 Created[^]*Run 1 of 2/)
  expect(await panel.page.locator('.trace .bar').innerText()).toContain('41.1 ms')
  await role('button', 'Run after').click()
  expect(await panel.page.locator('.answer').innerText()).toContain('403 Forbidden')
})

describe('a request of the history or of a file', () => {
  const order = {
    request: {
      method: 'DELETE',
      target: '/books/a%20b?own=1',
      headers: [
        ['Authorization', ''],
        ['X-Trace', 'on'],
      ],
    },
    stage: 'prod',
    circumstances: { sourceIp: '203.0.113.9' },
  } as const

  it('fills the panel; what was a secret is the example again', async () => {
    await open()
    await panel.post(show(deleteBook))
    await role('button', 'History and saved requests').click()
    expect(await sentBy('showHistory')).toHaveLength(1)
    await panel.post({ type: 'fill', order, from: 'the history', isSent: false })
    expect(await panel.page.getByLabel('Path parameter bookId', { exact: true }).inputValue()).toBe('a b')
    await press('Control+Enter')
    expect(await sentBy('send')).toEqual([
      {
        type: 'send',
        stage: 'prod',
        request: {
          method: 'DELETE',
          target: '/books/a%20b?own=1',
          headers: [
            ['Authorization', 'Bearer reader'],
            ['X-Trace', 'on'],
          ],
        },
        circumstances: { sourceIp: '203.0.113.9' },
      },
    ])
  })

  it('is sent at once where that was asked for', async () => {
    await open()
    await panel.post(show(deleteBook), { type: 'fill', order, from: 'requests.http', isSent: true })
    expect(await sentBy('send')).toMatchObject([{ stage: 'prod' }])
  })

  it('is not sent in Restricted Mode, nor as soon as the workspace is trusted', async () => {
    await open()
    await panel.post(show(deleteBook, { type: 'untrusted' }))
    await panel.post({ type: 'fill', order, from: 'requests.http', isSent: true })
    await panel.post({ type: 'gateway', gateway: { type: 'stopped' } })
    expect(await sentBy('send')).toEqual([])
  })
})

describe('send and debug', () => {
  it('stands in the menu of Send, and on Shift+Ctrl+Enter', async () => {
    await open()
    await panel.post(show(createOrder), created)
    await press('Control+Shift+Enter')
    expect(await sentBy('send')).toMatchObject([{ isDebugged: true, request: { method: 'POST' } }])
    await panel.post(created)
    await role('button', 'More ways to call').press('Enter')
    await role('menuitem', /^Send and debug/).click()
    expect(await sentBy('send')).toMatchObject([{ isDebugged: true }])
  })

  it('of a code lens sends the request as it stands, once', async () => {
    await open()
    await panel.post(show(createOrder))
    await panel.post({ type: 'debug' })
    await expect.poll(() => sentBy('send')).toMatchObject([{ isDebugged: true }])
    await panel.post(created)
    expect(await sentBy('send')).toEqual([])
  })
})

describe('a repeated request', () => {
  it('is sent as often as was asked for, shows times by status, and each answer', async () => {
    await open()
    await panel.post(show(createOrder), created)
    await role('button', 'More ways to call').press('Enter')
    await press('ArrowDown')
    await press('ArrowDown')
    await press('Enter')
    await panel.page.getByLabel('Times').fill('200')
    await panel.page.getByLabel('At a time').fill('8')
    await press('Enter')
    expect(await sentBy('repeat')).toMatchObject([{ count: 200, atOnce: 8, request: { target: '/orders' } }])
    await press('Escape')
    expect(await sentBy('cancel')).toHaveLength(1)
    await panel.post(fifty)
    const rows = await panel.page.locator('.spread tbody tr').allInnerTexts()
    expect(rows.map(row => row.replace(/\s+/g, ' ').trim())).toEqual([
      '201 Created 47 40 ms 53 ms 118 ms 118 ms',
      '429 Too Many Requests 3 1.0 ms 1.0 ms 1.0 ms 1.0 ms',
    ])
    expect(await panel.page.locator('.repeat').innerText()).toMatch(
      /50 of 200 sent[^]*3 requests were throttled/,
    )
    await role('button', /^Request 1:/).focus()
    await press('End')
    expect(await focused()).toBe('Request 50: 201 Created, 53 ms')
    await press('Enter')
    expect(await sentBy('openRepeated')).toEqual([{ type: 'openRepeated', number: 50 }])
    const { response, trace } = created
    await panel.post({ type: 'opened', number: 50, response, trace })
    expect(await panel.page.locator('.trace .bar').innerText()).toContain('8 steps')
    await role('button', 'Back to all 50').click()
    await role('button', 'Back to the last answer').click()
    expect(await panel.page.locator('.answer').innerText()).toContain('201 Created')
  })

  it('that cannot begin says why', async () => {
    await open()
    await panel.post(show(createOrder))
    await role('button', 'More ways to call').click()
    await role('menuitem', 'Repeat…').click()
    await role('button', 'Send 50 times').click()
    await panel.post({ type: 'failed', message: 'Port 3000 is taken' })
    expect(await panel.page.locator('.repeat').innerText()).toContain('Port 3000 is taken')
  })
})

describe('the tab Stage', () => {
  it('sets variables, the canary and where the request comes from, for this panel alone', async () => {
    await open()
    await panel.post(show(staged))
    await role('tab', /^Stage/).click()
    await panel.page.getByLabel('Canary').selectOption('canary')
    await panel.page.getByLabel('Value of stage variable tableName').fill('orders-test')
    await panel.page.getByLabel('Value of stage variable logLevel').fill('info')
    await role('button', 'Value of the definition for logLevel').click()
    await panel.page.getByLabel('Source IP').fill('203.0.113.9')
    await panel.page.getByLabel('VPC endpoint').fill('vpce-0a')
    await role('button', 'Choose…').click()
    expect(await sentBy('pickFile')).toEqual([{ type: 'pickFile', at: 'certificate' }])
    await panel.post({ type: 'picked', at: 'certificate', file: { path: '/shop/till.pem', size: 900 } })
    expect(await panel.page.locator('.stage-choice').innerText()).toContain('till.pem')
    await press('Control+Enter')
    expect(await sentBy('send')).toMatchObject([
      {
        circumstances: {
          release: 'canary',
          stageVariables: { tableName: 'orders-test' },
          sourceIp: '203.0.113.9',
          vpcEndpoint: 'vpce-0a',
          certificateFile: '/shop/till.pem',
        },
      },
    ])
  })
})

describe('the body', () => {
  it('is a form, urlencoded or in parts with files', async () => {
    await open()
    await panel.post(show(createOrder))
    await panel.page.getByLabel('Content type').selectOption('application/x-www-form-urlencoded')
    await role('button', 'Add a form field').click()
    await panel.page.getByLabel('Name of new form field').fill('full name')
    await panel.page.getByLabel('Value of form field fullname').count()
    await panel.page.locator('.field .value').fill('Ann & Bo')
    await press('Control+Enter')
    expect(await sentBy('send')).toMatchObject([
      {
        request: {
          headers: [['Content-Type', 'application/x-www-form-urlencoded'], expect.anything()],
          bodyText: 'full%20name=Ann%20%26%20Bo',
        },
      },
    ])
    await panel.post(created)
    await panel.page.getByLabel('Content type').selectOption('multipart/form-data')
    await role('button', 'File…').click()
    expect(await sentBy('pickFile')).toEqual([{ type: 'pickFile', at: 0 }])
    await panel.post({ type: 'picked', at: 0, file: { path: '/shop/cover.png', size: 12 } })
    await press('Control+Enter')
    const [sent] = await sentBy('send')
    expect(sent).toMatchObject({
      body: { type: 'multipart', parts: [{ name: 'full name', path: '/shop/cover.png' }] },
    })
    expect(sent).not.toHaveProperty('request.bodyText')
  })

  it('is a file, read when it is sent', async () => {
    await open()
    await panel.post(show(createOrder))
    await panel.page.getByLabel('Content type').selectOption('File')
    expect(await role('tab', /^Body/).first().innerText()).toContain('none')
    await role('button', 'Choose a file…').click()
    await panel.post({ type: 'picked', at: 'body', file: { path: '/shop/big.bin', size: 11_000_000 } })
    expect(await panel.page.locator('.file-body').innerText()).toMatch(/big\.bin\s+11\.0 MB[^]*answers 413/)
    await panel.post({ type: 'picked', at: 'body', file: { path: '/shop/a.PNG', size: 12 } })
    await press('Control+Enter')
    expect(await sentBy('send')).toMatchObject([
      {
        body: { type: 'file', path: '/shop/a.PNG' },
        request: { headers: [['Content-Type', 'image/png'], expect.anything()] },
      },
    ])
  })

  it('is completed from the model: names that are missing, values that are enumerated', async () => {
    await open()
    await panel.post(show(staged))
    await role('textbox', 'Request body').click()
    await press('Control+a')
    await panel.page.keyboard.insertText('{ "items": [ { "bookId": "b-1", ')
    await panel.page.keyboard.type('"')
    const options = panel.page.locator('.cm-tooltip-autocomplete li')
    await expect.poll(() => options.allInnerTexts()).toEqual(['quantityinteger, required', 'wrapstring'])
    await panel.page.keyboard.type('wr')
    await expect.poll(() => options.count()).toBe(1)
    // CodeMirror takes keys a moment after its list has come, so that no typed Enter is lost.
    await panel.page.waitForTimeout(150)
    await press('Enter')
    await panel.page.keyboard.type('"g')
    await expect.poll(() => options.allInnerTexts()).toEqual(['"gift"'])
    await panel.page.waitForTimeout(150)
    await press('Enter')
    const text = panel.page.locator('.request-body .cm-line')
    await expect
      .poll(async () => (await text.allTextContents()).join('\n'))
      .toBe('{ "items": [ { "bookId": "b-1", "wrap": "gift"')
    // Esc closes the list and cancels nothing.
    await panel.page.keyboard.type(', "')
    await options.first().waitFor()
    await press('Escape')
    await expect.poll(() => options.count()).toBe(0)
    expect(await sentBy('cancel')).toEqual([])
  })
})

describe('an answer', () => {
  it('that is a picture is shown as one, and its bytes too', async () => {
    await open()
    await panel.post(show(createOrder), picture)
    await panel.page.getByText('1 × 1 px').waitFor()
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><script>document.title=1</script></svg>'
    await panel.post({ ...picture, response: responseOf(200, svg, 'image/svg+xml') } as ToPanel)
    await panel.page.getByText('4 × 4 px').waitFor()
    await role('tab', 'Raw').click()
    await expect.poll(() => role('textbox', 'Raw answer').innerText()).toContain('<svg xmlns')
    await role('tab', 'Hex').click()
    await expect
      .poll(() => role('textbox', 'Answer body in hexadecimal').innerText())
      .toContain('3c 73 76 67')
  })

  it('lists the cookies it sets', async () => {
    await open()
    await panel.post(show(createOrder), firstAnswer)
    await role('tab', 'Cookies 1').click()
    expect(await panel.page.locator('.cookies').innerText()).toMatch(/session\s+abc\s+Path=\/ · HttpOnly/)
  })

  it('can be copied as curl, fetch and awscurl', async () => {
    await open()
    await panel.post(show(deleteBook))
    for (const format of ['curl', 'fetch', 'awscurl']) {
      await role('button', 'More actions').click()
      await role('menuitem', `Copy as ${format}`).click()
    }
    expect((await sentBy('copyAs')).map(message => message.type === 'copyAs' && message.format)).toEqual([
      'curl',
      'fetch',
      'awscurl',
    ])
  })
})

describe('the looks', () => {
  it.each(['dark', 'light', 'hc'] as const)('have text of at least 4.5:1 in %s', async theme => {
    await open({ theme })
    await panel.post(show(staged))
    await role('button', 'Replay on save').click()
    await press('Control+Enter')
    await panel.post(firstAnswer, saved)
    await panel.post(changedAnswer)
    await role('tab', /^Stage/).click()
    expect(await panel.page.evaluate(weakTexts)).toEqual([])
    await role('button', 'More ways to call').click()
    await role('menuitem', 'Repeat…').click()
    await role('button', 'Send 50 times').click()
    await panel.post(fifty)
    expect(await panel.page.evaluate(weakTexts)).toEqual([])
  })

  it('fit a narrow panel', async () => {
    await open({ width: 480, height: 900 })
    await panel.post(show(deleteBook))
    await role('button', 'Replay on save').click()
    await press('Control+Enter')
    await panel.post(...orderSteps.slice(0, 2).map(step => ({ type: 'step', step }) as const))
    await panel.post(firstAnswer, saved)
    await panel.post(changedAnswer)
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await panel.page.evaluate(overflow)).toBe(0)
    expect(await panel.page.locator('.diff-lines').isVisible()).toBe(true)
  })
})
