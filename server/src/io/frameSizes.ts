/**
 * Watches the bytes of a WebSocket for a frame that is longer than allowed: what a library of messages does not tell. Only
 * the headers are read (RFC 6455, 5.2).
 */
export class FrameSizes {
  readonly #largest: number
  #header = Buffer.alloc(0)
  /** Bytes of mask and payload that are still to come. */
  #left = 0

  constructor(largest: number) {
    this.#largest = largest
  }

  /** Takes what arrived; true when a frame with more payload than allowed has begun. */
  take(chunk: Buffer): boolean {
    let at = 0
    while (at < chunk.length) {
      if (this.#left > 0) {
        const passed = Math.min(this.#left, chunk.length - at)
        this.#left -= passed
        at += passed
        continue
      }
      const needed = headerLength(this.#header, chunk, at) - this.#header.length
      const part = chunk.subarray(at, at + needed)
      at += part.length
      this.#header = this.#header.length === 0 ? Buffer.from(part) : Buffer.concat([this.#header, part])
      if (this.#header.length < 2 || this.#header.length < headerLength(this.#header, noBytes, 0)) continue
      const size = payloadLength(this.#header)
      if (size > this.#largest) return true
      const isMasked = ((this.#header[1] ?? 0) & 0x80) !== 0
      this.#left = size + (isMasked ? 4 : 0)
      this.#header = noBytes
    }
    return false
  }
}

const noBytes = Buffer.alloc(0)

/** 2, 4 or 10 bytes, as the second byte says: without the mask. */
function headerLength(header: Buffer, chunk: Buffer, at: number): number {
  const second = header[1] ?? (header.length === 1 ? chunk[at] : chunk[at + 1])
  if (second === undefined) return 2
  const short = second & 0x7f
  return short === 126 ? 4 : short === 127 ? 10 : 2
}

function payloadLength(header: Buffer): number {
  if (header.length === 4) return header.readUInt16BE(2)
  return header.length === 10 ? Number(header.readBigUInt64BE(2)) : (header[1] ?? 0) & 0x7f
}
