import * as vscode from 'vscode'
import { LanguageClient, State } from 'vscode-languageclient/node'
import type { Executable, LanguageClientOptions } from 'vscode-languageclient/node'
import type { GatehouseNotifications } from '../../server/src/protocol/requests.ts'
import type { NodeRuntime } from './nodeRuntime.ts'
import { setting } from './settings.ts'

/** The files whose change matters to a definition: definitions, what they include, and handlers. */
const watched = '**/*.{yaml,yml,json,jsonc,template,vtl,vm,js,mjs,cjs,ts,mts,cts,py}'

/** What the language server speaks about; it stays silent on those that are no definition. */
const documentSelector: { language?: string; scheme: string; pattern?: string }[] = [
  ...['file', 'untitled'].flatMap(scheme =>
    ['yaml', 'json', 'jsonc', 'cloudformation'].map(language => ({ scheme, language })),
  ),
  // Without an extension that names their language these are plain text.
  { scheme: 'file', pattern: '**/*.template' },
  // Other extensions give mapping templates languages of their own.
  { scheme: 'file', pattern: '**/*.{vtl,vm}' },
  { scheme: 'untitled', language: 'apigateway-vtl' },
]

const workspaceTrusted: keyof GatehouseNotifications = 'gatehouse/workspaceTrusted'

export interface RunningServer {
  readonly client: LanguageClient
  readonly node: NodeRuntime
  /** Ends the server within two seconds; the client ends the process afterwards when it hangs. */
  readonly stop: () => Promise<void>
}

/** Starts `gatehouse lsp`, the program that a terminal starts too; the client starts it again after a crash. */
export async function startLanguageServer(
  program: string,
  node: NodeRuntime,
  log: vscode.LogOutputChannel,
  onState: (isRunning: boolean) => void,
): Promise<RunningServer> {
  const executable: Executable = {
    command: node.command,
    args: [program, 'lsp', '--stdio'],
    options: { env: { ...process.env, ...node.env } },
  }
  const watcher = vscode.workspace.createFileSystemWatcher(watched)
  const options: LanguageClientOptions = {
    documentSelector,
    outputChannel: log,
    synchronize: {
      configurationSection: 'gatehouse',
      fileEvents: watcher,
    },
    initializationOptions: {
      completion: { canReopen: true },
      codeLens: { enabled: setting('gatehouse.codeLens.enabled') },
      inlayHints: {
        authorizer: setting('gatehouse.inlayHints.authorizer'),
        integration: setting('gatehouse.inlayHints.integration'),
        timeout: setting('gatehouse.inlayHints.timeout'),
        stageVariables: setting('gatehouse.inlayHints.stageVariables'),
      },
      definitions: { exclude: setting('gatehouse.definitions.exclude') },
      rules: setting('gatehouse.rules'),
      gateway: {
        parameters: setting('gatehouse.gateway.parameters'),
        parametersFiles: setting('gatehouse.gateway.parametersFiles'),
      },
      // The server runs nothing of the workspace's own, such as its rules, before it is told so.
      isTrusted: vscode.workspace.isTrusted,
    },
    connectionOptions: { maxRestartCount: 4 },
    // The status item tells of a failed start, once.
    initializationFailedHandler: () => false,
  }
  const client = new LanguageClient('gatehouse', 'Gatehouse Language Server', executable, options)
  client.onDidChangeState(({ newState }) => {
    if (newState !== State.Starting) onState(newState === State.Running)
  })
  await client.start()
  const trustWatcher = vscode.workspace.onDidGrantWorkspaceTrust(
    () => void client.sendNotification(workspaceTrusted, null),
  )
  const stop = async () => {
    watcher.dispose()
    trustWatcher.dispose()
    if (client.needsStop()) await client.stop(2000)
  }
  return { client, node, stop }
}
