import * as vscode from 'vscode'
import { columnForNewPanel, loadPage, pageOptions } from './webviewPage.ts'
import { uriKey } from './workspaceOutline.ts'

/** The API that a panel is about. */
export interface ApiSubject {
  /** URI of the definition's file. */
  readonly definition: string
  readonly apiId: string
  readonly name: string
}

/** A kind of panel, of which each API has one at most. */
export interface ApiPanelKind {
  readonly viewType: string
  /** Name of its bundle in `dist` and of its icon in `media`. */
  readonly page: string
  readonly title: (name: string) => string
  /** Beside what every page may do. */
  readonly options?: vscode.WebviewPanelOptions
  /** Begins to speak with the page of a new panel, until the panel is closed. */
  readonly begin: (panel: vscode.WebviewPanel, subject: ApiSubject) => void
}

/** The open panels of a kind: one per API, used again. */
export class ApiPanels implements vscode.Disposable {
  private readonly panels = new Map<string, vscode.WebviewPanel>()
  private readonly extensionUri: vscode.Uri
  private readonly kind: ApiPanelKind

  constructor(extensionUri: vscode.Uri, kind: ApiPanelKind) {
    this.extensionUri = extensionUri
    this.kind = kind
  }

  /** Shows the panel of an API beside the editor, making it when there is none. */
  open(subject: ApiSubject): void {
    const key = `${uriKey(subject.definition)}#${subject.apiId}`
    const known = this.panels.get(key)
    if (known) {
      known.reveal(known.viewColumn)
      return
    }
    const { viewType, page, begin } = this.kind
    const title = this.kind.title(subject.name)
    const options = { ...pageOptions(this.extensionUri), ...this.kind.options }
    const panel = vscode.window.createWebviewPanel(viewType, title, columnForNewPanel(), options)
    this.panels.set(key, panel)
    panel.onDidDispose(() => this.panels.delete(key))
    begin(panel, subject)
    loadPage(panel, this.extensionUri, { bundle: page, icon: page, title })
  }

  dispose(): void {
    for (const panel of [...this.panels.values()]) panel.dispose()
  }
}
