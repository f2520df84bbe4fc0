// The screens of the invoke panel and of what belongs to its requests.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvokePanel } from './invokePanel.mjs'
import { openPath, openRoute, runCommand } from './workbench.mjs'

const book = 'GET /books/{bookId}'

export const panelScreens = [
  { name: 'invoke-before', run: seeBefore },
  { name: 'invoke-after', run: seeAfter },
  { name: 'why-403', run: seeForbidden },
  { name: 'why-502', run: seeMalformed },
  { name: 'replay-on-save', run: seeReplay },
  { name: 'narrow', run: seeNarrow },
  { name: 'zoom', run: seeZoomed },
  { name: 'state-5mb', run: seeLarge },
  { name: 'state-repeat', run: seeRepeat },
  { name: 'state-not-sent', run: seeNotSent },
  { name: 'state-stopped', run: seeStopped },
  { name: 'history', run: seeHistory },
  { name: 'http-file', run: seeHttpFile },
  { name: 'trace-compare', run: seeCompare },
  { name: 'model-draft', run: seeModelDraft },
]

async function open(page, route) {
  const panel = new InvokePanel(page)
  await openRoute(page, route, panel)
  return panel
}

async function seeBefore({ page, takePicture }) {
  await open(page, book)
  await takePicture('invoke-before')
}

async function seeAfter({ page, takePicture }) {
  const panel = await open(page, book)
  await panel.send()
  await takePicture('invoke-after')
  await panel.rows.filter({ hasText: 'Integration request' }).first().click()
  await takePicture('invoke-after-step')
  await panel.frame.getByRole('button', { name: 'AWS log' }).click()
  await takePicture('trace-aws-log')
}

/** The authorizer of the example, changed so that it knows a caller and denies it. */
async function seeForbidden({ page, workspace, takePicture }) {
  const file = join(workspace, 'members', 'src', 'authorize.js')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace("Effect: 'Allow'", "Effect: 'Deny'"))
  const panel = await open(page, 'GET /partner')
  await panel.openAuth()
  await panel.choose('acme')
  await panel.send()
  await panel.frame.locator('.why').first().waitFor()
  await takePicture('why-403')
  writeFileSync(file, text)
}

async function seeMalformed({ page, takePicture }) {
  const panel = await open(page, 'GET /fails')
  await panel.send()
  await panel.frame.locator('.why').first().waitFor()
  await takePicture('why-502')
}

async function seeReplay({ page, workspace, takePicture }) {
  const file = join(workspace, 'bookshop', 'src', 'books', 'get.js')
  const text = readFileSync(file, 'utf8')
  const panel = await open(page, book)
  await panel.send()
  await panel.frame.getByRole('button', { name: 'Replay on save' }).click()
  await openPath(page, 'bookshop/src/books/get.js', 'Control+Enter')
  const lines = text.split('\n')
  const line = lines.findIndex(each => each.includes('answer(200, book'))
  await page.keyboard.press('Control+G')
  const column = lines[line].indexOf('book)') + 1
  await page.locator('.quick-input-widget:visible input[type=text]').fill(`:${line + 1}:${column}`)
  await page.keyboard.press('Enter')
  await page.keyboard.insertText("{ ...book, price: 15.95, currency: 'EUR' } ?? ")
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+S')
  await panel.frame.locator('.strip', { hasText: 'Replayed' }).waitFor()
  await panel.frame.locator('.diff-lines').waitFor()
  await takePicture('replay-on-save')
  await panel.frame.getByRole('button', { name: 'Replay on save' }).click()
  writeFileSync(file, text)
}

async function seeNarrow({ page, takePicture }) {
  const panel = await open(page, 'GET /fails')
  await panel.send()
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility')
  await page.setViewportSize({ width: 480 + 48, height: 900 })
  await page.waitForTimeout(800)
  await takePicture('narrow')
  await page.setViewportSize({ width: 1440, height: 900 })
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility')
}

/** A window at 200 % has half as many of CSS's pixels. */
async function seeZoomed({ page, takePicture }) {
  const panel = await open(page, book)
  await panel.send()
  await page.setViewportSize({ width: 720, height: 450 })
  await page.waitForTimeout(800)
  await takePicture('zoom')
}

async function seeLarge({ page, takePicture }) {
  const panel = await open(page, 'GET /large')
  await panel.send()
  await takePicture('state-5mb')
}

async function seeRepeat({ page, takePicture }) {
  const panel = await open(page, 'GET /search')
  await panel.frame.getByRole('button', { name: 'More ways to call' }).click()
  await takePicture('state-repeat-menu')
  await panel.frame.getByRole('menuitem', { name: /^Repeat/ }).click()
  await takePicture('state-repeat-asked')
  await panel.frame.getByRole('button', { name: 'Send 50 times' }).click()
  await panel.frame.getByText('50 of 50 sent').waitFor()
  await takePicture('state-repeat')
}

/** A definition with a fault is not served; the gateway that runs goes on with the last good one until it is stopped. */
async function seeNotSent({ page, workspace, takePicture }) {
  const file = join(workspace, 'notes', 'template.yaml')
  const text = readFileSync(file, 'utf8')
  const panel = await open(page, 'GET /tags')
  writeFileSync(file, text.replace('Resources:', 'Resources: ]'))
  await page.waitForTimeout(1_500)
  await panel.sendButton.click()
  await page.waitForTimeout(2_500)
  await takePicture('state-not-sent')
  writeFileSync(file, text)
  await page.waitForTimeout(1_000)
}

/** The answer of a gateway that was stopped stays, and the next request starts it. */
async function seeStopped({ page, takePicture }) {
  const panel = await open(page, 'GET /tags')
  await panel.send()
  await runCommand(page, 'Gatehouse: Stop Local Gateway')
  const notes = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Notes' }).first()
  await page.waitForTimeout(800)
  if (await notes.isVisible()) await notes.click()
  await panel.frame.getByRole('button', { name: 'Start and send' }).waitFor()
  await takePicture('state-stopped')
}

async function seeHistory({ page, takePicture }) {
  const panel = await open(page, book)
  for (let count = 0; count < 3; count += 1) await panel.send()
  await panel.frame.getByRole('button', { name: 'History and saved requests' }).click()
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor()
  await takePicture('history')
}

async function seeHttpFile({ page, workspace, takePicture }) {
  writeFileSync(
    join(workspace, 'bookshop', 'shop.http'),
    `@book = b-1043

### One book
GET /books/{{book}}

### An order
POST /orders
Content-Type: application/json

{ "items": [{ "bookId": "{{book}}", "quantity": 2 }] }

### No such path
GET /magazines
`,
  )
  await openPath(page, 'bookshop/shop.http')
  await page.locator('.codelens-decoration a').first().waitFor()
  await page.waitForTimeout(1_000)
  await takePicture('http-file')
  await page.locator('.codelens-decoration a', { hasText: 'Send' }).first().click()
  await page.waitForTimeout(4_000)
  await takePicture('http-file-sent')
}

async function seeCompare({ page, takePicture }) {
  const panel = await open(page, book)
  await panel.send()
  const { frame } = panel
  const choose = async item => {
    await frame.getByRole('button', { name: 'Trace actions' }).click()
    await frame.getByRole('menuitem', { name: item }).click()
    await page.locator('.quick-input-widget:visible').waitFor()
    await page.waitForTimeout(1_500)
  }
  await choose('Save trace…')
  await page.keyboard.press('Enter')
  await page.waitForTimeout(1_500)
  await frame.getByRole('button', { name: 'Trace actions' }).click()
  await takePicture('trace-menu')
  await page.keyboard.press('Escape')
  await panel.send()
  await choose('Compare with a saved trace…')
  await takePicture('trace-choose')
  await page.keyboard.press('Enter')
  await page.locator('.monaco-diff-editor').waitFor()
  await page.waitForTimeout(1_500)
  await takePicture('trace-compare')
}

async function seeModelDraft({ page, takePicture }) {
  const panel = await open(page, book)
  await panel.send()
  await panel.frame.getByRole('button', { name: 'Trace actions' }).click()
  await panel.frame.getByRole('menuitem', { name: 'Draft a model from this answer' }).click()
  await page.waitForTimeout(3_000)
  await takePicture('model-draft')
}
