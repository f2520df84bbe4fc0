import { utimesSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench } from './pool.ts'

const files = {
  'src/app.py': `import words\n\ndef handler(event, context):\n    return ['source', words.NAME]\n`,
  '.aws-sam/build/Orders/app.py': `import words\n\ndef handler(event, context):\n    return ['build', words.NAME]\n`,
  '.aws-sam/build/Orders/words.py': `NAME = 'a dependency'\n`,
}

let bench: Bench
afterEach(() => bench.close())

/** Runs the function with its source saved so many seconds after the build. */
async function runAfter(seconds: number) {
  bench = await openBench(files)
  const built = Date.now() / 1000 - 1000
  for (const name of Object.keys(files)) utimesSync(path.join(bench.folder, name), built, built)
  utimesSync(path.join(bench.folder, 'src/app.py'), built + seconds, built + seconds)
  const origin = { ...fact(0).origin, file: path.join(bench.folder, 'template.yaml') }
  const more = { origin, runtime: fact('python3.11'), code: fact(path.join(bench.folder, 'src')) }
  return bench.invoke(lambda(bench.folder, 'app.handler', more))
}

describe('what sam build has made', () => {
  test('is run while no source is newer, and that is said', async () => {
    const { payload, notes } = await runAfter(-1)
    expect(payload).toBe('["build", "a dependency"]')
    expect(notes).toContain(
      `'Orders' ran as 'sam build' made it: no source is newer than '${path.join(bench.folder, '.aws-sam/build/Orders')}'`,
    )
  })

  test('lends its dependencies to sources that are newer', async () => {
    const { payload } = await runAfter(1)
    expect(payload).toBe('["source", "a dependency"]')
  })
})
