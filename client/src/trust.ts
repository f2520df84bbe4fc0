import * as vscode from 'vscode'
import { GatewayProblem } from './gatewayProblem.ts'

/** Throws GatewayProblem in Restricted Mode: a command can be called although the menus hide it. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return
  throw new GatewayProblem(
    vscode.l10n.t('This folder is not trusted, so the handlers in it are not run'),
    'trust',
  )
}
