import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FromRender } from '../../client/src/renderMessages.ts'
import { PanelBrowser, type PanelPage } from './panelPage.ts'
import { brokenContext, hostile, notJson, ordinary } from './renderScenarios.ts'

// The built view beside a mapping template, under the content security policy of the extension's own page.

let browser: PanelBrowser
let panel: PanelPage

beforeAll(async () => {
  browser = await PanelBrowser.launch()
}, 60_000)
afterAll(() => browser.close())
afterEach(() => expect(panel.faults).toEqual([]))

const open = async (width = 590) => (panel = await browser.open({ view: 'render', width }))
const posted = () => panel.posted<FromRender>()
const verdict = () => panel.page.locator('.render-verdict [role=status]').innerText()

describe('the output of a template', () => {
  it('is asked for, and shown with its size and what it is', async () => {
    await open()
    expect(await posted()).toEqual([{ type: 'ready' }])
    await panel.post(ordinary)
    expect(await verdict()).toBe('Valid JSON')
    expect(await panel.page.locator('.cm-content').innerText()).toContain('"customerId": "user-1"')
    expect(await panel.page.locator('.render-template').innerText()).toMatch(
      /Request template of\s+POST\s+\/orders\s+openapi\.yaml:12\s+application\/json/,
    )
  })

  it('marks the characters that nothing escaped, and names what they made', async () => {
    await open()
    await panel.post(hostile)
    expect(await verdict()).toBe('Valid JSON, but customerId appears twice')
    expect((await panel.page.locator('.unescaped').allInnerTexts()).join('')).toContain(
      '", "customerId": "true',
    )
    expect(await panel.page.locator('.line-odd').count()).toBeGreaterThan(0)
    expect(await panel.page.locator('.render-values td.warn').first().innerText()).toContain('x"')
  })

  it('is red where it is no JSON, with the cause and the line of the template', async () => {
    await open()
    await panel.post(notJson)
    expect(await verdict()).toBe('Not valid JSON')
    expect(await panel.page.locator('.line-bad').innerText()).toContain('"quantity":')
    const note = panel.page.locator('.render-findings .note')
    expect(await note.innerText()).toContain('$item.quantity has no value in this context and prints nothing')
    await posted()
    await note.getByRole('button', { name: 'template line 7' }).click()
    expect(await posted()).toMatchObject([
      {
        type: 'openLocation',
        location: { uri: 'file:///work/openapi.yaml', range: { start: { line: 17 } } },
      },
    ])
  })

  it('stays while the context is half written, and says why', async () => {
    await open()
    await panel.post(ordinary, brokenContext)
    expect(await verdict()).toContain('The context cannot be read')
    expect(await panel.page.locator('.cm-content').innerText()).toContain('"customerId"')
    await panel.post(ordinary)
    expect(await verdict()).toBe('Valid JSON')
  })

  it('stays when the template is gone', async () => {
    await open()
    await panel.post(ordinary, { type: 'trouble', message: 'The template is no longer there' })
    expect(await panel.page.getByRole('alert').innerText()).toContain('What is shown was true before')
    await panel.post(ordinary)
    expect(await panel.page.getByRole('alert').count()).toBe(0)
  })
})

describe('what the template set', () => {
  it('is a tab for variables and one for overrides, reached by keys', async () => {
    await open()
    await panel.post(ordinary)
    await panel.page.getByRole('tab', { name: 'Output' }).focus()
    await panel.page.keyboard.press('ArrowRight')
    expect(await panel.page.getByRole('tabpanel').innerText()).toContain('$body')
    await panel.page.keyboard.press('ArrowRight')
    expect(await panel.page.getByRole('tabpanel').innerText()).toMatch(
      /\$context\.requestOverride\.header\.X-Tier\s+gold/,
    )
  })
})

describe('the context', () => {
  it('is chosen by click and by Alt+C, edited and saved', async () => {
    await open()
    await panel.post(ordinary)
    await posted()
    await panel.page.getByRole('button', { name: /Example/ }).click()
    await panel.page.keyboard.press('Alt+c')
    await panel.page.getByRole('button', { name: 'Edit' }).click()
    await panel.page.getByRole('button', { name: 'Save context' }).click()
    expect((await posted()).map(({ type }) => type)).toEqual([
      'chooseContext',
      'chooseContext',
      'editContext',
      'saveContext',
    ])
  })

  it('that a file holds needs no saving', async () => {
    await open()
    if (ordinary.type === 'show')
      await panel.post({ ...ordinary, context: { label: 'two.context.json', detail: 'saved', isFile: true } })
    expect(await panel.page.getByRole('button', { name: 'Save context' }).count()).toBe(0)
  })
})

it('F8 goes through what is wrong', async () => {
  await open()
  await panel.post(hostile)
  await panel.page.getByRole('tab', { name: 'Variables' }).click()
  await panel.page.keyboard.press('F8')
  await panel.page.locator('.cm-content:focus').waitFor()
  const focused = await panel.page.evaluate<string>('document.activeElement.className')
  expect(focused).toContain('cm-content')
})

it('fits a narrow window', async () => {
  await open(360)
  await panel.post(hostile)
  expect(await panel.page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})
