import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { createPlatform } from '../../server/src/functions/platform.ts'
import { attachDebugpy } from './debugpy.ts'
import { pythonWithDebugpy as python } from './pythonWithDebugpy.ts'
import { HandlerDebugging } from './handlerDebugging.ts'
import { fact, lambda, written } from './pool.ts'
import { isAlive } from './processes.ts'

const files = {
  'app.py': `started = 40

def handler(event, context):
    total = started + event['add']
    return total
`,
  'left.py': `def handler(event, context):
    before = context.get_remaining_time_in_millis()
    return [before, context.get_remaining_time_in_millis()]
`,
}

let open: HandlerDebugging
afterEach(() => open.close())

async function openPython(file: string): Promise<void> {
  const platform = createPlatform()
  open = await HandlerDebugging.open(files, {
    platform: {
      ...platform,
      variable: name => (name === 'GATEHOUSE_PYTHON' ? file : platform.variable(name)),
    },
  })
}

function invoke(timeoutMs = 29_000, handler = 'app.handler', seconds = 1) {
  const timeout = fact(seconds)
  const defined = lambda(open.bench.folder, handler, { runtime: fact('python3.11'), timeout })
  return open.bench.invoke(defined, { event: '{"add":2}', timeoutMs })
}

describe.skipIf(python === undefined)('a Python handler in a debug session', () => {
  test('stops in its module and in itself; nothing times out while it stands', async () => {
    await openPython(python ?? '')
    const { bench, debugging } = open
    const file = path.join(bench.folder, 'app.py')
    open.begin({ pythonDebugger: 'debugpy' })
    const answered = invoke(2000)
    const child = await open.child()
    expect(child).toMatchObject({ type: 'debugpy', request: 'attach', name: 'orders', justMyCode: true })
    const { client, stop, first: inModule } = await attachDebugpy(child, file, [1, 4])
    expect(inModule).toMatchObject({ file, line: 1 })
    debugging.functionHeld(child.gatehouseProcess, true)
    await sleep(2500)
    const next = stop()
    await client.continueRequest({ threadId: inModule.threadId })
    const inHandler = await next
    expect(inHandler).toMatchObject({ file, line: 4 })
    debugging.functionHeld(child.gatehouseProcess, false)
    await client.continueRequest({ threadId: inHandler.threadId })
    const result = await answered
    expect(result).toMatchObject({ type: 'success', payload: '42' })
    expect(written(result.log)).toEqual([])
    open.end()
    await expect.poll(() => isAlive(child.gatehouseProcess), { timeout: 20_000 }).toBe(false)
    await client.disconnectRequest({}).catch(() => undefined)
  }, 30_000)

  test('has the time left that it had when it was held', async () => {
    await openPython(python ?? '')
    open.begin()
    const answered = invoke(29_000, 'left.handler', 10)
    const child = await open.child()
    const { client, first } = await attachDebugpy(child, path.join(open.bench.folder, 'left.py'), [3])
    open.debugging.functionHeld(child.gatehouseProcess, true)
    await sleep(3000)
    open.debugging.functionHeld(child.gatehouseProcess, false)
    await client.continueRequest({ threadId: first.threadId })
    const [before = 0, after = 0] = JSON.parse((await answered).payload) as number[]
    expect(before).toBeGreaterThan(after - 1)
    expect(before - after).toBeLessThan(2000)
    await client.stop()
  }, 30_000)

  test('without the extension the debugger is that of Gatehouse; the end of the gateway ends what stands', async () => {
    await openPython(python ?? '')
    open.begin()
    const answered = invoke()
    const child = await open.child()
    expect(child.type).toBe('gatehouse-python')
    const { client } = await attachDebugpy(child, path.join(open.bench.folder, 'app.py'), [4])
    await open.bench.pool.close()
    expect((await answered).type).not.toBe('success')
    expect(isAlive(child.gatehouseProcess)).toBe(false)
    await client.disconnectRequest({}).catch(() => undefined)
  }, 30_000)

  test('the end of the session lets go what waits', async () => {
    await openPython(python ?? '')
    open.begin()
    const answered = invoke()
    await open.child()
    open.end()
    expect(await answered).toMatchObject({ type: 'success', payload: '42' })
  }, 60_000)
})

/** A Python without debugpy: the one here, without the packages of the system. */
const bare = ['python3', '/usr/bin/python3'].find(file => {
  const { status } = spawnSync(file, ['-c', 'import debugpy'])
  return status !== 0 && status !== null
})

describe.skipIf(bare === undefined)('a Python without debugpy', () => {
  test('the session says how to install it, and the handler runs', async () => {
    await openPython(bare ?? '')
    open.begin()
    expect(await invoke()).toMatchObject({ type: 'success', payload: '42' })
    expect(await open.said(/debugpy/)).toMatch(
      /^'Orders' runs without a debugger: debugpy is not installed\. Install it: \S+ -m pip install debugpy\n$/,
    )
  })
})
