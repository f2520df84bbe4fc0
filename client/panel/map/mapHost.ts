import type { FromMap, ToMap } from '../../src/mapMessages.ts'

/** The side of VS Code that this webview may talk to. */
export interface MapHost {
  readonly post: (message: FromMap) => void
  readonly onMessage: (listener: (message: ToMap) => void) => void
  /** What was kept when the page was hidden. */
  readonly kept: unknown
  readonly keep: (state: unknown) => void
}

/** Connects to VS Code; to be called once, since a page may ask for its API only once. */
export function connectMapHost(): MapHost {
  const api = acquireVsCodeApi()
  return {
    post: message => api.postMessage(message),
    onMessage: listener =>
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isToMap(data)) listener(data)
      }),
    kept: api.getState(),
    keep: state => api.setState(state),
  }
}

const messageTypes: ReadonlySet<unknown> = new Set<ToMap['type']>(['show', 'gone', 'failed'])

function isToMap(data: unknown): data is ToMap {
  return typeof data === 'object' && data !== null && 'type' in data && messageTypes.has(data.type)
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromMap): void
  getState(): unknown
  setState(state: unknown): void
}
