import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { ToMetrics } from '../../client/src/metricsMessages.ts'
import type { ToPanel } from '../../client/src/panelMessages.ts'
import type { ToWho } from '../../client/src/whoMessages.ts'
import { PanelBrowser, type PanelPage, type ThemeName, type ViewName } from './panelPage.ts'
import { metricsMoved, metricsShown, metricsStopped, noRequests } from './metricsScenarios.ts'
import type { ToMap } from '../../client/src/mapMessages.ts'
import { bigMap, showEmptyMap, showMap, showRefusedMap } from './mapScenarios.ts'
import { showWho, whoEmpty } from './whoScenarios.ts'
import { deniedByStatement, malformedBody, unreadableByPage } from './whyScenarios.ts'
import {
  badGateway,
  changedAnswer,
  createOrder,
  created,
  deleteBook,
  fifty,
  firstAnswer,
  forbidden,
  fromCache,
  getBook,
  known,
  longAnswer,
  orderSteps,
  picture,
  saved,
  show,
  staged,
} from './scenarios.ts'

interface Picture {
  readonly view?: ViewName
  readonly messages: readonly (ToPanel | ToWho | ToMetrics | ToMap)[]
  readonly act?: (panel: PanelPage) => Promise<void>
}

/** Takes pictures of the panel's states into a folder; `only` is a pattern that picks some. */
export async function takePictures(folder: string, only = ''): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const browser = await PanelBrowser.launch()
  const files: string[] = []
  for (const [name, picture] of Object.entries(pictures)) {
    for (const theme of ['dark', 'light', 'hc'] as const) {
      for (const width of [1180, 900, 480]) {
        const title = `${name}-${theme}-${width}`
        if (!new RegExp(only).test(title)) continue
        const file = path.join(folder, `${title}.png`)
        await takePicture(browser, picture, { theme, width, file })
        files.push(file)
      }
    }
  }
  await browser.close()
  return files
}

async function takePicture(
  browser: PanelBrowser,
  { view = 'panel', messages, act }: Picture,
  { theme, width, file }: { theme: ThemeName; width: number; file: string },
): Promise<void> {
  const panel = await browser.open({ view, theme, width, height: width < 640 ? 900 : 820 })
  await panel.post(...messages)
  await act?.(panel)
  await panel.page.screenshot({ path: file })
  if (panel.faults.length > 0) throw new Error(`${file}: ${panel.faults.join('\n')}`)
}

const openStep =
  (title: string) =>
  async ({ page }: PanelPage) => {
    await page.locator('.name', { hasText: new RegExp(`^${title}$`) }).click()
  }
const chooseAuth =
  (name: string) =>
  async ({ page }: PanelPage) => {
    const fold = page.locator('.request-fold')
    if ((await fold.isVisible()) && (await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
    await page.getByRole('tab', { name: /^Auth/ }).click()
    await page.getByRole('radio', { name: new RegExp(`^${name}`) }).click()
  }
const openRequest = async ({ page }: PanelPage) => {
  const fold = page.locator('.request-fold')
  if ((await fold.isVisible()) && (await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
}
const press =
  (...keys: string[]) =>
  async ({ page }: PanelPage) => {
    for (const key of keys) await page.keyboard.press(key)
  }

const metricsTab =
  (name: string) =>
  async ({ page }: PanelPage) =>
    page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
const metricsButton =
  (name: string) =>
  async ({ page }: PanelPage) =>
    page.getByRole('button', { name }).click()

const pictures: Readonly<Record<string, Picture>> = {
  who: {
    view: 'who',
    messages: [showWho],
    act: async ({ page }) => page.locator('[data-cell="6-3"]').click(),
  },
  'who-refused': {
    view: 'who',
    messages: [showWho, { type: 'failed', message: 'The language server does not answer' }],
    act: async ({ page }) => page.locator('[data-cell="4-0"]').click(),
  },
  metrics: { view: 'metrics', messages: await metricsShown() },
  'metrics-cross': {
    view: 'metrics',
    messages: await metricsShown(),
    act: async panel => {
      await panel.page.locator('.metric').nth(2).focus()
      await press('ArrowRight', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft')(panel)
    },
  },
  'metrics-steps': { view: 'metrics', messages: await metricsShown(), act: metricsButton('Per time') },
  'metrics-alarms': { view: 'metrics', messages: await metricsShown(), act: metricsTab('Alarms') },
  'metrics-limits': { view: 'metrics', messages: await metricsShown(), act: metricsTab('Throttling') },
  'metrics-cache': { view: 'metrics', messages: await metricsShown(), act: metricsTab('Cache') },
  'metrics-slider': {
    view: 'metrics',
    messages: await metricsShown(),
    act: async ({ page }) => page.getByRole('slider').fill('5'),
  },
  'metrics-moved': { view: 'metrics', messages: await metricsMoved() },
  'metrics-empty': { view: 'metrics', messages: noRequests() },
  'metrics-stopped': { view: 'metrics', messages: metricsStopped },
  'who-empty': { view: 'who', messages: [whoEmpty] },
  map: { view: 'map', messages: [showMap] },
  'map-refused': { view: 'map', messages: [showRefusedMap] },
  'map-big': { view: 'map', messages: [bigMap] },
  'map-empty': { view: 'map', messages: [showEmptyMap] },
  'answer-201': { messages: [show(createOrder), created], act: openStep('Integration request') },
  'answer-403': { messages: [show(deleteBook), forbidden] },
  'why-403': { messages: [show(deleteBook), deniedByStatement] },
  'why-502': { messages: [show(getBook), malformedBody] },
  'why-asked': { messages: [show(createOrder), unreadableByPage] },
  'why-cors': {
    messages: [show(createOrder), unreadableByPage],
    act: async ({ page }) => page.getByRole('button', { name: /^Why / }).click(),
  },
  'answer-502': { messages: [show(getBook), badGateway], act: openStep('Integration') },
  'answer-cached': { messages: [show(getBook), fromCache], act: openStep('Response cache') },
  empty: { messages: [show(createOrder)] },
  stopped: { messages: [show(getBook, { type: 'stopped', port: 3000 })] },
  untrusted: { messages: [show(deleteBook, { type: 'untrusted' })] },
  sending: {
    messages: [show(createOrder), created],
    act: async panel => {
      await press('Control+Enter')(panel)
      for (const step of orderSteps.slice(0, 5)) await panel.post({ type: 'step', step })
      await panel.page.waitForTimeout(700)
    },
  },
  failed: {
    messages: [
      show(getBook),
      {
        type: 'failed',
        message:
          '**The gateway process ended** (exit code 134) while this request ran. It was started again.',
      },
    ],
  },
  gone: {
    messages: [
      show(deleteBook),
      forbidden,
      { type: 'gone', message: 'DELETE /books/{bookId} is no longer in template.yaml' },
    ],
  },
  long: { messages: [show(createOrder), longAnswer(5_100_000)] },
  log: {
    messages: [show(createOrder), created],
    act: async ({ page }) => page.getByRole('tab', { name: 'Log' }).click(),
  },
  headers: {
    messages: [show(createOrder), created],
    act: async ({ page }) => {
      for (const tab of await page.getByRole('tab', { name: 'Headers' }).all()) await tab.click()
    },
  },
  template: {
    messages: [show(createOrder), created],
    act: async ({ page }) => {
      await page.getByText('Integration request', { exact: true }).first().click()
      await page.getByRole('tab', { name: 'Template' }).click()
    },
  },
  menu: {
    messages: [show(createOrder), created],
    act: async ({ page }) => page.getByLabel('More actions').click(),
  },
  auth: {
    messages: [show(createOrder), known(), { ...created, identity: 'editor' }],
    act: chooseAuth('editor'),
  },
  'auth-mint': {
    messages: [show(createOrder), known(), created],
    act: async panel => {
      await chooseAuth('ann')(panel)
      await panel.page.getByRole('button', { name: 'Mint token…' }).click()
    },
  },
  'auth-missing': {
    messages: [show(createOrder), known({ state: 'missing', identities: [] })],
    act: chooseAuth('Anonymous'),
  },
  'auth-unreadable': {
    messages: [
      show(createOrder),
      known({ state: 'unreadable', identities: [], message: "line 7: an identity has no 'name'", line: 6 }),
    ],
    act: chooseAuth('Anonymous'),
  },
  replay: {
    messages: [show(getBook)],
    act: async panel => {
      await panel.page.getByLabel('Path parameter proxy+', { exact: true }).fill('reviews')
      await panel.page.getByRole('button', { name: 'Replay on save' }).click()
      await press('Control+Enter')(panel)
      await panel.post(firstAnswer, saved)
      await panel.post(changedAnswer)
    },
  },
  repeat: {
    messages: [show(createOrder)],
    act: async panel => {
      await panel.page.getByLabel('More ways to call').click()
      await panel.page.getByRole('menuitem', { name: 'Repeat…' }).click()
      await panel.page.getByRole('button', { name: 'Send 50 times' }).click()
      await panel.post(fifty)
    },
  },
  'repeat-asked': {
    messages: [show(createOrder), created],
    act: async panel => {
      await panel.page.getByLabel('More ways to call').click()
      await panel.page.getByRole('menuitem', { name: 'Repeat…' }).click()
    },
  },
  'send-menu': {
    messages: [show(createOrder), created],
    act: async ({ page }) => page.getByLabel('More ways to call').click(),
  },
  stage: {
    messages: [show(staged), created],
    act: async panel => {
      await openRequest(panel)
      await panel.page.getByRole('tab', { name: /^Stage/ }).click()
      await panel.page.getByLabel('Value of stage variable tableName').fill('orders-test')
    },
  },
  form: {
    messages: [show(staged), created],
    act: async panel => {
      await openRequest(panel)
      await panel.page.getByRole('tab', { name: /^Body/ }).first().click()
      await panel.page.getByLabel('Content type').selectOption('multipart/form-data')
      await panel.page.getByRole('button', { name: 'Add a form field' }).click()
      await panel.page.getByLabel('Name of new form field').fill('cover')
      await panel.post({ type: 'picked', at: 0, file: { path: '/home/ada/bookshop/cover.png', size: 5120 } })
    },
  },
  completion: {
    messages: [show(staged), created],
    act: async panel => {
      await openRequest(panel)
      const editor = panel.page.getByRole('textbox', { name: 'Request body' })
      await editor.click()
      await press('Control+End', 'ArrowLeft', 'ArrowLeft')(panel)
      await panel.page.keyboard.type(', "')
      await panel.page.locator('.cm-tooltip-autocomplete').waitFor()
    },
  },
  picture: { messages: [show(createOrder), picture] },
  search: {
    messages: [show(createOrder), created],
    act: async ({ page }) => page.getByLabel('Find in body').click(),
  },
}
