import * as assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'mocha'
import * as vscode from 'vscode'
import { eventually, fileAt, open, positionOf } from './editor.ts'

// One debug session with a gateway, as a user has it: breakpoints where templates are written, requests from outside.

interface Message {
  readonly type: string
  readonly event?: string
  readonly command?: string
  readonly body?: Readonly<Record<string, unknown>>
}

interface Stop {
  readonly session: vscode.DebugSession
  readonly threadId: number
  readonly frameId: number
  readonly name: string
  /** A path, in a remote window a URI. */
  readonly file: string
  readonly line: number
}

const stops: { readonly session: vscode.DebugSession; readonly threadId: number }[] = []
const output: string[] = []
let configured = 0

describe('Debugging a gateway', () => {
  let watching: vscode.Disposable

  before(async () => {
    watching = vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: session => ({
        onDidSendMessage: (message: Message) => {
          if (message.event === 'stopped')
            stops.push({ session, threadId: Number(message.body?.['threadId']) })
          if (message.event === 'output') output.push(String(message.body?.['output']))
          const isOurs = session.type === 'gatehouse' && message.type === 'response'
          if (isOurs && message.command === 'configurationDone') configured++
        },
      }),
    })
    // Several gateways listen here one after the other.
    await setPort(0)
    await open('stepped/serverless.yml')
  })
  afterEach(async () => {
    await vscode.debug.stopDebugging()
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints)
    await eventually('the session is over', () => vscode.debug.activeDebugSession === undefined)
    stops.length = 0
  })
  after(async () => {
    await vscode.commands.executeCommand('gatehouse.stopGateway', fileAt('stepped/serverless.yml'))
    watching.dispose()
    await setPort(undefined)
  })

  it('stops in a template in YAML, shows variables, evaluates, and steps', async () => {
    const { document } = await open('stepped/serverless.yml')
    const first = positionOf(document, '#set($name')
    setBreakpoints(at(document, first))
    await start({ request: 'launch', definition: '${workspaceFolder}/stepped/serverless.yml' })
    const answered = greet()
    const hit = await stopped()
    assert.match(hit.file, /\/stepped\/serverless\.yml$/)
    assert.equal(hit.line, first.line + 1)
    assert.equal(await evaluate(hit, "$input.path('$.name')"), '"Ann"')
    await hit.session.customRequest('next', { threadId: hit.threadId })
    const next = await stopped()
    assert.equal(next.line, first.line + 2)
    assert.deepEqual(await variables(next, 'Variables'), { $name: '"Ann"' })
    await next.session.customRequest('continue', { threadId: next.threadId })
    assert.deepEqual(await (await answered).json(), { stage: 'dev' })
  })

  it('stops at a step that a function breakpoint names', async () => {
    setBreakpoints(new vscode.FunctionBreakpoint('POST /greet after integrationRequest'))
    await start({ request: 'launch', definition: fileAt('stepped/serverless.yml').fsPath })
    const answered = greet()
    const { session, threadId, name } = await stopped()
    assert.equal(name, 'after integration request')
    await session.customRequest('continue', { threadId })
    assert.equal((await answered).status, 200)
  })

  it('stops in a handler, in a session of its own language below that of the gateway', async () => {
    const { document } = await open('stepped/hello.js')
    const line = positionOf(document, 'const { name }')
    setBreakpoints(at(document, line))
    await start({ request: 'launch', definition: fileAt('stepped/serverless.yml').fsPath })
    const answered = fetch(`${await gatewayUrl()}/hello?name=Ann`)
    const hit = await stopped()
    assert.match(hit.file, /stepped\/hello\.js$/)
    assert.equal(hit.line, line.line + 1)
    assert.equal(await evaluate(hit, 'event.queryStringParameters.name'), "'Ann'")
    await hit.session.customRequest('continue', { threadId: hit.threadId })
    assert.equal(await (await answered).text(), 'Hello Ann')
  })

  it('begins by F5 without a launch.json, and Stop ends the gateway that it started', async () => {
    await open('stepped/greeting.vtl')
    const before = configured
    await vscode.commands.executeCommand('workbench.action.debug.start')
    await eventually('the session is there', () => configured > before)
    assert.equal((await greet()).status, 200)
    const url = await gatewayUrl()
    await vscode.debug.stopDebugging()
    await eventually('the gateway is gone', () =>
      fetch(url).then(
        () => false,
        () => true,
      ),
    )
  })

  it('attached leaves the gateway running, and is the only one', async () => {
    await vscode.commands.executeCommand('gatehouse.startGateway', fileAt('stepped/serverless.yml'))
    const attach = { request: 'attach', definition: fileAt('stepped/serverless.yml').fsPath }
    await start(attach)
    const second = await vscode.debug.startDebugging(undefined, {
      type: 'gatehouse',
      name: 'Second',
      ...attach,
    })
    assert.equal(second, false, 'a second session began')
    await vscode.debug.stopDebugging()
    await eventually('the session is over', () => vscode.debug.activeDebugSession === undefined)
    assert.equal((await greet()).status, 200)
    await start(attach)
    await vscode.commands.executeCommand('gatehouse.stopGateway', fileAt('stepped/serverless.yml'))
    await eventually('the session ends with its gateway', () => vscode.debug.activeDebugSession === undefined)
    assert.ok(output.includes('The gateway was stopped\n'), output.join(''))
  })

  it('restarts with the gateway', async () => {
    await start({ request: 'launch', definition: fileAt('stepped/serverless.yml').fsPath })
    const before = configured
    await vscode.commands.executeCommand('workbench.action.debug.restart')
    await eventually('the session is there again', () => configured > before)
    assert.equal((await greet()).status, 200)
  })
})

async function setPort(port: number | undefined): Promise<void> {
  const settings = vscode.workspace.getConfiguration('gatehouse')
  await settings.update('gateway.port', port, vscode.ConfigurationTarget.Workspace)
}

function at({ uri }: vscode.TextDocument, position: vscode.Position): vscode.SourceBreakpoint {
  return new vscode.SourceBreakpoint(new vscode.Location(uri, position))
}

function setBreakpoints(...breakpoints: vscode.Breakpoint[]): void {
  vscode.debug.addBreakpoints(breakpoints)
}

/** Starts a session and waits until its breakpoints are set. */
async function start(
  configuration: Readonly<Record<string, string>> & { readonly request: string },
): Promise<void> {
  const before = configured
  const [folder] = vscode.workspace.workspaceFolders ?? []
  assert.ok(
    await vscode.debug.startDebugging(folder, { type: 'gatehouse', name: 'Stepped', ...configuration }),
  )
  await eventually('the breakpoints are set', () => configured > before)
}

async function gatewayUrl(): Promise<string> {
  await vscode.commands.executeCommand('gatehouse.copyUrl', {
    definition: fileAt('stepped/serverless.yml').toString(),
    apiId: 'ApiGatewayRestApi',
    method: 'POST',
    path: '',
  })
  return vscode.env.clipboard.readText()
}

async function greet(): Promise<Response> {
  return fetch(`${await gatewayUrl()}/greet`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"name":"Ann"}',
  })
}

/** Where the next request stands still. */
async function stopped(): Promise<Stop> {
  const { session, threadId } = await eventually('a request stands still', () => stops.shift())
  // What an adapter answers VS Code types as any.
  const { stackFrames } = (await session.customRequest('stackTrace', { threadId })) as {
    stackFrames: { id: number; name: string; line: number; source?: { path?: string } }[]
  }
  const [top] = stackFrames
  assert.ok(top, 'there is no frame')
  return { session, threadId, frameId: top.id, name: top.name, file: top.source?.path ?? '', line: top.line }
}

async function variables({ session, frameId }: Stop, scope: string): Promise<Record<string, string>> {
  const { scopes } = (await session.customRequest('scopes', { frameId })) as {
    scopes: { name: string; variablesReference: number }[]
  }
  const found = scopes.find(({ name }) => name === scope)
  assert.ok(found, `there is no scope '${scope}'`)
  const { variables: list } = (await session.customRequest('variables', {
    variablesReference: found.variablesReference,
  })) as { variables: { name: string; value: string }[] }
  return Object.fromEntries(list.map(({ name, value }) => [name, value]))
}

async function evaluate({ session, frameId }: Stop, expression: string): Promise<string> {
  const { result } = (await session.customRequest('evaluate', { expression, frameId, context: 'watch' })) as {
    result: string
  }
  return result
}
