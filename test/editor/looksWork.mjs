// The screens of work on a definition: the render view, tests, the migration, questions of commands.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { goTo, openFile, openPath, runCommand, webview } from './workbench.mjs'

export const workScreens = [
  { name: 'render', run: seeRender },
  { name: 'tests', run: seeTests },
  { name: 'migration', run: seeMigration },
  { name: 'find', run: seeFind },
  { name: 'route-explainer', run: seeRouteExplainer },
  { name: 'add-method', run: seeAddMethod },
  { name: 'delete-part', run: seeDelete },
  { name: 'import-requests', run: seeImport },
  { name: 'typed-client', run: seeTypedClient },
  { name: 'definition', run: seeDefinition },
]

const quickInput = page => page.locator('.quick-input-widget:visible input[type=text]')
const quickRow = (page, label) =>
  page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first()

/** A command asks for nothing where there is one only. */
async function pick(page, label) {
  await page.waitForTimeout(800)
  const item = quickRow(page, label)
  if (await item.isVisible()) await item.click()
}

async function seeRender({ page, workspace, takePicture }) {
  const body = JSON.stringify({ customer: 'Ann "the reader"', items: ['b-1', 'b-2'] })
  writeFileSync(join(workspace, 'market', 'two-books.context.json'), JSON.stringify({ body }, null, 2))
  await openPath(page, 'market/template.yaml')
  const lines = readFileSync(join(workspace, 'market', 'template.yaml'), 'utf8').split('\n')
  await goTo(page, lines.findIndex(line => line.includes('#set($body')) + 1, 1)
  const lens = page.locator('.codelens-decoration a:visible', { hasText: 'Render' }).first()
  await lens.waitFor()
  await lens.click()
  const view = webview(page)
  await view.locator('.render-verdict').waitFor()
  await page.waitForTimeout(1_000)
  await takePicture('render')
  await view.locator('.render-choose').click()
  await quickRow(page, 'two-books').waitFor()
  await takePicture('render-contexts')
  await pick(page, 'two-books')
  await view.locator('.line-bad').first().waitFor()
  await page.waitForTimeout(800)
  await takePicture('render-not-json')
}

async function seeTests({ page, workspace, takePicture }) {
  const handler = `exports.handler = async event => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ bookId: event.pathParameters.bookId, title: 'The Lamp', author: 'P. D. James', price: 12.5 }),
})
`
  writeFileSync(join(workspace, 'bookshop', 'src', 'books', 'get.js'), handler)
  await openFile(page, 'template.gatehouse.yaml')
  await page.locator('.activitybar .action-item a[aria-label="Testing"]').click()
  const rows = page.locator('.test-explorer .monaco-list-row')
  await rows.first().waitFor()
  await runCommand(page, 'Test: Run All Tests')
  await rows
    .and(page.getByRole('treeitem', { name: /failed/i }))
    .first()
    .waitFor()
  const results = page.locator('.test-output-peek-tree .monaco-list-row')
  await results.filter({ hasText: 'A book that is there' }).first().click()
  await page.locator('.part.panel .monaco-diff-editor').first().waitFor()
  await page.waitForTimeout(800)
  await takePicture('tests')
}

async function seeMigration({ page, takePicture }) {
  await runCommand(page, 'Gatehouse: Migrate to HTTP API')
  await pick(page, 'Members')
  await page.locator('iframe.webview.ready').first().waitFor()
  await page.waitForTimeout(3_000)
  await takePicture('migration')
}

async function seeFind({ page, takePicture }) {
  await runCommand(page, 'Gatehouse: Find in Gateways')
  await quickInput(page).fill('review')
  await quickRow(page, 'review').waitFor()
  await takePicture('find')
}

async function seeRouteExplainer({ page, takePicture }) {
  await runCommand(page, 'Gatehouse: Which Route Takes It')
  await pick(page, 'Notes')
  await page.waitForTimeout(600)
  await quickInput(page).fill('GET /notes/n-1')
  await page.waitForTimeout(1_000)
  await takePicture('route-explainer')
}

async function seeAddMethod({ page, takePicture }) {
  await runCommand(page, 'Gatehouse: Add Method')
  await page.waitForTimeout(800)
  await takePicture('add-method-path')
  await pick(page, '/books/{bookId}')
  await page.waitForTimeout(800)
  await takePicture('add-method')
  await pick(page, 'PATCH')
  await page.waitForTimeout(800)
  await takePicture('add-method-target')
}

/** A part that others refer to: what refers to nothing else is deleted without a question. */
async function seeDelete({ page, takePicture }) {
  const rows = page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row')
  await runCommand(page, 'Gatehouse: Find in Gateways')
  await quickInput(page).fill('NewReview')
  await pick(page, 'NewReview')
  await page.waitForTimeout(1_200)
  await rows.filter({ hasText: 'NewReview' }).last().click({ button: 'right' })
  const item = page.getByRole('menuitem', { name: /^Delete\b/ })
  await item.waitFor()
  // A menu takes no click in its first moment.
  await page.waitForTimeout(800)
  await item.click()
  await page.locator('.monaco-dialog-box').waitFor()
  await takePicture('delete-part')
}

async function seeImport({ page, workspace, takePicture }) {
  const entries = ['books', 'books/b-1043'].map(path => ({
    request: {
      method: 'GET',
      url: `https://shop.example.com/${path}?limit=2`,
      headers: [{ name: 'Accept', value: 'application/json' }],
    },
    response: { content: { mimeType: 'application/json' } },
  }))
  writeFileSync(
    join(workspace, 'bookshop', 'recorded.har'),
    JSON.stringify({ log: { version: '1.2', entries } }),
  )
  await runCommand(page, 'Gatehouse: Import Requests')
  await quickInput(page).waitFor()
  await quickInput(page).fill(join(workspace, 'bookshop', 'recorded.har'))
  await page.waitForTimeout(1_000)
  await page.keyboard.press('Enter')
  await page.waitForTimeout(1_500)
  await page.keyboard.press('Enter')
  await page.waitForTimeout(2_500)
  await takePicture('import-requests')
}

async function seeTypedClient({ page, takePicture }) {
  await runCommand(page, 'Gatehouse: Generate Typed Client')
  await pick(page, 'Bookshop')
  await page.waitForTimeout(2_000)
  await takePicture('typed-client-file')
  await page.keyboard.press('Enter')
  // The examples have no generator installed: the command that installs it is offered.
  await page.waitForTimeout(5_000)
  await runCommand(page, 'Notifications: Show Notifications')
  await page.locator('.notifications-center.visible .notification-list-item').first().waitFor()
  await takePicture('typed-client')
}

/** Lenses, inlay hints and a hover of a definition. */
async function seeDefinition({ page, takePicture }) {
  await openPath(page, 'members/template.yaml')
  await goTo(page, 32, 96)
  await page.locator('.codelens-decoration a').first().waitFor()
  await runCommand(page, 'Show or Focus Hover')
  await page.waitForTimeout(1_500)
  await takePicture('definition')
}
