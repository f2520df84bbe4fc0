import * as assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, it } from 'mocha'
import * as vscode from 'vscode'
import { setPort } from './debugger.ts'
import { eventually, fileAt, open, positionOf } from './editor.ts'
import { usePython, withPython } from './python.ts'

// A template in a file of its own and a handler in Python, in one request: without the Python extension, by the debugpy of the
// Python that runs the handler.

interface Message {
  readonly event?: string
  readonly body?: Readonly<Record<string, unknown>>
}

interface Frame {
  readonly id: number
  readonly line: number
  readonly source?: { readonly path?: string }
}

const definition = 'pythonic/serverless.yml'

withPython('Debugging a handler in Python', () => {
  const stops: { readonly session: vscode.DebugSession; readonly threadId: number }[] = []
  let watching: vscode.Disposable

  before(async () => {
    const tracker = vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: session => ({
        onDidSendMessage: ({ event, body }: Message) => {
          if (event === 'stopped') stops.push({ session, threadId: Number(body?.['threadId']) })
        },
      }),
    })
    watching = vscode.Disposable.from(tracker, usePython())
    await setPort(0)
  })
  after(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints)
    await setPort(undefined)
    watching.dispose()
  })

  it('stops in the template file, then in the handler; Stop leaves no process, each time', async () => {
    await breakAt('pythonic/hello.vtl', '{"name"')
    await breakAt('pythonic/hello.py', 'return')
    await open(definition)
    const [folder] = vscode.workspace.workspaceFolders ?? []
    for (const run of ['first', 'second']) {
      const launch = { type: 'gatehouse', request: 'launch', name: 'Pythonic' }
      const path = fileAt(definition).fsPath
      assert.ok(await vscode.debug.startDebugging(folder, { ...launch, definition: path }), `the ${run} run`)
      await throughBoth()
      await vscode.debug.stopDebugging()
      await eventually('the session is over', () => vscode.debug.activeDebugSession === undefined)
      await eventually(`debugpy has ended with the ${run} run`, () => debuggers().length === 0)
    }
  })

  async function throughBoth(): Promise<void> {
    const answered = eventually('the gateway answers', () => hello())
    const inTemplate = await stopped()
    assert.match(inTemplate.top.source?.path ?? '', /pythonic\/hello\.vtl$/)
    assert.equal(inTemplate.top.line, 2)
    await inTemplate.session.customRequest('continue', { threadId: inTemplate.threadId })
    const inHandler = await stopped()
    assert.match(inHandler.top.source?.path ?? '', /pythonic\/hello\.py$/)
    assert.equal(inHandler.top.line, 3)
    assert.equal(inHandler.session.type, 'gatehouse-python')
    assert.equal(inHandler.session.parentSession?.type, 'gatehouse')
    const { result } = (await inHandler.session.customRequest('evaluate', {
      expression: 'name',
      frameId: inHandler.top.id,
      context: 'watch',
    })) as { result: string }
    assert.equal(result, "'Ann'")
    await inHandler.session.customRequest('continue', { threadId: inHandler.threadId })
    assert.deepEqual(JSON.parse(await answered), { hello: 'Ann' })
  }

  async function stopped() {
    const { session, threadId } = await eventually('something stands still', () => stops.shift(), 40_000)
    const { stackFrames } = (await session.customRequest('stackTrace', { threadId })) as {
      stackFrames: Frame[]
    }
    const [top] = stackFrames
    assert.ok(top, 'there is no frame')
    return { session, threadId, top }
  }
})

async function breakAt(file: string, text: string): Promise<void> {
  const { document } = await open(file)
  const place = new vscode.Location(document.uri, positionOf(document, text))
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)])
}

/** The answer; undefined while nobody listens. */
async function hello(): Promise<string | undefined> {
  await vscode.commands.executeCommand('gatehouse.copyUrl', {
    definition: fileAt(definition).toString(),
    apiId: 'ApiGatewayRestApi',
    method: 'GET',
    path: '',
  })
  const url = await vscode.env.clipboard.readText()
  return fetch(`${url}/hello?name=Ann`).then(
    answer => answer.text(),
    () => undefined,
  )
}

/** Ids of the processes of debugpy that were started by functions of this definition. */
function debuggers(): number[] {
  return readdirSync('/proc').flatMap(name => {
    try {
      const isOurs = readFileSync(`/proc/${name}/environ`, 'latin1').includes(
        'AWS_LAMBDA_FUNCTION_NAME=pythonic-',
      )
      return isOurs ? [Number(name)] : []
    } catch {
      // No process, one of somebody else, or gone already.
      return []
    }
  })
}
