import * as assert from 'node:assert/strict'
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
  isNothingStopped,
  output,
  setBreakpoints,
  setPort,
  setVariable,
  start,
  stopped,
  variables,
  watchSessions,
  whenConfigured,
} from './debugger.ts'
import { eventually, fileAt, open, positionOf, revert } from './editor.ts'

// One session through authorizer, template and handler, and each kind of breakpoint.

const file = 'compound/template.yaml'

describe('One session through authorizer, template and handler', () => {
  let watching: vscode.Disposable

  before(async () => {
    watching = watchSessions()
    await setPort(0)
    await open(file)
  })
  afterEach(endSessions)
  after(async () => {
    await vscode.commands.executeCommand('gatehouse.stopGateway', fileAt(file))
    watching.dispose()
    await setPort(undefined)
  })

  it('stops in the authorizer, the request template, the handler and the response template, in this order', async () => {
    const authorize = await vscode.workspace.openTextDocument(fileAt('compound/authorize.js'))
    const orders = await vscode.workspace.openTextDocument(fileAt('compound/orders.js'))
    const { document } = await open(file)
    setBreakpoints(
      at(document, positionOf(document, '#set($order =')),
      at(orders, positionOf(orders, 'const id')),
      at(document, positionOf(document, '{"customer": "$customer"')),
      at(authorize, positionOf(authorize, 'const Effect')),
    )
    await start(launch())
    const answered = order()
    const authorizer = await stopped()
    assert.match(authorizer.file, /compound\/authorize\.js$/)
    assert.equal(await evaluate(authorizer, 'authorizationToken'), "'let me in'")
    await goOn(authorizer)
    const request = await stopped()
    assertAt(request, document, '{"customer": "$customer"')
    assert.deepEqual(await variables(request, 'Variables'), {
      $customer: '"Ann"',
      $last: '"b-3"',
    })
    await setVariable(request, 'Variables', '$last', '"b-9"')
    await goOn(request)
    const handler = await stopped()
    assert.match(handler.file, /compound\/orders\.js$/)
    assert.equal(await evaluate(handler, 'last'), "'b-9'")
    await goOn(handler)
    const response = await stopped()
    assertAt(response, document, '#set($order =')
    assert.equal(await evaluate(response, "$input.path('$.id')"), '"o-b-9"')
    assert.equal(response.session, request.session)
    assert.equal(
      handler.session.parentSession?.parentSession ?? handler.session.parentSession,
      request.session,
    )
    await goOn(response)
    assert.deepEqual(await (await answered).json(), { id: 'o-b-9', for: 'Ann' })
  })

  it('stops in a template where a condition is met, at the n-th hit, and writes log points', async () => {
    const { document } = await open(file)
    const line = positionOf(document, '#set($last = $item)')
    setBreakpoints(at(document, line, { condition: "$item == 'b-2'" }))
    await start(launch())
    const first = order()
    const met = await stopped()
    assert.equal(await evaluate(met, '$item'), '"b-2"')
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints)
    const nth = at(document, line, { hitCondition: '3' })
    const logged = at(document, line, { logMessage: 'takes {$item}' })
    await goOn(met)
    await first
    setBreakpoints(nth)
    await settled()
    const second = order()
    const third = await stopped()
    assert.equal(await evaluate(third, '$item'), '"b-3"')
    await goOn(third)
    await second
    vscode.debug.removeBreakpoints([nth])
    setBreakpoints(logged)
    await settled()
    await order()
    const lines = output.filter(text => text.startsWith('takes'))
    assert.deepEqual(lines, ['takes "b-1"\n', 'takes "b-2"\n', 'takes "b-3"\n'])
    assert.ok(isNothingStopped())
  })

  it('stops in a string of JSON at the statement that is meant', async () => {
    const { document } = await open('compound/openapi.json')
    setBreakpoints(at(document, positionOf(document, '#set($sum')))
    await start({ request: 'launch', definition: document.uri.fsPath })
    const answered = fetch(`${await gatewayUrl('compound/openapi.json', 'Strings', 'GET')}/sum`)
    const hit = await stopped()
    assertAt(hit, document, '#set($sum')
    assert.deepEqual(await variables(hit, 'Variables'), { $left: '2' })
    await goOn(hit)
    assert.equal((await answered).status, 200)
  })

  it('changes the payload at a step, and the answer is another', async () => {
    setBreakpoints(new vscode.FunctionBreakpoint('POST /reserve after integration'))
    await start(launch())
    const answered = order()
    const hit = await stopped()
    assert.equal(hit.name, 'after integration')
    await setVariable(hit, 'Payload', 'body', '{"id":"o-1","customer":"Eve"}')
    await goOn(hit)
    assert.deepEqual(await (await answered).json(), { id: 'o-1', for: 'Eve' })
  })

  it('stops where a template fails when failures are wanted, and says why', async () => {
    const { document } = await open(file)
    await start(launch())
    const session = gatewaySession()
    await session.customRequest('setExceptionBreakpoints', { filters: ['failures'] })
    const answered = fetch(`${await url()}/crash`)
    const hit = await stopped()
    assertAt(hit, document, '#set($answer')
    const { description } = (await session.customRequest('exceptionInfo', { threadId: hit.threadId })) as {
      description: string
    }
    assert.match(description, /StringIndexOutOfBounds/)
    await goOn(hit)
    assert.equal((await answered).status, 500)
  })

  it('debugs a .vtl file alone, as it stands in the editor', async () => {
    const settings = vscode.workspace.getConfiguration('debug')
    await settings.update('saveBeforeStart', 'none', vscode.ConfigurationTarget.Workspace)
    const editor = await open('compound/list.vtl')
    const { document } = editor
    await editor.edit(builder => builder.insert(new vscode.Position(0, 0), '#set($fresh = 41 + 1)\n'))
    setBreakpoints(at(document, positionOf(document, '#set($items')))
    const place = { uri: document.uri.toString(), position: { line: 0, character: 0 } }
    await vscode.commands.executeCommand('gatehouse.debugTemplate', place)
    const hit = await stopped()
    assertAt(hit, document, '#set($items')
    assert.deepEqual(await variables(hit, 'Variables'), { $fresh: '42' })
    await goOn(hit)
    await allOver()
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints)
    await vscode.commands.executeCommand('gatehouse.debugTemplate', place)
    const entry = await stopped()
    assertAt(entry, document, '#set($fresh')
    await endSessions()
    await revert(editor)
    await settings.update('saveBeforeStart', undefined, vscode.ConfigurationTarget.Workspace)
  })

  it('ends the processes of functions and of the gateway at Stop, and replaces them at Restart', async () => {
    const orders = await vscode.workspace.openTextDocument(fileAt('compound/orders.js'))
    setBreakpoints(at(orders, positionOf(orders, 'const id')))
    await start(launch())
    const first = await heldHandler()
    await whenConfigured(() => vscode.commands.executeCommand('workbench.action.debug.restart'))
    await eventually('the processes are gone', () => !isAlive(first.handler) && !isAlive(first.gateway))
    const second = await heldHandler()
    assert.notEqual(second.gateway, first.gateway)
    await vscode.debug.stopDebugging()
    await eventually('the processes are gone', () => !isAlive(second.handler) && !isAlive(second.gateway))
  })

  it('ends with a gateway that crashes, and the Debug Console says why', async () => {
    const orders = await vscode.workspace.openTextDocument(fileAt('compound/orders.js'))
    setBreakpoints(at(orders, positionOf(orders, 'const id')))
    await start(launch())
    const { gateway } = await heldHandler()
    process.kill(gateway, 'SIGKILL')
    await eventually('the reason is told', () =>
      output.some(text => text.includes('The gateway process ended (signal SIGKILL)')),
    )
    await allOver()
  })
})

function launch() {
  return { request: 'launch', definition: fileAt(file).fsPath }
}

function url(): Promise<string> {
  return gatewayUrl(file, 'Compound', 'POST')
}

async function order(): Promise<Response> {
  return fetch(`${await url()}/reserve`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: 'let me in' },
    body: JSON.stringify({ customer: 'Ann', items: ['b-1', 'b-2', 'b-3'] }),
  })
}

/** Sends an order until its handler stands still; gives the ids of processes. */
async function heldHandler(): Promise<{ handler: number; gateway: number }> {
  order().catch(() => {})
  const hit = await stopped()
  assert.match(hit.file, /compound\/orders\.js$/)
  return {
    handler: Number(await evaluate(hit, 'process.pid')),
    gateway: Number(await evaluate(hit, 'process.ppid')),
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Breakpoints that are set while a session runs reach it a moment later. */
async function settled(): Promise<void> {
  const session = gatewaySession()
  await eventually('the breakpoints reach the session', async () => {
    const [last] = vscode.debug.breakpoints.slice(-1)
    return last && (await session.getDebugProtocolBreakpoint(last)) !== undefined
  })
}

function assertAt(stop: Stop, document: vscode.TextDocument, text: string): void {
  assert.ok(stop.file.endsWith(document.uri.path), stop.file)
  assert.equal(stop.line, positionOf(document, text).line + 1)
}
