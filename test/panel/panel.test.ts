import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FromPanel } from '../../client/src/panelMessages.ts'
import { bundleSize, PanelBrowser, type PageOptions, type PanelPage } from './panelPage.ts'
import { weakTexts } from './weakTexts.ts'
import {
  badGateway,
  createOrder,
  created,
  deleteBook,
  forbidden,
  getBook,
  longAnswer,
  orderSteps,
  responseOf,
  show,
} from './scenarios.ts'

// The built panel in a browser, under the content security policy of the extension's own page.

/** Milliseconds on a machine that is busy with other tests too. */
const atOnce = 2000
const pictures = path.join(import.meta.dirname, '../../test-results/panel')
let browser: PanelBrowser
let panel: PanelPage

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  browser = await PanelBrowser.launch()
}, 60_000)
afterAll(() => browser.close())
afterEach(() => expect(panel.faults).toEqual([]))

const open = async (options?: PageOptions) => (panel = await browser.open(options))
const role = (name: Parameters<PanelPage['page']['getByRole']>[0], label: string | RegExp) =>
  panel.page.getByRole(name, { name: label })
const press = (key: string) => panel.page.keyboard.press(key)
const focusedName = () =>
  panel.page.evaluate<string>(
    `document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''`,
  )
const sentBy = async (type: FromPanel['type']) =>
  (await panel.posted()).filter(message => message.type === type)
const lines = (label: string) => role('textbox', label).locator('.cm-line').allTextContents()

describe('the request', () => {
  it('says what it will meet and leads to its lines', async () => {
    await open()
    expect(await panel.posted()).toEqual([{ type: 'ready' }])
    await panel.post(show(createOrder))
    expect(await panel.page.locator('.about').innerText()).toContain('CreateOrder through a mapping template')
    await role('button', 'template.yaml:118').click()
    await panel.page.getByTitle('Go to TokenAuthorizer').click()
    const opened = await sentBy('openLocation')
    expect(
      opened.map(message => message.type === 'openLocation' && message.location.range.start.line),
    ).toEqual([117, 41])
  })

  it('is sent as it was edited in the line, the rows and the editor', async () => {
    await open()
    await panel.post(show(getBook))
    await panel.page.getByLabel('Method').selectOption('PUT')
    await panel.page.getByLabel('Path parameter bookId', { exact: true }).fill('b 2')
    await panel.page.getByLabel('Path parameter proxy+', { exact: true }).fill('reviews/1')
    await panel.page.getByLabel('Value of query parameter lang').fill('de')
    await role('tab', /^Headers/).click()
    await role('button', 'Add a header').click()
    // The new row takes the focus once it is drawn.
    await expect.poll(() => focusedName()).toBe('Name of new header')
    await panel.page.keyboard.type('X-Trace')
    await press('Tab')
    await panel.page.keyboard.type('on')
    await role('tab', /^Body/).click()
    await panel.page.getByLabel('Content type').selectOption('text/plain')
    await role('textbox', 'Request body').click()
    await panel.page.keyboard.type('hello')
    await role('tab', /^Stage/).click()
    await panel.page.getByLabel('Stage', { exact: true }).selectOption('prod')
    await press('Control+Enter')
    expect(await sentBy('send')).toEqual([
      {
        type: 'send',
        stage: 'prod',
        request: {
          method: 'PUT',
          target: '/books/b%202/reviews/1?fields=title&lang=de',
          headers: [
            ['Content-Type', 'text/plain'],
            ['X-Trace', 'on'],
          ],
          bodyText: 'hello',
        },
      },
    ])
  })

  it('is not sent while a path parameter is empty', async () => {
    await open()
    await panel.post(show(getBook))
    await role('button', 'Send').click()
    expect(await sentBy('send')).toEqual([])
    expect(await panel.page.getByRole('alert').innerText()).toContain("Path parameter 'proxy+' needs a value")
    expect(await focusedName()).toBe('Path parameter proxy+')
  })

  it('gets its example back with one click', async () => {
    await open()
    await panel.post(show(createOrder))
    await role('textbox', 'Request body').click()
    await press('Control+a')
    await press('Delete')
    expect(await role('tab', /^Body/).first().innerText()).toContain('none')
    await role('button', 'Example from OrderRequest').click()
    await expect.poll(() => lines('Request body')).toHaveLength(7)
  })

  it('goes to curl and the settings through the menu, by keys alone', async () => {
    await open()
    await panel.post(show(deleteBook))
    await role('button', 'More actions').press('Enter')
    await press('Enter')
    expect(await sentBy('copyAs')).toMatchObject([{ request: { method: 'DELETE', target: '/books/b-1043' } }])
    expect(await focusedName()).toBe('More actions')
    await press('Enter')
    await press('ArrowUp')
    await press('Enter')
    expect(await sentBy('openSettings')).toHaveLength(1)
  })
})

describe('a run', () => {
  it('fills the trace, keeps the old answer, is announced and can be cancelled', async () => {
    await open()
    await panel.post(show(createOrder), created)
    await press('Control+Enter')
    await panel.post(...orderSteps.slice(0, 5).map(step => ({ type: 'step', step }) as const))
    expect(await panel.page.locator('.trace .bar').innerText()).toMatch(
      /Integration\s+CreateOrder is running, 0\.\d s of 29 s/,
    )
    expect(await panel.page.locator('.answer').innerText()).toContain('run 1, before this one')
    expect(await panel.page.getByRole('treeitem').count()).toBe(6)
    await press('Escape')
    expect(await sentBy('cancel')).toHaveLength(1)
    await panel.post({ type: 'failed', message: 'cancelled' })
    expect(await panel.page.locator('.note').innerText()).toMatch(/^Cancelled after 0\.\d s\. Send again$/)

    await role('button', /^Send$/).click()
    await panel.post(forbidden)
    expect(await panel.page.getByRole('status').first().textContent()).toBe(
      '403 Forbidden, 14 milliseconds, Authorizer: TokenAuthorizer denied reader-7f3, statement 2',
    )
  })

  it('starts a stopped gateway', async () => {
    await open()
    await panel.post(show(deleteBook, { type: 'stopped', port: 3000 }))
    expect(await panel.page.locator('.note').innerText()).toBe(
      'Bookshop is not running. Sending starts it on port 3000 with stage dev. Change the port',
    )
    await role('button', 'Start and send').click()
    expect(await sentBy('send')).toHaveLength(1)
    await panel.post({ type: 'gateway', gateway: { type: 'starting' } })
    expect(await panel.page.locator('.trace .bar').innerText()).toMatch(/Bookshop\s+is starting/)
  })

  it('without an answer shows why, and the way on', async () => {
    await open()
    await panel.post(show(deleteBook), {
      type: 'failed',
      message: '**The gateway ended** <b>with</b> code 134',
    })
    expect(await panel.page.getByRole('alert').innerText()).toContain(
      'The gateway ended <b>with</b> code 134',
    )
    await role('button', 'Show log').click()
    await role('button', 'Send again').click()
    expect((await panel.posted()).map(message => message.type)).toEqual(['ready', 'showLog', 'send'])
  })

  it('has one notice, which leads to the line that is broken', async () => {
    await open()
    const source = { file: '/home/ada/bookshop/template.yaml', line: 2, character: 0 }
    await panel.post(show(deleteBook, { type: 'stopped', port: 3000 }), {
      type: 'failed',
      message: "no API can be read from 'template.yaml', which has an error: this is no mapping",
      source,
    })
    expect(await panel.page.locator('.note').allInnerTexts()).toEqual([
      expect.stringMatching(/has an error: this is no mapping \(template\.yaml:3\)\s*Send again\s*Show log/),
    ])
    await role('button', 'template.yaml:3').click()
    expect(await sentBy('openSource')).toEqual([{ type: 'openSource', source }])
    await panel.post({ type: 'gone', message: 'DELETE /books/{bookId} is gone' })
    expect(await panel.page.locator('.note').allInnerTexts()).toEqual(['DELETE /books/{bookId} is gone'])
  })

  it('goes out on a free port where its own is taken', async () => {
    await open()
    await panel.post(show(deleteBook, { type: 'stopped', port: 3000 }), {
      type: 'failed',
      message: 'Port 3000 of 127.0.0.1 is taken by another program',
      isPortTaken: true,
    })
    await role('button', 'Send on a free port').click()
    expect((await panel.posted()).map(message => message.type)).toEqual(['ready', 'sendOnFreePort'])
  })

  it('is not to be had in Restricted Mode, nor for a route that is gone', async () => {
    await open()
    await panel.post(show(deleteBook, { type: 'untrusted' }))
    await press('Control+Enter')
    expect(await role('button', 'Send').isDisabled()).toBe(true)
    await role('button', 'Manage trust').click()
    await panel.post(show(deleteBook), forbidden, { type: 'gone', message: 'DELETE /books/{bookId} is gone' })
    await press('Control+Enter')
    expect(await panel.page.locator('.answer').innerText()).toContain('403 Forbidden')
    expect((await panel.posted()).map(message => message.type)).toEqual(['ready', 'manageTrust'])
  })
})

describe('the answer', () => {
  it('has body, headers, log and the raw text, to copy and to open', async () => {
    await open()
    await panel.post(show(createOrder), created)
    expect(await panel.page.locator('.answer').innerText()).toMatch(/201 Created\s+41 ms\s+69 B/)
    await expect
      .poll(() => lines('Answer body'))
      .toEqual([
        '{',
        '  "orderId": "o-88213",',
        '  "total": 47.85,',
        '  "currency": "EUR",',
        '  "state": "PLACED"',
        '}',
      ])
    await role('button', 'Open body in an editor').click()
    expect(await sentBy('openText')).toMatchObject([{ language: 'json' }])
    const answer = panel.page.getByRole('region', { name: 'Answer' })
    await answer.getByRole('tab', { name: 'Headers 5' }).click()
    expect(await panel.page.locator('.kv tr').first().innerText()).toMatch(/Content-Type\s+application\/json/)
    await press('ArrowRight')
    // An editor draws its lines a frame after its tab was chosen.
    await expect.poll(() => lines('Log of the functions')).toContain('reserving stock for b-1043')
    expect(await panel.page.locator('.log-names').innerText()).toContain('CreateOrder stderr')
    await press('End')
    await press('ArrowLeft')
    await expect
      .poll(async () => (await lines('Raw answer')).slice(0, 2))
      .toEqual(['HTTP/1.1 201 Created', 'Content-Type: application/json'])
    await role('button', 'Copy raw answer').click()
    expect(await sentBy('copy')).toMatchObject([{ what: 'raw answer' }])
  })

  it('shows bytes in hexadecimal, and nothing as HTML', async () => {
    await open()
    const response = responseOf(200, Buffer.from([0x89, 0x50, 0xff, 0x00]), 'image/png')
    await panel.post(show(createOrder), { ...created, response })
    await expect
      .poll(() => lines('Answer body in hexadecimal'))
      .toEqual([expect.stringMatching(/^00000000 {2}89 50 ff 00 .*\.P\.\.$/)])
    const html = responseOf(200, '<img src=x onerror="document.title=1">', 'text/html')
    await panel.post({ ...created, response: html })
    await expect.poll(() => lines('Answer body')).toEqual(['<img src=x onerror="document.title=1">'])
    expect(await panel.page.locator('img').count()).toBe(0)
  })

  it('of five megabytes comes up and is searched at once', async () => {
    await open()
    await panel.post(show(createOrder))
    const took = async (act: () => Promise<unknown>) => {
      const started = performance.now()
      await act()
      await panel.page.evaluate('new Promise(done => requestAnimationFrame(() => setTimeout(done)))')
      return performance.now() - started
    }
    await panel.page.evaluate(`globalThis.long = ${JSON.stringify(longAnswer(5_100_000))}`)
    expect(await took(() => panel.page.evaluate(`postMessage(long, '*')`))).toBeLessThan(atOnce)
    expect(await panel.page.locator('.more-lines').innerText()).toContain(
      'The first 2\u2009000 lines of 5.1 MB',
    )
    expect(await took(() => role('button', 'Show 2\u2009000 more').click())).toBeLessThan(atOnce)
    expect(await panel.page.locator('.more-lines').innerText()).toContain('The first 4\u2009000 lines')
    const drawn = await panel.page.evaluate<number>(
      `document.querySelector('.answer-pane .cm-content').innerText.length`,
    )
    expect(drawn).toBeLessThan(100_000)
    // One line of megabytes is not wrapped; a line of moderate length is.
    await role('tab', 'Raw').click()
    expect(await role('button', 'Wrap long lines').count()).toBe(0)
    await role('tab', /^Body JSON/)
      .last()
      .click()
    await role('button', 'Find in body').click()
    expect(await took(() => panel.page.keyboard.insertText('Annotated'))).toBeLessThan(atOnce)
    expect(await panel.page.locator('.find-bar').innerText()).toContain('399 matches')

    const line = { ...created, response: responseOf(200, 'word '.repeat(9_000), 'text/plain') }
    await panel.post(line)
    expect(await took(() => role('button', 'Wrap long lines').click())).toBeLessThan(atOnce)
  })

  it('is marked when the request was edited since', async () => {
    await open()
    await panel.post(show(deleteBook))
    await press('Control+Enter')
    await panel.post(forbidden)
    expect(await panel.page.locator('.answer .tag').count()).toBe(0)
    await panel.page.getByLabel('Path parameter bookId', { exact: true }).fill('b-2')
    expect(await panel.page.locator('.answer .tag').innerText()).toBe('before your last edit')
  })
})

describe('the trace', () => {
  it('is walked and opened by keys', async () => {
    await open()
    await panel.post(show(createOrder), created)
    await panel.page.getByRole('treeitem').first().focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await press(key)
    expect(await focusedName()).toBe(
      'Integration request, passed, 0.9 milliseconds, template for application/json: 104 B became 191 B',
    )
    const detail = panel.page.locator('.detail')
    expect(await detail.locator('.l.add').allInnerTexts()).toEqual([
      expect.stringContaining('"customerId"'),
      expect.stringContaining('"stage"'),
      expect.stringContaining('"requestId"'),
    ])
    expect(await detail.locator('.l.add .g').first().innerText()).toBe('+')
    await press('Enter')
    expect(await sentBy('openSource')).toMatchObject([{ source: { line: 0 } }])
    await press('ArrowLeft')
    expect(await detail.count()).toBe(0)
    await press('Space')
    await detail.getByRole('tab', { name: 'Headers' }).click()
    expect(await detail.innerText()).toContain('X-Amzn-Trace-Id: Root=1-6710d0f1')
    await role('treeitem', /^Integration request/).press('End')
    expect(await focusedName()).toMatch(/^Method response/)
  })

  it('is turned to the lines of CloudWatch and back by a key', async () => {
    const executionLog = [
      { atMs: 0.1, level: 'info', text: 'Extended Request Id: Gh0stR1derEXAMPLE=' },
      { atMs: 40.9, level: 'error', text: 'Method completed with status: 201' },
    ] as const
    await open()
    await panel.post(show(createOrder), { ...created, trace: { ...created.trace, executionLog } })
    await panel.page.getByRole('treeitem').first().focus()
    await press('d')
    const log = panel.page.getByRole('list', { name: /^Execution log of request/ })
    expect(await log.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/^0\.1\s+\(.+\) Extended Request Id: Gh0stR1derEXAMPLE=$/),
      expect.stringMatching(/^40\.9\s+\(.+\) Method completed with status: 201$/),
    ])
    expect(await role('button', 'AWS log').getAttribute('aria-pressed')).toBe('true')
    await press('d')
    expect(await log.count()).toBe(0)
    expect(await focusedName()).toMatch(/^Method request/)
    // HTTP APIs have none.
    await panel.post(created)
    expect(await role('button', 'AWS log').count()).toBe(0)
  })

  it('masks secrets until they are asked for, and does not write them down', async () => {
    const { trace } = created
    const hidden = JSON.stringify(trace).replaceAll('Bearer editor', 'Bearer ***')
    const masked = JSON.parse(hidden) as typeof trace
    await open()
    await panel.post(show(createOrder), { ...created, trace: { ...trace, masked } })
    await role('treeitem', /^Authorizer/).press('Space')
    const detail = panel.page.locator('.detail')
    expect(await detail.innerText()).toContain('"Bearer ***"')
    await role('button', 'Secrets are masked: show them').click()
    expect(await detail.innerText()).toContain('"Bearer editor"')
    await panel.page.waitForTimeout(400)
    const kept = (await panel.kept()) as { state: { answer: unknown; look: unknown } }
    expect(JSON.stringify(kept.state.answer)).toContain('Bearer ***')
    expect(JSON.stringify(kept.state.answer)).not.toContain('Bearer editor')
    expect(kept.state.look).toEqual({ isAwsLog: false, areSecretsShown: false })
    await role('button', 'Mask the secrets').click()
    expect(await detail.innerText()).toContain('"Bearer ***"')
  })

  it('marks the step that decided and says what each other one did', async () => {
    await open()
    await panel.post(show(getBook), badGateway)
    const rows = await panel.page.evaluate<string[]>(`[...document.querySelectorAll('[role=treeitem]')].map(
      row => row.querySelector('.codicon[role=img]').ariaLabel + ' ' + row.querySelector('.name').textContent)`)
    expect(rows).toEqual([
      'passed Method request',
      'skipped Authorizer',
      'skipped API key and usage plan',
      'not emulated Request validation',
      'passed Integration request',
      'failed Integration',
      'skipped Integration response',
      'answered Gateway response',
    ])
    expect(await role('treeitem', /^Integration, /).getAttribute('aria-selected')).toBe('true')
    expect(await panel.page.locator('.trace .bar').innerText()).toMatch(/Trace\s+stopped at step 6, 32\.8 ms/)
  })
})

describe('a narrow panel', () => {
  it('shows the answer first, folds the request and the steps not reached', async () => {
    await open({ width: 480, height: 900 })
    await panel.post(show(deleteBook))
    expect(await role('tab', /^Params/).isVisible()).toBe(true)
    await panel.post(forbidden)
    expect(await role('tab', /^Params/).isVisible()).toBe(false)
    expect(await role('button', /^Request/).innerText()).toMatch(/Request\s+stage dev, 1 header, no body/)
    expect(await panel.page.locator('.item .name').allInnerTexts()).toEqual([
      'Method request',
      'Authorizer',
      '5 steps not reached',
      'Gateway response',
    ])
    await panel.page.locator('.name', { hasText: 'Authorizer' }).click()
    await panel.page.locator('.detail').getByRole('button', { name: 'src/auth/token.ts:31' }).click()
    expect(await sentBy('openSource')).toHaveLength(1)
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await panel.page.evaluate(overflow)).toBe(0)
  })
})

describe('keys and state', () => {
  it('walk through the regions with F6', async () => {
    await open()
    await panel.post(show(deleteBook), forbidden)
    const regions: string[] = []
    for (let count = 0; count < 4; count++) {
      await press('F6')
      regions.push(
        await panel.page.evaluate<string>(
          `document.activeElement.closest('[data-region]').getAttribute('aria-label')`,
        ),
      )
    }
    expect(regions).toEqual(['Request line', 'Request', 'Answer', 'Trace'])
    await press('Shift+F6')
    expect(await panel.page.evaluate(`document.activeElement.closest('[data-region]').dataset.region`)).toBe(
      'answer',
    )
  })

  it('undo stays in the editor that has the focus', async () => {
    await open()
    await panel.post(show(createOrder))
    await panel.page.evaluate(`globalThis.reached = 0; addEventListener('keydown', () => reached++)`)
    await role('textbox', 'Request body').click()
    await panel.page.keyboard.type('x')
    await panel.page.evaluate('reached = 0')
    await press('Control+z')
    // One for Control itself; the z was taken.
    expect(await panel.page.evaluate('reached')).toBe(1)
    await expect.poll(async () => (await lines('Request body')).join('')).not.toContain('x')
  })

  it('come back after the panel was hidden', async () => {
    await open()
    await panel.post(show(createOrder), created)
    await role('button', 'Wrap long lines').click()
    await panel.page.locator('.name', { hasText: /^Integration$/ }).click()
    // What is kept is written down once the user has paused.
    await expect.poll(() => panel.kept()).toMatchObject({ state: { openRows: ['integration'] } })
    const kept = await panel.kept()
    expect(kept).toMatchObject({ route: createOrder.route })
    await open({ kept })
    expect(await panel.page.locator('.answer').innerText()).toContain('201 Created')
    expect(await panel.page.locator('.detail').count()).toBe(1)
    await panel.post(show(createOrder), created)
    expect(await role('button', 'Wrap long lines').getAttribute('aria-pressed')).toBe('true')
    expect(await panel.page.getByRole('status').first().textContent()).toBe('')
  })
})

describe('the looks', () => {
  it.each(['dark', 'light', 'hc'] as const)('have text of at least 4.5:1 in %s', async theme => {
    await open({ theme })
    await panel.post(show(getBook), badGateway)
    await panel.page.locator('.name', { hasText: /^Integration$/ }).click()
    await panel.page.screenshot({ path: path.join(pictures, `test-502-${theme}.png`) })
    expect(await panel.page.evaluate(weakTexts)).toEqual([])
  })

  it('fit a budget of 520 kB', async () => {
    await open()
    expect(await bundleSize()).toBeLessThan(520_000)
  })
})
