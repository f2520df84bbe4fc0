import * as assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'mocha'
import * as vscode from 'vscode'
import {
  allOver,
  at,
  endSessions,
  evaluate,
  gatewayUrl,
  output,
  setBreakpoints,
  setPort,
  start,
  stopped,
  variables,
  watchSessions,
  whenConfigured,
} from './debugger.ts'
import { eventually, fileAt, open, positionOf } from './editor.ts'

// One debug session with a gateway, as a user has it: breakpoints where templates are written, requests from outside.

describe('Debugging a gateway', () => {
  let watching: vscode.Disposable

  before(async () => {
    watching = watchSessions()
    // Several gateways listen here one after the other.
    await setPort(0)
    await open('stepped/serverless.yml')
  })
  afterEach(endSessions)
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
    const answered = fetch(`${await steppedUrl()}/hello?name=Ann`)
    const hit = await stopped()
    assert.match(hit.file, /stepped\/hello\.js$/)
    assert.equal(hit.line, line.line + 1)
    assert.equal(await evaluate(hit, 'event.queryStringParameters.name'), "'Ann'")
    await hit.session.customRequest('continue', { threadId: hit.threadId })
    assert.equal(await (await answered).text(), 'Hello Ann')
  })

  it('begins by F5 without a launch.json, and Stop ends the gateway that it started', async () => {
    await open('stepped/greeting.vtl')
    await whenConfigured(() => vscode.commands.executeCommand('workbench.action.debug.start'))
    assert.equal((await greet()).status, 200)
    const url = await steppedUrl()
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
    await allOver()
    assert.equal((await greet()).status, 200)
    await start(attach)
    await vscode.commands.executeCommand('gatehouse.stopGateway', fileAt('stepped/serverless.yml'))
    await allOver()
    assert.ok(output.includes('The gateway was stopped\n'), output.join(''))
  })

  it('restarts with the gateway', async () => {
    await start({ request: 'launch', definition: fileAt('stepped/serverless.yml').fsPath })
    await whenConfigured(() => vscode.commands.executeCommand('workbench.action.debug.restart'))
    assert.equal((await greet()).status, 200)
  })
})

async function greet(): Promise<Response> {
  return fetch(`${await steppedUrl()}/greet`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"name":"Ann"}',
  })
}

async function steppedUrl(): Promise<string> {
  return gatewayUrl('stepped/serverless.yml', 'ApiGatewayRestApi', 'POST')
}
