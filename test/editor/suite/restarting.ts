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
    afterEach(async () => {
      await endSessions()
      await vscode.commands.executeCommand('gatehouse.stopGateway', fileAt(language.definition))
    })
    after(async () => {
      watching.dispose()
      await setPort(undefined)
    })

    it('Restart serves anew from wherever it is asked for, and Stop ends all', async () => {
      const { run: first } = await held(language)
      await whenConfigured(() => vscode.commands.executeCommand('workbench.action.debug.restart'))
      const second = await heldAgain(language, first)
      await withSubSessions(() => restart(second.hit.session))
      const third = await heldAgain(language, second.run)
      await goOn(third.hit)
      assert.match(await third.answered, /Ann/)
      await restart(gatewaySession())
      const fourth = await heldAgain(language, third.run)
      await vscode.commands.executeCommand('workbench.action.debug.stop')
      await allOver()
      await gone(fourth.run)
    }).timeout(120_000)

    it("Stop of the gateway's session while the handler runs ends all", async () => {
      const { run, hit, answered } = await held(language)
      await goOn(hit)
      assert.match(await answered, /Ann/)
      const context = { sessionId: gatewaySession().id }
      await vscode.commands.executeCommand('workbench.action.debug.stop', undefined, context)
      await allOver()
      await gone(run)
    })

    it('Restart and Stop in a gateway that ran before leave the gateway alone', async () => {
      await vscode.commands.executeCommand('gatehouse.startGateway', fileAt(language.definition))
      const { run: first } = await held(language, 'attach')
      await whenConfigured(() => vscode.commands.executeCommand('workbench.action.debug.restart'))
      const second = await heldAgain(language, first)
      await withSubSessions(() => restart(second.hit.session))
      const third = await heldAgain(language, second.run)
      await vscode.commands.executeCommand('workbench.action.debug.stop')
      await allOver()
      await gone(third.run)
      assert.equal(third.run.gateway, first.gateway)
      assert.ok(isAlive(first.gateway))
    }).timeout(120_000)
  })
}

/** As the buttons of a session do in the view _Call Stack_. */
function restart({ id }: vscode.DebugSession): Promise<void> {
  return whenConfigured(async () => {
    try {
      const context = { sessionId: id }
      await vscode.commands.executeCommand('workbench.action.debug.restart', undefined, context)
    } catch (error) {
      // VS Code has seen, and shows nobody, that the parent of a session is not on yet.
      if (!(error instanceof Error) || error.name !== 'Canceled') throw error
    }
  })
}

/** With `debug.showSubSessionsInToolBar` Restart is that of the session in focus, and not of the whole. */
async function withSubSessions(run: () => Promise<void>): Promise<void> {
  const settings = vscode.workspace.getConfiguration('debug')
  const { Workspace } = vscode.ConfigurationTarget
  await settings.update('showSubSessionsInToolBar', true, Workspace)
  try {
    await run()
  } finally {
    await settings.update('showSubSessionsInToolBar', undefined, Workspace)
  }
}

type Request = 'launch' | 'attach'

/** What a session has started. */
interface Run {
  readonly request: Request
  /** Process id, also of one that ran before. */
  readonly gateway: number
  /** Process ids: of the session's own gateway, of functions, of adapters of debuggers. */
  readonly processes: readonly number[]
  /** At which the debugger of the handler listens. */
  readonly port: number
}

interface Held {
  readonly run: Run
  readonly hit: Stop
  readonly answered: Promise<string>
}

/** Starts a session, sends a request, and waits until its handler stands still. */
async function held(language: Language, request: Request = 'launch'): Promise<Held> {
  const handler = await vscode.workspace.openTextDocument(fileAt(language.handler))
  setBreakpoints(at(handler, positionOf(handler, language.breakpoint)))
  await start({ request, definition: fileAt(language.definition).fsPath })
  return hold(language, request)
}

/** Waits until nothing of the run before is left, and until the handler of another stands still. */
async function heldAgain(language: Language, before: Run): Promise<Held> {
  await gone(before)
  return hold(language, before.request)
}

async function hold(language: Language, request: Request): Promise<Held> {
  const url = await gatewayUrl(language.definition, 'ApiGatewayRestApi', 'GET')
  const answered = fetch(`${url}/hello?name=Ann`).then(answer => answer.text())
  answered.catch(() => {})
  const hit = await stopped()
  assert.ok(hit.file.endsWith(language.handler), hit.file)
  const handler = Number(await evaluate(hit, language.process))
  const gateway = parentOf(handler)
  assert.ok(gateway !== undefined && gateway > 1)
  const own = request === 'launch' ? [gateway, ...descendants(gateway)] : [handler, ...descendants(handler)]
  const processes = [...new Set([...own, ...ofFunctions()])]
  return { run: { request, gateway, processes, port: portOf(hit.session) }, hit, answered }
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
  const {
    port,
    connect: place,
    gatehouseProcess,
  } = (session?.configuration ?? {}) as Readonly<Record<string, unknown>>
  // That of Node.js starts a session of its own below the one that we asked for.
  if (gatehouseProcess === undefined && session?.parentSession) return portOf(session.parentSession)
  return Number(port ?? (place as { readonly port?: unknown } | undefined)?.port)
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
