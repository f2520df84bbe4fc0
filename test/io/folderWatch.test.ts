import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchFolder } from '../../server/src/io/folderWatch.ts'

vi.setConfig({ testTimeout: 30_000 })

let root: string
let told: string[]
let watched: ReturnType<typeof watchFolder> | undefined
beforeEach(() => {
  root = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'gatehouse-watch-'))
  told = []
})
afterEach(() => {
  watched?.close()
  rmSync(root, { recursive: true, force: true })
})

const start = (folder: string) => (watched = watchFolder(path.join(root, folder), name => told.push(name)))
const write = (name: string) => writeFileSync(path.join(root, name), String(Math.random()))
/** Writes until it is heard, since a watch of the system begins when it likes. */
const isHeard = (name: string) =>
  expect
    .poll(
      () => {
        write(name)
        return told
      },
      { timeout: 20_000 },
    )
    .toContain(path.basename(name))

test('a folder that is there is watched', async () => {
  mkdirSync(path.join(root, 'build'))
  start('build')
  await isHeard('build/one')
})

test('a folder that comes later is, with the folders above it', async () => {
  start('.aws-sam/build')
  mkdirSync(path.join(root, '.aws-sam/build'), { recursive: true })
  await isHeard('.aws-sam/build/one')
})

test('a folder that is removed and made anew is, every time', async () => {
  for (const name of ['one', 'two', 'three']) {
    rmSync(path.join(root, 'build'), { recursive: true, force: true })
    mkdirSync(path.join(root, 'build'))
    if (name === 'one') start('build')
    await isHeard(`build/${name}`)
  }
})

test('what lies in a folder that takes the place of another is told', async () => {
  mkdirSync(path.join(root, 'build'))
  mkdirSync(path.join(root, 'next'))
  write('next/ready')
  start('build')
  await isHeard('build/one')
  renameSync(path.join(root, 'build'), path.join(root, 'old'))
  renameSync(path.join(root, 'next'), path.join(root, 'build'))
  await expect.poll(() => told, { timeout: 20_000 }).toContain('ready')
})

test('once closed, nothing is told any more', async () => {
  mkdirSync(path.join(root, 'build'))
  start('build')
  await isHeard('build/one')
  watched?.close()
  told = []
  const other = watchFolder(root, name => told.push(`other ${name}`))
  try {
    write('build/two')
    await expect
      .poll(
        () => {
          write('marker')
          return told
        },
        { timeout: 20_000 },
      )
      .toContain('other marker')
    expect(told).not.toContain('two')
  } finally {
    other.close()
  }
})

test('a folder that another process makes anew is followed, whenever it is looked at', async () => {
  const folder = path.join(root, 'build')
  mkdirSync(folder)
  start('build')
  const builder = spawn(
    process.execPath,
    [
      '-e',
      `const fs = require('fs'), folder = ${JSON.stringify(folder)}
      process.stdin.on('data', name => {
        fs.rmSync(folder, { recursive: true, force: true })
        fs.mkdirSync(folder)
        fs.writeFileSync(folder + '/first', '')
        for (const end = performance.now() + Math.random(); performance.now() < end;);
        fs.writeFileSync(folder + '/' + name, '')
        process.stdout.write('built')
      })`,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  for (let round = 0; round < 200; round++) {
    builder.stdin.write(`built-${round}`)
    await once(builder.stdout, 'data')
    await expect.poll(() => told, { timeout: 20_000, interval: 1 }).toContain(`built-${round}`)
  }
  builder.kill()
})
