// One way through a window of its own: its folder, its server, its steps, and that nothing of it is left.
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { runSteps } from './steps.mjs'
import { startServer } from './vscodeServer.mjs'

/**
 * Runs the steps that `stepsOf(page, port, { workspace, outputFolder })` gives, in a copy of the folder `files` below `folder`,
 * which is fresh and its own, with the packages `beside` installed too; resolves to `{ passed, failed }`. Pictures and the server's log begin with `name`.
 */
export async function runJourney(name, { files, beside, settings, isTrusted, stepsOf }, around) {
  const { host, browser, vsix, folder, outputFolder } = around
  for (const file of readdirSync(outputFolder)) {
    if (file.startsWith(`${name}-`)) rmSync(join(outputFolder, file))
  }
  const workspace = join(folder, basename(files))
  cpSync(files, workspace, { recursive: true })
  const logFile = join(outputFolder, `${name}-server.log`)
  const server = await startServer({ host, folder, vsix, beside, logFile, settings, isTrusted })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const result = await runSteps(stepsOf(page, server.port, { workspace, outputFolder }), () =>
    page.screenshot({ path: join(outputFolder, `${name}-failed.png`) }),
  )
  await context.close()
  const left = await server.stop()
  const title = 'no process is left when the window and the server are gone'
  console.log(
    left.length === 0
      ? `  ok   ${title}`
      : `  FAIL ${title}\n${left.map(({ command }) => command).join('\n')}`,
  )
  const isClean = left.length === 0 ? 1 : 0
  return { passed: result.passed + isClean, failed: result.failed + 1 - isClean }
}
