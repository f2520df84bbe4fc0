import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { TestProcess } from '../../client/src/testProcess.ts'
import type { TestEvent } from '../../server/src/protocol/testRun.ts'

// A process that writes events as `gatehouse test --format json` does.
const program = `
process.stdin.on('end', () => process.exit(3)).resume()
console.log(JSON.stringify({ type: 'run', tests: [] }))
console.log('{ no event')
console.error('gatehouse test: ' + process.argv[2])
if (process.argv[2] === 'short') process.exit(2)
`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-process-'))
  writeFileSync(path.join(folder, 'program.cjs'), program)
})
afterEach(() => rmSync(folder, { recursive: true }))

function start(
  argument: string,
  onEvent: (event: TestEvent) => void,
  command = process.execPath,
): TestProcess {
  const node = { command, env: {}, version: process.versions.node, origin: 'path' } as const
  return new TestProcess(
    { node, program: path.join(folder, 'program.cjs'), arguments: [argument], folder },
    onEvent,
  )
}

it('passes events on, and keeps other lines for the case that it ends early', async () => {
  const events: TestEvent[] = []
  const process = start('short', event => events.push(event))
  expect(await process.ended).toEqual({ code: 2, signal: null })
  expect(events).toEqual([{ type: 'run', tests: [] }])
  expect([...process.lastLines].sort()).toEqual(['gatehouse test: short', '{ no event'])
})

it('ends when its stdin is closed', async () => {
  let begun: () => void = () => undefined
  const running = new Promise<void>(resolve => (begun = resolve))
  const process = start('long', () => begun())
  await running
  await process.stop()
  expect(await process.ended).toEqual({ code: 3, signal: null })
})

it('tells of a program that does not start', async () => {
  const process = start('short', () => undefined, path.join(folder, 'no-such-node'))
  expect((await process.ended).error?.message).toContain('ENOENT')
})
