import * as vscode from 'vscode'
import type { ApiSubject } from './apiSubject.ts'
import { keptSubject } from './apiSubject.ts'
import { columnForNewPanel, loadPage, pageOptions } from './webviewPage.ts'
import { uriKey } from './workspaceOutline.ts'

/** A kind of panel, of which each API has one at most. */
export interface ApiPanelKind {
  /** Stands in the manifest's `activationEvents` too, so that a panel is there again after the window was loaded anew. */
  readonly viewType: string
  /** Name of its bundle in `dist` and of its icon in `media`. */
  readonly page: string
  readonly title: (name: string) => string
  /** Beside what every page may do. */
  readonly options?: vscode.WebviewPanelOptions
  /**
   * Begins to speak with the page of a new panel, until the panel is closed. `kept` is what the page of an earlier
   * session had VS Code keep: anything at all, so it is read with care.
   */
  readonly begin: (panel: vscode.WebviewPanel, subject: ApiSubject, kept?: unknown) => void
}

/** The open panels of a kind: one per API, used again. VS Code gives back those of an earlier session. */
export class ApiPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly panels = new Map<string, vscode.WebviewPanel>()
  private readonly extensionUri: vscode.Uri
  private readonly kind: ApiPanelKind
  private readonly registration: vscode.Disposable

  constructor(extensionUri: vscode.Uri, kind: ApiPanelKind) {
    this.extensionUri = extensionUri
    this.kind = kind
    this.registration = vscode.window.registerWebviewPanelSerializer(kind.viewType, this)
  }

  /** Shows the panel of an API beside the editor, making it when there is none. */
  open(subject: ApiSubject): void {
    const known = this.panels.get(keyOf(subject))
    if (known) {
      known.reveal(known.viewColumn)
      return
    }
    const options = { ...pageOptions(this.extensionUri), ...this.kind.options }
    const title = this.kind.title(subject.name)
    this.adopt(
      vscode.window.createWebviewPanel(this.kind.viewType, title, columnForNewPanel(), options),
      subject,
    )
  }

  /** VS Code gives back a panel of an earlier session with what its page had kept. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const subject = keptSubject(state)
    if (!subject || this.panels.has(keyOf(subject))) {
      panel.dispose()
      return
    }
    panel.webview.options = pageOptions(this.extensionUri)
    this.adopt(panel, subject, state)
  }

  dispose(): void {
    this.registration.dispose()
    for (const panel of [...this.panels.values()]) panel.dispose()
  }

  private adopt(panel: vscode.WebviewPanel, subject: ApiSubject, kept?: unknown): void {
    const key = keyOf(subject)
    this.panels.set(key, panel)
    panel.onDidDispose(() => this.panels.delete(key))
    const { page, begin, title } = this.kind
    begin(panel, subject, kept)
    loadPage(panel, this.extensionUri, { bundle: page, icon: page, title: title(subject.name), subject })
  }
}

function keyOf({ definition, apiId }: ApiSubject): string {
  return `${uriKey(definition)}#${apiId}`
}
