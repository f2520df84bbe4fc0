import { keptSubject, type ApiSubject } from '../src/apiSubject.ts'

/** The side of VS Code that the page of an API's panel may talk to, by messages of its own. */
export interface ApiPage<From, To> {
  readonly post: (message: From) => void
  readonly onMessage: (listener: (message: To) => void) => void
  /** What was kept when the page was hidden, or before the window was loaded anew. */
  readonly kept: unknown
  /** Has VS Code keep what the user chose, beside the API that the page is about. */
  readonly keep: (state: object) => void
}

/**
 * Connects to VS Code; to be called once, since a page may ask for its API only once. Other messages than those of
 * the given types are left alone.
 */
export function connectApiPage<From, To extends { readonly type: string }>(
  types: readonly To['type'][],
): ApiPage<From, To> {
  const api = acquireVsCodeApi()
  const known: ReadonlySet<unknown> = new Set(types)
  const kept = api.getState()
  const subject = subjectOfPage() ?? keptSubject(kept)
  const keep = (state: object) => api.setState({ ...state, ...(subject && { subject }) })
  // At once: the window may be loaded anew before anything is chosen.
  keep(typeof kept === 'object' && kept !== null ? kept : {})
  return {
    post: message => api.postMessage(message),
    onMessage: listener =>
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const isOurs = typeof data === 'object' && data !== null && 'type' in data && known.has(data.type)
        if (isOurs) listener(data as unknown as To)
      }),
    kept,
    keep,
  }
}

/** The extension writes it into the page. */
function subjectOfPage(): ApiSubject | undefined {
  const text = document.getElementById('root')?.dataset['subject']
  return text === undefined ? undefined : keptSubject({ subject: JSON.parse(text) as unknown })
}

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void
  getState(): unknown
  setState(state: unknown): void
}
