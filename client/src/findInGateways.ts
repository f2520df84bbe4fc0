import * as vscode from 'vscode'
import { commands } from './contributions.ts'
import type { GatewayTree } from './gatewayTree.ts'
import { openPlace } from './places.ts'
import { rowIcon } from './treeItems.ts'
import type { NodeRow } from './treeRows.ts'
import { locationOf } from './treeRows.ts'
import { takesRequests } from './workspaceOutline.ts'

interface RowItem extends vscode.QuickPickItem {
  readonly row: NodeRow
}

/** Searches all routes and parts of all gateways; Enter shows the row and opens its source, the button invokes. */
export async function findInGateways(tree: GatewayTree): Promise<void> {
  const invoke: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('play'),
    tooltip: vscode.l10n.t('Invoke locally'),
  }
  const pick = vscode.window.createQuickPick<RowItem>()
  pick.placeholder = vscode.l10n.t('Method, path, name or what answers')
  pick.matchOnDescription = true
  pick.busy = true
  pick.show()
  pick.onDidHide(() => pick.dispose())
  const take = async (row: NodeRow) => {
    pick.hide()
    await tree.show(row)
    const location = locationOf(row)
    if (location) await openPlace(location)
  }
  pick.onDidAccept(() => {
    const [chosen] = pick.selectedItems
    if (chosen) void take(chosen.row)
  })
  pick.onDidTriggerItemButton(({ item }) => {
    pick.hide()
    void vscode.commands.executeCommand(commands.invoke, item.row)
  })
  const canInvoke = ({ node, gateway }: NodeRow) =>
    vscode.workspace.isTrusted && node.route !== undefined && takesRequests(gateway)
  pick.items = (await tree.allNodes()).map(row => ({
    ...itemOf(row),
    row,
    buttons: canInvoke(row) ? [invoke] : [],
  }))
  pick.busy = false
}

function itemOf(row: NodeRow): vscode.QuickPickItem {
  const { node, gateway } = row
  const description = [node.description, gateway.name].filter(part => part !== undefined && part !== '')
  return { label: node.label, description: description.join(' · '), iconPath: rowIcon(node) }
}
