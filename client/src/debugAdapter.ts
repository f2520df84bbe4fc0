import type { DebugProtocol } from '@vscode/debugprotocol'
import * as vscode from 'vscode'
import type { DebugMessage } from '../../server/src/protocol/debugging.ts'
import { describeEnd, messageOf } from './gatewayProblem.ts'
import type { DebugChannel, GatewayEnd } from './gatewayProcess.ts'

/** The gateway of a debug session. */
export interface DebuggedGateway {
  /** Finds or starts the gateway and opens its debug session. */
  readonly open: (onMessage: (message: DebugMessage) => void) => Promise<DebugChannel>
  /** The session is over; resolves once the gateway is stopped where that belongs to it. */
  readonly close: () => Promise<void>
  /** Starts the session of another debugger below this one: it attaches to a function. False when it could not begin. */
  readonly attach: (configuration: vscode.DebugConfiguration) => Thenable<boolean>
  /** There is no session; says why. */
  readonly refused: (error: unknown) => void
}

/**
 * The debug adapter of a session, within the extension: the adapter proper runs in the gateway's process, and messages of
 * the Debug Adapter Protocol go there and back. What is its own is how a session begins and ends.
 */
export class GatewayDebugAdapter implements vscode.DebugAdapter {
  private readonly message = new vscode.EventEmitter<vscode.DebugProtocolMessage>()
  readonly onDidSendMessage = this.message.event
  /** Resolves when all breakpoints are set; rejects when the session ends before. */
  readonly begun: Promise<void>
  private readonly gateway: DebuggedGateway
  private settle: { resolve: () => void; reject: (error: Error) => void } | undefined
  private opening: Promise<DebugChannel> | undefined
  private channel: DebugChannel | undefined
  private closing: Promise<void> | undefined
  /** VS Code takes a restart for a request of its own, though what runs in the gateway's process knows none. */
  private restartsBySession = false
  private lastSeq = 0
  /** Requests of our own, counted down from -1: the editor has asked for nothing. */
  private lastOwnSeq = 0

  constructor(gateway: DebuggedGateway) {
    this.gateway = gateway
    this.begun = new Promise((resolve, reject) => (this.settle = { resolve, reject }))
    // Most sessions have nobody who waits for them to begin.
    this.begun.catch(() => {})
  }

  /** Whether the session has ended, though its client may not have gone yet. */
  get isOver(): boolean {
    return this.closing !== undefined
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    // VS Code types messages as opaque; they are those of the protocol.
    const request = message as DebugProtocol.Request
    this.opening ??= this.open()
    this.opening.then(
      channel => {
        if (this.isOver) return void this.answerAlone(request)
        if (this.restartsBySession && isRestart(request)) return this.restart(request, channel)
        channel.send(request)
      },
      (error: unknown) => this.refuse(request, error),
    )
  }

  /** Tells the gateway that the debugger of a function's process holds it, or lets it go on. */
  tellHeld(process: number, isHeld: boolean): void {
    this.channel?.tellHeld(process, isHeld)
  }

  /** Lets a held request go on, by other means than the editor's own. */
  resume(threadId: number): void {
    const request = { type: 'request', command: 'continue', arguments: { threadId } }
    this.channel?.send({ ...request, seq: --this.lastOwnSeq })
    this.post({ type: 'event', event: 'continued', body: { threadId, allThreadsContinued: false } })
  }

  dispose(): void {
    void this.close()
    this.message.dispose()
  }

  private async open(): Promise<DebugChannel> {
    try {
      const channel = await this.gateway.open(message => void this.receive(message))
      this.channel = channel
      // VS Code may have given up meanwhile.
      if (this.isOver) channel.close()
      else void channel.ended.then(end => this.gatewayEnded(end))
      return channel
    } catch (error) {
      this.closing ??= Promise.resolve()
      this.settle?.reject(error instanceof Error ? error : new Error(messageOf(error)))
      this.gateway.refused(error)
      throw error
    }
  }

  private async receive(received: DebugMessage): Promise<void> {
    if (isStartDebugging(received)) return this.attach(received)
    const message = received as DebugProtocol.Response | DebugProtocol.Event
    const isResponse = message.type === 'response' && 'command' in message
    if (isResponse && message.request_seq < 0) return
    if (isResponse && message.command === 'initialize') this.takeRestarts(message)
    if (isResponse && message.command === 'configurationDone') this.settle?.resolve()
    // The answer comes when the port is free, so that a restart finds it so.
    if (isResponse && message.command === 'disconnect') await this.close()
    this.post(message)
    if (!isResponse && 'event' in message && message.event === 'terminated') void this.close()
  }

  /** Without the capability VS Code refuses a restart that begins at the session of a function, and asks nobody. */
  private takeRestarts({ body }: DebugProtocol.InitializeResponse): void {
    if (!body || body.supportsRestartRequest === true) return
    body.supportsRestartRequest = true
    this.restartsBySession = true
  }

  /** Has VS Code end this session and begin it again, with the tasks and the configuration of a restart. */
  private restart(request: DebugProtocol.Request, channel: DebugChannel): void {
    // What follows is a part of this restart.
    this.restartsBySession = false
    const isAsked = request.command === 'restart'
    if (isAsked) this.answer(request, true, {})
    // With the capability it would ask here again.
    const capabilities = { supportsRestartRequest: false }
    this.post({ type: 'event', event: 'capabilities', body: { capabilities } })
    this.post({ type: 'event', event: 'terminated', body: { restart: true } })
    // By other requests VS Code ends the session already: it hears no more after the answer.
    if (!isAsked) channel.send(request)
  }

  /** By itself VS Code would start a session of this type again, whatever the request says. */
  private async attach(request: DebugProtocol.StartDebuggingRequest): Promise<void> {
    const { seq, command } = request
    // The server names the type and the name of each session.
    const configuration = request.arguments.configuration as vscode.DebugConfiguration
    const success = await this.gateway.attach({ ...configuration, request: request.arguments.request }).then(
      begun => begun,
      () => false,
    )
    const response = { seq: 0, type: 'response', request_seq: seq, command, success }
    this.channel?.send(response)
  }

  /** The gateway has gone, or has ended its session: what VS Code still asks is answered here. */
  private async answerAlone({ seq, command }: DebugProtocol.Request): Promise<void> {
    const success = command === 'disconnect' || command === 'terminate'
    if (success) await this.close()
    this.answer({ seq, command }, success, {})
  }

  private refuse(request: DebugProtocol.Request, error: unknown): void {
    // `refused` has shown it, with what can be done.
    const body = { error: { id: 1, format: messageOf(error), showUser: false } }
    this.answer(request, false, body)
  }

  private answer(
    { seq, command }: Pick<DebugProtocol.Request, 'seq' | 'command'>,
    success: boolean,
    body: object,
  ): void {
    this.post({ type: 'response', request_seq: seq, command, success, body })
  }

  private gatewayEnded(end: GatewayEnd): void {
    if (this.isOver) return
    const isOrderly = end.code === 0 && !end.error
    const output = isOrderly
      ? vscode.l10n.t('The gateway was stopped')
      : vscode.l10n.t('The gateway process ended ({0})', describeEnd(end))
    // VS Code shows what is important outside the console too.
    const category = isOrderly ? 'console' : 'important'
    this.post({ type: 'event', event: 'output', body: { category, output: `${output}\n` } })
    this.post({ type: 'event', event: 'terminated' })
    void this.close()
  }

  private close(): Promise<void> {
    this.settle?.reject(new Error(vscode.l10n.t('The debug session ended')))
    this.closing ??= Promise.resolve().then(() => {
      this.channel?.close()
      return this.gateway.close()
    })
    return this.closing
  }

  private post(message: Record<string, unknown> | DebugProtocol.ProtocolMessage): void {
    this.message.fire({ ...message, seq: ++this.lastSeq })
  }
}

/** Where the debugger of a function has no request for a restart, VS Code ends the parent with `restart` in its place. */
function isRestart({ command, arguments: given }: DebugProtocol.Request): boolean {
  if (command === 'restart') return true
  const { restart } = (given ?? {}) as DebugProtocol.TerminateArguments
  return restart === true && (command === 'terminate' || command === 'disconnect')
}

function isStartDebugging(message: DebugMessage): message is DebugProtocol.StartDebuggingRequest {
  return message.type === 'request' && (message as DebugProtocol.Request).command === 'startDebugging'
}
