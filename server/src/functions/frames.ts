/** Kinds of frames on the pipe between the gateway and a runtime process. */
export const frameType = {
  /** To the process: JSON of a `RuntimeTask`. Sent once. */
  load: 1,
  /** To the process: JSON of an `InvocationHead`, a newline, the event. */
  invoke: 2,
  /** To the process: JSON list of the process ids to end should the gateway vanish. */
  siblings: 3,
  /** To the process, empty: events that have not begun are wanted back. */
  recall: 4,
  /** To the process, empty: no debugger is waited for any longer. */
  goOn: 5,
  /** From the process: it has booted; JSON of a `ReadyMessage`. */
  ready: 16,
  /** From the process: the handler is loaded; JSON of a `LoadedMessage`. */
  loaded: 17,
  /** From the process: the handler cannot be loaded; JSON of a `LoadFailedMessage`. The process ends afterwards. */
  loadFailed: 18,
  /** From the process: JSON of a `ResultHead`, a newline, what the handler returned as JSON. */
  result: 19,
  /** From the process: JSON of a `ResultHead`, a newline, Lambda's error payload. */
  error: 20,
  /** From the process: bytes of an answer that is streamed. */
  chunk: 21,
  /** From the process, before the first `chunk`: the content type that the handler has set. */
  contentType: 22,
  /** From the process: the number of events given back, those that came last. */
  recalled: 23,
  /** From the process: JSON of a `DebugState`. */
  debugState: 24,
} as const

const headBytes = 5

/** Writes a frame: four bytes of length (big-endian, of the payload), one byte of type, the payload as UTF-8. */
export function encodeFrame(type: number, payload: string): Buffer {
  const length = Buffer.byteLength(payload)
  const frame = Buffer.allocUnsafe(headBytes + length)
  frame.writeUInt32BE(length, 0)
  frame.writeUInt8(type, 4)
  frame.write(payload, headBytes)
  return frame
}

/** Writes bytes as `chunk` frames of at most 1 MB each. */
export function encodeChunks(bytes: Buffer): Buffer {
  const frames: Buffer[] = []
  for (let from = 0; from < bytes.length; from += longestChunk) {
    const part = bytes.subarray(from, from + longestChunk)
    const head = Buffer.allocUnsafe(headBytes)
    head.writeUInt32BE(part.length, 0)
    head.writeUInt8(frameType.chunk, 4)
    frames.push(head, part)
  }
  return Buffer.concat(frames)
}

const longestChunk = 1024 * 1024

export interface FrameListener {
  /** Bytes of an answer that is streamed. */
  readonly chunk?: (bytes: Buffer) => void
  readonly frame: (type: number, payload: string) => void
  /** The bytes are no frames (the handler wrote to the pipe itself), or one is longer than allowed. Called once. */
  readonly garbage: () => void
}

/** Takes chunks as they come and hands on whole frames; holds no more than one frame of `longest` bytes. */
export function createFrameDecoder(longest: number, listener: FrameListener): (chunk: Buffer) => void {
  let kept: Buffer[] = []
  let keptBytes = 0
  let wantedBytes = headBytes
  let isBroken = false

  return chunk => {
    if (isBroken) return
    kept.push(chunk)
    keptBytes += chunk.length
    if (keptBytes < wantedBytes) return
    let rest = kept.length === 1 ? chunk : Buffer.concat(kept, keptBytes)
    while (rest.length >= headBytes) {
      const length = rest.readUInt32BE(0)
      const type = rest.readUInt8(4)
      if (length > longest || !isFrameType(type)) {
        isBroken = true
        kept = []
        listener.garbage()
        return
      }
      wantedBytes = headBytes + length
      if (rest.length < wantedBytes) break
      const payload = rest.subarray(headBytes, wantedBytes)
      rest = rest.subarray(wantedBytes)
      wantedBytes = headBytes
      if (type === frameType.chunk) listener.chunk?.(payload)
      else listener.frame(type, payload.toString('utf8'))
    }
    kept = rest.length > 0 ? [rest] : []
    keptBytes = rest.length
  }
}

const frameTypes: ReadonlySet<number> = new Set(Object.values(frameType))

function isFrameType(type: number): boolean {
  return frameTypes.has(type)
}

/** Splits a payload at its first newline: a JSON head and a body that is passed on unread. */
export function splitPayload(payload: string): { head: string; body: string } {
  const at = payload.indexOf('\n')
  return at < 0 ? { head: payload, body: '' } : { head: payload.slice(0, at), body: payload.slice(at + 1) }
}
