import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mostBytes } from '../../server/src/functions/zipArchive.ts'
import type { ZipEntry } from '../support/zip.ts'
import { zipOf } from '../support/zip.ts'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench } from './pool.ts'
import { fidelity } from '../support/fidelity.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench({})
})
afterAll(() => bench.close())

let count = 0
function packed(entries: readonly ZipEntry[] | Buffer): string {
  const file = path.join(bench.folder, `code${count++}.zip`)
  writeFileSync(file, Buffer.isBuffer(entries) ? entries : zipOf(entries))
  return file
}

const handler = (answer: string): ZipEntry => ({
  name: 'src/app.js',
  text: `exports.handler = async () => require('./part').word + ' ${answer}'`,
})
const part: ZipEntry = { name: 'src/part.js', text: `exports.word = 'from'` }

async function run(code: string, id = path.basename(code)) {
  return bench.invoke(lambda(bench.folder, 'src/app.handler', { id, code: fact(code) }))
}

async function refusal(code: string): Promise<string> {
  const result = await run(code)
  return result.type === 'error' ? result.payload : `ran: ${JSON.stringify(result)}`
}

describe('a zip archive as code', () => {
  fidelity('Functions', 'Zip archives as code: 250 MB unpacked', {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  })

  test('is unpacked and run', async () => {
    expect(await run(packed([handler('a zip'), part]))).toMatchObject({
      type: 'success',
      payload: '"from a zip"',
    })
  })

  test('keeps links inside itself, as node_modules have them', async () => {
    const link: ZipEntry = { name: 'src/part.js', text: '../lib/real.js', mode: 0o120777 }
    const real: ZipEntry = { name: 'lib/real.js', text: part.text }
    expect(await run(packed([link, real, handler('a link')]))).toMatchObject({ payload: '"from a link"' })
  })

  test.each([
    ['names a file above itself', [{ name: '../out.js', text: 'x' }], /invalid relative path/],
    ['names a file by an absolute path', [{ name: '/out.js', text: 'x' }], /absolute path/],
    ['has the same file twice', [part, part], /EEXIST/],
    [
      'grows beyond what Lambda takes',
      [{ name: 'big', text: 'x', claims: mostBytes + 1 }],
      /more than 250 MB/,
    ],
    ['lies about sizes', [{ name: 'src/app.js', text: 'x', claims: 5 }], /cannot be unpacked/],
  ] as const)('that %s is not run', async (_, entries, why) => {
    expect(await refusal(packed(entries))).toMatch(why)
    expect(existsSync(path.join(bench.folder, '..', 'out.js'))).toBe(false)
  })

  test('leaves out a link that leads out of it', async () => {
    const link: ZipEntry = { name: 'src/part.js', text: '/etc/hostname', mode: 0o120777 }
    expect(await refusal(packed([link, handler('nowhere')]))).toMatch(/Cannot find module/)
  })

  test('that is no archive says so', async () => {
    expect(await refusal(packed(Buffer.from('no zip at all')))).toMatch(/cannot be unpacked/)
  })

  test('outside the project is not run', async () => {
    const outside = path.join(bench.folder, '..', `${path.basename(bench.folder)}-outside`)
    mkdirSync(outside, { recursive: true })
    const file = path.join(outside, 'code.zip')
    writeFileSync(file, zipOf([handler('outside'), part]))
    expect(await refusal(file)).toMatch(/lies outside the folder/)
    rmSync(outside, { recursive: true })
  })
})
