import vm from 'node:vm'
import { TimeLimitError } from '../gateway/world.ts'

/**
 * Runs work that never waits and ends it when it takes longer than `limitMs`, with a `TimeLimitError`. A regular expression
 * that keeps the thread busy is ended too, which no check of the clock inside the work could do.
 */
export function withTimeLimit<T>(limitMs: number, work: () => T): T {
  const results: T[] = []
  room.work = () => void results.push(work())
  try {
    start.runInContext(context, { timeout: limitMs })
  } catch (error) {
    if (isTimeout(error)) throw new TimeLimitError(limitMs)
    throw error
  }
  const [result] = results
  // The work ran to its end, so it gave its result, which may be undefined.
  return result as T
}

const room: { work: () => void } = { work: () => undefined }
const context = vm.createContext({ run: () => room.work() })
const start = new vm.Script('run()')
const timeoutCode = 'ERR_SCRIPT_EXECUTION_TIMEOUT'

function isTimeout(error: unknown): boolean {
  // The error may be one of the context's own realm.
  return typeof error === 'object' && error !== null && 'code' in error && error.code === timeoutCode
}
