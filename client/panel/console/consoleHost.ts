import type { FromConsole, KeptConsole, ToConsole } from '../../src/consoleMessages.ts'

/** The side of VS Code that this webview may talk to. */
export interface ConsoleHost {
  readonly post: (message: FromConsole) => void
  readonly onMessage: (listener: (message: ToConsole) => void) => void
  /** Has VS Code keep what the extension needs to make the page again. */
  readonly save: (kept: KeptConsole) => void
  /** The nonce of the page's script: styles that the code editor makes need it too. */
  readonly nonce: string
}

/** Connects to VS Code; to be called once, since a page may ask for its API only once. */
export function connectConsoleHost(): ConsoleHost {
  const api = acquireVsCodeApi()
  return {
    post: message => api.postMessage(message),
    onMessage: listener =>
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isToConsole(data)) listener(data)
      }),
    save: kept => api.setState(kept),
    nonce: document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '',
  }
}

const messageTypes: ReadonlySet<unknown> = new Set<ToConsole['type']>([
  'show',
  'gateway',
  'gone',
  'identities',
  'clients',
  'allFrames',
  'frame',
])

function isToConsole(data: unknown): data is ToConsole {
  return typeof data === 'object' && data !== null && 'type' in data && messageTypes.has(data.type)
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromConsole): void
  setState(state: KeptConsole): void
}
