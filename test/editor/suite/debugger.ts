import * as assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { eventually, fileAt } from './editor.ts'

// What tests of debugging do as a user does it: breakpoints, sessions, looks at what stands still.

interface Message {
  readonly type: string
  readonly event?: string
  readonly command?: string
  readonly body?: Readonly<Record<string, unknown>>
}

/** Where something stands still; lines count from 1. */
export interface Stop {
  readonly session: vscode.DebugSession
  readonly threadId: number
  readonly frameId: number
  readonly name: string
  /** A path, in a remote window a URI. */
  readonly file: string
  readonly line: number
}

const stops: { readonly session: vscode.DebugSession; readonly threadId: number }[] = []
/** What the Debug Console of any session got so far. */
export const output: string[] = []
/** What went to and fro between VS Code and the adapter of the last session with a gateway, in short. */
export const traffic: string[] = []
let configured = 0
/** Ids of sessions that are on: of `activeDebugSession` VS Code may keep one that has ended. */
const alive = new Set<string>()
let last: vscode.DebugSession | undefined

/** Listens to all sessions, until it is disposed. */
export function watchSessions(): vscode.Disposable {
  const tracker = vscode.debug.registerDebugAdapterTrackerFactory('*', {
    createDebugAdapterTracker: session => ({
      onWillStartSession: () => {
        if (session.type === 'gatehouse') traffic.length = 0
      },
      onWillReceiveMessage: (message: unknown) => {
        if (session.type === 'gatehouse') traffic.push(`> ${shortened(message)}`)
      },
      onDidSendMessage: (message: Message) => {
        if (session.type === 'gatehouse') traffic.push(`< ${shortened(message)}`)
        if (message.event === 'stopped') stops.push({ session, threadId: Number(message.body?.['threadId']) })
        if (message.event === 'output') output.push(String(message.body?.['output']))
        const isOurs = session.type === 'gatehouse' && message.type === 'response'
        if (isOurs && message.command === 'configurationDone') configured++
      },
    }),
  })
  return vscode.Disposable.from(
    tracker,
    vscode.debug.onDidStartDebugSession(session => {
      alive.add(session.id)
      if (session.type === 'gatehouse') last = session
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => alive.delete(id)),
  )
}

function shortened(message: unknown): string {
  return JSON.stringify(message).slice(0, 400)
}

/** The session with a gateway that was started last. */
export function gatewaySession(): vscode.DebugSession {
  assert.ok(last, 'there was no session')
  return last
}

/** Waits until no session is left. */
export async function allOver(): Promise<void> {
  await eventually('the session is over', () => alive.size === 0)
}

/** Ends all sessions, and leaves no breakpoint. */
export async function endSessions(): Promise<void> {
  await vscode.debug.stopDebugging()
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints)
  await allOver()
  stops.length = 0
  output.length = 0
}

/** Several gateways listen one after the other: 0 lets each have a free port. */
export async function setPort(port: number | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('gatehouse')
  await settings.update('gateway.port', port, vscode.ConfigurationTarget.Workspace)
}

/** A breakpoint at a position; `condition`, `hitCondition` and `logMessage` as in VS Code. */
export function at(
  { uri }: Pick<vscode.TextDocument, 'uri'>,
  position: vscode.Position,
  { condition, hitCondition, logMessage }: Partial<vscode.SourceBreakpoint> = {},
): vscode.SourceBreakpoint {
  const location = new vscode.Location(uri, position)
  return new vscode.SourceBreakpoint(location, true, condition, hitCondition, logMessage)
}

export function setBreakpoints(...breakpoints: vscode.Breakpoint[]): void {
  vscode.debug.addBreakpoints(breakpoints)
}

/** Waits until another session has its breakpoints than when `begin` began. */
export async function whenConfigured<T>(begin: () => PromiseLike<T>): Promise<T> {
  const before = configured
  const begun = await begin()
  await eventually('the breakpoints are set', () => configured > before)
  return begun
}

/** Starts a session and waits until its breakpoints are set. */
export async function start(
  configuration: Readonly<Record<string, unknown>> & { readonly request: string },
): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? []
  const isStarted = await whenConfigured(() =>
    vscode.debug.startDebugging(folder, { type: 'gatehouse', name: 'Test', ...configuration }),
  )
  assert.ok(isStarted)
}

/** `http://127.0.0.1:40123` of a gateway that runs. */
export async function gatewayUrl(definition: string, apiId: string, method: string): Promise<string> {
  const { clipboard } = vscode.env
  // A browser may refuse to write to it; what an earlier gateway left must not pass for this one's.
  await clipboard.writeText('')
  const route = { definition: fileAt(definition).toString(), apiId, method, path: '' }
  return eventually('the URL is copied', async () => {
    await vscode.commands.executeCommand('gatehouse.copyUrl', route)
    const url = await clipboard.readText()
    return url.startsWith('http') && url
  })
}

/** Where the next request, or function, stands still. */
export async function stopped(): Promise<Stop> {
  const { session, threadId } = await eventually('something stands still', () => stops.shift())
  // What an adapter answers VS Code types as any.
  const { stackFrames } = (await session.customRequest('stackTrace', { threadId })) as {
    stackFrames: { id: number; name: string; line: number; source?: { path?: string } }[]
  }
  const [top] = stackFrames
  assert.ok(top, 'there is no frame')
  return { session, threadId, frameId: top.id, name: top.name, file: top.source?.path ?? '', line: top.line }
}

/** Whether nothing more has stopped so far. */
export function isNothingStopped(): boolean {
  return stops.length === 0
}

export async function goOn({ session, threadId }: Stop): Promise<void> {
  await session.customRequest('continue', { threadId })
}

async function reference({ session, frameId }: Stop, scope: string): Promise<number> {
  const { scopes } = (await session.customRequest('scopes', { frameId })) as {
    scopes: { name: string; variablesReference: number }[]
  }
  const found = scopes.find(({ name }) => name === scope)
  assert.ok(found, `there is no scope '${scope}': ${scopes.map(({ name }) => name).join(', ')}`)
  return found.variablesReference
}

export async function variables(stop: Stop, scope: string): Promise<Record<string, string>> {
  const variablesReference = await reference(stop, scope)
  const { variables: list } = (await stop.session.customRequest('variables', {
    variablesReference,
  })) as { variables: { name: string; value: string }[] }
  return Object.fromEntries(list.map(({ name, value }) => [name, value]))
}

export async function setVariable(stop: Stop, scope: string, name: string, value: string): Promise<void> {
  const variablesReference = await reference(stop, scope)
  await stop.session.customRequest('setVariable', { variablesReference, name, value })
}

export async function evaluate({ session, frameId }: Stop, expression: string): Promise<string> {
  const { result } = (await session.customRequest('evaluate', { expression, frameId, context: 'watch' })) as {
    result: string
  }
  return result
}
