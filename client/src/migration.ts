import * as vscode from 'vscode'
import type { MigratedToHttpApi } from '../../server/src/protocol/requests.ts'

/** The server's command, which a code action and the command of the palette end in. */
export const migrateToHttpApi = 'gatehouse.migrateToHttpApi'

/** Runs a command of the server; of a migration, both new files are saved and shown, the report beside the definition. */
export async function executeServerCommand(
  command: string,
  args: unknown[],
  next: (command: string, args: unknown[]) => vscode.ProviderResult<unknown>,
): Promise<unknown> {
  const result: unknown = await next(command, args)
  if (command === migrateToHttpApi && isMigrated(result)) await show(result)
  return result
}

async function show({ definition, report }: MigratedToHttpApi): Promise<void> {
  const [made, told] = [vscode.Uri.parse(definition), vscode.Uri.parse(report)]
  const documents = await Promise.all([made, told].map(uri => vscode.workspace.openTextDocument(uri)))
  await Promise.all(documents.map(document => document.save()))
  await vscode.window.showTextDocument(made, { preview: false })
  try {
    await vscode.commands.executeCommand('markdown.showPreviewToSide', told)
  } catch {
    // VS Code's own extension for Markdown can be switched off.
    await vscode.window.showTextDocument(told, { viewColumn: vscode.ViewColumn.Beside, preview: false })
  }
}

function isMigrated(result: unknown): result is MigratedToHttpApi {
  return typeof result === 'object' && result !== null && 'definition' in result && 'report' in result
}
