import * as assert from 'node:assert/strict'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { after, afterEach, before, describe, it } from 'mocha'
import * as vscode from 'vscode'
import type { Stop } from './debugger.ts'
import {
  allOver,
  at,
  endSessions,
  evaluate,
  gatewaySession,
  gatewayUrl,
  goOn,
  setBreakpoints,
  setPort,
  start,
  stopped,
  watchSessions,
  whenConfigured,
} from './debugger.ts'
import { eventually, fileAt, open, positionOf } from './editor.ts'
import { usePython, withPython } from './python.ts'

// Stop and Restart with a debugger of another language below the gateway's session: nothing of the run is left behind.

interface Language {
  readonly name: string
  readonly handler: string
  readonly definition: string
  readonly breakpoint: string
  /** An expression of the handler's process id. */
  readonly process: string
}

const node: Language = {
  name: 'Node.js',
  definition: 'stepped/serverless.yml',
  handler: 'stepped/hello.js',
  breakpoint: 'const { name }',
  process: 'process.pid',
}
const python: Language = {
  name: 'Python',
  definition: 'pythonic/serverless.yml',
  handler: 'pythonic/hello.py',
  breakpoint: 'return',
  process: "__import__('os').getpid()",
}
/** Milliseconds in which a run has to be gone. */
const goneMs = 10_000

leavesNothing(node, describe)
leavesNothing(python, withPython)

function leavesNothing(language: Language, suite: Mocha.SuiteFunction | Mocha.PendingSuiteFunction): void {
  suite(`Stop and Restart with a handler in ${language.name}`, () => {
    let watching: vscode.Disposable

    before(async () => {
      watching = vscode.Disposable.from(watchSessions(), usePython())
      await setPort(0)
      await open(language.definition)
    })
    afterEach(endSessions)
    after(async () => {
      watching.dispose()
      await setPort(undefined)
    })

    it('Restart where the handler stands serves anew, and the breakpoint is hit again', async () => {
      const { run } = await held(language)
      await whenConfigured(() => vscode.commands.executeCommand('workbench.action.debug.restart'))
      await gone(run)
      await heldAgain(language, run)
    })

    it("Restart of the gateway's session while the handler runs serves anew", async () => {
      const { run, hit, answered } = await held(language)
      await goOn(hit)
      assert.match(await answered, /Ann/)
      const context = { sessionId: gatewaySession().id }
      await whenConfigured(() =>
        vscode.commands.executeCommand('workbench.action.debug.restart', undefined, context),
      )
      await gone(run)
      await heldAgain(language, run)
    })

    it('Restart twice in a row leaves one run', async () => {
      const { run } = await held(language)
      await whenConfigured(() => vscode.commands.executeCommand('workbench.action.debug.restart'))
      const second = await heldAgain(language, run)
      await whenConfigured(() => vscode.commands.executeCommand('workbench.action.debug.restart'))
      await gone(run)
      await gone(second)
      await heldAgain(language, second)
    })

    it('Stop where the handler stands ends all', async () => {
      const { run } = await held(language)
      await vscode.commands.executeCommand('workbench.action.debug.stop')
      await allOver()
      await gone(run)
    })

    it("Stop of the gateway's session while the handler runs ends all", async () => {
      const { run, hit, answered } = await held(language)
      await goOn(hit)
      assert.match(await answered, /Ann/)
      const context = { sessionId: gatewaySession().id }
      await vscode.commands.executeCommand('workbench.action.debug.stop', undefined, context)
      await allOver()
      await gone(run)
    })
  })
}

/** What a run consists of. */
interface Run {
  /** Process ids: of the gateway, of what it has started, of adapters of debuggers. */
  readonly processes: readonly number[]
  /** The handler's own of them. */
  readonly handler: number
  /** At which the debugger of the handler listens. */
  readonly port: number
}

interface Held {
  readonly run: Run
  readonly hit: Stop
  readonly answered: Promise<string>
}

/** Starts a session, sends a request, and waits until its handler stands still. */
async function held(language: Language): Promise<Held> {
  const handler = await vscode.workspace.openTextDocument(fileAt(language.handler))
  setBreakpoints(at(handler, positionOf(handler, language.breakpoint)))
  await start({ request: 'launch', definition: fileAt(language.definition).fsPath })
  return hold(language)
}

async function heldAgain(language: Language, before: Run): Promise<Run> {
  const { run } = await hold(language)
  assert.ok(!before.processes.includes(run.handler), 'the same process runs on')
  return run
}

async function hold(language: Language): Promise<Held> {
  const url = await gatewayUrl(language.definition, 'ApiGatewayRestApi', 'GET')
  const answered = fetch(`${url}/hello?name=Ann`).then(answer => answer.text())
  answered.catch(() => {})
  const hit = await stopped()
  assert.ok(hit.file.endsWith(language.handler), hit.file)
  const handler = Number(await evaluate(hit, language.process))
  const gateway = parentOf(handler)
  assert.ok(gateway !== undefined && gateway > 1)
  const processes = [...new Set([gateway, ...descendants(gateway), ...ofFunctions()])]
  assert.ok(processes.includes(handler))
  return { run: { processes, handler, port: portOf(hit.session) }, hit, answered }
}

/** Waits until nothing of a run is left. */
async function gone({ processes, port }: Run): Promise<void> {
  const commands = new Map(processes.map(pid => [pid, read(pid, 'cmdline')?.replaceAll('\0', ' ')]))
  try {
    await eventually('the processes end', () => processes.every(pid => !isAlive(pid)), goneMs)
  } catch {
    const left = processes.filter(isAlive).map(pid => `${pid} ${commands.get(pid)}`)
    assert.fail(`left after ${goneMs / 1000} s:\n${left.join('\n')}`)
  }
  await eventually('nobody listens at the port of the debugger', async () => !(await listens(port)), goneMs)
}

function portOf(session: vscode.DebugSession | undefined): number {
  const { port, connect: place, gatehouseProcess } = session?.configuration ?? {}
  // That of Node.js starts a session of its own below the one that we asked for.
  if (gatehouseProcess === undefined && session?.parentSession) return portOf(session.parentSession)
  return Number(port ?? (place as { port?: unknown } | undefined)?.port)
}

function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    const answer = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}

function pids(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger)
}

/** A file of `/proc`; undefined where there is no process, or that of somebody else. */
function read(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1')
  } catch {
    return undefined
  }
}

/** State and parent, behind the program's name in parentheses: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function statOf(pid: number): readonly string[] {
  return /.*\) (\S+) (\d+)/s.exec(read(pid, 'stat') ?? '')?.slice(1) ?? []
}

function parentOf(pid: number): number | undefined {
  const [, parent] = statOf(pid)
  return parent === undefined ? undefined : Number(parent)
}

function isAlive(pid: number): boolean {
  const [state] = statOf(pid)
  return state !== undefined && state !== 'Z'
}

function descendants(pid: number): number[] {
  return pids()
    .filter(each => parentOf(each) === pid)
    .flatMap(child => [child, ...descendants(child)])
}

/** Processes of functions in this workspace, whoever their parent is: debugpy's adapter leaves its own. */
function ofFunctions(): number[] {
  return pids().filter(
    pid => read(pid, 'environ')?.includes('AWS_LAMBDA_FUNCTION_NAME=') && worksIn(pid, fileAt('').fsPath),
  )
}

function worksIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)
  } catch {
    return false
  }
}
