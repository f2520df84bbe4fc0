/** The X-Ray trace of a request. https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export interface TraceId {
  /** `1-5759e988-bd862e3fe1be46a994272793` */
  readonly root: string
  /** `X-Amzn-Trace-Id` in events: what the client sent, else the root. */
  readonly forwarded: string
  /** What HTTP backends get as `X-Amzn-Trace-Id`. */
  readonly toBackend: string
  /** With root, parent and sampling decision: the answer's header and a function's `_X_AMZN_TRACE_ID`. */
  readonly full: string
}

/**
 * The trace of a request. Without active tracing a client's value with a parent is kept, one with only a root gets a parent, none
 * gets a new root, and only a client can ask for sampling. With it (`sampler`) the gateway has a segment of its own in the trace:
 * it is the parent of what comes behind it, and what the client decided about sampling stands. `uuid` gives the random part.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enabling-xray.html
 */
export function traceIdOf(
  sent: string | undefined,
  nowMs: number,
  uuid: string,
  sampler?: TraceSampler,
): TraceId {
  const hex = uuid.replaceAll('-', '').padEnd(32, '0')
  const sentRoot = partOf(sent, rootPart)
  const root = sentRoot ?? newRoot(nowMs, hex)
  const forwarded = sentRoot === undefined || sent === undefined ? `Root=${root}` : sent
  const sentSampling = sentRoot === undefined ? undefined : partOf(sent, sampledPart)
  const own = `Root=${root};Parent=${hex.slice(8, 24)}`
  if (sampler) {
    const isSampled = /^[01]$/.test(sentSampling ?? '') ? sentSampling === '1' : sampler.take(nowMs, hex)
    const full = `${own};Sampled=${isSampled ? 1 : 0}`
    return { root, forwarded, toBackend: full, full }
  }
  const isWhole = sentRoot !== undefined && partOf(sent, parentPart) !== undefined
  const full = isWhole ? forwarded : `${own};Sampled=${sentSampling === '1' ? 1 : 0}`
  return { root, forwarded, toBackend: forwarded, full }
}

/**
 * Which requests X-Ray samples by its default rule: the first of each second, and five percent of the others.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
 */
export class TraceSampler {
  #second = Number.NaN

  /** `hex` is random. */
  take(nowMs: number, hex: string): boolean {
    const second = Math.floor(nowMs / 1000)
    if (second !== this.#second) {
      this.#second = second
      return true
    }
    return Number.parseInt(hex.slice(0, 8), 16) % 20 === 0
  }
}

const rootPart = /(?:^|;)\s*Root=([^;\s]+)/i
const parentPart = /(?:^|;)\s*Parent=([^;\s]+)/i
const sampledPart = /(?:^|;)\s*Sampled=([^;\s]+)/i

function partOf(header: string | undefined, part: RegExp): string | undefined {
  return header === undefined ? undefined : part.exec(header)?.[1]
}

function newRoot(nowMs: number, hex: string): string {
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')
  return `1-${seconds}-${hex.slice(0, 24)}`
}
