import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Deadline } from '../../server/src/functions/deadline.ts'
import { readLines } from '../../server/src/functions/outputLines.ts'
import { ShortRuns } from '../../server/src/functions/shortRuns.ts'
import type { Bench } from './pool.ts'
import { fact, lambda, openBench, written } from './pool.ts'

describe('events that are short', () => {
  let bench: Bench
  afterEach(() => bench.close())

  const handler = `
    let running = 0
    exports.handler = async event => {
      running++
      if (event.says) console.log(event.says)
      if (event.does === 'exit') process.exit(3)
      if (event.does === 'reject') await new Promise(() => setTimeout(() => Promise.reject(new Error('unheard')), 1))
      if (event.does === 'loop') for (;;);
      if (event.ms) await new Promise(resolve => setTimeout(resolve, event.ms))
      await null
      return { pid: process.pid, running: running-- }
    }`

  interface Answer {
    readonly pid: number
    readonly running: number
  }

  async function openWarm(timeout?: number) {
    bench = await openBench({ 'app.js': handler })
    const fn = lambda(bench.folder, 'app.handler', timeout === undefined ? {} : { timeout: fact(timeout) })
    const invoke = (event: object, requestId = 'request-1', signal?: AbortSignal) =>
      bench.invoke(fn, { event: JSON.stringify(event), requestId, ...(signal && { signal }) })
    const answer = async (event: object): Promise<Answer> => {
      const result = await invoke(event)
      // The handler's own answer.
      return JSON.parse(result.type === 'success' ? result.payload : `"${result.errorMessage}"`) as Answer
    }
    for (let count = 0; count < 15; count++) await answer({})
    return { invoke, answer }
  }

  test('share a process and still run one after the other', async () => {
    const { answer } = await openWarm()
    const answers = await Promise.all(Array.from({ length: 12 }, () => answer({})))
    expect(new Set(answers.map(({ pid }) => pid)).size).toBe(1)
    expect(answers.map(({ running }) => running)).toEqual(answers.map(() => 1))
  })

  test('keep the lines that each of them writes', async () => {
    const { invoke } = await openWarm()
    const names = Array.from({ length: 12 }, (_, index) => `event ${index}`)
    const results = await Promise.all(names.map(says => invoke({ says }, says)))
    expect(results.map(({ log }) => written(log).map(({ text }) => text))).toEqual(names.map(name => [name]))
    expect(written(bench.logged).map(({ text, requestId }) => [text, requestId])).toEqual(
      names.map(name => [name, name]),
    )
  })

  test('do not wait behind a long one: another process takes them', async () => {
    const { answer } = await openWarm()
    const order: string[] = []
    const [long, ...others] = await Promise.all([
      answer({ ms: 500 }).finally(() => order.push('long')),
      ...Array.from({ length: 5 }, () => answer({}).finally(() => order.push('short'))),
    ])
    expect(order.at(-1)).toBe('long')
    expect(others.map(({ pid }) => pid)).not.toContain(long.pid)
  })

  test('one that is cancelled while it waits does not run, and no other runs twice', async () => {
    const { invoke } = await openWarm()
    const cancelled = new AbortController()
    const asked = (says: string, more: object = {}) =>
      invoke({ says, ...more }, says, says === 'second' ? cancelled.signal : undefined)
    const early = [asked('long', { ms: 300 }), asked('first'), asked('second'), asked('third')]
    cancelled.abort()
    const late = ['fourth', 'fifth'].map(says => asked(says))
    const results = await Promise.all([...early, ...late])
    expect(results.map(({ type }) => type)).toEqual([
      'success',
      'success',
      'error',
      'success',
      'success',
      'success',
    ])
    expect(
      written(bench.logged)
        .map(({ text }) => text)
        .sort(),
    ).toEqual(['fifth', 'first', 'fourth', 'long', 'third'])
  })

  test.each(['exit', 'reject'])('do not end with the one that ends their process: %s', async does => {
    const { invoke, answer } = await openWarm()
    const [bad, ...others] = await Promise.all([
      invoke({ does }),
      ...Array.from({ length: 5 }, () => answer({})),
    ])
    expect(bad).toMatchObject({ type: 'error' })
    expect(others.map(({ running }) => running)).toEqual([1, 1, 1, 1, 1])
  })

  test('run elsewhere when the one before them takes its whole Timeout', async () => {
    const { invoke, answer } = await openWarm(1)
    const [bad, ...others] = await Promise.all([
      invoke({ does: 'loop' }),
      ...Array.from({ length: 3 }, () => answer({})),
    ])
    expect(bad).toMatchObject({ type: 'timeout' })
    expect(others.map(({ running }) => running)).toEqual([1, 1, 1])
  })
})

describe('whether events are short', () => {
  test('a few have to show it, and one long event makes it open again', () => {
    const runs = new ShortRuns()
    for (let count = 0; count < 9; count++) runs.learn(0.1)
    expect(runs.areShort).toBe(false)
    runs.learn(0.1)
    expect(runs.areShort).toBe(true)
    runs.learn(50)
    expect(runs.areShort).toBe(false)
  })

  test('events of a millisecond and more are not', () => {
    const runs = new ShortRuns()
    for (let count = 0; count < 50; count++) runs.learn(1.5)
    expect(runs.areShort).toBe(false)
  })
})

describe('a deadline', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('is told once it has passed, however often it was set anew before', () => {
    vi.useFakeTimers()
    let passed = 0
    const deadline = new Deadline(
      () => performance.now(),
      () => passed++,
    )
    deadline.set(100)
    vi.advanceTimersByTime(60)
    deadline.set(100)
    vi.advanceTimersByTime(60)
    expect(passed).toBe(0)
    vi.advanceTimersByTime(60)
    expect(passed).toBe(1)
    vi.advanceTimersByTime(1000)
    expect(passed).toBe(1)
  })

  test('can be set to an earlier time, and be lifted', () => {
    vi.useFakeTimers()
    let passed = 0
    const deadline = new Deadline(
      () => performance.now(),
      () => passed++,
    )
    deadline.set(10_000)
    deadline.set(100)
    vi.advanceTimersByTime(101)
    expect(passed).toBe(1)
    deadline.set(100)
    deadline.lift()
    vi.advanceTimersByTime(1000)
    expect(passed).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('output of a process that has several events', () => {
  test('waits until it is known whose it is', async () => {
    const stream = new PassThrough()
    const lines: string[] = []
    const output = readLines(
      stream,
      text => lines.push(text),
      () => undefined,
    )
    output.hold(true)
    await new Promise(resolve => stream.write('one\ntwo\nthree\n', resolve))
    expect(output.bytesRead()).toBe(14)
    expect(lines).toEqual([])
    output.finishEvent(4)
    expect(lines).toEqual(['one'])
    output.hold(false)
    expect(lines).toEqual(['one', 'two', 'three'])
  })
})
