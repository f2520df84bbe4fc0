// A window of VS Code in headless Chromium, and what a user does in it.
import { chromium } from 'playwright-core'

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
const offline = ['--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Starts the browser that ensureBrowser found. */
export function openBrowser(executablePath) {
  return chromium.launch({ executablePath, headless: true, args: [...flags, ...offline] })
}

/** A page that is not there yet; `payload` is VS Code's own way to name test folders in the address. */
export function workbenchUrl({ port, folder, payload }) {
  const query = new URLSearchParams({ folder })
  if (payload) query.set('payload', JSON.stringify(payload))
  return `http://127.0.0.1:${port}/?${query}`
}

/** Opens `folder` and resolves when the window has restored itself. */
export async function openWorkbench(page, { port, folder }) {
  await page.goto(workbenchUrl({ port, folder }))
  await restored(page)
}

/** Loads the window anew, as a user does; resolves when it has restored itself. */
export async function reloadWindow(page) {
  const loaded = page.waitForEvent('load')
  await runCommand(page, 'Developer: Reload Window')
  await loaded
  await restored(page)
}

async function restored(page) {
  await page.locator('.monaco-workbench .part.statusbar').waitFor()
  await page.waitForFunction(() => globalThis.driver)
  await page.evaluate(() => globalThis.driver.whenWorkbenchRestored())
}

/**
 * Opens a file whose name others have too, by its path; Quick Open puts the one that fits best first. `key` is
 * Control+Enter for an editor beside the one that is shown.
 */
export async function openPath(page, path, key = 'Enter') {
  await page.keyboard.press('Control+P')
  await page.locator('.quick-input-widget:visible input[type=text]').fill(path)
  // The rows of the list before are still there.
  await page.waitForTimeout(1_500)
  await page.keyboard.press(key)
  await page.locator('.tabs-container .tab.active', { hasText: path.split('/').at(-1) }).waitFor()
  await page.locator('.monaco-editor .view-line').first().waitFor()
}

/** Opens a file of the folder by its name, through Quick Open as most users do. */
export async function openFile(page, name) {
  await page.keyboard.press('Control+P')
  const input = page.locator('.quick-input-widget:visible input[type=text]')
  await input.fill(name)
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor()
  await page.keyboard.press('Enter')
  const baseName = name.split('/').at(-1)
  await page.locator('.tabs-container .tab.active', { hasText: baseName }).waitFor()
  await page.locator('.monaco-editor .view-line').first().waitFor()
}

/** Moves the caret; line and column count from one, as in the status bar. */
export async function goTo(page, line, column) {
  await page.keyboard.press('Control+1')
  await page.keyboard.press('Control+G')
  const input = page.locator('.quick-input-widget:visible input[type=text]')
  await input.fill(`:${line}:${column}`)
  await page.keyboard.press('Enter')
  await page.getByText(`Ln ${line}, Col ${column}`, { exact: true }).waitFor()
}

/** Runs a command by its title, from the command palette. */
export async function runCommand(page, title) {
  const input = page.locator('.quick-input-widget:visible input[type=text]')
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first()
  // A webview that takes the focus when it is drawn closes the palette again.
  for (let attempt = 1; ; attempt += 1) {
    await page.keyboard.press('F1')
    try {
      await input.fill(`>${title}`, { timeout: 6_000 })
      await row.waitFor({ timeout: 6_000 })
      break
    } catch (error) {
      if (attempt === 5) throw error
    }
  }
  await page.keyboard.press('Enter')
}

/** Opens the invoke panel of a route from the command palette; panels that were open are closed. */
export async function openRoute(page, route, panel) {
  await runCommand(page, 'View: Close All Editors')
  await runCommand(page, 'Gatehouse: Invoke Locally')
  const input = page.locator('.quick-input-widget:visible input[type=text]')
  await input.fill(route)
  await page.locator('.quick-input-list .monaco-list-row', { hasText: route }).first().waitFor()
  await page.keyboard.press('Enter')
  await panel.waitUntilReady()
}

/** The frame of the webview that is shown. */
export function webview(page) {
  return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame')
}

/**
 * Takes the picture in both themes: the window follows the colour scheme of the system, so nothing has to be
 * clicked or saved in between and an open menu stays open.
 */
export async function takeScreenshots(page, fileFor) {
  // Away from what shows a hover of its own: the middle of the status bar.
  const { width, height } = page.viewportSize()
  await page.mouse.move(width / 2, height - 5)
  for (const [scheme, isShown] of [
    ['light', () => document.body.querySelector('.monaco-workbench.vs:not(.vs-dark)') !== null],
    ['dark', () => document.body.querySelector('.monaco-workbench.vs-dark') !== null],
  ]) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.waitForFunction(isShown)
    // Colours of webviews and of tokenized text follow one frame or two later.
    await page.waitForTimeout(250)
    await page.screenshot({ path: fileFor(scheme) })
  }
}
