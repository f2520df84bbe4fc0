/** Longest part of a streamed body that is kept for the trace. */
const keptBytes = 1024 * 1024

/** What is known of a stream while it runs and afterwards. */
export class StreamRecord {
  bytes = 0
  chunks = 0
  /** Milliseconds from the request of the body to its first byte and to its last so far. */
  firstMs: number | undefined
  lastMs = 0
  state: 'running' | 'ended' | 'left' | 'broken' = 'running'
  /** Why it broke off. */
  fault = ''
  /** Resolves when the stream has ended, however it did. */
  readonly over: Promise<void>
  /** To be called then. */
  finish: () => void = () => undefined
  readonly #kept: Uint8Array[] = []

  constructor() {
    this.over = new Promise(resolve => (this.finish = resolve))
  }

  /** The body as far as it is kept: its first MB. */
  get shown(): Uint8Array {
    return Buffer.concat(this.#kept).subarray(0, keptBytes)
  }

  add(chunk: Uint8Array, ms: number): void {
    if (this.bytes < keptBytes) this.#kept.push(chunk)
    this.bytes += chunk.length
    this.chunks++
    this.firstMs ??= ms
    this.lastMs = ms
  }
}

/** `streamed 2.1 kB in 3 chunks, the first after 12.0 ms, the last after 80.1 ms` */
export function describeStream(
  { bytes, chunks, firstMs, lastMs, state, fault }: StreamRecord,
  size: (bytes: number) => string,
): string {
  if (state === 'running') return 'the body is streamed'
  const times =
    firstMs === undefined
      ? ''
      : `, the first after ${firstMs.toFixed(1)} ms, the last after ${lastMs.toFixed(1)} ms`
  const whole = `streamed ${size(bytes)} in ${chunks} ${chunks === 1 ? 'chunk' : 'chunks'}${times}`
  if (state === 'broken') return `${whole}; then it broke off: ${fault}`
  return state === 'left' ? `${whole}; not read to its end so far` : whole
}
