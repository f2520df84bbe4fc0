import * as vscode from 'vscode'
import type { Settings } from './contributions.ts'

/** The value of a setting as it applies to `scope`; the default comes from the manifest. */
export function setting<Name extends keyof Settings>(name: Name, scope?: vscode.Uri): Settings[Name] {
  const value = vscode.workspace.getConfiguration(undefined, scope).get<Settings[Name]>(name)
  if (value === undefined) throw new Error(`package.json gives no default for the setting '${name}'`)
  return value
}

/** Opens the settings editor at one setting, or at all of Gatehouse's. */
export async function showSettings(name?: keyof Settings): Promise<void> {
  await vscode.commands.executeCommand(
    'workbench.action.openSettings',
    name === undefined ? '@ext:gatehouse.gatehouse' : `@id:${name}`,
  )
}
