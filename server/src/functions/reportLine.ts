import { readError } from './functionResults.ts'
import type { RuntimeOutcome } from './runtimeProcess.ts'

/** How the platform judges an event that did not come to a regular end; what a handler throws is none of its business. */
export interface PlatformStatus {
  readonly status: 'timeout' | 'error'
  /** Of an `error`: `Runtime.ExitError` */
  readonly errorType?: string
}

/** What the REPORT line of one event says. */
export interface ReportedRun {
  readonly requestId: string
  readonly durationMs: number
  readonly initMs?: number | undefined
  /** The function's MemorySize. */
  readonly memoryMb: number
  readonly memoryKb?: number | undefined
  readonly status?: PlatformStatus | undefined
}

/** What the INIT_REPORT line of an init that failed says. */
export interface ReportedInit {
  readonly durationMs: number
  /** `init`: before the event; `invoke`: the second try, which is part of the event. */
  readonly phase: 'init' | 'invoke'
  readonly status: PlatformStatus
}

/**
 * The line that Lambda writes at the end of every event. What init took is billed with it. Without a status, the line ends
 * with a tab.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
 */
export function reportLine(run: ReportedRun): string {
  const { requestId, durationMs, initMs, memoryMb, memoryKb } = run
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${memoryMb} MB`,
  ]
  if (memoryKb !== undefined)
    parts.push(`Max Memory Used: ${Math.min(memoryMb, Math.ceil(memoryKb / 1024))} MB`)
  if (initMs !== undefined) parts.push(`Init Duration: ${initMs.toFixed(2)} ms`)
  parts.push(run.status ? statusText(run.status) : '')
  return parts.join('\t')
}

/**
 * The line that Lambda writes where an init fails; of one that succeeds, REPORT tells.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export function initReportLine({ durationMs, phase, status }: ReportedInit): string {
  return `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: ${phase}\t${statusText(status)}`
}

/** What the platform says of an outcome; undefined where it is the function's own, as an error that a handler throws. */
export function platformStatus(outcome: RuntimeOutcome, isLast: boolean): PlatformStatus | undefined {
  switch (outcome.type) {
    case 'exit':
      return {
        status: 'error',
        errorType: outcome.isOutOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError',
      }
    case 'initError':
      return { status: 'error', errorType: knownType(readError(outcome.payload).errorType) }
    // The runtime reports an error that nothing caught, and exits.
    case 'error':
      return isLast ? { status: 'error', errorType: 'Runtime.ExitError' } : undefined
    case 'success':
      return undefined
  }
}

/** The platform knows the names of its runtimes only. */
function knownType(errorType: string): string {
  return /(?:Runtime|Function)\.[A-Z][a-zA-Z]+/.test(errorType) ? errorType : 'Runtime.Unknown'
}

function statusText({ status, errorType }: PlatformStatus): string {
  return errorType === undefined ? `Status: ${status}` : `Status: ${status}\tError Type: ${errorType}`
}
