import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { EventEmitter } from 'node:events'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { Host } from '../../server/src/functions/platform.ts'
import { cacheFolder } from '../../server/src/functions/cacheFolder.ts'
import { createPlatform, describeExit } from '../../server/src/functions/platform.ts'

interface Recorded {
  readonly spawned: { file: string; args: readonly string[]; options: SpawnOptions }[]
  readonly killed: [number, string][]
}

/** A machine of our making: `programs` are the files that exist, with the version each prints. */
function machine(host: Partial<Host>, programs: Record<string, string> = {}): Host & Recorded {
  const spawned: Recorded['spawned'] = []
  const killed: Recorded['killed'] = []
  return {
    platform: 'linux',
    path: path.posix,
    environment: {},
    execPath: '/usr/bin/node',
    versions: { node: '20.11.0' },
    exists: file => file in programs,
    spawn: (file, args, options) => {
      spawned.push({ file, args, options })
      return printing(programs[file] ?? '')
    },
    descendants: pid => (pid === 4242 ? [4243, 4244] : []),
    kill: (pid, signal) => killed.push([pid, signal]),
    spawned,
    killed,
    ...host,
  }
}

function printing(text: string): ChildProcess {
  const stdout = new PassThrough()
  const child = Object.assign(new EventEmitter(), { stdout, pid: 77 })
  setImmediate(() => {
    stdout.end(text)
    stdout.once('end', () => child.emit('close', 0))
    stdout.resume()
  })
  // As much of a process as the platform looks at.
  return child as unknown as ChildProcess
}

function running(pid: number): ChildProcess {
  return Object.assign(new EventEmitter(), {
    pid,
    exitCode: null,
    signalCode: null,
    kill: () => true,
  }) as unknown as ChildProcess
}

const electron = { node: '22.17.0', electron: '37.0.0' }

describe('the Node for handlers', () => {
  const choose = (host: Partial<Host>, programs?: Record<string, string>) =>
    createPlatform(machine(host, programs)).nodeProgram()

  test('GATEHOUSE_NODE comes first', async () => {
    const environment = { GATEHOUSE_NODE: '/opt/node24/node', PATH: '/bin' }
    expect(await choose({ environment }, { '/opt/node24/node': 'v24.1.0\n' })).toEqual({
      file: '/opt/node24/node',
      version: '24.1.0',
      environment: {},
    })
  })

  test('a GATEHOUSE_NODE that is not there is refused with what to do', async () => {
    const environment = { GATEHOUSE_NODE: '/opt/gone' }
    await expect(choose({ environment })).rejects.toThrow(
      `'/opt/gone' is not there, so no function can run: set GATEHOUSE_NODE to a Node program`,
    )
  })

  test('a plain Node runs its own kind', async () => {
    expect(await choose({})).toEqual({ file: '/usr/bin/node', version: '20.11.0', environment: {} })
  })

  test('inside the editor it is the node on the PATH, if it is new enough', async () => {
    const host = {
      platform: 'win32',
      path: path.win32,
      execPath: 'C:\\Code\\Code.exe',
      versions: electron,
      environment: { Path: 'C:\\Windows;C:\\Program Files\\nodejs' },
    }
    const program = 'C:\\Program Files\\nodejs\\node.exe'
    expect(await choose(host, { [program]: 'v20.9.0\r\n' })).toEqual({
      file: program,
      version: '20.9.0',
      environment: {},
    })
    expect(await choose(host, { [program]: 'v18.20.0\r\n' })).toEqual({
      file: 'C:\\Code\\Code.exe',
      version: '22.17.0',
      environment: { ELECTRON_RUN_AS_NODE: '1' },
    })
  })

  test('none at all is said with what to do', async () => {
    await expect(choose({ versions: { node: '18.1.0' } })).rejects.toThrow(
      'no Node 20 or newer was found, so no function can run: install one or set GATEHOUSE_NODE to it',
    )
  })
})

describe('starting a process', () => {
  const start = (host: Host & Recorded) => {
    const platform = createPlatform(host)
    platform.startRuntime('node', ['boot.js'], { PATH: 'here' })
    return host.spawned[0]
  }

  test('on Windows: an overlapped pipe, no window', () => {
    expect(start(machine({ platform: 'win32', path: path.win32 }))).toEqual({
      file: 'node',
      args: ['boot.js'],
      options: {
        env: { PATH: 'here' },
        stdio: ['ignore', 'pipe', 'pipe', 'overlapped'],
        windowsHide: true,
      },
    })
  })

  test('elsewhere: a plain pipe, and no session of its own', () => {
    const { options } = start(machine({})) ?? {}
    expect(options).toMatchObject({ stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
    expect(options).not.toHaveProperty('detached')
  })
})

describe('ending a process and what it has started', () => {
  test('on Windows by taskkill', () => {
    const host = machine({ platform: 'win32', path: path.win32 })
    createPlatform(host).end(running(4242))
    expect(host.spawned).toMatchObject([{ file: 'taskkill', args: ['/PID', '4242', '/T', '/F'] }])
    expect(host.killed).toEqual([])
  })

  test('elsewhere one by one', () => {
    const host = machine({})
    createPlatform(host).end(running(4242))
    expect(host.killed).toEqual([
      [4242, 'SIGKILL'],
      [4243, 'SIGKILL'],
      [4244, 'SIGKILL'],
    ])
    expect(host.spawned).toEqual([])
  })
})

test('a process gets what it needs to work on its system and nothing else', () => {
  const environment = {
    Path: 'C:\\x',
    SystemRoot: 'C:\\Windows',
    TEMP: 'C:\\t',
    AWS_PROFILE: 'mine',
    HOME: 'h',
  }
  expect(createPlatform(machine({ platform: 'win32', environment })).baseEnvironment()).toEqual({
    PATH: 'C:\\x',
    SYSTEMROOT: 'C:\\Windows',
    TEMP: 'C:\\t',
  })
  expect(createPlatform(machine({ environment: { PATH: '/bin', HOME: '/h' } })).baseEnvironment()).toEqual({
    PATH: '/bin',
  })
})

test.each([
  [0, null, ''],
  [1, null, 'exit status 1'],
  [null, 'SIGKILL', 'signal: killed'],
  [null, 'SIGABRT', 'signal: aborted'],
  [null, 'SIGTERM', 'signal: term'],
])('exit code %s and signal %s are %j in Lambda’s words', (code, signal, words) => {
  expect(describeExit(code, signal)).toBe(words)
})

describe('the folder for what can be made anew', () => {
  test.each([
    ['linux', path.posix, {}, /^\/.*\/\.cache\/gatehouse$/],
    ['linux', path.posix, { XDG_CACHE_HOME: '/caches' }, /^\/caches\/gatehouse$/],
    ['linux', path.posix, { XDG_CACHE_HOME: 'not/absolute' }, /\/\.cache\/gatehouse$/],
    ['darwin', path.posix, {}, /\/Library\/Caches\/gatehouse$/],
    ['win32', path.win32, { LOCALAPPDATA: 'C:\\Local' }, /^C:\\Local\\gatehouse\\cache$/],
    ['linux', path.posix, { GATEHOUSE_CACHE: '/mine' }, /^\/mine$/],
  ])('is the user’s own on %s', (platform, join, environment, expected) => {
    expect(cacheFolder(machine({ platform, path: join, environment }))).toMatch(expected)
  })
})
