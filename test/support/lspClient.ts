import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
import type {
  ClientCapabilities,
  InitializeResult,
  MessageConnection,
  PublishDiagnosticsParams,
  ServerCapabilities,
} from 'vscode-languageserver/node'
import { programFile } from './buildProgram.ts'
import { watchFailedRules } from './failedRules.ts'

/** A language server as a process of its own, spoken to over stdin and stdout as an editor does. */
export interface LspClient {
  readonly connection: MessageConnection
  readonly process: ChildProcess
  /** What the server says that it can do. */
  readonly capabilities: ServerCapabilities
  /** Opens a document and gives the first findings published for it. */
  readonly open: (uri: string, text: string, languageId?: string) => Promise<PublishDiagnosticsParams>
  /** Replaces the whole text and gives the findings of that version. */
  readonly change: (uri: string, text: string) => Promise<PublishDiagnosticsParams>
  /** The last findings published for a document, or the next ones, that are as `wanted` says. */
  readonly published: (
    uri: string,
    wanted: (found: PublishDiagnosticsParams) => boolean,
  ) => Promise<PublishDiagnosticsParams>
  readonly stop: () => Promise<number | null>
}

/** What a client can do beside the basics. */
interface ClientOptions {
  readonly capabilities?: ClientCapabilities
  /** Answers what the server asks. */
  readonly onConnection?: (connection: MessageConnection) => void
}

/** Starts `gatehouse lsp --stdio` on a folder. */
export async function startLsp(
  folder: string,
  initializationOptions?: object,
  { capabilities = {}, onConnection }: ClientOptions = {},
): Promise<LspClient> {
  const child = spawn(process.execPath, [programFile, 'lsp', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  const waiting: { uri: string; version: number; resolve: (found: PublishDiagnosticsParams) => void }[] = []
  const latest = new Map<string, PublishDiagnosticsParams>()
  const listeners = new Set<() => void>()
  connection.onNotification('textDocument/publishDiagnostics', (found: PublishDiagnosticsParams) => {
    latest.set(found.uri, found)
    for (const listener of [...listeners]) listener()
    for (const [index, wait] of waiting.entries()) {
      if (wait.uri === found.uri && wait.version === found.version) {
        waiting.splice(index, 1)
        wait.resolve(found)
        return
      }
    }
  })
  const failedRules = watchFailedRules(connection)
  onConnection?.(connection)
  connection.listen()
  const uri = pathToFileURL(folder).href
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: uri,
    capabilities,
    workspaceFolders: [{ uri, name: 'test' }],
    ...(initializationOptions && { initializationOptions }),
  })
  await connection.sendNotification('initialized', {})

  const versions = new Map<string, number>()
  const published = (wanted: string, version: number) =>
    new Promise<PublishDiagnosticsParams>(resolve => waiting.push({ uri: wanted, version, resolve }))

  return {
    connection,
    process: child,
    capabilities: initialized.capabilities,
    open: async (document, text, languageId = 'yaml') => {
      versions.set(document, 1)
      const answer = published(document, 1)
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: document, languageId, version: 1, text },
      })
      return answer
    },
    change: async (document, text) => {
      const version = (versions.get(document) ?? 1) + 1
      versions.set(document, version)
      const answer = published(document, version)
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: document, version },
        contentChanges: [{ text }],
      })
      return answer
    },
    published: (document, wanted) =>
      new Promise(resolve => {
        const look = () => {
          const found = latest.get(document)
          if (!found || !wanted(found)) return
          listeners.delete(look)
          resolve(found)
        }
        listeners.add(look)
        look()
      }),
    stop: async () => {
      const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
      await connection.sendRequest('shutdown')
      await connection.sendNotification('exit')
      failedRules.check()
      return ended
    },
  }
}
