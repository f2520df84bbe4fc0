import * as vscode from 'vscode'
import { docsPanelType } from './contributions.ts'
import type { ToDocs } from './docsMessages.ts'
import { readFromDocs } from './docsMessages.ts'
import { failureText } from './failures.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { columnForNewPanel, loadPage, pageOptions } from './webviewPage.ts'
import { uriKey } from './workspaceOutline.ts'

/** The API that a panel is about. */
export interface DocsSubject {
  /** URI of the definition's file. */
  readonly definition: string
  readonly apiId: string
  readonly name: string
}

/** The open previews of documentation: one per API, used again. They ask the language server and run nothing. */
export class DocsPanels implements vscode.Disposable {
  private readonly panels = new Map<string, vscode.WebviewPanel>()
  private readonly extensionUri: vscode.Uri
  private readonly features: LanguageFeatures

  constructor(extensionUri: vscode.Uri, features: LanguageFeatures) {
    this.extensionUri = extensionUri
    this.features = features
  }

  /** Shows the documentation of an API beside the editor, making the panel when there is none. */
  open(subject: DocsSubject): void {
    const key = `${uriKey(subject.definition)}#${subject.apiId}`
    const known = this.panels.get(key)
    if (known) {
      known.reveal(known.viewColumn)
      return
    }
    const title = vscode.l10n.t('Docs: {0}', subject.name)
    // What is drawn takes seconds for a large API, and its place would be lost.
    const options = {
      ...pageOptions(this.extensionUri),
      retainContextWhenHidden: true,
      enableFindWidget: true,
    }
    const panel = vscode.window.createWebviewPanel(docsPanelType, title, columnForNewPanel(), options)
    this.panels.set(key, panel)
    panel.onDidDispose(() => this.panels.delete(key))
    converse(panel, subject, this.features)
    loadPage(panel, this.extensionUri, { bundle: 'docs', icon: 'docs', title })
  }

  dispose(): void {
    for (const panel of [...this.panels.values()]) panel.dispose()
  }
}

/** Shows the definition as it is now, and again when it changed, until the panel is closed. */
function converse(panel: vscode.WebviewPanel, subject: DocsSubject, features: LanguageFeatures): void {
  let latest = 0
  const show = async () => {
    const asked = ++latest
    const { definition, apiId } = subject
    const message = await features.request('gatehouse/apiDocs', { definition, apiId }).then(
      (docs): ToDocs =>
        'openApi' in docs
          ? { type: 'show', openApi: docs.openApi }
          : { type: 'broken', message: docs.message },
      (error: unknown): ToDocs => ({ type: 'broken', message: failureText(error) }),
    )
    // A later question is under way: its answer counts.
    if (asked === latest) void panel.webview.postMessage(message)
  }
  const subscriptions = [
    panel.webview.onDidReceiveMessage((value: unknown) => {
      if (readFromDocs(value)) void show()
    }),
    features.onDidChangeOutline(() => void show()),
  ]
  panel.onDidDispose(() => {
    vscode.Disposable.from(...subscriptions).dispose()
  })
}
