import { describe, expect, test } from 'vitest'
import { childSession } from '../../server/src/debugger/childSession.ts'
import { debugCommandOf, readDebugSettings } from '../../server/src/debugger/debugSettings.ts'

describe('debugCommand', () => {
  const attach = { type: 'go', request: 'attach', mode: 'remote', host: '127.0.0.1', port: '{port}' }
  const given = {
    debugCommand: {
      java: '{program} "-agentlib:jdwp=transport=dt_socket,address=127.0.0.1:{port}" {arguments}',
      'provided.al2023': { command: ['dlv', 'exec', '--listen=127.0.0.1:{port}', '{command}'], attach },
    },
  }

  test("is the function's own, that of its runtime or of its family of runtimes", () => {
    const settings = readDebugSettings(given)
    if (typeof settings === 'string') throw new Error(settings)
    expect(debugCommandOf(settings, 'Orders', 'java21')?.command).toEqual([
      '{program}',
      '-agentlib:jdwp=transport=dt_socket,address=127.0.0.1:{port}',
      '{arguments}',
    ])
    expect(debugCommandOf(settings, 'Orders', 'ruby3.3')).toBeUndefined()
    const environment = {
      functionId: 'Orders',
      name: 'orders',
      runtime: 'provided.al2023',
      debugger: 'command',
      process: 7,
      port: 4711,
      taskRoot: '/app',
    } as const
    expect(childSession(environment, settings)).toEqual({
      name: 'orders',
      request: 'attach',
      gatehouseProcess: 7,
      type: 'go',
      mode: 'remote',
      host: '127.0.0.1',
      port: 4711,
    })
  })

  test.each([
    [{ debugCommand: [] }, '"debugCommand" is an object: a command for each function or runtime'],
    [
      { debugCommand: { java: 'java' } },
      '"debugCommand" of "java" needs {command}, or {program} and {arguments}: what it starts',
    ],
    [
      { debugCommand: { java: { command: '{command}', env: { PORT: 1 } } } },
      '"env" in the "debugCommand" of "java" is an object of variables, each a text',
    ],
    [{ pythonDebugger: 'pdb' }, '"pythonDebugger" is "debugpy" or "gatehouse-python"'],
  ])('%j is refused', (settings, fault) => {
    expect(readDebugSettings(settings)).toBe(fault)
  })
})
