// Layer (b): what a user does first, with mouse and keys, in a window that has the packed extension installed.
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { MainPath } from './mainPathSteps.mjs'
import { runSteps } from './steps.mjs'
import { startServer } from './vscodeServer.mjs'

/** The window follows the colour scheme that the browser reports, so that both themes are one run. */
const settings = {
  'window.autoDetectColorScheme': true,
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  // Any free port: 3000 may be in use where the tests run.
  'gatehouse.gateway.port': 0,
}

/** Runs the path; resolves to `{ passed, failed }`. `folder` is fresh and its own. */
export async function runMainPath({ host, browser, vsix, folder, example, outputFolder }) {
  for (const name of readdirSync(outputFolder)) {
    if (name.startsWith('main-path-')) rmSync(join(outputFolder, name))
  }
  const workspace = join(folder, 'bookshop')
  cpSync(example, workspace, { recursive: true })
  const logFile = join(outputFolder, 'main-path-server.log')
  const server = await startServer({ host, folder, vsix, logFile, settings })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const path = new MainPath(page, server, { workspace, outputFolder })
  const result = await runSteps(path.steps(), () =>
    page.screenshot({ path: join(outputFolder, 'main-path-failed.png') }),
  )
  await context.close()
  const left = await server.stop()
  const title = 'no process is left when the window and the server are gone'
  if (left.length === 0) {
    console.log(`  ok   ${title}`)
    return { ...result, passed: result.passed + 1 }
  }
  console.log(`  FAIL ${title}\n${left.map(({ pid, command }) => `${pid} ${command}`).join('\n')}`)
  return { ...result, failed: result.failed + 1 }
}
