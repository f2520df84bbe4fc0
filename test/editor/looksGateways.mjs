// The screens of whole gateways: the tree, metrics, the console, the map, who may call, the docs.
import { InvokePanel } from './invokePanel.mjs'
import { openPath, openRoute, runCommand, webview } from './workbench.mjs'

export const gatewayScreens = [
  { name: 'side-bar', run: seeSideBar },
  { name: 'metrics', run: seeMetrics },
  { name: 'metrics-http', run: seeHttpMetrics },
  { name: 'console', run: seeConsole },
  { name: 'map', run: seeMap },
  { name: 'who', run: seeWho },
  { name: 'docs', run: seeDocs },
]

/** A row of the tree of gateways. */
function row(page, label) {
  const tree = page.locator('.tree-explorer-viewlet-tree-view')
  return tree.locator('.monaco-list-row', { hasText: label }).first()
}

/** Only the rows that are in view are there at all. */
async function collapseTree(page) {
  await page.locator('.part.sidebar').hover()
  await page.locator('.part.sidebar .action-label[aria-label="Collapse All"]').first().click()
  await page.waitForTimeout(500)
}

/** Runs a command on one of the workspace's gateways; it asks for none where there is one only, or one is open. */
async function runOn(page, gateway, command) {
  await runCommand(page, command)
  await page.waitForTimeout(800)
  const item = page.locator('.quick-input-list .monaco-list-row', { hasText: gateway }).first()
  if (await item.isVisible()) await item.click()
}

/** Calls a gateway that runs as any client does. `paths` are `GET /books`. */
async function call(page, gateway, requests, headers = {}) {
  await collapseTree(page)
  const label = await row(page, gateway).innerText()
  const [, port] = /:(\d+)/.exec(label) ?? []
  if (!port) throw new Error(`'${label}' names no port`)
  for (const request of requests) {
    const [method, path] = request.split(' ')
    await fetch(`http://127.0.0.1:${port}${path}`, { method, headers }).then(answer => answer.text())
  }
}

async function start(page, gateway) {
  await collapseTree(page)
  if (/:\d+/.test(await row(page, gateway).innerText())) return
  await runOn(page, gateway, 'Gatehouse: Start Local Gateway')
  await row(page, new RegExp(`${gateway}.*:\\d+`)).waitFor()
}

async function seeSideBar({ page, takePicture }) {
  await start(page, 'Market')
  const requests = ['GET /books', 'GET /fails', 'POST /orders', 'GET /nowhere']
  await call(page, 'Market', requests)
  await row(page, 'Market').locator('.monaco-tl-twistie').click()
  // Collapsed with the rest.
  if (!(await row(page, '/fails').isVisible()))
    await row(page, 'Routes').locator('.monaco-tl-twistie').click()
  await row(page, '/fails').waitFor()
  await takePicture('side-bar')
  await row(page, 'Market').click({ button: 'right' })
  await page.waitForTimeout(500)
  await takePicture('side-bar-menu')
}

async function seeMetrics({ page, takePicture }) {
  await start(page, 'Market')
  await runOn(page, 'Market', 'Gatehouse: Show Metrics')
  const view = webview(page)
  const genres = ['art', 'sea', 'art', 'travel', 'sea']
  for (const genre of genres) {
    await call(page, 'Market', [`GET /books?genre=${genre}`, `GET /books?genre=${genre}`])
    await page.waitForTimeout(800)
  }
  await call(page, 'Market', ['GET /fails', 'GET /nowhere', 'GET /fails', 'POST /orders'])
  const key = { 'x-api-key': 'abcdefghijklmnopqrstuvwxyz' }
  await call(
    page,
    'Market',
    Array.from({ length: 8 }, () => 'POST /orders'),
    key,
  )
  await view.locator('.metric').first().waitFor()
  await page.waitForTimeout(2_500)
  await takePicture('metrics')
  await view.getByRole('button', { name: 'Per time' }).click()
  await takePicture('metrics-time')
  await view.getByRole('button', { name: 'Errors', exact: true }).click()
  await view.getByRole('table', { name: 'Requests that failed' }).waitFor()
  await takePicture('metrics-errors')
  for (const [tab, name] of [
    [/^Alarms/, 'alarms'],
    [/^Throttling/, 'throttling'],
    [/^Cache/, 'cache'],
  ]) {
    await view.getByRole('tab', { name: tab }).click()
    await takePicture(`metrics-${name}`)
  }
  await view.getByRole('tab', { name: /^Metrics/ }).click()
  await view.getByRole('button', { name: 'Errors', exact: true }).click()
  await view.getByRole('button', { name: 'Open trace' }).first().click()
  await page.locator('.tabs-container .tab.active', { hasText: '.trace' }).waitFor()
  await page.waitForTimeout(800)
  await takePicture('metrics-open-trace')
}

async function seeHttpMetrics({ page, takePicture }) {
  await start(page, 'Notes')
  await runOn(page, 'Notes', 'Gatehouse: Show Metrics')
  await call(page, 'Notes', ['GET /notes', 'GET /tags', 'GET /notes/n-404', 'GET /echo/a', 'POST /notes'])
  await webview(page).locator('.metric').first().waitFor()
  await page.waitForTimeout(2_500)
  await takePicture('metrics-http')
}

async function seeConsole({ page, takePicture }) {
  await runOn(page, 'Chat', 'Gatehouse: Open Console')
  const view = webview(page)
  await view.getByLabel('Client 1: message').waitFor()
  await view.getByRole('button', { name: 'Client', exact: true }).click()
  await takePicture('console-before')
  for (const number of [1, 2]) {
    await view.getByRole('button', { name: `Connect Client ${number}`, exact: true }).click()
  }
  await view.locator('.ws-dot.open').nth(1).waitFor()
  const send = async (client, text) => {
    await view.getByLabel(`Client ${client}: message`).fill(text)
    await page.keyboard.press('Control+Enter')
    await page.waitForTimeout(700)
  }
  await view.getByLabel('Client 1: message').click()
  await send(1, '{"action": "sendMessage", "room": "poetry", "text": "Hello"}')
  await view.getByLabel('Client 2: message').click()
  await send(2, 'ping')
  await send(2, '{"action": "sendMessage", "text": "kick"}')
  await view.locator('[data-client="2"] .ws-frame', { hasText: 'error' }).first().click()
  await view.locator('[data-client="1"] .ws-frame', { hasText: 'sendMessage' }).first().click()
  await page.waitForTimeout(700)
  await takePicture('console')
  await runOn(page, 'Chat', 'Gatehouse: Show Metrics')
  await webview(page).locator('.metric').first().waitFor()
  await page.waitForTimeout(2_000)
  await takePicture('metrics-websocket')
}

async function seeMap({ page, takePicture }) {
  const panel = new InvokePanel(page)
  await openRoute(page, 'GET /books/{bookId}', panel)
  await panel.send()
  for (const gateway of ['Bookshop', 'Members']) {
    await runOn(page, gateway, 'Gatehouse: Show Design Map')
    await webview(page).getByRole('treeitem').first().waitFor()
    await page.waitForTimeout(1_500)
    await takePicture(`map-${gateway.toLowerCase()}`)
    await runCommand(page, 'View: Close All Editors')
  }
}

async function seeWho({ page, takePicture }) {
  await runOn(page, 'Members', 'Gatehouse: Who May Call')
  const cells = webview(page).getByRole('grid', { name: 'Who may call' }).getByRole('gridcell')
  await cells.first().waitFor()
  await cells.nth(6).click()
  await page.waitForTimeout(800)
  await takePicture('who')
}

async function seeDocs({ page, takePicture }) {
  await openPath(page, 'city-bikes/openapi.yaml')
  await runOn(page, 'City Bikes', 'Gatehouse: Show Docs Preview')
  await webview(page).locator('.docs-page:not(.docs-drawing) h1').first().waitFor()
  await page.waitForTimeout(1_500)
  await takePicture('docs')
}
