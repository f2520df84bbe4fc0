import type { FromDocs, ToDocs } from '../../src/docsMessages.ts'
import { DocsView } from './docsView.ts'
import './docs.css'

// One bundle for the webview and for the page that `gatehouse export docs` writes, which holds its document.
const exported = document.getElementById('openapi')?.textContent
if (exported === undefined) connectWebview()
else new DocsView(pageRoot(), { canDownload: true }).show(exported)

function connectWebview(): void {
  const view = new DocsView(pageRoot(), { canDownload: false })
  const api = acquireVsCodeApi()
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!isToDocs(data)) return
    if (data.type === 'show') view.show(data.openApi)
    else view.tell(data.message)
  })
  api.postMessage({ type: 'ready' })
}

function pageRoot(): HTMLElement {
  return document.getElementById('root') ?? document.body.appendChild(document.createElement('div'))
}

const messageTypes: ReadonlySet<unknown> = new Set<ToDocs['type']>(['show', 'broken'])

function isToDocs(data: unknown): data is ToDocs {
  return typeof data === 'object' && data !== null && 'type' in data && messageTypes.has(data.type)
}

declare function acquireVsCodeApi(): { postMessage(message: FromDocs): void }
