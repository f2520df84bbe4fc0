import * as vscode from 'vscode'
import { commands } from './contributions.ts'
import { GatewayProblem } from './gatewayProblem.ts'
import { NodeUnusable } from './nodeUnusable.ts'
import { showSettings } from './settings.ts'

/** What went wrong, as a sentence that says what failed and why. */
export function failureText(error: unknown): string {
  if (error instanceof NodeUnusable) {
    const found =
      error.version === undefined
        ? vscode.l10n.t("'{0}' does not start", error.command)
        : vscode.l10n.t("'{0}' is Node.js {1}", error.command, error.version)
    return vscode.l10n.t("{0}; the setting 'gatehouse.node.path' must name Node.js 20 or newer", found)
  }
  return error instanceof Error ? error.message : String(error)
}

/** Shows a failure with one next step as a button. `definition` is the one whose gateway is meant. */
export async function showFailure(title: string, error: unknown, definition?: string): Promise<void> {
  const steps = stepsFor(error, definition)
  const chosen = await vscode.window.showErrorMessage(
    `${title}: ${failureText(error)}`,
    ...steps.map(step => step.title),
  )
  await steps.find(step => step.title === chosen)?.run()
}

interface Step {
  readonly title: string
  readonly run: () => PromiseLike<unknown>
}

function stepsFor(error: unknown, definition: string | undefined): Step[] {
  const log: Step = {
    title: vscode.l10n.t('Show log'),
    run: () => vscode.commands.executeCommand(commands.showLog),
  }
  const nodePath: Step = {
    title: vscode.l10n.t('Change the setting'),
    run: () => showSettings('gatehouse.node.path'),
  }
  if (error instanceof NodeUnusable) return [nodePath]
  if (!(error instanceof GatewayProblem)) return [log]
  if (error.remedy === 'trust') {
    return [
      {
        title: vscode.l10n.t('Manage Workspace Trust'),
        run: () => vscode.commands.executeCommand(commands.manageTrust),
      },
    ]
  }
  if (error.remedy !== 'freePort' || definition === undefined) return [log]
  return [
    {
      title: vscode.l10n.t('Start on a free port'),
      run: () => vscode.commands.executeCommand(commands.startOnFreePort, definition),
    },
    { title: vscode.l10n.t('Change the port'), run: () => showSettings('gatehouse.gateway.port') },
  ]
}
