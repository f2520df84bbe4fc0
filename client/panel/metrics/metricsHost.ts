import type { FromMetrics, ToMetrics } from '../../src/metricsMessages.ts'

/** The side of VS Code that this webview may talk to. */
export interface MetricsHost {
  readonly post: (message: FromMetrics) => void
  readonly onMessage: (listener: (message: ToMetrics) => void) => void
}

/** Connects to VS Code; to be called once, since a page may ask for its API only once. */
export function connectMetricsHost(): MetricsHost {
  const api = acquireVsCodeApi()
  return {
    post: message => api.postMessage(message),
    onMessage: listener =>
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isToMetrics(data)) listener(data)
      }),
  }
}

const messageTypes: ReadonlySet<unknown> = new Set<ToMetrics['type']>([
  'show',
  'gateway',
  'meters',
  'moved',
  'failed',
])

function isToMetrics(data: unknown): data is ToMetrics {
  return typeof data === 'object' && data !== null && 'type' in data && messageTypes.has(data.type)
}

declare function acquireVsCodeApi(): { postMessage(message: FromMetrics): void }
