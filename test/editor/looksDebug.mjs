// The screens where something stands still at a breakpoint.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvokePanel } from './invokePanel.mjs'
import { openPath, openRoute, runCommand } from './workbench.mjs'

export const debugScreens = [
  { name: 'debug-template', run: seeTemplate },
  { name: 'debug-handler', run: seeHandler },
]

/** The template in YAML with its variables and steps, and the panel beside it. */
async function seeTemplate({ page, workspace, takePicture }) {
  await holdOrder(page, workspace, 'compound/template.yaml', '{"customer": "$customer"')
  await takePicture('debug-template')
  await end(page)
}

async function seeHandler({ page, workspace, takePicture }) {
  await holdOrder(page, workspace, 'compound/orders.js', 'return { id')
  await takePicture('debug-handler')
  await end(page)
}

/** Sends an order from the panel to a breakpoint at the line of `text`. */
async function holdOrder(page, workspace, file, text) {
  const lines = readFileSync(join(workspace, file), 'utf8').split('\n')
  const panel = new InvokePanel(page)
  await openRoute(page, 'POST /reserve', panel)
  await panel.openAuth()
  await panel.choose('reader')
  await openPath(page, file, 'Control+Enter')
  await page.keyboard.press('Control+G')
  const input = page.locator('.quick-input-widget:visible input[type=text]')
  await input.fill(`:${lines.findIndex(line => line.includes(text)) + 1}:1`)
  await page.keyboard.press('Enter')
  await page.keyboard.press('F9')
  await page.locator('.codicon-debug-breakpoint').first().waitFor()
  const { frame } = panel
  await panel.sendButton.focus()
  await page.keyboard.press('Control+Shift+Enter')
  await frame.getByRole('heading', { name: /^Held in/ }).waitFor()
  const scope = page.locator('.debug-variables .monaco-list-row').first()
  await scope.waitFor()
  await page.waitForTimeout(1_000)
  if ((await scope.getAttribute('aria-expanded')) === 'false') await scope.click()
  await runCommand(page, 'View: Toggle Panel Visibility')
  await page.waitForTimeout(2_000)
}

async function end(page) {
  await runCommand(page, 'Remove All Breakpoints')
  await page.keyboard.press('Shift+F5')
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' })
}
