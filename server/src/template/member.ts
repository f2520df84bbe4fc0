/** A member of `$input` or `$util`. */
export interface Member {
  readonly name: string
  readonly type: 'property' | 'method'
  readonly signature: string
  readonly gives: 'string' | 'value' | 'map'
  /** Markdown. */
  readonly documentation: string
}

/**
 * Where variables of `$context` are used: the templates of a REST API, its access logs, its gateway responses (which are
 * not VTL), the templates and logs of a WebSocket API, the parameter mappings and logs of an HTTP API.
 */
export type ContextUse = 'rest' | 'restAccessLog' | 'gatewayResponse' | 'websocket' | 'http'
