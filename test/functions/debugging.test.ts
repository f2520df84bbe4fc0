import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { FunctionPoolOptions } from '../../server/src/functions/functionPool.ts'
import { generatedLine, Inspector } from '../support/inspector.ts'
import { HandlerDebugging } from './handlerDebugging.ts'
import { fact, lambda, written } from './pool.ts'
import { isAlive } from './processes.ts'

const javaScript = {
  'app.js': `const started = 40
exports.handler = async event => {
  const sum = started + event.add
  return sum
}
`,
}

let open: HandlerDebugging
afterEach(() => open.close())

async function openFunctions(
  files: Record<string, string>,
  options: Partial<FunctionPoolOptions> = {},
): Promise<HandlerDebugging> {
  open = await HandlerDebugging.open(files, options)
  return open
}

/** An event for a function with a `Timeout` of one second. */
function invoke(handler = 'app.handler', more: Parameters<typeof lambda>[2] = {}, timeoutMs = 29_000) {
  const defined = lambda(open.bench.folder, handler, { timeout: fact(1), ...more })
  return open.bench.invoke(defined, { event: '{"add":2}', timeoutMs })
}

async function debuggedBy(port: number, ...lines: readonly [string, number][]): Promise<Inspector> {
  const inspector = await Inspector.connect(port)
  for (const [file, line] of lines) await inspector.breakAt(file, line)
  await inspector.go()
  return inspector
}

describe('a handler in a debug session', () => {
  test('stops in its module and in itself; nothing times out while it stands', async () => {
    const { bench, debugging } = await openFunctions(javaScript)
    const file = path.join(bench.folder, 'app.js')
    open.begin()
    // The integration gives it less time than it stands, too.
    const answered = invoke('app.handler', {}, 2000)
    const child = await open.child()
    expect(child).toMatchObject({
      type: 'node',
      request: 'attach',
      name: 'orders',
      address: '127.0.0.1',
      continueOnAttach: true,
      autoAttachChildProcesses: false,
      outFiles: [`${bench.folder}/**/*.js`, `${bench.folder}/**/*.mjs`, `${bench.folder}/**/*.cjs`],
    })
    const inspector = await debuggedBy(child.port, [file, 1], [file, 3])
    const inModule = await inspector.stop()
    expect(inModule).toMatchObject({ file, line: 1 })
    debugging.functionHeld(child.gatehouseProcess, true)
    await sleep(1500)
    await inspector.resume()
    const inHandler = await inspector.stop()
    expect(inHandler).toMatchObject({ file, line: 3 })
    expect(await inspector.evaluate(inHandler, 'event.add')).toBe(2)
    await sleep(3500)
    debugging.functionHeld(child.gatehouseProcess, false)
    await inspector.resume()
    const result = await answered
    expect(result).toMatchObject({ type: 'success', payload: '42' })
    expect(debugging.heldMs).toBeGreaterThan(4900)
    const [, duration] = /\tDuration: ([\d.]+) ms/.exec(result.log.at(-1)?.text ?? '') ?? []
    expect(Number(duration)).toBeLessThan(1000)
    // What Node says about its inspector is nothing that the function wrote.
    expect(written(result.log)).toEqual([])
    inspector.close()
  })

  test('of two events at a time each hears of the process that runs it', async () => {
    await openFunctions(javaScript)
    open.begin()
    const defined = lambda(open.bench.folder, 'app.handler', { timeout: fact(1) })
    const events = [0, 1].map(async () => {
      const ran: number[] = []
      await open.bench.invoke(defined, { event: '{"add":2}', runsIn: process => ran.push(process) })
      return ran
    })
    const started: number[] = []
    for (let count = 0; count < 2; count++) {
      const child = await open.child()
      started.push(child.gatehouseProcess)
      const inspector = await debuggedBy(child.port)
      inspector.close()
    }
    expect((await Promise.all(events)).flat().sort()).toEqual(started.sort())
    expect(new Set(started).size).toBe(2)
  })

  test('has the time left that it had when it was held', async () => {
    const { bench, debugging } = await openFunctions({
      'app.js': `exports.handler = async (event, context) => {
  const before = context.getRemainingTimeInMillis()
  return [before, context.getRemainingTimeInMillis()]
}
`,
    })
    open.begin()
    const answered = invoke('app.handler', { timeout: fact(10) })
    const child = await open.child()
    const inspector = await debuggedBy(child.port, [path.join(bench.folder, 'app.js'), 3])
    const stop = await inspector.stop()
    debugging.functionHeld(child.gatehouseProcess, true)
    const left = () => inspector.evaluate(stop, 'context.getRemainingTimeInMillis()')
    const first = Number(await left())
    await sleep(3000)
    // What a watched expression says stands still, too.
    expect(Math.abs(first - Number(await left()))).toBeLessThan(100)
    debugging.functionHeld(child.gatehouseProcess, false)
    await inspector.resume()
    const [before = 0, after = 0] = JSON.parse((await answered).payload) as number[]
    expect(before).toBeGreaterThan(after - 1)
    expect(before - after).toBeLessThan(2000)
    inspector.close()
  })

  test('TypeScript stops at the line of its source', async () => {
    const { bench } = await openFunctions({
      'src/app.ts': `interface Event { readonly add: number }

const started: number = 40
export const handler = async ({ add }: Event): Promise<number> => {
  const sum = started + add
  return sum
}
`,
    })
    mkdirSync(path.join(bench.folder, 'node_modules'))
    symlinkSync(
      path.resolve('node_modules/esbuild'),
      path.join(bench.folder, 'node_modules/esbuild'),
      'junction',
    )
    open.begin()
    const answered = invoke('src/app.handler')
    const child = await open.child()
    const [pattern = ''] = child['outFiles'] as string[]
    const bundle = path.join(pattern.replace('/**/*.js', ''), 'src', 'app.js')
    const source = path.join(bench.folder, 'src', 'app.ts')
    const inspector = await debuggedBy(child.port, [bundle, generatedLine(bundle, source, 5)])
    expect(await inspector.stop()).toMatchObject({ file: source, line: 5 })
    await inspector.resume()
    expect(await answered).toMatchObject({ type: 'success', payload: '42' })
    inspector.close()
  })

  test('each start in a row hits, and leaves nothing behind', async () => {
    const { bench } = await openFunctions(javaScript)
    const file = path.join(bench.folder, 'app.js')
    const starts = Number(process.env['GATEHOUSE_DEBUG_STARTS'] ?? 3)
    for (let start = 1; start <= starts; start++) {
      open.begin()
      const answered = invoke()
      const child = await open.child()
      const inspector = await debuggedBy(child.port, [file, 3])
      expect(await inspector.stop(), `start ${start}`).toMatchObject({ file, line: 3 })
      await inspector.resume()
      expect(await answered).toMatchObject({ type: 'success', payload: '42' })
      inspector.close()
      open.end()
      await expect.poll(() => isAlive(child.gatehouseProcess), { timeout: 30_000 }).toBe(false)
      await expect(fetch(`http://127.0.0.1:${child.port}/json/list`)).rejects.toThrow()
    }
  }, 600_000)

  test('a session renews warm processes, and so does its end', async () => {
    await openFunctions({ 'app.js': 'exports.handler = async () => [process.pid, process.debugPort]' })
    const pidOf = async (answer: ReturnType<typeof invoke>) =>
      (JSON.parse((await answer).payload) as [number])[0]
    const before = await pidOf(invoke())
    open.begin()
    const during = invoke()
    const child = await open.child()
    const inspector = await debuggedBy(child.port)
    expect(await pidOf(during)).toBe(child.gatehouseProcess)
    inspector.close()
    open.end()
    const after = await pidOf(invoke())
    expect(new Set([before, child.gatehouseProcess, after]).size).toBe(3)
    expect(open.bench.logged.filter(({ text }) => /ebugger/.test(text))).toEqual([])
  })

  test('without a debugger it says so and goes on', async () => {
    await openFunctions(javaScript, { debuggerWaitMs: 300 })
    open.begin()
    const result = await invoke()
    expect(result).toMatchObject({ type: 'success', payload: '42' })
    expect(written(result.log).map(({ text }) => text)).toEqual([
      `no debugger attached within 0.3 s: 'Orders' runs without one`,
    ])
  })

  test('runs as it is for an editor that starts no sessions: none would attach', async () => {
    await openFunctions(javaScript)
    open.begin({}, false)
    const result = await invoke()
    expect(result).toMatchObject({ type: 'success', payload: '42' })
    expect(written(result.log)).toEqual([])
    expect(open.output).toEqual([])
  })

  test('the end of the session lets go what waits', async () => {
    await openFunctions(javaScript)
    open.begin()
    const answered = invoke()
    await open.child()
    open.end()
    expect(await answered).toMatchObject({ type: 'success', payload: '42' })
  })

  test('the end of the gateway ends what stands at a breakpoint, at once', async () => {
    const { bench, debugging } = await openFunctions(javaScript)
    open.begin()
    const answered = invoke()
    const child = await open.child()
    const inspector = await debuggedBy(child.port, [path.join(bench.folder, 'app.js'), 3])
    await inspector.stop()
    debugging.functionHeld(child.gatehouseProcess, true)
    await bench.pool.close()
    expect((await answered).type).not.toBe('success')
    expect(isAlive(child.gatehouseProcess)).toBe(false)
    // What is late is about a process that is gone, and holds nothing.
    debugging.functionHeld(child.gatehouseProcess, true)
    const held = debugging.heldMs
    await sleep(20)
    expect(debugging.heldMs).toBe(held)
    inspector.close()
  })
})
