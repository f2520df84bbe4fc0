import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// The entry that ships loads the program's compiled code from the last run. It must answer the same without it.

const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-start-'))
const cache = path.join(folder, 'cache')

beforeAll(async () => {
  const shared = {
    bundle: true,
    platform: 'node',
    format: 'cjs',
    define: { GATEHOUSE_VERSION: '"1.2.3"' },
  } as const
  const source = path.join(import.meta.dirname, '../../server/src/start.ts')
  await build({ ...shared, entryPoints: [source], outfile: path.join(folder, 'gatehouse.js') })
  writeFileSync(
    path.join(folder, 'program.js'),
    "process.stdout.write(process.argv.slice(2).join() + ' ' + require('node:path').basename(__filename))",
  )
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function run(verb: string, where = cache): string {
  return execFileSync(process.execPath, [path.join(folder, 'gatehouse.js'), verb], {
    encoding: 'utf8',
    env: { ...process.env, GATEHOUSE_CACHE: where },
  })
}

// Node 22 keeps compiled code itself, under names of its own.
const isOurs = Number(process.versions.node.split('.')[0]) < 22
const kept = (): string[] => readdirSync(cache).filter(name => name.endsWith('.code'))

describe.runIf(isOurs)('the entry of the program', () => {
  it('keeps compiled code for each verb, for the user alone', () => {
    expect(run('check')).toBe('check program.js')
    expect(run('list')).toBe('list program.js')
    expect(kept()).toHaveLength(2)
    for (const name of kept()) expect(statSync(path.join(cache, name)).mode & 0o077).toBe(0)
  })

  it('takes what it has kept, and nothing that is broken', () => {
    run('check')
    const [name = ''] = kept()
    const file = path.join(cache, name)
    const written = statSync(file).mtimeMs
    expect(run('check')).toBe('check program.js')
    expect(statSync(file).mtimeMs).toBe(written)
    for (const each of kept()) writeFileSync(path.join(cache, each), 'no code at all')
    expect(run('check')).toBe('check program.js')
  })

  it('runs where nothing can be kept', () => {
    writeFileSync(path.join(folder, 'file'), '')
    expect(run('check', path.join(folder, 'file', 'inside'))).toBe('check program.js')
  })
})
