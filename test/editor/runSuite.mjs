// Layer (a): the mocha suite inside the extension host of our VS Code server, against the installed .vsix.
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format } from 'node:util'
import { bundleSuite } from './bundleSuite.mjs'
import { startServer } from './vscodeServer.mjs'
import { workbenchUrl } from './workbench.mjs'

/** Of `npm run test:debug`. */
const starts = process.env['GATEHOUSE_DEBUG_STARTS']
const limitMs = 480_000 + Number(starts ?? 0) * 30_000

/** Runs the suite; resolves to `{ passed, failed }` after printing each test. `folder` is fresh and its own. */
export async function runSuite({ host, browser, vsix, folder, example, outputFolder }) {
  const workspace = join(folder, 'workspace')
  cpSync(example, workspace, { recursive: true })
  cpSync(fileURLToPath(new URL('fixtures', import.meta.url)), workspace, { recursive: true })
  const results = join(folder, 'results.json')
  const extensions = join(folder, 'exts')
  const [suite, server] = await Promise.all([
    bundleSuite(folder),
    startServer({
      host,
      folder,
      vsix,
      logFile: join(outputFolder, 'suite-server.log'),
      isTrusted: true,
      env: {
        GATEHOUSE_TEST_RESULTS: results,
        GATEHOUSE_TEST_EXTENSIONS: extensions,
        ...(starts && { GATEHOUSE_DEBUG_STARTS: starts }),
      },
    }),
  ])
  const page = await browser.newPage()
  const log = []
  try {
    await suiteEnds(page, server.port, workspace, suite, log)
  } finally {
    await page.screenshot({ path: join(outputFolder, 'suite-end.png') }).catch(() => {})
    await page.close()
  }
  const left = await server.stop()
  return report(results, left, log)
}

/** The window's own console arrives together with the suite's, so it is kept for the case that nothing else comes. */
async function suiteEnds(page, port, workspace, suite, log) {
  const remote = path => `vscode-remote://127.0.0.1:${port}${path}`
  const payload = [
    ['extensionDevelopmentPath', remote(fileURLToPath(new URL('testDriver', import.meta.url)))],
    ['extensionTestsPath', remote(suite)],
    ['enableProposedApi', ''],
    ['skipWelcome', 'true'],
  ]
  let end
  const ended = new Promise(resolve => (end = resolve))
  await page.exposeFunction('codeAutomationLog', (_type, args) => log.push(format(...args)))
  await page.exposeFunction('codeAutomationExit', () => end(true))
  await page.goto(workbenchUrl({ port, folder: workspace, payload }))
  const timer = setTimeout(() => end(false), limitMs)
  const isEnded = await ended
  clearTimeout(timer)
  if (!isEnded) console.log(`The suite did not end within ${limitMs / 1000} s`)
}

function report(resultsFile, left, log) {
  let tests
  try {
    tests = JSON.parse(readFileSync(resultsFile, 'utf8')).tests
  } catch {
    console.log(log.slice(-60).join('\n'))
    tests = [{ title: 'the suite starts and writes its results', error: 'there are none' }]
  }
  tests.push({
    title: 'no process is left when the window and the server are gone',
    error: left.length > 0 ? left.map(({ pid, command }) => `${pid} ${command}`).join('\n') : undefined,
  })
  for (const { title, durationMs, error } of tests) {
    console.log(
      error ? `  FAIL ${title}\n${error}` : `  ok   ${title}${durationMs ? `  ${durationMs} ms` : ''}`,
    )
  }
  const failed = tests.filter(test => test.error).length
  return { passed: tests.length - failed, failed }
}
