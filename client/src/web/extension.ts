import * as vscode from 'vscode'
import { adviseCustomTags } from '../customTags.ts'
import { failureText } from '../failures.ts'
import { languageCommands } from '../languageCommands.ts'
import { LanguageFeatures } from '../languageFeatures.ts'
import { registerHandlers } from '../handlers.ts'
import { WorkspaceProblems } from '../workspaceProblems.ts'

let end: (() => Promise<void>) | undefined

/** In a browser there is no process: the language features run in a worker, and what runs a gateway is absent. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Gatehouse', { log: true })
  const schemes = documentSchemes()
  const features = new LanguageFeatures(log, {
    schemes,
    start: async onState => {
      const { startLanguageServer } = await import('./languageServer.ts')
      return startLanguageServer(context.extensionUri, log, schemes, onState)
    },
    explain: failureText,
  })
  const problems = new WorkspaceProblems(features, log)
  context.subscriptions.push(
    log,
    features,
    problems,
    adviseCustomTags(context),
    registerHandlers(languageCommands({ features, problems, showLog: () => log.show(true) }), log),
    // Which file includes which is known once all were read.
    features.onDidChangeOutline(() => {
      features.request('gatehouse/outline', null).catch((error: unknown) => log.error(String(error)))
    }),
  )
  end = () => features.stop()
}

export async function deactivate(): Promise<void> {
  await end?.()
}

/** Those of the workspace's folders, which a browser has from many places, and of what has no folder. */
function documentSchemes(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? []
  return [...new Set(['file', 'untitled', 'vscode-vfs', ...folders.map(({ uri }) => uri.scheme)])]
}
