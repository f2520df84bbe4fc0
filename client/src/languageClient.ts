import * as vscode from 'vscode'
import { State } from 'vscode-languageclient'
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient'
import type { GatehouseNotifications } from '../../server/src/protocol/requests.ts'
import { executeServerCommand } from './migration.ts'
import { activeNeighbours, onDidChangeNeighbours } from './neighbours.ts'
import { setting } from './settings.ts'

// What a language server in a process and one in a browser's worker have in common.

/** The files whose change matters to a definition: definitions, what they include, and handlers. */
export const definitionFiles = '**/*.{yaml,yml,json,jsonc,template,vtl,vm,js,mjs,cjs,ts,mts,cts,py}'

export interface RunningServer {
  readonly client: BaseLanguageClient
  /** What runs it, for the status of the document. */
  readonly runtime: string
  /** Ends the server within two seconds; the client ends the process afterwards when it hangs. */
  readonly stop: () => Promise<void>
}

/** What the client is told whatever carries its messages. `schemes` are those of documents that can be definitions. */
export function clientOptions(
  log: vscode.LogOutputChannel,
  watcher: vscode.FileSystemWatcher,
  schemes: readonly string[],
): LanguageClientOptions {
  return {
    documentSelector: documentSelector(schemes),
    outputChannel: log,
    synchronize: { configurationSection: 'gatehouse', fileEvents: watcher },
    diagnosticPullOptions: { onChange: true },
    // Plain values: settings of VS Code are proxies, which cannot be sent to a worker.
    initializationOptions: plain({
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
      validation: { deferTo: setting('gatehouse.validation.deferTo') },
      neighbours: activeNeighbours(),
      // Else the client asks for all findings of the workspace every two seconds.
      diagnostics: { workspace: 'onDemand' },
      // The server runs nothing of the workspace's own, such as its rules, before it is told so.
      isTrusted: vscode.workspace.isTrusted,
    }),
    middleware: {
      executeCommand: executeServerCommand,
      window: {
        // Only files that a refactoring has made: what they were made from stays in view.
        showDocument: async ({ uri, takeFocus }) => {
          await vscode.window.showTextDocument(vscode.Uri.parse(uri), {
            viewColumn: vscode.ViewColumn.Beside,
            preserveFocus: takeFocus !== true,
            preview: false,
          })
          return { success: true }
        },
      },
    },
    // The status item tells of a failed start, once.
    initializationFailedHandler: () => false,
  }
}

/** Starts the client and tells the server what it must know while it runs. */
export async function followServer(
  client: BaseLanguageClient,
  { runtime, watcher, onState }: Following,
): Promise<RunningServer> {
  client.onDidChangeState(({ newState }) => {
    if (newState !== State.Starting) onState(newState === State.Running)
  })
  await client.start()
  const trustWatcher = vscode.workspace.onDidGrantWorkspaceTrust(
    () => void client.sendNotification(workspaceTrusted, null),
  )
  const neighbourWatcher = onDidChangeNeighbours(active => {
    void client.sendNotification('gatehouse/neighbours' satisfies keyof GatehouseNotifications, { active })
  })
  const stop = async () => {
    watcher.dispose()
    trustWatcher.dispose()
    neighbourWatcher.dispose()
    if (client.needsStop()) await client.stop(2000)
  }
  return { client, runtime, stop }
}

export interface Following {
  readonly runtime: string
  readonly watcher: vscode.FileSystemWatcher
  readonly onState: (isRunning: boolean) => void
}

const workspaceTrusted: keyof GatehouseNotifications = 'gatehouse/workspaceTrusted'

/** What the language server speaks about; it stays silent on those that are no definition. */
function documentSelector(
  schemes: readonly string[],
): { language?: string; scheme: string; pattern?: string }[] {
  const onDisk = schemes.filter(scheme => scheme !== 'untitled')
  return [
    ...schemes.flatMap(scheme =>
      ['yaml', 'json', 'jsonc', 'cloudformation'].map(language => ({ scheme, language })),
    ),
    // Without an extension that names their language these are plain text.
    ...onDisk.map(scheme => ({ scheme, pattern: '**/*.template' })),
    // Other extensions give mapping templates languages of their own.
    ...onDisk.map(scheme => ({ scheme, pattern: '**/*.{vtl,vm}' })),
    { scheme: 'untitled', language: 'apigateway-vtl' },
  ]
}

function plain(options: object): unknown {
  return JSON.parse(JSON.stringify(options))
}
