// Layer (c): the packed extension as a web extension, in a workbench whose extension host is a worker of the browser.
import { build } from 'esbuild'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runSteps } from './steps.mjs'
import { startWebHost } from './webHost.mjs'

const limitMs = 40_000
const at = name => fileURLToPath(new URL(name, import.meta.url))

/** Runs the suite of `web/` there and looks at what is offered; resolves to `{ passed, failed }`. */
export async function runWeb({ host, browser, vsix, outputFolder }) {
  const results = []
  let end
  const ended = new Promise(resolve => (end = resolve))
  const webHost = await startWebHost({
    host,
    vsix,
    suite: await bundledSuite(),
    manifest: readFileSync(at('web/package.json')),
    onResult: result => (result === 'end' ? end() : results.push(result)),
  })
  const page = await browser.newPage()
  const log = []
  page.on('console', message => log.push(message.text()))
  page.on('worker', worker => log.push(`worker ${worker.url()}`))
  try {
    await page.goto(webHost.url)
    const timer = setTimeout(end, limitMs)
    await ended
    clearTimeout(timer)
    for (const { title, ms, error } of results) {
      console.log(error ? `  FAIL ${title}\n${error}` : `  ok   ${title}  ${ms} ms`)
    }
    if (results.length === 0) console.log(`  FAIL the suite starts\n${log.slice(-40).join('\n')}`)
    const failed = results.filter(({ error }) => error).length + (results.length === 0 ? 1 : 0)
    const offered = await runSteps(
      [{ title: 'offers no button and no command that does not work', run: () => offers(page) }],
      () => page.screenshot({ path: join(outputFolder, 'web-failed.png') }),
    )
    return {
      passed: results.length - failed + offered.passed,
      failed: failed + offered.failed,
    }
  } finally {
    await page.close()
    webHost.close()
  }
}

async function bundledSuite() {
  const { outputFiles } = await build({
    entryPoints: [at('web/suite.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: 'cjs',
    external: ['vscode'],
  })
  return outputFiles[0].text
}

/** The palette has the commands that are registered, and the activity bar has no view of ours. */
async function offers(page) {
  await page.keyboard.press('F1')
  const input = page.locator('.quick-input-widget:visible input[type=text]')
  await input.fill('>Gatehouse:')
  const rows = page.locator('.quick-input-list .monaco-list-row')
  await rows.filter({ hasText: 'Gatehouse: Check Workspace' }).waitFor()
  const labels = await rows.locator('.label-name').allTextContents()
  assert.deepEqual(labels.filter(label => label.startsWith('Gatehouse:')).sort(), [
    'Gatehouse: Check Workspace',
    'Gatehouse: Choose Which Files Are Searched',
    'Gatehouse: Open Settings',
    'Gatehouse: Restart Language Server',
    'Gatehouse: Show Log',
  ])
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('.activitybar .action-item a[aria-label="Gatehouse"]').count(), 0)
}
