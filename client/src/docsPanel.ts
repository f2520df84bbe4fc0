import * as vscode from 'vscode'
import { ApiPanels } from './apiPanels.ts'
import type { ApiSubject } from './apiSubject.ts'
import { docsPanelType } from './contributions.ts'
import type { ToDocs } from './docsMessages.ts'
import { readFromDocs } from './docsMessages.ts'
import { failureText } from './failures.ts'
import type { LanguageFeatures } from './languageFeatures.ts'

/** The open previews of documentation: one per API, used again. They ask the language server and run nothing. */
export class DocsPanels extends ApiPanels {
  constructor(extensionUri: vscode.Uri, features: LanguageFeatures) {
    super(extensionUri, {
      viewType: docsPanelType,
      page: 'docs',
      title: name => vscode.l10n.t('Docs: {0}', name),
      // What is drawn takes seconds for a large API, and its place would be lost.
      options: { retainContextWhenHidden: true, enableFindWidget: true },
      begin: (panel, subject) => converse(panel, subject, features),
    })
  }
}

/** Shows the definition as it is now, and again when it changed, until the panel is closed. */
function converse(panel: vscode.WebviewPanel, subject: ApiSubject, features: LanguageFeatures): void {
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
