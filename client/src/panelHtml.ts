import type { ApiSubject } from './apiSubject.ts'

/** Where things of the page stand, as the webview reaches them. */
export interface PanelAddresses {
  readonly cspSource: string
  readonly script: string
  readonly style: string
  readonly nonce: string
  readonly language: string
  readonly title: string
  /** The API that the page is about, which it has VS Code keep. */
  readonly subject?: ApiSubject
}

/**
 * The page of a panel. Nothing comes from outside and nothing is inline: the script and the style sheets that its
 * editor makes carry the nonce.
 */
export function panelHtml(page: PanelAddresses): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource} 'nonce-${page.nonce}'`,
    `font-src ${page.cspSource}`,
    `img-src ${page.cspSource} data:`,
  ].join('; ')
  return `<!doctype html>
<html lang="${escapeHtml(page.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(page.title)}</title>
<link rel="stylesheet" href="${escapeHtml(page.style)}" id="vscode-codicon-stylesheet" nonce="${page.nonce}">
</head>
<body>
<div id="root"${page.subject ? ` data-subject="${escapeHtml(JSON.stringify(page.subject))}"` : ''}></div>
<script nonce="${page.nonce}" src="${escapeHtml(page.script)}"></script>
</body>
</html>`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
