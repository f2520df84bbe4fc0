/** The X-Ray trace of a request. https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export interface TraceId {
  /** What goes on to the function or backend as `X-Amzn-Trace-Id`: what the client sent, else the root. */
  readonly forwarded: string
  /** With root, parent and sampling decision: the answer's header and a function's `_X_AMZN_TRACE_ID`. */
  readonly full: string
}

/**
 * The trace of a request: a client's value with a parent is kept, one with only a root gets a parent, none gets a new
 * root. `uuid` gives the random part.
 */
export function traceIdOf(sent: string | undefined, nowMs: number, uuid: string): TraceId {
  const hex = uuid.replaceAll('-', '').padEnd(32, '0')
  const parent = hex.slice(8, 24)
  if (sent !== undefined && /(^|;)\s*Root=/i.test(sent)) {
    if (/;\s*Parent=/i.test(sent)) return { forwarded: sent, full: sent }
    const root = sent.split(';')[0] ?? sent
    return { forwarded: sent, full: `${root};Parent=${parent};Sampled=0` }
  }
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')
  const root = `Root=1-${seconds}-${hex.slice(0, 24)}`
  return { forwarded: root, full: `${root};Parent=${parent};Sampled=0` }
}
