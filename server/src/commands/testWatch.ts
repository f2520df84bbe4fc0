import { recordReads } from '../io/reads.ts'
import type { ReadRecord } from '../io/reads.ts'
import { watchFiles } from './gatewayHostReload.ts'
import type { TestTarget } from './testTargets.ts'

/** Waits for something to be saved that tests hang on. */
export interface TestWatch {
  /** A run begins: all that it reads counts. */
  readonly begin: () => void
  /** Code of a function was saved. */
  readonly codeChanged: () => void
  /** The run has ended: resolves with true when something was saved, false when the watching is over. */
  readonly changed: (signal: AbortSignal) => Promise<boolean>
  readonly close: () => void
}

/** Milliseconds in which what is saved at once arrives. */
const settleMs = 100

/**
 * Watches the files of tests, all files that a run has read, and (by `codeChanged`) the code of functions. What changes
 * while a run is under way makes one more run: functions may write into folders that are watched, and that must not go on
 * for ever.
 */
export function watchTests(targets: readonly TestTarget[]): TestWatch {
  let record: ReadRecord | undefined
  let isRunning = false
  let isExtraRun = false
  let hasChanged = false
  let wake: (() => void) | undefined
  const notice = () => {
    hasChanged = true
    if (!isRunning) wake?.()
  }
  const watcher = watchFiles(notice)
  const own = targets.map(({ file }) => file)
  watcher.setFiles(own)
  return {
    begin: () => {
      hasChanged = false
      isRunning = true
      record = recordReads()
    },
    codeChanged: notice,
    changed: async signal => {
      record?.end()
      const read = [...(record?.reads.values() ?? [])].flatMap(([kind, file]) =>
        kind === 'text' ? [file] : [],
      )
      watcher.setFiles([...new Set([...own, ...read])])
      const isAgain: boolean = hasChanged && !isExtraRun
      await pause(settleMs, signal)
      isRunning = false
      isExtraRun = isAgain
      if (isAgain) return !signal.aborted
      hasChanged = false
      await new Promise<void>(resolve => {
        wake = () => {
          signal.removeEventListener('abort', end)
          resolve()
        }
        const end = wake
        signal.addEventListener('abort', end)
        if (signal.aborted) end()
      })
      wake = undefined
      await pause(settleMs, signal)
      return !signal.aborted
    },
    close: () => watcher.close(),
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
  })
}
