import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'
import { copyFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { offlineRedoc } from '../../scripts/offlineRedoc.mjs'
import { compileSchemas } from '../../scripts/compileSchemas.mjs'

const root = path.join(import.meta.dirname, '../..')

/**
 * The program as the tests start it: built once before all tests, not minified. As in the package, the entry keeps the
 * compiled code of the program, which is what most of a short run takes.
 */
export const programFile = path.join(root, 'out/test/gatehouse.js')

/** Vitest's global set-up: the validators are generated and the program is built before the first test. */
export async function setup(): Promise<void> {
  rmSync(path.dirname(programFile), { recursive: true, force: true })
  try {
    await compileSchemas()
    await buildProgram()
  } catch (error) {
    // The tests that start the program fail for want of it; all others can still run.
    console.error(`the program could not be built: ${String(error)}`)
  }
}

async function buildProgram(): Promise<void> {
  const shared: BuildOptions = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    // In files of their own: a map inside is megabytes that every run of the program reads.
    sourcemap: 'linked',
    logLevel: 'error',
    define: { GATEHOUSE_VERSION: '"0.0.0-test"' },
    outdir: path.dirname(programFile),
  }
  await build({
    ...shared,
    format: 'cjs',
    entryPoints: {
      gatehouse: path.join(root, 'server/src/start.ts'),
      program: path.join(root, 'server/src/main.ts'),
      nodeBootstrap: path.join(root, 'server/src/functions/nodeBootstrap.ts'),
    },
  })
  await build({
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    logLevel: 'error',
    plugins: [offlineRedoc],
    entryPoints: { docs: path.join(root, 'client/panel/docs/docs.ts') },
    outdir: path.dirname(programFile),
  })
  const python = 'pythonBootstrap.py'
  copyFileSync(path.join(root, 'server/src/functions', python), path.join(path.dirname(programFile), python))
  await build({
    ...shared,
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    outExtension: { '.js': '.mjs' },
    entryPoints: { ownRulesWorker: path.join(root, 'server/src/io/ownRulesWorker.ts') },
  })
}
