import type { Readable } from 'node:stream'

/** Cuts a function's output into lines; what passes the bounds is read and dropped, so the writer never waits for us. */
export interface OutputLines {
  /** Bytes read since the start. */
  readonly bytesRead: () => number
  /** Nothing more of this event would be shown. */
  readonly isFull: () => boolean
  /**
   * Ends an event that had written `bytes` since the start of the process: hands on the last line even if it has no
   * end yet; what of it is still on its way is not taken for the next event's.
   */
  readonly finishEvent: (bytes: number) => void
  /**
   * Keeps what is read until `finishEvent` tells to which event it belongs, while the process has several; off, what was
   * kept is handed on.
   */
  readonly hold: (isHeld: boolean) => void
  /** The stream has ended. */
  readonly hasEnded: () => boolean
}

/** Most bytes of output kept for one event, as UTF-8. */
const mostPerEvent = 256 * 1024
const longestLine = 16 * 1024

/** Reads a stream to its end; `progress` is called after every chunk and at the end. */
export function readLines(stream: Readable, line: (text: string) => void, progress: () => void): OutputLines {
  let bytesRead = 0
  let eventBytes = 0
  let dropUntil = 0
  let partial = ''
  let ended = false
  let isHolding = false
  const held: Buffer[] = []
  let heldBytes = 0

  const flush = () => {
    if (partial !== '') line(partial)
    partial = ''
  }
  const take = (text: string) => {
    const lines = (partial + text).split(/\r?\n/)
    partial = lines.pop() ?? ''
    for (const each of lines) line(each.length > longestLine ? `${each.slice(0, longestLine)}…` : each)
    if (partial.length > longestLine) flush()
  }
  const add = (chunk: Buffer) => {
    const late = Math.min(Math.max(dropUntil - (bytesRead - heldBytes), 0), chunk.length)
    if (late === chunk.length || eventBytes > mostPerEvent) return
    eventBytes += chunk.length - late
    take(chunk.toString('utf8', late))
    if (eventBytes > mostPerEvent) {
      flush()
      line(`(more than ${mostPerEvent / 1024} KB of output in one event: the rest is not shown)`)
    }
  }

  /** Hands on the first `bytes` of what is held. */
  const release = (bytes: number) => {
    while (bytes > 0 && held[0]) {
      const [first] = held
      const part = first.length <= bytes ? first : first.subarray(0, bytes)
      add(part)
      heldBytes -= part.length
      bytes -= part.length
      if (part === first) held.shift()
      else held[0] = first.subarray(part.length)
    }
  }

  stream.on('data', (chunk: Buffer) => {
    // A flood is not kept: whose it was is then a guess.
    if (isHolding && heldBytes > mostPerEvent) release(heldBytes)
    bytesRead += chunk.length
    heldBytes += chunk.length
    held.push(chunk)
    if (!isHolding) release(heldBytes)
    progress()
  })
  stream.on('error', () => undefined)
  stream.on('close', () => {
    ended = true
    release(heldBytes)
    flush()
    progress()
  })
  return {
    bytesRead: () => bytesRead,
    isFull: () => eventBytes > mostPerEvent,
    hasEnded: () => ended,
    hold: isHeld => {
      isHolding = isHeld
      if (!isHeld && heldBytes > 0) release(heldBytes)
    },
    finishEvent: bytes => {
      if (heldBytes > 0) release(bytes - (bytesRead - heldBytes))
      flush()
      eventBytes = 0
      dropUntil = bytes
    },
  }
}
