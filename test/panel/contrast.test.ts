import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chat, ends } from './consoleScenarios.ts'
import { showMap, showRefusedMap } from './mapScenarios.ts'
import { PanelBrowser, type PanelPage } from './panelPage.ts'
import { hostile, notJson, ordinary } from './renderScenarios.ts'
import { weakTexts } from './weakTexts.ts'
import { showWho } from './whoScenarios.ts'

// What is written in each view beside the invoke panel stands out by AA's 4.5, in each theme. Metrics has its own test of it.

let browser: PanelBrowser
let panel: PanelPage

beforeAll(async () => {
  browser = await PanelBrowser.launch()
}, 60_000)
afterAll(() => browser.close())
afterEach(() => expect(panel.faults).toEqual([]))

const weak = () => panel.page.evaluate<string[]>(weakTexts)
const docs = {
  type: 'show' as const,
  openApi: JSON.stringify({
    openapi: '3.0.1',
    info: { title: 'Shop', version: '1', description: 'Sells `books`.' },
    paths: {
      '/books': {
        get: {
          summary: 'List the books',
          parameters: [
            { name: 'limit', in: 'query', required: true, schema: { type: 'integer', minimum: 1 } },
          ],
          responses: {
            200: {
              description: 'Found',
              content: {
                'application/json': {
                  schema: { type: 'object', properties: { title: { type: 'string', example: 'Lamp' } } },
                },
              },
            },
            404: { description: 'None' },
          },
        },
        delete: { summary: 'Remove all', deprecated: true, responses: { 204: { description: 'Gone' } } },
      },
    },
  }),
}

describe.each(['dark', 'light', 'hc'] as const)('in %s every text can be read', theme => {
  it('of the design map, with the way of the last request', async () => {
    for (const message of [showMap, showRefusedMap]) {
      panel = await browser.open({ view: 'map', theme })
      await panel.post(message)
      await panel.page.getByRole('treeitem').first().waitFor()
      expect(await weak()).toEqual([])
    }
  })

  it('of the WebSocket console, with frames open and a Why card', async () => {
    for (const width of [1180, 480]) {
      panel = await browser.open({ view: 'console', width, theme })
      await panel.post(...chat)
      const client = (name: string) =>
        panel.page.locator('.ws-client', { hasText: name }).locator('.ws-frame')
      if (width > 640) {
        await client('Client 1').nth(1).click()
        await client('Client 2').last().click()
        await panel.page.locator('.why').waitFor()
      }
      expect(await weak()).toEqual([])
      await panel.post(...ends)
      expect(await weak()).toEqual([])
    }
  })

  it('of who may call', async () => {
    panel = await browser.open({ view: 'who', theme })
    await panel.post(showWho)
    await panel.page.locator('[data-cell="0-0"]').focus()
    expect(await weak()).toEqual([])
  })

  it('of the render view, whatever the output is', async () => {
    for (const message of [ordinary, hostile, notJson]) {
      panel = await browser.open({ view: 'render', width: 590, theme })
      await panel.post(message)
      expect(await weak()).toEqual([])
    }
  })

  it('of the docs preview', async () => {
    panel = await browser.open({ view: 'docs', theme })
    await panel.post(docs)
    await panel.page.locator('.docs-page:not(.docs-drawing) h1').first().waitFor()
    expect(await weak()).toEqual([])
  })
})
