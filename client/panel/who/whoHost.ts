import type { FromWho, ToWho } from '../../src/whoMessages.ts'

/** The side of VS Code that this webview may talk to. */
export interface WhoHost {
  readonly post: (message: FromWho) => void
  readonly onMessage: (listener: (message: ToWho) => void) => void
}

/** Connects to VS Code; to be called once, since a page may ask for its API only once. */
export function connectWhoHost(): WhoHost {
  const api = acquireVsCodeApi()
  return {
    post: message => api.postMessage(message),
    onMessage: listener =>
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isToWho(data)) listener(data)
      }),
  }
}

const messageTypes: ReadonlySet<unknown> = new Set<ToWho['type']>(['show', 'gone', 'failed'])

function isToWho(data: unknown): data is ToWho {
  return typeof data === 'object' && data !== null && 'type' in data && messageTypes.has(data.type)
}

declare function acquireVsCodeApi(): { postMessage(message: FromWho): void }
