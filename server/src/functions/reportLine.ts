import type { RuntimeOutcome } from './runtimeProcess.ts'

/** What the REPORT line of one event says. */
export interface ReportedRun {
  readonly requestId: string
  readonly type: RuntimeOutcome['type'] | 'timeout'
  readonly durationMs: number
  readonly initMs?: number
  /** The function's MemorySize. */
  readonly memoryMb: number
  readonly memoryKb?: number
}

/**
 * The line that Lambda writes at the end of every event. What init took is billed with it.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
 */
export function reportLine(run: ReportedRun): string {
  const { requestId, type, durationMs, initMs, memoryMb, memoryKb } = run
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${memoryMb} MB`,
  ]
  if (memoryKb !== undefined)
    parts.push(`Max Memory Used: ${Math.min(memoryMb, Math.ceil(memoryKb / 1024))} MB`)
  if (initMs !== undefined) parts.push(`Init Duration: ${initMs.toFixed(2)} ms`)
  if (type === 'timeout') parts.push('Status: timeout')
  if (type === 'exit') parts.push('Status: error', 'Error Type: Runtime.ExitError')
  return parts.join('\t')
}
