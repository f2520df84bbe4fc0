import * as vscode from 'vscode'
import { commands } from './contributions.ts'
import type { Gateways } from './gateways.ts'
import type { WorkspaceOutline } from './workspaceOutline.ts'

/** The one item in the status bar: which gateway runs, and where. Hidden in a workspace without a gateway. */
export function createStatusBar(outline: WorkspaceOutline, gateways: Gateways): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('gatehouse.gateway', vscode.StatusBarAlignment.Left, 0)
  item.name = vscode.l10n.t('Gatehouse gateway')
  item.command = commands.gatewayActions
  const update = () => {
    const shown = contentOf(outline, gateways)
    if (!shown) {
      item.hide()
      return
    }
    item.text = shown.text
    item.tooltip = shown.tooltip
    item.accessibilityInformation = { label: `Gatehouse: ${shown.tooltip}` }
    item.show()
  }
  update()
  return vscode.Disposable.from(item, outline.onDidChange(update), gateways.onDidChangeStatus(update))
}

interface Content {
  readonly text: string
  readonly tooltip: string
}

function contentOf(outline: WorkspaceOutline, gateways: Gateways): Content | undefined {
  const known = outline.known?.gateways ?? []
  const running = gateways
    .running()
    .flatMap(({ status }) => (status.type === 'running' ? status.apis : []))
    .map(api => ({ name: api.name, port: new URL(api.url).port, url: api.url }))
  const [only] = running
  if (only) {
    const tooltip = running.map(api => vscode.l10n.t('{0} runs at {1}', api.name, api.url)).join('\n')
    const text =
      running.length === 1 ? `${only.name} :${only.port}` : vscode.l10n.t('{0} gateways', running.length)
    return { text: `$(vm-running) ${text}`, tooltip }
  }
  const starting = known.find(({ definition }) => gateways.of(definition).status.type === 'starting')
  if (starting) {
    return {
      text: `$(loading~spin) ${starting.name}`,
      tooltip: vscode.l10n.t('{0} is starting', starting.name),
    }
  }
  const [first] = known
  if (!first) return undefined
  const text = known.length === 1 ? first.name : vscode.l10n.t('{0} gateways', known.length)
  return { text: `$(vm-outline) ${text}`, tooltip: vscode.l10n.t('No gateway runs') }
}
