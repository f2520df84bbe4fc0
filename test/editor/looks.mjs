// Pictures of all screens in three themes, to be laid beside the design's. Not a part of `npm test`: somebody has to look.
//   node test/editor/run.mjs looks           GATEHOUSE_LOOKS='^metrics' takes those whose name fits
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { debugScreens } from './looksDebug.mjs'
import { gatewayScreens } from './looksGateways.mjs'
import { panelScreens } from './looksPanel.mjs'
import { workScreens } from './looksWork.mjs'
import { runSteps } from './steps.mjs'
import { startServer } from './vscodeServer.mjs'
import { openWorkbench, runCommand } from './workbench.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const examples = ['bookshop', 'members', 'notes', 'city-bikes']

/** Each theme by the class that VS Code gives its window. */
const themes = [
  { name: 'light', setting: 'Default Light Modern', shown: '.monaco-workbench.vs:not(.vs-dark)' },
  { name: 'hc', setting: 'Default High Contrast', shown: '.monaco-workbench.hc-black' },
  { name: 'dark', setting: 'Default Dark Modern', shown: '.monaco-workbench.vs-dark:not(.hc-black)' },
]

/** Takes the pictures into `looks/NAME-THEME.png`; resolves to `{ passed, failed }`: screens that came and that did not. */
export async function runLooks({ host, browser, vsix, folder, outputFolder }) {
  const wanted = new RegExp(process.env['GATEHOUSE_LOOKS'] ?? '')
  const output = join(outputFolder, 'looks')
  mkdirSync(output, { recursive: true })
  const workspace = makeWorkspace(folder)
  const logFile = join(output, 'server.log')
  const settings = {
    'gatehouse.gateway.port': 0,
    'gatehouse.gateway.envFiles': [join(workspace, '.env')],
    'files.simpleDialog.enable': true,
    'editor.minimap.enabled': false,
  }
  const server = await startServer({ host, folder, vsix, logFile, settings, isTrusted: true })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const look = { page, workspace, takePicture: name => takePictures(page, workspace, output, name) }
  const result = { passed: 0, failed: 0 }
  try {
    writeTheme(workspace, 'Default Dark Modern')
    await openWorkbench(page, { port: server.port, folder: workspace })
    await page.locator('.activitybar .action-item a[aria-label="Gatehouse"]').click()
    const screens = [...panelScreens, ...gatewayScreens, ...workScreens, ...debugScreens]
    for (const { name, run } of screens.filter(each => wanted.test(each.name))) {
      for (const old of readdirSync(output)) {
        if (old.startsWith(`${name}-`)) rmSync(join(output, old))
      }
      // Each by itself: none stands on another.
      const step = { title: name, run: () => prepare(page).then(() => run(look)) }
      const { passed, failed } = await runSteps([step], () =>
        page.screenshot({ path: join(output, `${name}-failed.png`) }),
      )
      result.passed += passed
      result.failed += failed
    }
  } finally {
    await context.close()
    await server.stop()
  }
  console.log(`       ${output}`)
  return result
}

/** The examples, and beside them two APIs with what these have not. */
function makeWorkspace(folder) {
  const workspace = join(folder, 'looks-workspace')
  for (const name of examples) {
    cpSync(join(here, '../../examples', name), join(workspace, name), { recursive: true })
  }
  cpSync(join(here, 'fixtures', 'looks'), workspace, { recursive: true })
  cpSync(join(here, 'fixtures', 'compound'), join(workspace, 'compound'), { recursive: true })
  mkdirSync(join(workspace, '.vscode'))
  const acme = { name: 'acme', headers: { Authorization: 'Bearer partner-acme' } }
  const ann = { name: 'ann', groups: ['admins'], claims: { email: 'ann@example.com' } }
  const reader = { name: 'reader', headers: { Authorization: 'let me in' } }
  const identities = JSON.stringify([ann, acme, reader], null, 2)
  writeFileSync(join(workspace, 'gatehouse.identities.json'), identities)
  // What the examples keep is this run's own.
  const stores = { BOOKSHOP_STORE: join(folder, 'shelf.json'), NOTES_STORE: join(folder, 'notes.json') }
  const lines = Object.entries(stores).map(([name, file]) => `${name}=${file}\n`)
  writeFileSync(join(workspace, '.env'), lines.join(''))
  return workspace
}

/** What the screen before left is gone: menus, questions, notifications, editors. */
async function prepare(page) {
  await page.setViewportSize({ width: 1440, height: 900 })
  for (let count = 0; count < 3; count += 1) await page.keyboard.press('Escape')
  const modal = page.locator('.monaco-dialog-box')
  if (await modal.isVisible()) await modal.getByRole('button', { name: 'Cancel' }).click()
  await runCommand(page, 'Notifications: Clear All Notifications')
  await runCommand(page, 'View: Revert and Close Editor').catch(() => {})
  await runCommand(page, 'View: Close All Editors')
  const panel = page.locator('.part.panel:visible')
  if (await panel.isVisible()) await runCommand(page, 'View: Toggle Panel Visibility')
  const gatehouse = page.locator('.activitybar .action-item:has(a[aria-label^="Gatehouse"])')
  if (!(await gatehouse.evaluate(item => item.classList.contains('checked')))) await gatehouse.click()
  await page.waitForTimeout(300)
  // Of a file that was changed and not saved.
  if (await modal.isVisible()) await modal.getByRole('button', { name: "Don't Save" }).click()
}

async function showTheme(page, workspace, { setting, shown }) {
  // The watch on the settings begins a while after the window does.
  for (let attempt = 1; ; attempt += 1) {
    writeTheme(workspace, setting)
    try {
      await page.locator(shown).waitFor({ timeout: 5_000 })
      return
    } catch (error) {
      if (attempt === 4) throw error
    }
  }
}

function writeTheme(workspace, theme) {
  writeFileSync(
    join(workspace, '.vscode', 'settings.json'),
    JSON.stringify({ 'workbench.colorTheme': theme }),
  )
}

/** By a setting, so that nothing is clicked in between and an open menu stays open. */
async function takePictures(page, workspace, output, name) {
  const { width, height } = page.viewportSize()
  await page.mouse.move(width / 2, height - 5)
  for (const theme of themes) {
    await showTheme(page, workspace, theme)
    // Colours of webviews and of tokenized text follow a few frames later.
    await page.waitForTimeout(500)
    await page.screenshot({ path: join(output, `${name}-${theme.name}.png`) })
  }
}
