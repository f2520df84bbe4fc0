import type { Job, Worker, WorkersInput } from './functionJob.ts'
import type { PlatformStatus, ReportedRun } from './reportLine.ts'
import { initReportLine, reportLine } from './reportLine.ts'
import type { RuntimeOutcome } from './runtimeProcess.ts'

/** How an event ended. */
export type EndedRun = Pick<ReportedRun, 'durationMs' | 'status'>

/** What its process has measured. */
export type Measured = Pick<RuntimeOutcome, 'memoryKb' | 'initMs'>

/** The REPORT line of an event, once; the init of its process is told with its first one. */
export function takeReport(worker: Worker, job: Job, run: EndedRun, measured: Measured): string | undefined {
  if (job.isReported) return undefined
  job.isReported = true
  const { requestId } = job.call
  const memoryKb = measured.memoryKb ?? worker.memory.peakKb()
  const initMs = worker.initMs === undefined ? undefined : (measured.initMs ?? worker.initMs)
  worker.initMs = undefined
  const { memoryMb } = worker.setup.task
  return reportLine({ ...run, requestId, memoryMb, memoryKb, initMs })
}

/** What is told of an init that failed after so many milliseconds. */
export function initReport(job: Job, durationMs: number, status: PlatformStatus): string | undefined {
  if (job.isReported) return undefined
  return initReportLine({ durationMs, phase: job.hasInitFailed ? 'invoke' : 'init', status })
}

/** Milliseconds that an event took, by what its process measured (where it did), without the time that a debugger held it. */
export function durationOf(
  handlerMs: number | undefined,
  { startedAt, heldMsBefore }: Worker,
  { limitClock, heldMs }: WorkersInput,
): number {
  if (handlerMs === undefined) return limitClock() - startedAt
  return Math.max(0, handlerMs - (heldMs() - heldMsBefore))
}
