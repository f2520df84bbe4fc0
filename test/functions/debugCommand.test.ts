import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { spawn } from 'node:child_process'
import { chmodSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { missingProgram, onlyWith } from '../support/onlyWith.ts'
import type { Child } from './handlerDebugging.ts'
import { HandlerDebugging } from './handlerDebugging.ts'
import { fact, lambda, written } from './pool.ts'
import { isAlive } from './processes.ts'

const jdwp = 'transport=dt_socket,server=y,suspend=y,address=127.0.0.1:{port}'

const main = `import java.net.URI;
import java.net.http.*;

public class Main {
  public static void main(String[] args) throws Exception {
    var base = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation";
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    while (true) {
      var next = client.send(HttpRequest.newBuilder(URI.create(base + "/next")).build(), HttpResponse.BodyHandlers.ofString());
      var id = next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").get();
      var answer = "\\"" + System.getenv("TABLE") + "\\"";
      client.send(HttpRequest.newBuilder(URI.create(base + "/" + id + "/response")).POST(HttpRequest.BodyPublishers.ofString(answer)).build(), HttpResponse.BodyHandlers.discarding());
    }
  }
}
`

const files = {
  'java/bootstrap': '#!/bin/sh\nexec java $JAVA_OPTIONS Main.java\n',
  'java/Main.java': main,
  'bash/bootstrap': `#!/bin/bash
API="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  ID=$(curl -sS -D - -o /dev/null "$API/next" | grep -i '^lambda-runtime-aws-request-id:' | tr -d '[:space:]' | cut -d: -f2)
  curl -sS -X POST "$API/$ID/response" -d "\\"$UNDER\\"" > /dev/null
done
`,
  // What stands for a debugger: tells its port, waits until somebody has it go on, and runs the program.
  'bash/under.sh': `#!/bin/bash
echo "listening at 127.0.0.1:$1"
shift
while [ ! -e go ]; do sleep 0.05; done
UNDER="$PWD with $TABLE" exec "$@"
`,
}

let open: HandlerDebugging
afterEach(() => open.close())

async function openFunctions(debugCommand: unknown): Promise<HandlerDebugging> {
  open = await HandlerDebugging.open(files)
  for (const name of ['java/bootstrap', 'bash/bootstrap', 'bash/under.sh'])
    chmodSync(path.join(open.bench.folder, name), 0o755)
  open.begin({ debugCommand: { provided: debugCommand } })
  return open
}

/** An event for a function with a `Timeout` of one second. */
function invoke(folder: string) {
  const environment = new Map([['TABLE', fact('Orders')]])
  const runtime = fact('provided.al2023')
  return open.bench.invoke(
    lambda(path.join(open.bench.folder, folder), 'any', { runtime, environment, timeout: fact(1) }),
    { timeoutMs: 3000 },
  )
}

const attach = { type: 'any', request: 'attach', hostName: '127.0.0.1', port: '{port}' }
const under = { command: ['./under.sh', '{port}', '{command}'], attach }

describe.skipIf(process.platform === 'win32')('a debugCommand', () => {
  test('starts the function in its folder with its variables; nothing times out while it waits', async () => {
    const { bench } = await openFunctions(under)
    const answered = invoke('bash')
    const child = await open.child()
    expect(child).toMatchObject({ type: 'any', hostName: '127.0.0.1', port: child.port, name: 'orders' })
    await sleep(4000)
    bench.write({ 'bash/go': '' })
    const result = await answered
    expect(JSON.parse(result.payload)).toBe(`${path.join(bench.folder, 'bash')} with Orders`)
    expect(written(result.log).map(({ text }) => text)).toEqual([`listening at 127.0.0.1:${child.port}`])
    open.end()
    await expect.poll(() => isAlive(child.gatehouseProcess), { timeout: 10_000 }).toBe(false)
  }, 30_000)

  test('without a debug configuration the port is told', async () => {
    await openFunctions(under.command)
    const answered = invoke('bash')
    expect(await open.said(/waits for a debugger/)).toMatch(
      /^'orders' \(process \d+\) waits for a debugger at 127\.0\.0\.1:\d+\n$/,
    )
    open.bench.write({ 'bash/go': '' })
    expect((await answered).type).toBe('success')
  }, 30_000)

  test('with the end of the session the event goes to a function without one', async () => {
    await openFunctions(under)
    const answered = invoke('bash')
    const child = await open.child()
    open.end()
    expect(await answered).toMatchObject({ type: 'success', payload: '""' })
    expect(isAlive(child.gatehouseProcess)).toBe(false)
  }, 30_000)

  test('that cannot be started is said', async () => {
    await openFunctions(['no-such-debugger', '--port={port}', '{command}'])
    expect((await invoke('bash')).type).not.toBe('success')
    expect(await open.said(/debugCommand/)).toBe(
      "'Orders' cannot be started by its debugCommand: spawn no-such-debugger ENOENT\n",
    )
  })

  test('that ends at once is said, and what it wrote stands in the log', async () => {
    await openFunctions("bash -c 'echo bad flag {port} >&2; exit 3' {command}")
    const result = await invoke('bash')
    expect(result.type).not.toBe('success')
    expect(written(result.log).map(({ text }) => text)).toContainEqual(expect.stringContaining('bad flag'))
    expect(await open.said(/debugCommand/)).toBe(
      "'Orders' has ended before its first event: see what its debugCommand wrote\n",
    )
  })
})

describe('a program in Java under jdwp', () => {
  const test = onlyWith(missingProgram('jdb', '-version'))

  test('by a variable: stops, has its own variables, goes on', async () => {
    const env = { JAVA_OPTIONS: `-agentlib:jdwp=${jdwp}` }
    await openFunctions({ command: '{command}', env, attach })
    await stopsInMain(await invokeUnder('java'))
  }, 60_000)

  test('by the words of the command', async () => {
    await openFunctions({ command: ['java', `-agentlib:jdwp=${jdwp}`, 'Main.java', '{command}'], attach })
    await stopsInMain(await invokeUnder('java'))
  }, 60_000)
})

async function invokeUnder(folder: string) {
  const answered = invoke(folder)
  return { answered, child: await open.child() }
}

async function stopsInMain({ answered, child }: Awaited<ReturnType<typeof invokeUnder>>): Promise<void> {
  const jdb = new JavaDebugger(child)
  await jdb.says(/VM Started|initializing jdb|main\[1\]/)
  jdb.tell('stop at Main:11')
  await jdb.says(/Deferring breakpoint|Set breakpoint/)
  jdb.tell('run')
  jdb.tell('cont')
  await jdb.says(/Breakpoint hit.*Main\.main\(\), line=11/)
  open.debugging.functionHeld(child.gatehouseProcess, true)
  jdb.tell('print id')
  await jdb.says(/id = "request-1"/)
  await sleep(1500)
  open.debugging.functionHeld(child.gatehouseProcess, false)
  jdb.tell('clear Main:11')
  jdb.tell('cont')
  expect(await answered).toMatchObject({ type: 'success', payload: '"Orders"' })
  open.end()
  await expect.poll(() => isAlive(child.gatehouseProcess), { timeout: 10_000 }).toBe(false)
}

/** The JDK's debugger on a terminal. */
class JavaDebugger {
  readonly #process: ChildProcessWithoutNullStreams
  #text = ''
  #arrived: () => void = () => undefined

  constructor({ port }: Child) {
    this.#process = spawn('jdb', ['-attach', `127.0.0.1:${port}`])
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.#text += chunk.toString()
        this.#arrived()
      })
    onTestFinished(() => void this.#process.kill('SIGKILL'))
  }

  tell(command: string): void {
    this.#process.stdin.write(`${command}\n`)
  }

  async says(text: RegExp): Promise<void> {
    while (!text.test(this.#text)) await new Promise<void>(resolve => (this.#arrived = resolve))
    this.#text = ''
  }
}
