import * as vscode from 'vscode'

/** Copies the bookshop that comes with the extension into a folder of the user's choice and opens it. */
export async function tryExample(extensionUri: vscode.Uri): Promise<void> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: false,
      title: vscode.l10n.t('Folder to copy the bookshop example into'),
      openLabel: vscode.l10n.t('Copy here'),
    })) ?? []
  if (!parent) return
  const target = await unusedFolder(parent)
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(extensionUri, 'examples', 'bookshop'), target)
  const isEmptyWindow = (vscode.workspace.workspaceFolders ?? []).length === 0
  await vscode.commands.executeCommand('vscode.openFolder', target, { forceNewWindow: !isEmptyWindow })
}

/** `bookshop`, else `bookshop-2` and so on: nothing of the user's is overwritten. */
async function unusedFolder(parent: vscode.Uri): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const folder = vscode.Uri.joinPath(parent, number === 1 ? 'bookshop' : `bookshop-${number}`)
    const exists = await vscode.workspace.fs.stat(folder).then(
      () => true,
      () => false,
    )
    if (!exists) return folder
  }
}
