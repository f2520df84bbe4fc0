import type { DebugProtocol } from '@vscode/debugprotocol'
import type { Debuggee } from '../../server/src/debugger/debugSession.ts'
import { GatewayDebugSession } from '../../server/src/debugger/debugSession.ts'

/** A client of a debug session in the same process. */
export class DebugClient {
  readonly session: GatewayDebugSession
  readonly output: string[] = []
  /** Breakpoints that have moved. */
  readonly changed: DebugProtocol.Breakpoint[] = []
  #seq = 0
  readonly #answers = new Map<number, (response: DebugProtocol.Response) => void>()
  readonly #stops: DebugProtocol.StoppedEvent[] = []
  #stopped: (() => void) | undefined

  constructor(gateway: Debuggee) {
    this.session = new GatewayDebugSession(gateway)
    this.session.onDidSendMessage(message => this.#take(message as unknown as DebugProtocol.ProtocolMessage))
  }

  /** Sends a request and gives the body of its response; rejects with the message of a refusal. */
  request<Body>(command: string, given: object = {}): Promise<Body> {
    const seq = ++this.#seq
    const answer = new Promise<DebugProtocol.Response>(resolve => this.#answers.set(seq, resolve))
    this.session.handleMessage({ seq, type: 'request', command, arguments: given } as never)
    return answer.then(({ success, message, body }) => {
      if (!success) throw new Error(message)
      return body as Body
    })
  }

  /** Starts the session with breakpoints at lines of a file (from 1). */
  async begin(
    breakpoints: Record<string, readonly DebugProtocol.SourceBreakpoint[]> = {},
  ): Promise<DebugProtocol.Breakpoint[]> {
    await this.request('initialize', { adapterID: 'gatehouse', pathFormat: 'path' })
    await this.request('attach')
    const placed: DebugProtocol.Breakpoint[] = []
    for (const [path, lines] of Object.entries(breakpoints)) {
      const body = await this.request<DebugProtocol.SetBreakpointsResponse['body']>('setBreakpoints', {
        source: { path },
        breakpoints: lines,
      })
      placed.push(...body.breakpoints)
    }
    await this.request('configurationDone')
    return placed
  }

  /** The next stop: its reason, its place (from 1), and the names of the frames. */
  async stop(): Promise<{
    reason: string
    line: number
    column: number
    path: string | undefined
    frames: string[]
    threadId: number
    frameId: number
  }> {
    while (this.#stops.length === 0) await new Promise<void>(resolve => (this.#stopped = resolve))
    const { reason, threadId = 0 } = this.#stops.shift()?.body ?? { reason: 'none' }
    const { stackFrames } = await this.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
      threadId,
    })
    const [top] = stackFrames
    return {
      reason,
      threadId,
      line: top?.line ?? 0,
      column: top?.column ?? 0,
      path: top?.source?.path,
      frames: stackFrames.map(({ name }) => name),
      frameId: top?.id ?? 0,
    }
  }

  /** Goes on, and says where it stops next. */
  async go(
    command: 'continue' | 'next' | 'stepIn' | 'stepOut',
    threadId = 1,
  ): ReturnType<DebugClient['stop']> {
    await this.request(command, { threadId })
    return this.stop()
  }

  /** The variables of a scope of a frame as text, by name. */
  async variables(
    frameId: number,
    scope: string,
    ...path: readonly string[]
  ): Promise<Record<string, string>> {
    const reference = await this.reference(frameId, scope, ...path)
    const { variables } = await this.request<DebugProtocol.VariablesResponse['body']>('variables', {
      variablesReference: reference,
    })
    return Object.fromEntries(variables.map(({ name, value }) => [name, value]))
  }

  /** The handle of a scope, or of a variable within it. */
  async reference(frameId: number, scope: string, ...path: readonly string[]): Promise<number> {
    const { scopes } = await this.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId })
    let reference = scopes.find(({ name }) => name === scope)?.variablesReference ?? 0
    for (const name of path) {
      const { variables } = await this.request<DebugProtocol.VariablesResponse['body']>('variables', {
        variablesReference: reference,
      })
      reference = variables.find(variable => variable.name === name)?.variablesReference ?? 0
    }
    return reference
  }

  /** What an expression gives in a frame. */
  async evaluate(frameId: number, expression: string, context = 'watch'): Promise<string> {
    const { result } = await this.request<DebugProtocol.EvaluateResponse['body']>('evaluate', {
      expression,
      frameId,
      context,
    })
    return result
  }

  #take(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'response') {
      const response = message as DebugProtocol.Response
      this.#answers.get(response.request_seq)?.(response)
      this.#answers.delete(response.request_seq)
      return
    }
    const event = message as DebugProtocol.Event
    if (event.event === 'output') this.output.push((event as DebugProtocol.OutputEvent).body.output)
    if (event.event === 'breakpoint')
      this.changed.push((event as DebugProtocol.BreakpointEvent).body.breakpoint)
    if (event.event !== 'stopped') return
    this.#stops.push(event as DebugProtocol.StoppedEvent)
    this.#stopped?.()
  }
}
