import { getEventListeners } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAlive } from './processes.ts'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench, written } from './pool.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('Functions', 'Timeout: a function ends at its own', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
})
fidelity('Functions', 'Answers: 6 MB at most', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
})
fidelity('Functions', 'REPORT line: duration, billed duration, memory, init duration', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html',
})
fidelity('Functions', 'Reserved concurrency: an event too many is throttled', {
  by: 'documentation',
  source: 'https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html',
})

const files = {
  'good.js': `exports.handler = async () => process.pid`,
  'bad.js': `
const { spawn } = require('node:child_process')
const fs = require('node:fs')
exports.exit = async () => { console.log('last words'); process.exit(3) }
exports.exitQuietly = async () => process.exit(0)
exports.kill = async () => { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}) }
exports.loop = async () => { console.log('looping'); for (;;); }
exports.sleep = async () => { await new Promise(resolve => setTimeout(resolve, 60_000)) }
exports.garbage = async () => { fs.writeSync(3, 'GET / HTTP/1.1\\r\\n\\r\\n'); await new Promise(resolve => setTimeout(resolve, 5000)) }
exports.closes = async () => { fs.closeSync(3); await new Promise(resolve => setTimeout(resolve, 5000)) }
exports.large = async () => 'x'.repeat(7 * 1024 * 1024)
exports.fits = async () => 'x'.repeat(6 * 1024 * 1024)
exports.flood = async () => { for (let i = 0; i < 20_000; i++) console.log('x'.repeat(1000)); return 'flooded' }
exports.noise = async () => { process.stdout.write('\\u0000\\u0001 no line end'); console.error('to stderr'); return 'noisy' }
exports.hoard = async () => { const kept = []; for (;;) { kept.push(Buffer.alloc(8 << 20, 1)); await new Promise(resolve => setTimeout(resolve, 5)) } }
exports.pause = async () => new Promise(resolve => setTimeout(resolve, 300, 'paused'))
exports.parricide = async event => { process.kill(event.group ? 0 : process.ppid, 'SIGKILL'); await new Promise(() => {}) }
exports.timers = async () => { setInterval(() => console.log('tick'), 1); setTimeout(() => { throw new Error('late') }, 60_000); return process.pid }
exports.family = async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  return child.pid
}
`,
}

let bench: Bench
beforeAll(async () => {
  bench = await openBench(files)
  await bench.pool.prepare()
})
afterAll(() => bench.close())

function run(name: string, timeoutSeconds = 3) {
  return bench.invoke(lambda(bench.folder, `bad.${name}`, { id: name, timeout: fact(timeoutSeconds) }))
}

async function timed<T>(work: Promise<T>): Promise<{ result: T; ms: number }> {
  const started = performance.now()
  const result = await work
  return { result, ms: performance.now() - started }
}

describe('a process that ends is noticed at once and answered in Lambda’s words', () => {
  fidelity('Functions', 'A process that ends: Runtime.ExitError and its exit status', {
    by: 'documentation',
    source: 'https://repost.aws/knowledge-center/lambda-runtime-error',
  })

  test.each([
    ['exit', 'RequestId: request-1 Error: Runtime exited with error: exit status 3'],
    ['exitQuietly', 'RequestId: request-1 Error: Runtime exited without providing a reason'],
    ['kill', 'RequestId: request-1 Error: Runtime exited with error: signal: killed'],
    ['garbage', 'RequestId: request-1 Error: Runtime exited with error: signal: killed'],
    ['closes', 'RequestId: request-1 Error: Runtime exited with error: signal: killed'],
  ])('%s', async (name, errorMessage) => {
    const { result, ms } = await timed(run(name))
    expect(result).toMatchObject({
      type: 'error',
      cause: 'exit',
      errorType: 'Runtime.ExitError',
      errorMessage,
      payload: JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage }),
    })
    expect(ms).toBeLessThan(2000)
    // And the next event finds a working process.
    expect(await bench.invoke(lambda(bench.folder, 'good.handler', { id: 'Good' }))).toMatchObject({
      type: 'success',
    })
  })

  test('what was written before the end is in the log', async () => {
    expect((await run('exit')).log).toEqual([
      { functionId: 'exit', stream: 'stdout', text: 'last words' },
      {
        functionId: 'exit',
        stream: 'platform',
        text: expect.stringMatching(
          /^REPORT RequestId: request-1\tDuration: .*\tStatus: error\tError Type: Runtime.ExitError$/,
        ) as string,
      },
    ])
  })

  test('writing to the runtime’s pipe is named as the cause', async () => {
    expect((await run('garbage')).log.map(line => line.text)).toContain(
      'the function wrote to descriptor 3, which belongs to its runtime',
    )
  })
})

test('an endless loop ends at the function’s Timeout', async () => {
  const { result, ms } = await timed(run('loop', 1))
  const errorMessage = 'RequestId: request-1 Error: Task timed out after 1.00 seconds'
  expect(result).toMatchObject({
    type: 'timeout',
    limit: 'function',
    errorMessage,
    payload: JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage }),
    log: [
      { stream: 'stdout', text: 'looping' },
      { stream: 'platform', text: errorMessage },
      {
        stream: 'platform',
        text: expect.stringMatching(
          /^REPORT RequestId: request-1\tDuration: 1000.00 ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\t.*Status: timeout$/,
        ) as string,
      },
    ],
  })
  expect(ms).toBeGreaterThan(990)
  expect(ms).toBeLessThan(2000)
})

test('the integration’s limit answers while the function runs on', async () => {
  const { result, ms } = await timed(
    bench.invoke(lambda(bench.folder, 'bad.sleep', { id: 'sleep', timeout: fact(900) }), { timeoutMs: 200 }),
  )
  expect(result).toMatchObject({ type: 'timeout', limit: 'integration', payload: '' })
  expect(ms).toBeLessThan(1000)
})

test('a cancelled request ends its process and answers', async () => {
  const controller = new AbortController()
  const call = bench.invoke(lambda(bench.folder, 'bad.loop', { id: 'cancelled', timeout: fact(900) }), {
    signal: controller.signal,
  })
  setTimeout(() => controller.abort(), 200)
  expect(await call).toMatchObject({ type: 'error', errorMessage: 'the request was cancelled' })
})

test('one signal may end many events: those that are answered no longer listen to it', async () => {
  const { signal } = new AbortController()
  for (let count = 0; count < 3; count++) {
    const answer = await bench.invoke(lambda(bench.folder, 'bad.fits', { id: 'fits' }), { signal })
    expect(answer.type).toBe('success')
  }
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('an answer over 6 MB is refused, one below it passes', async () => {
  expect(await run('large')).toMatchObject({
    type: 'error',
    cause: 'responseTooLarge',
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
  })
  const result = await run('fits')
  expect(result.type === 'success' && result.payload.length).toBe(6 * 1024 * 1024 + 2)
})

test('20 MB of output neither stop the function nor fill the gateway', async () => {
  const result = await run('flood', 20)
  expect(result).toMatchObject({ type: 'success', payload: '"flooded"' })
  const characters = result.log.reduce((sum, line) => sum + line.text.length, 0)
  expect(characters).toBeGreaterThan(200_000)
  expect(characters).toBeLessThan(400_000)
  expect(written(result.log).at(-1)?.text).toBe(
    '(more than 256 KB of output in one event: the rest is not shown)',
  )
})

test('garbage on stdout is a log line and nothing else', async () => {
  const result = await run('noise')
  expect(result).toMatchObject({ type: 'success', payload: '"noisy"' })
  expect(
    written(result.log)
      .map(({ stream, text }) => `${stream}: ${text}`)
      .sort(),
  ).toEqual(['stderr: to stderr', 'stdout: \u0000\u0001 no line end'])
})

test('what a handler has started ends with it', async () => {
  const own = await openBench(files)
  const result = await own.invoke(lambda(own.folder, 'bad.family'))
  const pid = Number(result.type === 'success' ? result.payload : NaN)
  expect(isAlive(pid)).toBe(true)
  await own.close()
  await expect.poll(() => isAlive(pid)).toBe(false)
})

test.each(['{}', '{"group":true}'])(
  'who ends its parent, or all of its group, ends itself: %s',
  async event => {
    const own = lambda(bench.folder, 'bad.parricide', { id: 'parricide', timeout: fact(60) })
    expect(await bench.invoke(own, { event })).toMatchObject({
      cause: 'exit',
      errorMessage: 'RequestId: request-1 Error: Runtime exited with error: signal: killed',
    })
  },
)

test('timers that a handler leaves run on in its process, and hold nothing up', async () => {
  const first = await run('timers')
  const second = await run('timers')
  expect([first.type, second.type]).toEqual(['success', 'success'])
  expect(second.payload).toBe(first.payload)
})

test.runIf(process.platform === 'linux')('more memory than its MemorySize ends a function', async () => {
  const hoard = lambda(bench.folder, 'bad.hoard', { id: 'hoard', timeout: fact(20), memorySize: fact(256) })
  const result = await bench.invoke(hoard)
  expect(result).toMatchObject({
    type: 'error',
    cause: 'exit',
    errorType: 'Runtime.OutOfMemory',
    errorMessage: 'RequestId: request-1 Error: Runtime exited with error: signal: killed',
  })
  expect(result.log.at(-1)?.text).toMatch(
    /\tMemory Size: 256 MB\tMax Memory Used: 256 MB\t.*\tStatus: error\tError Type: Runtime.OutOfMemory$/,
  )
})

test('every event ends with Lambda’s REPORT line; init is in that of the first', async () => {
  const good = lambda(bench.folder, 'good.handler', { id: 'reported', memorySize: fact(512) })
  const report = async () => (await bench.invoke(good)).log.map(({ text }) => text)
  expect(await report()).toEqual([
    expect.stringMatching(
      /^REPORT RequestId: request-1\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 512 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t$/,
    ),
  ])
  expect(await report()).toEqual([expect.stringMatching(/\tMax Memory Used: \d+ MB\t$/)])
})

test('ReservedConcurrentExecutions: an event too many is throttled', async () => {
  const pause = lambda(bench.folder, 'bad.pause', { id: 'reserved', reservedConcurrentExecutions: fact(2) })
  const results = await Promise.all([1, 2, 3].map(() => bench.invoke(pause)))
  expect(results.map(({ type }) => type)).toEqual(['success', 'success', 'error'])
  expect(results[2]).toMatchObject({ cause: 'throttled', errorMessage: 'Rate Exceeded.' })
})
