import * as vscode from 'vscode'
import { ApiPanels } from './apiPanels.ts'
import type { ApiSubject } from './apiSubject.ts'
import { whoPanelType } from './contributions.ts'
import { failureText } from './failures.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { openBesidePanel, rootOf } from './places.ts'
import type { FromWho, ToWho, WhoPlace } from './whoMessages.ts'
import { readFromWho } from './whoMessages.ts'

/** The open panels of who may call: one per API, used again. They ask the language server and run nothing. */
export class WhoPanels extends ApiPanels {
  constructor(extensionUri: vscode.Uri, features: LanguageFeatures) {
    super(extensionUri, {
      viewType: whoPanelType,
      page: 'who',
      title: name => vscode.l10n.t('Who may call: {0}', name),
      begin: (panel, subject) => converse(panel, subject, features),
    })
  }
}

/** Passes messages between one webview and the language server until the panel is closed. */
function converse(panel: vscode.WebviewPanel, subject: ApiSubject, features: LanguageFeatures): void {
  let place: WhoPlace = {}
  let latest = 0
  const post = (message: ToWho) => void panel.webview.postMessage(message)
  const show = async () => {
    const asked = ++latest
    const { definition, apiId, name } = subject
    const message = await features.request('gatehouse/whoMayCall', { definition, apiId, ...place }).then(
      (matrix): ToWho => {
        if (!matrix) {
          return { type: 'gone', message: vscode.l10n.t('{0} is no longer in the definition', name) }
        }
        return { type: 'show', matrix, workspaceRoot: rootOf(vscode.Uri.parse(definition)) }
      },
      (error: unknown): ToWho => ({ type: 'failed', message: failureText(error) }),
    )
    // A later question is under way: its answer counts.
    if (asked === latest) post(message)
  }
  const receive = async (message: FromWho) => {
    if (message.type === 'openSource') {
      const { file, line, character } = message.source
      const at = { line, character }
      await openBesidePanel({ uri: vscode.Uri.file(file).toString(), range: { start: at, end: at } })
      return
    }
    if (message.type === 'ask') place = message.place
    await show()
  }
  const subscriptions = [
    panel.webview.onDidReceiveMessage((value: unknown) => {
      const message = readFromWho(value)
      if (!message) return
      receive(message).catch((error: unknown) => void vscode.window.showErrorMessage(failureText(error)))
    }),
    features.onDidChangeOutline(() => void show()),
  ]
  panel.onDidDispose(() => {
    vscode.Disposable.from(...subscriptions).dispose()
  })
}
