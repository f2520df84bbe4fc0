// The editor tests: packs the extension and runs it in a real VS Code.
//   node test/editor/run.mjs [colours] [suite] [web] [path] [tests] [neighbours] [debug] [smooth]     all, when none is named; dist/ must be built
//   node test/editor/run.mjs looks     pictures of all screens, for people
// GATEHOUSE_VSIX names a package to test in place of a fresh one.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBrowser } from '../../scripts/ensureBrowser.mjs'
import { runDebugPath } from './debugPath.mjs'
import { ensureHost } from './host/setup.mjs'
import { runColours } from './colours.mjs'
import { runLooks } from './looks.mjs'
import { runMainPath } from './mainPath.mjs'
import { runNeighbours } from './neighbours.mjs'
import { packExtension } from './packExtension.mjs'
import { runSuite } from './runSuite.mjs'
import { runSmooth } from './smooth.mjs'
import { runWeb } from './web.mjs'
import { runTestExplorer } from './testExplorer.mjs'
import { openBrowser } from './workbench.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const outputFolder = join(root, 'test-results', 'editor')
const parts = {
  colours: runColours,
  suite: runSuite,
  web: runWeb,
  path: runMainPath,
  tests: runTestExplorer,
  neighbours: runNeighbours,
  debug: runDebugPath,
  smooth: runSmooth,
}
/** Parts that test nothing by themselves, so they run only when they are named. */
const forPeople = { looks: runLooks }
const named = process.argv.slice(2)

const { host, executablePath } = setUp()
mkdirSync(outputFolder, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-editor-'))
const vsix = process.env['GATEHOUSE_VSIX'] || packExtension(join(folder, 'gatehouse.vsix'))
const browser = await openBrowser(executablePath)
let isGreen = true
try {
  for (const name of named.length > 0 ? named : Object.keys(parts)) {
    console.log(`\nEditor tests: ${name}`)
    const start = Date.now()
    const own = join(folder, name)
    mkdirSync(own)
    const example = join(root, 'examples', 'bookshop')
    const { passed, failed } = await { ...parts, ...forPeople }[name]({
      host,
      browser,
      vsix,
      folder: own,
      example,
      outputFolder,
    })
    console.log(`${passed} passed, ${failed} failed (${((Date.now() - start) / 1000).toFixed(1)} s)`)
    isGreen &&= failed === 0
  }
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
process.exit(isGreen ? 0 : 1)

/** What is missing and what to do says the message; a stack would only hide it. */
function setUp() {
  try {
    return { host: ensureHost(), executablePath: ensureBrowser() }
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
