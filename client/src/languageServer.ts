import { LanguageClient } from 'vscode-languageclient/node'
import type { Executable } from 'vscode-languageclient/node'
import * as vscode from 'vscode'
import { clientOptions, definitionFiles, followServer } from './languageClient.ts'
import type { RunningServer } from './languageClient.ts'
import type { NodeRuntime } from './nodeRuntime.ts'

// V8 keeps three times 16 MB for new objects otherwise; a keystroke makes two.
const youngHeap = '--max-semi-space-size=4'

/** Starts `gatehouse lsp`, the program that a terminal starts too; the client starts it again after a crash. */
export async function startLanguageServer(
  program: string,
  node: NodeRuntime,
  log: vscode.LogOutputChannel,
  onState: (isRunning: boolean) => void,
): Promise<RunningServer> {
  const executable: Executable = {
    command: node.command,
    args: [youngHeap, program, 'lsp', '--stdio'],
    options: { env: { ...process.env, ...node.env } },
  }
  const watcher = vscode.workspace.createFileSystemWatcher(definitionFiles)
  const client = new LanguageClient('gatehouse', 'Gatehouse Language Server', executable, {
    ...clientOptions(log, watcher, ['file', 'untitled']),
    connectionOptions: { maxRestartCount: 4 },
  })
  const isEditors = node.origin === 'editor'
  const runtime = isEditors
    ? vscode.l10n.t("VS Code's own Node.js {0}", node.version)
    : `Node.js ${node.version}`
  return followServer(client, { runtime, watcher, onState })
}
