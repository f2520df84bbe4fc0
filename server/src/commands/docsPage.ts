import { createHash } from 'node:crypto'

/** What a page of documentation is made of. */
export interface DocsPage {
  readonly title: string
  /** An OpenAPI document as JSON. */
  readonly openApi: string
  /** The bundle of client/panel/docs. */
  readonly script: string
  readonly style: string
}

/**
 * One HTML file that shows the documentation of an API without loading anything: its policy lets one script run, which it
 * names by its hash, and style sheets with a nonce. The document is data: nothing in it can end its element.
 */
export function docsPage({ title, openApi, script, style }: DocsPage): string {
  const code = inlineScript(script)
  const data = openApi.replaceAll('<', '\\u003c')
  // The same for the same document, so that the file can be compared; a text cannot hold the hash of itself.
  const nonce = createHash('sha256').update(code).update(data).digest('base64url')
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${createHash('sha256').update(code).digest('base64')}'`,
    `style-src 'nonce-${nonce}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(title)}</title>
<style nonce="${nonce}">
${style}</style>
</head>
<body>
<div id="root"></div>
<script type="application/json" id="openapi">${data}</script>
<script nonce="${nonce}">${code}</script>
</body>
</html>
`
}

/** A script that stands in a page: after `<!--` HTML would read the end of its element otherwise. */
function inlineScript(script: string): string {
  return script.replaceAll('<!--', '\\x3c!--').replaceAll('</script', '<\\/script')
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
