import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { BodyStream } from '../gateway/messages.ts'

/**
 * Sends a body as it comes, held back when the client reads slowly or the stream's bandwidth is used up. A stream that
 * breaks off cuts the connection: that is how a client tells a whole body from half a one.
 */
export async function sendStream(response: ServerResponse, stream: BodyStream): Promise<void> {
  response.flushHeaders()
  let sent = 0
  let limitedSince: number | undefined
  try {
    for await (const chunk of stream.chunks) {
      if (response.destroyed) return
      sent += chunk.length
      if (!response.write(chunk)) await drained(response)
      if (sent <= stream.freeBytes) continue
      limitedSince ??= performance.now()
      const dueMs = ((sent - stream.freeBytes) / stream.bytesPerSecond) * 1000
      const early = dueMs - (performance.now() - limitedSince)
      if (early > 5) await wait(early)
    }
    response.end()
  } catch {
    // The step that reads the stream tells why, in the trace. What came before is sent on.
    setImmediate(() => response.socket?.destroySoon())
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}
