import { DebugClient } from '@vscode/debugadapter-testsupport'
import type { DebugProtocol } from '@vscode/debugprotocol'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { Child } from '../functions/handlerDebugging.ts'
import { programFile } from '../support/buildProgram.ts'
import { testProject } from './gatewayProgram.ts'

/** The built program as a debug adapter, in a project of these files. */
export async function debugAdapter(files: Record<string, string>, environment: Record<string, string> = {}) {
  const project = testProject(files)
  const child = spawn(process.execPath, [programFile, 'debug'], {
    cwd: project.folder,
    env: { ...process.env, ...environment },
  })
  const client = new AdapterClient(child)
  onTestFinished(async () => {
    child.kill()
    await client.ended
  })
  return { client, child, write: project.write, file: (name: string) => path.join(project.folder, name) }
}

/** The client of the protocol's own test kit, with a program that takes arguments. */
class AdapterClient extends DebugClient {
  readonly ended: Promise<number | null>
  placed: DebugProtocol.Breakpoint[] = []
  readonly #output: DebugProtocol.OutputEvent[] = []
  readonly #children: Child[] = []
  #arrived: () => void = () => undefined

  constructor(child: ChildProcess) {
    super('node', programFile, 'gatehouse')
    this.defaultTimeout = 15_000
    this.ended = new Promise(resolve => child.once('exit', resolve))
    if (!child.stdout || !child.stdin) throw new Error('the adapter has no pipes')
    this.connect(child.stdout, child.stdin)
    // The kit's client knows no requests of an adapter.
    const kit = this as unknown as { dispatch: (body: string) => void }
    const dispatch = kit.dispatch.bind(this)
    kit.dispatch = body => {
      const { type, command, arguments: given } = JSON.parse(body) as DebugProtocol.StartDebuggingRequest
      if (type !== 'request') return dispatch(body)
      if (command === 'startDebugging') this.#children.push(given.configuration as Child)
      this.#arrived()
    }
    this.on('output', (event: DebugProtocol.OutputEvent) => this.#output.push(event))
  }

  /** What the editor is asked to start next. */
  async child(): Promise<Child> {
    for (;;) {
      const child = this.#children.shift()
      if (child) return child
      await new Promise<void>(resolve => (this.#arrived = resolve))
    }
  }

  /** A launch that is not configured. */
  refusal(launch: object): Promise<unknown> {
    return this.launchRequest(launch)
  }

  /** What was printed so far. */
  text(category: string): string {
    const events = this.#output.filter(({ body }) => body.category === category)
    return events.map(({ body }) => body.output).join('')
  }

  /** Launches, sets breakpoints at lines, and all filters of failures, and says that it is ready. */
  async configured(launch: object, lines: readonly (readonly [string, number])[]): Promise<void> {
    const initialized = this.waitForEvent('initialized')
    await this.launchRequest(launch)
    await initialized
    const files = [...new Set(lines.map(([file]) => file))]
    for (const file of files) {
      const breakpoints = lines.filter(([each]) => each === file).map(([, line]) => ({ line }))
      const { body } = await this.setBreakpointsRequest({ source: { path: file }, breakpoints })
      this.placed.push(...body.breakpoints)
    }
    await this.setExceptionBreakpointsRequest({ filters: ['failures'] })
    await this.configurationDoneRequest()
  }

  /** The same with a gateway; gives where it listens. */
  async serve(launch: object, lines: readonly (readonly [string, number])[]): Promise<{ url: string }> {
    const listening = this.listening()
    await this.configured(launch, lines)
    return { url: await listening }
  }

  /** Where the gateway that is started next listens. */
  listening(): Promise<string> {
    return new Promise(resolve =>
      this.on('output', ({ body }: DebugProtocol.OutputEvent) => {
        const [, url] = /listening on (\S+)/.exec(body.output) ?? []
        if (url !== undefined) resolve(url)
      }),
    )
  }
}
