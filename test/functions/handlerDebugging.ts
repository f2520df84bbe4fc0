import type { DebugProtocol } from '@vscode/debugprotocol'
import { Debugging } from '../../server/src/commands/debugging.ts'
import type { FunctionPoolOptions } from '../../server/src/functions/functionPool.ts'
import type { Bench } from './pool.ts'
import { openBench } from './pool.ts'

/** A configuration that the editor was asked to start. */
export type Child = Readonly<Record<string, unknown>> & {
  readonly type: string
  readonly name: string
  readonly port: number
  readonly gatehouseProcess: number
}

/** Functions and a debug session over them, as an editor holds it. */
export class HandlerDebugging {
  readonly bench: Bench
  readonly debugging: Debugging
  /** What the session said. */
  readonly output: string[] = []
  readonly #children: Child[] = []
  #seq = 0
  #arrived: () => void = () => undefined

  private constructor(bench: Bench, debugging: Debugging) {
    this.bench = bench
    this.debugging = debugging
    debugging.onChange(bench.pool.restart)
  }

  static async open(
    files: Record<string, string>,
    options: Partial<FunctionPoolOptions> = {},
  ): Promise<HandlerDebugging> {
    const debugging = new Debugging(() => performance.now())
    return new HandlerDebugging(
      await openBench(files, { debugging: debugging.functions, ...options }),
      debugging,
    )
  }

  /** Begins a session. */
  begin(attach: object = {}, supportsStartDebuggingRequest = true): void {
    this.#request('initialize', { adapterID: 'gatehouse', pathFormat: 'path', supportsStartDebuggingRequest })
    this.#request('attach', attach)
    this.#request('configurationDone')
  }

  end(): void {
    this.#request('disconnect')
  }

  /** What the editor is asked to start next. */
  async child(): Promise<Child> {
    for (;;) {
      const child = this.#children.shift()
      if (child) return child
      await new Promise<void>(resolve => (this.#arrived = resolve))
    }
  }

  /** Resolves when the session has said something like this. */
  async said(text: RegExp): Promise<string> {
    for (;;) {
      const line = this.output.find(each => text.test(each))
      if (line !== undefined) return line
      await new Promise<void>(resolve => (this.#arrived = resolve))
    }
  }

  async close(): Promise<void> {
    this.debugging.end()
    await this.bench.close()
  }

  #request(command: string, given: object = {}): void {
    const message = { seq: ++this.#seq, type: 'request', command, arguments: given }
    this.debugging.take(
      message,
      () => [],
      sent => this.#take(sent),
    )
  }

  #take(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'request') {
      const { command, arguments: given } = message as DebugProtocol.StartDebuggingRequest
      if (command === 'startDebugging') this.#children.push(given.configuration as Child)
    } else if (message.type === 'event' && (message as DebugProtocol.Event).event === 'output')
      this.output.push((message as DebugProtocol.OutputEvent).body.output)
    else if (message.type === 'response') {
      const { success, message: fault } = message as DebugProtocol.Response
      if (!success) this.output.push(fault ?? '')
    }
    this.#arrived()
  }
}
