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
    const late = Math.min(Math.max(dropUntil - bytesRead, 0), chunk.length)
    bytesRead += chunk.length
    if (late === chunk.length || eventBytes > mostPerEvent) return
    eventBytes += chunk.length - late
    take(chunk.toString('utf8', late))
    if (eventBytes > mostPerEvent) {
      flush()
      line(`(more than ${mostPerEvent / 1024} KB of output in one event: the rest is not shown)`)
    }
  }

  stream.on('data', (chunk: Buffer) => {
    add(chunk)
    progress()
  })
  stream.on('error', () => undefined)
  stream.on('close', () => {
    ended = true
    flush()
    progress()
  })
  return {
    bytesRead: () => bytesRead,
    isFull: () => eventBytes > mostPerEvent,
    hasEnded: () => ended,
    finishEvent: bytes => {
      flush()
      eventBytes = 0
      dropUntil = bytes
    },
  }
}
