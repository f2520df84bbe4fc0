import * as vscode from 'vscode'
import type { Handler } from './handlers.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { showSettings } from './settings.ts'
import type { WorkspaceProblems } from './workspaceProblems.ts'

type Name = 'checkWorkspace' | 'showLog' | 'openSettings' | 'chooseDefinitions' | 'restartLanguageServer'

/** The commands that need the language server and nothing that runs, so that a browser has them too. */
export function languageCommands(around: {
  readonly features: LanguageFeatures
  readonly problems: WorkspaceProblems
  readonly showLog: (argument: unknown) => void
}): Record<Name, Handler> {
  const failed = vscode.l10n.t('Gatehouse')
  return {
    checkWorkspace: {
      title: vscode.l10n.t('The workspace cannot be checked'),
      run: async () => around.problems.check(),
    },
    showLog: { title: failed, run: async argument => around.showLog(argument) },
    openSettings: { title: failed, run: async () => showSettings() },
    chooseDefinitions: { title: failed, run: async () => showSettings('gatehouse.definitions.exclude') },
    restartLanguageServer: {
      title: vscode.l10n.t('The language server did not start'),
      run: async () => around.features.restart(),
    },
  }
}
