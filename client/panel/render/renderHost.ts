import type { FromRender, ToRender } from '../../src/renderMessages.ts'

/** The side of VS Code that this webview may talk to. */
export interface RenderHost {
  /** The nonce of the page's script: styles that the code view makes need it too. */
  readonly nonce: string
  readonly post: (message: FromRender) => void
  readonly onMessage: (listener: (message: ToRender) => void) => void
}

/** Connects to VS Code; to be called once, since a page may ask for its API only once. */
export function connectRenderHost(): RenderHost {
  const api = acquireVsCodeApi()
  return {
    nonce: document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '',
    post: message => api.postMessage(message),
    onMessage: listener =>
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isToRender(data)) listener(data)
      }),
  }
}

const messageTypes: ReadonlySet<unknown> = new Set<ToRender['type']>(['show', 'trouble'])

function isToRender(data: unknown): data is ToRender {
  return typeof data === 'object' && data !== null && 'type' in data && messageTypes.has(data.type)
}

declare function acquireVsCodeApi(): { postMessage(message: FromRender): void }
