import { randomBytes } from 'node:crypto'
import * as vscode from 'vscode'
import type { ApiSubject } from './apiSubject.ts'
import { panelHtml } from './panelHtml.ts'

/** A page of ours in a webview: `dist/<bundle>.js` and `.css`, under the icon `media/<icon>-light.svg` and `-dark.svg`. */
export interface WebviewPage {
  readonly bundle: string
  readonly icon: string
  readonly title: string
  /** Of a panel that is about an API. */
  readonly subject?: ApiSubject
}

/** What every page of ours may do and read: scripts, and files of `dist` only. */
export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')] }
}

/** Where a new panel opens: beside the text that it is about, else where the focus is. */
export function columnForNewPanel(): vscode.ViewColumn {
  return vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active
}

/** Loads the page into a panel made with `pageOptions`. Listen to its messages before: the page speaks first. */
export function loadPage(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, page: WebviewPage): void {
  const at = (...parts: readonly string[]) => vscode.Uri.joinPath(extensionUri, ...parts)
  panel.iconPath = {
    light: at('media', `${page.icon}-light.svg`),
    dark: at('media', `${page.icon}-dark.svg`),
  }
  const { webview } = panel
  webview.html = panelHtml({
    cspSource: webview.cspSource,
    script: webview.asWebviewUri(at('dist', `${page.bundle}.js`)).toString(),
    style: webview.asWebviewUri(at('dist', `${page.bundle}.css`)).toString(),
    nonce: randomBytes(16).toString('base64url'),
    language: vscode.env.language,
    title: page.title,
    ...(page.subject && { subject: page.subject }),
  })
}
