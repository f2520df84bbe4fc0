import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Packs the extension in `folder`, ours with what `npm run build` left in dist/, as a user would get it; returns `file`. */
export function packExtension(file, folder = root) {
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce')
  const args = [vsce, 'package', '--no-dependencies', '-o', file]
  const { status } = spawnSync(process.execPath, args, { cwd: folder, stdio: 'inherit' })
  if (status !== 0) throw new Error(`'vsce package' failed with ${status}`)
  return file
}
