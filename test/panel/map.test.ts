import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FromMap, ToMap } from '../../client/src/mapMessages.ts'
import { readFromMap } from '../../client/src/mapMessages.ts'
import { bigMap, mapOf, showEmptyMap, showMap } from './mapScenarios.ts'
import { PanelBrowser, type PanelPage } from './panelPage.ts'

// The built design map in a browser, under the content security policy of the extension's own page.

let browser: PanelBrowser
let panel: PanelPage

beforeAll(async () => {
  browser = await PanelBrowser.launch()
}, 60_000)
afterAll(() => browser.close())
afterEach(() => expect(panel.faults).toEqual([]))

const open = async (kept?: unknown, width = 1180) => {
  panel = await browser.open({ view: 'map', width, kept })
  await panel.page.waitForTimeout(50)
}
const node = (id: string) => panel.page.locator(`[data-node="${id}"]`)
const posted = () => panel.posted<FromMap>()
const focused = () => panel.page.evaluate<string>('document.activeElement?.dataset.node ?? ""')
const percent = () => panel.page.locator('.map-percent').innerText()
const press = async (...keys: string[]) => {
  for (const key of keys) await panel.page.keyboard.press(key)
}

describe('the design map', () => {
  it('asks for the picture and draws it, the way of the last request lit', async () => {
    await open()
    expect(await posted()).toEqual([{ type: 'ask', view: {}, showsLast: true }])
    await panel.post(showMap)
    expect(await panel.page.getByRole('treeitem').count()).toBe(mapNodes(showMap))
    expect(await panel.page.locator('.node.lit').count()).toBe(7)
    expect(await panel.page.locator('.map-last').innerText()).toMatch(/201\s*POST\s*\/orders\s*dev, 41 ms/)
  })

  it('names every node for those who do not see it', async () => {
    await open()
    await panel.post(showMap)
    expect(await node('target:POST /orders').getAttribute('aria-label')).toBe(
      'Lambda function CreateOrder, nodejs22.x, app.handler, 26.4 ms, on the way of the last request',
    )
    expect(await node('authorizer:none').getAttribute('aria-expanded')).toBe('true')
    expect(await node('route:GET /books').getAttribute('aria-level')).toBe('5')
  })

  it('is walked along its edges by keys; Enter opens the line, Ctrl+Enter invokes', async () => {
    await open()
    await panel.post(showMap)
    await posted()
    await node('client').focus()
    await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight')
    expect(await focused()).toBe('route:POST /orders')
    await press('ArrowUp')
    expect(await focused()).toBe('route:GET /orders')
    await press('ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft')
    expect(await focused()).toBe('route:GET /orders')
    await press('Enter', 'Control+Enter')
    expect(await posted()).toMatchObject([
      { type: 'openLocation', location: { uri: 'file:///project/template.yaml' } },
      { type: 'invoke', route: { method: 'GET', path: '/orders', apiId: 'Bookshop' } },
    ])
  })

  it('opens the line of what is clicked, and gives routes a menu of VS Code', async () => {
    await open()
    await panel.post(showMap)
    await posted()
    await node('stage:dev').click()
    expect(await posted()).toMatchObject([{ type: 'openLocation' }])
    const context = JSON.parse(
      (await node('route:GET /books').getAttribute('data-vscode-context')) ?? '',
    ) as object
    expect(context).toMatchObject({ gatehouseMapNode: 'route', method: 'GET', path: '/books' })
  })

  it('filters, groups and folds by asking again', async () => {
    await open()
    await panel.post(showMap)
    await posted()
    await panel.page.getByLabel('Find a route').fill('orders')
    await panel.page.waitForTimeout(250)
    expect(await posted()).toEqual([{ type: 'ask', view: { filter: 'orders' }, showsLast: true }])
    await panel.page.getByLabel('Group by').selectOption('path')
    await panel.page.getByRole('button', { name: 'Last request' }).click()
    await panel.page.waitForTimeout(250)
    expect((await posted()).at(-1)).toEqual({
      type: 'ask',
      view: { filter: 'orders', groupBy: 'path' },
      showsLast: false,
    })
    expect(await panel.kept()).toMatchObject({
      view: { filter: 'orders', groupBy: 'path' },
      showsLast: false,
    })
  })

  it('unfolds with a click or Space, and folds again', async () => {
    await open()
    await panel.post(bigMap)
    await posted()
    const token = 'authorizer:authorizer TokenAuthorizer'
    await node(`fold:${token}`).click()
    await panel.page.waitForTimeout(250)
    expect((await posted()).at(-1)).toMatchObject({ view: { opened: [token] } })
    await node('authorizer:none').focus()
    await press(' ')
    await panel.page.waitForTimeout(250)
    expect((await posted()).at(-1)).toMatchObject({ view: { opened: [token], closed: ['authorizer:none'] } })
  })

  it('zooms by keys, but not while somebody writes', async () => {
    await open()
    await panel.post(showMap)
    expect(await percent()).toBe('100 %')
    await node('client').focus()
    await press('+', '+', '-')
    expect(await percent()).toBe('110 %')
    await panel.page.getByLabel('Find a route').focus()
    await press('+', '0')
    expect(await percent()).toBe('110 %')
    await node('client').focus()
    await panel.page.setViewportSize({ width: 700, height: 800 })
    await press('0')
    expect(
      await panel.page.evaluate<boolean>(
        "(c => c.scrollWidth <= c.clientWidth)(document.querySelector('.map-canvas'))",
      ),
    ).toBe(true)
  })

  it('is dragged by its ground', async () => {
    await open(undefined, 600)
    await panel.post(showMap)
    await panel.page.mouse.move(300, 700)
    await panel.page.mouse.down()
    await panel.page.mouse.move(100, 700, { steps: 4 })
    await panel.page.mouse.up()
    expect(await panel.page.evaluate<number>("document.querySelector('.map-canvas').scrollLeft")).toBe(200)
  })

  it('keeps the last good map while the definition is broken, and says so', async () => {
    await open()
    const broken = { ...mapOf(brokenText), trouble: 'line 3 cannot be read: x' }
    await panel.post(showMap, { type: 'show', map: broken, isAsked: false })
    expect(await panel.page.getByRole('alert').innerText()).toBe(
      'Line 3 cannot be read: x. What is shown was true before.',
    )
    expect(await panel.page.getByRole('treeitem').count()).toBe(mapNodes(showMap))
    await panel.post({ type: 'gone', message: 'Bookshop is no longer in the definition' })
    expect(await panel.page.getByRole('alert').innerText()).toContain('no longer in the definition')
    await panel.post(showMap)
    expect(await panel.page.getByRole('alert').count()).toBe(0)
  })

  it('exports, and comes back as it was left', async () => {
    await open({ view: { groupBy: 'path' }, showsLast: false, zoom: 2 })
    expect(await posted()).toEqual([{ type: 'ask', view: { groupBy: 'path' }, showsLast: false }])
    await panel.post(showMap)
    expect(await percent()).toBe('200 %')
    await panel.page.getByLabel('Export as SVG').click()
    expect(await posted()).toEqual([{ type: 'export' }])
  })

  it('says what would be here, and fits a narrow window', async () => {
    await open(undefined, 480)
    await panel.post(showEmptyMap)
    expect(await panel.page.locator('.map-empty').innerText()).toContain('Bookshop has no routes yet')
    await panel.post(showMap)
    expect(await panel.page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(
      true,
    )
  })
})

it('only messages of the agreed shape come through', () => {
  expect(readFromMap({ type: 'ask', view: { filter: 7, groupBy: 'x', opened: ['a', 1] } })).toEqual({
    type: 'ask',
    view: {},
    showsLast: false,
  })
  const bad = [null, 'export', {}, { type: 'ask' }, { type: 'invoke', route: { method: 'GET' } }]
  expect(bad.map(readFromMap)).toEqual(bad.map(() => undefined))
  const range = { start: { line: -1, character: 0 }, end: { line: 0, character: 0 } }
  expect(readFromMap({ type: 'openLocation', location: { uri: 'file:///a', range } })).toBeUndefined()
})

const brokenText = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Bookshop: { Type: AWS::ApiGateway::RestApi, Properties: { Name: Bookshop } }
`

function mapNodes(message: ToMap): number {
  return message.type === 'show' ? message.map.nodes.length : 0
}
