import type { DebugProtocol } from '@vscode/debugprotocol'
import * as vscode from 'vscode'
import { pythonDebugType } from './contributions.ts'

/** The extension that brings VS Code's own debug type for Python. */
const debugpyExtension = 'ms-python.debugpy'

/** By which debug type sessions attach to Python functions: that of the Python extension where it is, else our own. */
export function pythonDebugger(): string {
  return vscode.extensions.getExtension(debugpyExtension) ? 'debugpy' : pythonDebugType
}

/** Attaches to a Python function without that extension: debugpy, which listens in its process, is the adapter. */
export function registerPythonDebugging(): vscode.Disposable {
  /** Ids of sessions that have attached; VS Code tells their end before it restarts them, so they stay. */
  const attached = new Set<string>()
  return vscode.debug.registerDebugAdapterDescriptorFactory(pythonDebugType, {
    createDebugAdapterDescriptor: ({ id, configuration }) => {
      // One that is restarted keeps its id. The session with the gateway begins anew then, and the process has gone.
      if (attached.has(id)) return new vscode.DebugAdapterInlineImplementation(new EndedSession())
      attached.add(id)
      const connect: unknown = configuration['connect']
      const { host, port } = (connect ?? {}) as { readonly host?: unknown; readonly port?: unknown }
      if (typeof port !== 'number') return undefined
      return new vscode.DebugAdapterServer(port, typeof host === 'string' ? host : '127.0.0.1')
    },
  })
}

/** Milliseconds after its beginning at which such a session is over: VS Code reports one that ends before it attaches. */
const endsAfterMs = 500

/** A debug adapter that agrees to everything and is over at once, whether VS Code attaches to it or gives up before. */
class EndedSession implements vscode.DebugAdapter {
  private readonly message = new vscode.EventEmitter<vscode.DebugProtocolMessage>()
  readonly onDidSendMessage = this.message.event
  private end: NodeJS.Timeout | undefined
  private lastSeq = 0

  handleMessage(message: vscode.DebugProtocolMessage): void {
    // VS Code types messages as opaque; they are those of the protocol.
    const { seq, command } = message as DebugProtocol.Request
    this.post({ type: 'response', request_seq: seq, command, success: true, body: {} })
    this.end ??= setTimeout(() => this.post({ type: 'event', event: 'terminated' }), endsAfterMs)
  }

  dispose(): void {
    clearTimeout(this.end)
    this.message.dispose()
  }

  private post(message: Readonly<Record<string, unknown>>): void {
    this.message.fire({ ...message, seq: ++this.lastSeq })
  }
}
