import { utimesSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench } from './pool.ts'

const handler = (text: string) => `exports.handler = async () => '${text}'`

/** An app with two functions, each with its copy in `cdk.out`. */
const app = {
  'cdk.out/manifest.json': '{}',
  'cdk.out/asset.0a/index.js': handler('orders'),
  'cdk.out/asset.0b/index.js': handler('books'),
  'functions/orders/index.js': handler('orders'),
  'functions/books/index.js': handler('books'),
  'lib/stack.ts': 'new Stack()',
}

let bench: Bench
afterEach(() => bench.close())

const secondsAgo = (seconds: number) => Date.now() / 1000 - seconds

/** Opens the app as it was synthesized a while ago. */
async function open(files: Record<string, string> = app, reloadsCode = false) {
  bench = await openBench(files, { reloadsCode })
  for (const name of Object.keys(files)) save(name, 1000)
}

function save(name: string, ago: number) {
  utimesSync(path.join(bench.folder, name), secondsAgo(ago), secondsAgo(ago))
}

function edit(name: string, text: string) {
  bench.write({ [name]: text })
  save(name, 10)
}

const invoke = (asset = 'asset.0a') =>
  bench.invoke(
    lambda(bench.folder, 'index.handler', { code: fact(path.join(bench.folder, 'cdk.out', asset)) }),
  )

describe('an asset of the CDK', () => {
  test('is run while its source is no newer', async () => {
    await open()
    expect(await invoke()).toMatchObject({ payload: '"orders"', notes: [] })
  })

  test('gives way to its source when that is newer, and this is said', async () => {
    const shared = { 'cdk.out/asset.0a/words.js': '1', 'functions/orders/words.js': '1' }
    const more = { 'cdk.out/asset.0a/more.js': '2', 'functions/orders/more.js': '2' }
    await open({ ...app, ...shared, ...more })
    edit('functions/orders/index.js', handler('new orders'))
    const { payload, notes } = await invoke()
    expect(payload).toBe('"new orders"')
    expect(notes).toEqual([
      `'Orders' ran from '${path.join(bench.folder, 'functions/orders')}', which is newer than its asset 'asset.0a'; 'cdk synth' makes that anew`,
    ])
  })

  test('follows its source while the gateway runs', async () => {
    await open(app, true)
    expect((await invoke()).payload).toBe('"orders"')
    bench.write({ 'functions/orders/index.js': handler('new orders') })
    await expect.poll(async () => (await invoke()).payload, { timeout: 20_000 }).toBe('"new orders"')
  })

  test('is run when nobody can tell its source, and code that is newer is told', async () => {
    await open()
    // Neither of the two is known to be the source any more.
    edit('functions/orders/index.js', handler('new orders'))
    edit('functions/books/index.js', handler('new books'))
    const { payload, notes } = await invoke()
    expect(payload).toBe('"orders"')
    expect(notes).toEqual([
      `'Orders' ran as 'cdk synth' made it ('asset.0a'), and code of the app is newer: run 'cdk synth' again if it belongs to the function`,
    ])
  })

  test('that was bundled is not taken for another function of the same name', async () => {
    await open({ ...app, 'cdk.out/asset.0c/index.js': handler('bundled') })
    edit('functions/books/index.js', handler('new books'))
    expect((await invoke('asset.0c')).payload).toBe('"bundled"')
  })

  test('that was bundled is as old as the newest code of the app, whatever else is saved', async () => {
    await open({ ...app, 'cdk.out/asset.0c/index.js': handler('bundled'), 'README.md': 'one' })
    edit('README.md', 'two')
    expect((await invoke('asset.0c')).notes).toEqual([])
  })
})
