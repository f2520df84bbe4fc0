import type { Platform } from './platform.ts'
import type { RuntimeProcess } from './runtimeProcess.ts'

/** Sees to it that a function stays below its MemorySize while it runs. */
export interface MemoryWatch {
  readonly start: () => void
  readonly stop: () => void
  /** The most memory the process ever had, in kilobytes; undefined where that is not known. */
  readonly peakKb: () => number | undefined
  /** Whether the process was ended for its memory. */
  readonly isExceeded: () => boolean
}

const everyMs = 200
/** A runtime with more heap than Lambda gives it collects its garbage later: that is not the function's fault. */
const slackMb = 128

/**
 * Ends a process that takes clearly more memory of its own than its function may, as Lambda does: `signal: killed`. Where asking
 * for the memory of a process is not cheap (macOS, Windows) nothing is ended.
 */
export function watchMemory(platform: Platform, process: RuntimeProcess, memoryMb: number): MemoryWatch {
  let timer: NodeJS.Timeout | undefined
  let isRunning = false
  let peakKb: number | undefined
  let isExceeded = false
  const look = () => {
    // Most events are over long before: only a process that has nothing to do for a while needs no timer.
    if (!isRunning) {
      clearInterval(timer)
      timer = undefined
      return
    }
    const memory = process.pid === undefined ? undefined : platform.memoryOf(process.pid)
    if (!memory) return
    peakKb = memory.peakKb
    if (memory.ownKb <= (memoryMb + slackMb) * 1024) return
    isExceeded = true
    process.end()
  }
  return {
    start: () => {
      isRunning = true
      // Once at least: a process that exits leaves nothing to look at.
      if (peakKb === undefined) look()
      timer ??= setInterval(look, everyMs).unref()
    },
    stop: () => {
      isRunning = false
    },
    peakKb: () => peakKb,
    isExceeded: () => isExceeded,
  }
}
