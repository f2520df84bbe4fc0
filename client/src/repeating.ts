import type { Completed } from './gatewayProcess.ts'
import type { RepeatedAnswer } from './panelMessages.ts'

/** How a repeated request is sent and told of. */
export interface Repetition {
  readonly count: number
  readonly atOnce: number
  /** Sends one; rejects where there is no answer. */
  readonly send: () => Promise<Completed>
  /** Hears of answers as they come, several at a time. */
  readonly onResults: (results: readonly RepeatedAnswer[]) => void
  readonly signal: AbortSignal
  /** Milliseconds of a clock. */
  readonly now: () => number
}

/** What is kept of the answers for who wants to see one whole, in characters. */
const mostKept = 20_000_000
/** Milliseconds between two messages: each draws the plot anew. */
const tellEveryMs = 100

/**
 * Sends a request many times, some of them at a time, until all are answered or the signal ends it. Returns the answers by
 * their numbers, as many as may be kept.
 */
export async function repeatRequest(repetition: Repetition): Promise<ReadonlyMap<number, Completed>> {
  const { count, atOnce, send, onResults, signal, now } = repetition
  const kept = new Map<number, Completed>()
  let left = mostKept
  let next = 1
  let gathered: RepeatedAnswer[] = []
  let toldAt = now()
  const tell = () => {
    if (gathered.length > 0) onResults(gathered)
    gathered = []
    toldAt = now()
  }
  const keepSending = async () => {
    while (next <= count && !signal.aborted) {
      const number = next++
      const started = now()
      try {
        const completed = await send()
        left -= sizeOf(completed)
        if (left > 0) kept.set(number, completed)
        gathered.push(resultOf(number, completed))
      } catch (error) {
        if (signal.aborted) return
        const message = error instanceof Error ? error.message : String(error)
        gathered.push({ number, durationMs: now() - started, message })
      }
      if (now() - toldAt >= tellEveryMs) tell()
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, keepSending))
  tell()
  return kept
}

function resultOf(number: number, { response, trace }: Completed): RepeatedAnswer {
  const isCold = trace.log.some(({ stream, text }) => stream === 'platform' && /\bInit Duration:/.test(text))
  return { number, status: response.status, durationMs: trace.durationMs, ...(isCold && { isCold }) }
}

function sizeOf({ response, trace }: Completed): number {
  return response.bodyBase64.length + JSON.stringify(trace).length
}
