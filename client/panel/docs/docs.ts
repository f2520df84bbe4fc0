import type { FromDocs, ToDocs } from '../../src/docsMessages.ts'
import { connectApiPage } from '../apiPage.ts'
import { DocsView } from './docsView.ts'
import './docs.css'

// One bundle for the webview and for the page that `gatehouse export docs` writes, which holds its document.
const exported = document.getElementById('openapi')?.textContent
if (exported === undefined) connectWebview()
else new DocsView(pageRoot(), { canDownload: true }).show(exported)

function connectWebview(): void {
  const view = new DocsView(pageRoot(), { canDownload: false })
  const { post, onMessage } = connectApiPage<FromDocs, ToDocs>(['show', 'broken'])
  onMessage(message => {
    if (message.type === 'show') view.show(message.openApi)
    else view.tell(message.message)
  })
  post({ type: 'ready' })
}

function pageRoot(): HTMLElement {
  return document.getElementById('root') ?? document.body.appendChild(document.createElement('div'))
}
