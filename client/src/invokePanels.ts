import * as vscode from 'vscode'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import { invokePanelType } from './contributions.ts'
import { isRouteReference } from './fromPanel.ts'
import { InvokePanel } from './invokePanel.ts'
import type { PanelSurroundings } from './invokePanel.ts'
import type { Order } from './panelMessages.ts'
import { routeName } from './routeName.ts'
import { columnForNewPanel, loadPage, pageOptions } from './webviewPage.ts'

/** The open invoke panels: one per route, used again when the route is invoked again. */
export class InvokePanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly panels = new Map<string, InvokePanel>()
  private readonly around: PanelSurroundings
  private readonly extensionUri: vscode.Uri
  private readonly registration: vscode.Disposable

  constructor(extensionUri: vscode.Uri, around: PanelSurroundings) {
    this.extensionUri = extensionUri
    this.around = around
    this.registration = vscode.window.registerWebviewPanelSerializer(invokePanelType, this)
  }

  /** Shows the panel of a route with a request in it, and sends that where it is asked for. */
  fill(route: RouteReference, order: Order, from: string, isSent: boolean): void {
    this.open(route)
    this.panels.get(this.around.gateways.keyOf(route))?.fill(order, from, isSent)
  }

  /** Shows the panel of a route, which sends its request as it stands, debugged. */
  debug(route: RouteReference): void {
    this.open(route)
    this.panels.get(this.around.gateways.keyOf(route))?.debug()
  }

  /** Shows the panel of a route beside the editor, making it when there is none. */
  open(route: RouteReference): void {
    const known = this.panels.get(this.around.gateways.keyOf(route))
    if (known) {
      known.panel.reveal(known.panel.viewColumn)
      return
    }
    const panel = vscode.window.createWebviewPanel(
      invokePanelType,
      routeName(route),
      this.columnForNew(),
      pageOptions(this.extensionUri),
    )
    this.adopt(panel, route)
  }

  /** VS Code gives back a panel of an earlier session with what its page had kept. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const route = routeIn(state)
    if (!route || this.panels.has(this.around.gateways.keyOf(route))) {
      panel.dispose()
      return
    }
    panel.webview.options = pageOptions(this.extensionUri)
    this.adopt(panel, route)
  }

  dispose(): void {
    this.registration.dispose()
    for (const { panel } of [...this.panels.values()]) panel.dispose()
  }

  private adopt(panel: vscode.WebviewPanel, route: RouteReference): void {
    const key = this.around.gateways.keyOf(route)
    this.panels.set(key, new InvokePanel(panel, route, this.around))
    panel.onDidDispose(() => this.panels.delete(key))
    loadPage(panel, this.extensionUri, { bundle: 'panel', icon: 'panel', title: routeName(route) })
  }

  /** Beside the text; a second panel joins the first instead of splitting the window again. */
  private columnForNew(): vscode.ViewColumn {
    return [...this.panels.values()].at(-1)?.panel.viewColumn ?? columnForNewPanel()
  }
}

/** The page may keep more than the route (a draft, the chosen tab). */
function routeIn(state: unknown): RouteReference | undefined {
  if (isRouteReference(state)) return state
  if (typeof state !== 'object' || state === null || !('route' in state)) return undefined
  return isRouteReference(state.route) ? state.route : undefined
}
