import path from 'node:path'
import * as vscode from 'vscode'
import { whoPanelType } from './contributions.ts'
import { failureText } from './failures.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { openBesidePanel } from './places.ts'
import type { FromWho, ToWho, WhoPlace } from './whoMessages.ts'
import { columnForNewPanel, loadPage, pageOptions } from './webviewPage.ts'
import { readFromWho } from './whoMessages.ts'
import { uriKey } from './workspaceOutline.ts'

/** The API that a panel is about. */
export interface WhoSubject {
  /** URI of the definition's file. */
  readonly definition: string
  readonly apiId: string
  readonly name: string
}

/** The open panels of who may call: one per API, used again. They ask the language server and run nothing. */
export class WhoPanels implements vscode.Disposable {
  private readonly panels = new Map<string, vscode.WebviewPanel>()
  private readonly extensionUri: vscode.Uri
  private readonly features: LanguageFeatures

  constructor(extensionUri: vscode.Uri, features: LanguageFeatures) {
    this.extensionUri = extensionUri
    this.features = features
  }

  /** Shows the panel of an API beside the editor, making it when there is none. */
  open(subject: WhoSubject): void {
    const key = `${uriKey(subject.definition)}#${subject.apiId}`
    const known = this.panels.get(key)
    if (known) {
      known.reveal(known.viewColumn)
      return
    }
    const title = vscode.l10n.t('Who may call: {0}', subject.name)
    const options = pageOptions(this.extensionUri)
    const panel = vscode.window.createWebviewPanel(whoPanelType, title, columnForNewPanel(), options)
    this.panels.set(key, panel)
    panel.onDidDispose(() => this.panels.delete(key))
    converse(panel, subject, this.features)
    loadPage(panel, this.extensionUri, { bundle: 'who', icon: 'who', title })
  }

  dispose(): void {
    for (const panel of [...this.panels.values()]) panel.dispose()
  }
}

/** Passes messages between one webview and the language server until the panel is closed. */
function converse(panel: vscode.WebviewPanel, subject: WhoSubject, features: LanguageFeatures): void {
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
        const uri = vscode.Uri.parse(definition)
        const workspaceRoot = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(uri.fsPath)
        return { type: 'show', matrix, workspaceRoot }
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
