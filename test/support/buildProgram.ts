import { build } from 'esbuild'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { compileSchemas } from '../../scripts/compileSchemas.mjs'

const root = path.join(import.meta.dirname, '../..')

/** The program as the tests start it: built once before all tests, not minified, with source maps. */
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
  await build({
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    sourcemap: 'inline',
    logLevel: 'error',
    define: { GATEHOUSE_VERSION: '"0.0.0-test"' },
    entryPoints: {
      gatehouse: path.join(root, 'server/src/main.ts'),
      nodeBootstrap: path.join(root, 'server/src/functions/nodeBootstrap.ts'),
    },
    outdir: path.dirname(programFile),
  })
}
