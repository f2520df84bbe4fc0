import * as assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'mocha'
import * as vscode from 'vscode'
import {
  allOver,
  at,
  endSessions,
  gatewayUrl,
  goOn,
  output,
  setBreakpoints,
  setPort,
  start,
  stopped,
  traffic,
  watchSessions,
  type Stop,
} from './debugger.ts'
import { fileAt, open, positionOf } from './editor.ts'

const definition = 'stepped/serverless.yml'
/** A few in `npm test`, 50 in `npm run test:debug`. */
const count = Number(process.env['GATEHOUSE_DEBUG_STARTS'] ?? 3)

/** Waits for a stop of a request; when there is none, tells what the request came to instead. */
async function stoppedIn(what: string, answer: Promise<Response>): Promise<Stop> {
  let ended = 'has no answer'
  answer.then(
    ({ status }) => (ended = `was answered with ${status}`),
    (error: unknown) => (ended = `failed: ${String(error)}`),
  )
  try {
    return await stopped()
  } catch (error) {
    throw new Error(
      `${what}: the request ${ended}; the console: ${output.join('')}; the session:\n${traffic.join('\n')}`,
      {
        cause: error,
      },
    )
  }
}

function linesOfBreakpoints(): (number | undefined)[] {
  return vscode.debug.breakpoints.map(each =>
    each instanceof vscode.SourceBreakpoint ? each.location.range.start.line : undefined,
  )
}

describe('Debug sessions in a row', () => {
  let watching: vscode.Disposable

  before(async () => {
    watching = watchSessions()
    await setPort(0)
    await open(definition)
    // Side by side: where one editor shows one file after the other, VS Code itself may move a breakpoint of the first into the
    // lines of the second.
    await vscode.window.showTextDocument(fileAt('stepped/hello.js'), { viewColumn: vscode.ViewColumn.Beside })
  })
  afterEach(endSessions)
  after(async () => {
    watching.dispose()
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups')
    await setPort(undefined)
  })

  it(`hit a breakpoint in a template and one in a handler each of ${count} times`, async () => {
    const template = await vscode.workspace.openTextDocument(fileAt(definition))
    const handler = await vscode.workspace.openTextDocument(fileAt('stepped/hello.js'))
    setBreakpoints(
      at(template, positionOf(template, '#set($name')),
      at(handler, positionOf(handler, 'const { name }')),
    )
    const lines = linesOfBreakpoints()
    for (let number = 1; number <= count; number += 1) {
      assert.deepEqual(linesOfBreakpoints(), lines, `VS Code has moved a breakpoint before start ${number}`)
      await start({ request: 'launch', definition: fileAt(definition).fsPath })
      const url = await gatewayUrl(definition, 'ApiGatewayRestApi', 'POST')
      const greeted = fetch(`${url}/greet`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{"name":"Ann"}',
      })
      const inTemplate = await stoppedIn(`template, start ${number}, ${url}`, greeted)
      assert.match(inTemplate.file, /serverless\.yml$/, `start ${number}`)
      await goOn(inTemplate)
      assert.equal((await greeted).status, 200)
      const said = fetch(`${url}/hello?name=Ann`)
      const inHandler = await stoppedIn(`handler, start ${number}, ${url}`, said)
      assert.match(inHandler.file, /hello\.js$/, `start ${number}`)
      await goOn(inHandler)
      assert.equal(await (await said).text(), 'Hello Ann', `start ${number}`)
      await vscode.debug.stopDebugging()
      await allOver()
    }
  }).timeout(count * 60_000)
})
