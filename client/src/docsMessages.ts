/** Messages from the extension to the webview that shows an API's documentation. */
export type ToDocs =
  /** First message after `ready`, and again when the definition changed: an OpenAPI document as JSON. */
  | { readonly type: 'show'; readonly openApi: string }
  /** There is no document now; the last one stays, below the message. */
  | { readonly type: 'broken'; readonly message: string }

/** Messages from the webview to the extension. */
export interface FromDocs {
  readonly type: 'ready'
}

/** Checks what the webview sent: only a message of the agreed shape comes through. */
export function readFromDocs(value: unknown): FromDocs | undefined {
  const isReady = typeof value === 'object' && value !== null && 'type' in value && value.type === 'ready'
  return isReady ? { type: 'ready' } : undefined
}
