// The suite as the one file that both hosts load into the extension host.
import { build } from 'esbuild'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Path of the bundled suite, written below `folder`. mocha is inside it, so that it can lie anywhere. */
export async function bundleSuite(folder) {
  const outfile = join(folder, 'suite', 'index.js')
  await build({
    entryPoints: [fileURLToPath(new URL('suite/index.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode'],
    // mocha names files of its parallel mode, which is not used.
    logLevel: 'error',
  })
  return outfile
}
