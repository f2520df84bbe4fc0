import type { Api } from '../api/api.ts'
import type { Integration } from '../api/integration.ts'
import { valueOf } from '../base/origin.ts'
import type { BodyStream, HttpResponse } from './messages.ts'
import { StreamRecord } from './streamRecord.ts'

/** Whether an integration's answer is sent on as it comes. */
export function isStreamed(integration: Integration): boolean {
  return (
    integration.responseTransferMode !== undefined &&
    valueOf(integration.responseTransferMode)?.toUpperCase() === 'STREAM'
  )
}

/** Milliseconds that a stream may take as a whole. */
const longestStreamMs = 15 * 60_000

/**
 * How long API Gateway waits for a stream: as a whole, and between two pieces of it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
 */
export function streamLimits(api: Api, timeoutMs: number): { timeoutMs: number; idleMs: number } {
  const stated = api.type === 'rest' ? api.endpointTypes : undefined
  const types = stated?.flatMap(fact => valueOf(fact)?.toUpperCase() ?? [])
  // A REST API that states no type is edge-optimized.
  const isEdge = types !== undefined && (types.length === 0 || types.includes('EDGE'))
  return { timeoutMs: Math.min(timeoutMs, longestStreamMs), idleMs: isEdge ? 30_000 : 5 * 60_000 }
}

/** Ten megabytes go as fast as they come, what follows at 2 MB a second. */
const freeBytes = 10 * 1024 * 1024
const bytesPerSecond = 2 * 1024 * 1024

/** A body that is sent as it comes, with a record of what came and when. */
export function recordedStream(chunks: AsyncIterable<Uint8Array>, clock: () => number): BodyStream {
  const record = new StreamRecord()
  return { chunks: recorded(chunks, record, clock), freeBytes, bytesPerSecond, record }
}

async function* recorded(
  chunks: AsyncIterable<Uint8Array>,
  record: StreamRecord,
  clock: () => number,
): AsyncIterable<Uint8Array> {
  const started = clock()
  record.state = 'left'
  try {
    for await (const chunk of chunks) {
      record.add(chunk, clock() - started)
      yield chunk
    }
    record.state = 'ended'
  } catch (error) {
    record.state = 'broken'
    record.fault = error instanceof Error ? error.message : String(error)
    throw error
  } finally {
    record.finish()
  }
}

/** Bytes of a stream that are kept where an answer is wanted as a whole. */
const mostWhole = 20 * 1024 * 1024

/**
 * The answer with its body as a whole, for who cannot take it as it comes; of one that breaks off, or has more than
 * 20 MB, what came until then.
 */
export async function wholeResponse(response: HttpResponse): Promise<HttpResponse> {
  const { stream, ...plain } = response
  if (!stream) return response
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of stream.chunks) {
      chunks.push(chunk)
      size += chunk.length
      if (size > mostWhole) break
    }
  } catch {
    // The record of the stream tells why.
  }
  return { ...plain, body: Buffer.concat(chunks) }
}
