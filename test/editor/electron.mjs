// Layer (a) on a contributor's machine: the same suite in a desktop VS Code that @vscode/test-electron downloads.
//   npm run test:electron     dist/ must be built; VSCODE_VERSION names another version than the newest stable one
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleSuite } from './bundleSuite.mjs'
import { packExtension } from './packExtension.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-electron-'))
const workspace = join(folder, 'workspace')
const extensions = join(folder, 'exts')
const own = ['--extensions-dir', extensions, '--user-data-dir', join(folder, 'data')]
let exitCode = 1
try {
  cpSync(join(root, 'examples', 'bookshop'), workspace, { recursive: true })
  cpSync(fileURLToPath(new URL('fixtures', import.meta.url)), workspace, { recursive: true })
  const vsix = packExtension(join(folder, 'gatehouse.vsix'))
  const vscodeExecutablePath = await downloadAndUnzipVSCode(process.env['VSCODE_VERSION'] ?? 'stable')
  const [cli, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(vscodeExecutablePath, {
    reuseMachineInstall: true,
  })
  const install = [...cliArgs, ...own, '--install-extension', vsix]
  // On Windows the command line tool is a .cmd file, which only a shell starts.
  const { status } = spawnSync(cli, install, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) throw new Error(`VS Code did not install ${vsix}`)
  exitCode = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: fileURLToPath(new URL('testDriver', import.meta.url)),
    extensionTestsPath: await bundleSuite(folder),
    launchArgs: [workspace, ...own, '--disable-workspace-trust', '--skip-welcome'],
    extensionTestsEnv: { GATEHOUSE_TEST_EXTENSIONS: extensions },
  })
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
process.exit(exitCode)
