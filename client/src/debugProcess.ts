import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { DebugMessage, FunctionHeldRequest } from '../../server/src/protocol/debugging.ts'
import type { DebugChannel, GatewayCommand, GatewayEnd } from './gatewayProcess.ts'

/** Milliseconds that an orderly end may take before the process is ended hard. */
const patience = 3000
const functionHeld: FunctionHeldRequest = 'gatehouse/functionHeld'

/** One `gatehouse debug`: a debug adapter with what it launches in a process of its own. */
export interface DebugProcess extends DebugChannel {
  /** Resolves once the process is gone. */
  readonly stop: () => Promise<void>
}

/** Starts a `gatehouse debug`; `onLine` hears what it writes beside the protocol: why it ended, when it did so by itself. */
export async function startDebugProcess(
  command: GatewayCommand,
  onMessage: (message: DebugMessage) => void,
  onLine: (line: string) => void,
): Promise<DebugProcess> {
  // The protocol has the same frames as that of language servers.
  const { StreamMessageReader, StreamMessageWriter } = await import('vscode-languageclient/node')
  const hardStop = new AbortController()
  const child = spawn(command.node.command, [command.program, ...command.arguments], {
    cwd: command.folder,
    env: { ...process.env, ...command.node.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    signal: hardStop.signal,
    killSignal: 9,
  })
  const { stdin, stdout, stderr } = child
  // A process that is gone makes the pipe fail; `ended` tells of it.
  stdin.on('error', () => {})
  createInterface({ input: stderr }).on('line', onLine)
  const writer = new StreamMessageWriter(stdin)
  writer.onError(() => {})
  new StreamMessageReader(stdout).listen(message => {
    // The type is that of the language servers' protocol, the message is one of the debuggers'.
    const received = message as unknown as DebugProtocol.Response
    // VS Code has asked for no such thing.
    if (received.type !== 'response' || received.command !== functionHeld) onMessage(received)
  })
  const ended = new Promise<GatewayEnd>(resolve => {
    child.on('error', error => {
      if (child.pid === undefined) resolve({ code: null, signal: null, error })
    })
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const send = (message: object) => {
    // What cannot be written has nobody to go to.
    if (stdin.writable) writer.write(message as never).catch(() => {})
  }
  return {
    send,
    tellHeld: (process, isHeld) =>
      send({ seq: 0, type: 'request', command: functionHeld, arguments: { process, isHeld } }),
    close: () => void stdin.end(),
    ended,
    stop: async () => {
      stdin.end()
      const timer = setTimeout(() => hardStop.abort(), patience)
      await ended
      clearTimeout(timer)
    },
  }
}
