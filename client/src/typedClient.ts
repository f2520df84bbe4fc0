import { execFile } from 'node:child_process'
import path from 'node:path'
import * as vscode from 'vscode'
import type { OutlineGateway } from '../../server/src/protocol/requests.ts'
import type { NodeRuntime } from './nodeRuntime.ts'

/** The program that stands beside the extension, and the Node that runs it. */
export interface ClientProgram {
  readonly program: string
  readonly findNode: () => Promise<NodeRuntime>
}

/**
 * Asks for a file and has the workspace's generator write the types of an API there, and a client beside them where
 * openapi-fetch is installed; shows the result. Where there is no generator, offers the command that installs it.
 */
export async function generateClient(
  { program, findNode }: ClientProgram,
  { definition, apiId }: OutlineGateway,
): Promise<void> {
  const source = vscode.Uri.parse(definition)
  // The generator reads what is on disk.
  const isSaved = await (await vscode.workspace.openTextDocument(source)).save()
  if (!isSaved) throw new Error(vscode.l10n.t('{0} cannot be saved', path.basename(source.fsPath)))
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(source, '..', 'api.d.ts'),
    filters: { TypeScript: ['ts'] },
    title: vscode.l10n.t('File for the types of the API'),
  })
  if (!file) return
  const node = await findNode()
  const title = vscode.l10n.t('Generating the client')
  const given = ['export', 'client', source.fsPath, '--api', apiId, '--output', file.fsPath, '--overwrite']
  const message = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_, token) =>
      run(node.command, [program, ...given], {
        cwd: path.dirname(source.fsPath),
        env: { ...process.env, ...node.env },
        token,
      }),
  )
  if (message === undefined) {
    await vscode.window.showTextDocument(file, { preview: false })
    return
  }
  const install = /npm install .+$/m.exec(message)?.[0]
  if (install === undefined) throw new Error(message)
  const copy = vscode.l10n.t('Copy the command')
  const chosen = await vscode.window.showErrorMessage(message, copy)
  if (chosen === copy) await vscode.env.clipboard.writeText(install)
}

interface RunOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly token: vscode.CancellationToken
}

/** Runs a program without a shell; what it says when it fails, undefined when it did not or was cancelled. */
function run(
  command: string,
  given: readonly string[],
  { cwd, env, token }: RunOptions,
): Promise<string | undefined> {
  return new Promise(resolve => {
    const stop = new AbortController()
    token.onCancellationRequested(() => stop.abort())
    const options = { cwd, env, windowsHide: true, signal: stop.signal, killSignal: 9 }
    execFile(command, [...given], options, (error, _, stderr) => {
      const said = stderr.replace(/^gatehouse export client: /gm, '').trim()
      resolve(!error || stop.signal.aborted ? undefined : said || error.message)
    })
  })
}
