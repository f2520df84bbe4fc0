import * as vscode from 'vscode'
import { LanguageClient } from 'vscode-languageclient/browser'
import type { ClientRequests } from '../../../server/src/protocol/requests.ts'
import { clientOptions, followServer } from '../languageClient.ts'
import type { RunningServer } from '../languageClient.ts'
import { answerFiles } from './files.ts'

/** Whatever changes may be what a definition looks at: nothing else tells the server, which has no disk. */
const everything = '**/*'

/** Starts the language server in a worker of the browser; it asks for files, which it cannot read itself. */
export async function startLanguageServer(
  extensionUri: vscode.Uri,
  log: vscode.LogOutputChannel,
  schemes: readonly string[],
  onState: (isRunning: boolean) => void,
): Promise<RunningServer> {
  const program = vscode.Uri.joinPath(extensionUri, 'dist', 'web', 'server.js')
  const watcher = vscode.workspace.createFileSystemWatcher(everything)
  const worker = new Worker(program.toString(true), { name: 'Gatehouse' })
  const client = new LanguageClient(
    'gatehouse',
    'Gatehouse Language Server',
    worker,
    clientOptions(log, watcher, schemes),
  )
  type Files = ClientRequests['gatehouse/files']
  client.onRequest(
    'gatehouse/files' satisfies keyof ClientRequests,
    async ({ questions }: Files['params']): Promise<Files['result']> => answerFiles(questions, extensionUri),
  )
  const running = await followServer(client, {
    runtime: vscode.l10n.t('In a worker of the browser'),
    watcher,
    onState,
  })
  const stop = async () => {
    await running.stop()
    worker.terminate()
  }
  return { ...running, stop }
}
