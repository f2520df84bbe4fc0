// VS Code's own server for one test run: fresh data folder, the packed extension installed as a user would.
import { spawn, spawnSync } from 'node:child_process'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { processesLeft } from './processes.mjs'

/** What keeps the window quiet and offline; the extension's own settings stay as they are delivered. */
const quiet = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  // As on the desktop; in a browser VS Code saves by itself.
  'files.autoSave': 'off',
  'git.enabled': false,
  'json.schemaDownload.enable': false,
}

/**
 * Installs `vsix`, and what stands `beside` it, and starts the server below `folder`; resolves when it listens.
 * `host` is what ensureHost gives. `stop` ends the server and all it started, and returns the processes that
 * were still there afterwards (none, when all is well).
 */
export async function startServer({
  host,
  folder,
  vsix,
  beside = [],
  logFile,
  settings = {},
  env = {},
  isTrusted = false,
}) {
  const extensions = join(folder, 'exts')
  writeSettings(join(folder, 'data'), { ...quiet, ...settings })
  const where = ['--server-data-dir', join(folder, 'data'), '--extensions-dir', extensions]
  for (const each of [...beside, vsix]) install(host, where, each)

  const args = ['--host', '127.0.0.1', '--port', '0', '--without-connection-token']
  args.push('--accept-server-license-terms', '--disable-telemetry', '--enable-smoke-test-driver', ...where)
  if (isTrusted) args.push('--disable-workspace-trust')
  const server = spawn(host.node, [join(host.vscode, 'out', 'server-main.js'), ...args], {
    // A group of its own, so that stop reaches whatever the extension host leaves behind.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), EXTENSIONS_GALLERY: '{}', ...env },
  })
  mkdirSync(dirname(logFile), { recursive: true })
  const log = createWriteStream(logFile)
  server.stdout.pipe(log)
  server.stderr.pipe(log)
  // If the test run is ended half-way, the server must not outlive it.
  const killGroup = () => kill(-server.pid, 'SIGKILL')
  process.once('exit', killGroup)

  const port = await listeningPort(server, logFile)
  return {
    port,
    extensions,
    stop: async () => {
      kill(server.pid, 'SIGTERM')
      // The extension host takes about 6 s to see that its server is gone.
      const left = await processesLeft(folder, 20_000)
      killGroup()
      process.off('exit', killGroup)
      server.stdout.destroy()
      server.stderr.destroy()
      return left
    },
  }
}

function writeSettings(data, settings) {
  for (const scope of ['User', 'Machine']) {
    const file = join(data, 'data', scope, 'settings.json')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(settings, null, 2))
  }
}

function install(host, where, vsix) {
  const args = [join(host.vscode, 'out', 'server-main.js'), '--accept-server-license-terms', ...where]
  const result = spawnSync(host.node, [...args, '--install-extension', vsix], {
    encoding: 'utf8',
    env: { ...cleanEnvironment(), EXTENSIONS_GALLERY: '{}' },
  })
  if (result.status !== 0 || !/successfully installed/.test(result.stdout)) {
    throw new Error(`VS Code did not install ${vsix}:\n${result.stdout}\n${result.stderr}`)
  }
}

/** Our own environment without what an enclosing VS Code or npm left in it. */
function cleanEnvironment() {
  const isForeign = name => /^(VSCODE_|npm_|ELECTRON_|NODE_OPTIONS$|NODE_V8_COVERAGE$)/.test(name)
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isForeign(name)))
}

function listeningPort(server, logFile) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`VS Code's server did not start in 60 s: ${logFile}`)),
      60_000,
    )
    let text = ''
    server.stdout.on('data', chunk => {
      text += chunk
      const match = /Extension host agent listening on (\d+)/.exec(text)
      if (!match) return
      clearTimeout(late)
      resolve(Number(match[1]))
    })
    server.once('exit', code => reject(new Error(`VS Code's server ended with ${code}: ${logFile}`)))
  })
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended already.
  }
}
