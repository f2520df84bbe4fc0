// Finds a Chromium for the editor tests, or installs one.
//   node scripts/ensureBrowser.mjs     prints its path
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']

/**
 * Path of a browser. When none is there it is installed by the system's package manager (as root on Debian and
 * its kin) or else by Playwright into the user's own cache. Throws with what to do when neither works.
 */
export function ensureBrowser() {
  const present = findBrowser()
  if (present) return present
  for (const { says, steps } of ways()) {
    console.log(`No Chromium found: ${says}`)
    const isDone = steps.every(([program, ...args]) => run(program, args))
    const installed = findBrowser()
    if (isDone && installed) return installed
  }
  throw new Error(
    'The editor tests need Chromium and could not install it: install the package chromium (or Google Chrome), ' +
      'or name its program in the environment variable GATEHOUSE_BROWSER',
  )
}

function findBrowser() {
  const named = process.env['GATEHOUSE_BROWSER']
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`GATEHOUSE_BROWSER names '${named}', which does not exist`)
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(folder => folder !== '')
  const candidates = folders.flatMap(folder => names.map(name => path.join(folder, name)))
  // Where Playwright would put its own; the file need not exist.
  return [...candidates, chromium.executablePath()].find(file => existsSync(file) && starts(file))
}

/** Ubuntu's `chromium-browser` may be a script that only says where to get one. */
function starts(file) {
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}

function ways() {
  const playwright = {
    says: "installing one with 'npx playwright-core install chromium'",
    steps: [[process.execPath, playwrightProgram(), 'install', 'chromium']],
  }
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !run('apt-get', ['--version'], 'ignore')) return [playwright]
  const apt = {
    says: "installing it with 'apt-get install chromium'",
    steps: [
      ['apt-get', 'update', '-q'],
      ['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
    ],
  }
  return [apt, playwright]
}

function playwrightProgram() {
  return path.join(path.dirname(fileURLToPath(import.meta.resolve('playwright-core/package.json'))), 'cli.js')
}

function run(program, args, stdio = 'inherit') {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(program, args, { stdio, env }).status === 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(ensureBrowser())
