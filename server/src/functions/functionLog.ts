import type { FunctionLogLine } from '../protocol/trace.ts'
import type { Job, Worker, WorkersInput } from './functionJob.ts'
import type { PlatformStatus } from './reportLine.ts'
import type { EndedRun, Measured } from './runReports.ts'
import { initReport, takeReport } from './runReports.ts'

/** What a function and its runtime write: kept with the event, and told to whoever shows lines. */
export class FunctionLog {
  readonly #functionId: string
  readonly #input: WorkersInput

  constructor(functionId: string, input: WorkersInput) {
    this.#functionId = functionId
    this.#input = input
  }

  /** A line; without a job that of no event. */
  write(
    job: Job | undefined,
    stream: FunctionLogLine['stream'],
    text: string,
    requestId: string | undefined,
  ): void {
    const line: FunctionLogLine = { functionId: this.#functionId, stream, text }
    job?.log.push(line)
    this.#input.log(line, requestId)
  }

  /** A line of Lambda's own. */
  platform(job: Job, text: string | undefined): void {
    if (text !== undefined) this.write(job, 'platform', text, job.call.requestId)
  }

  /** The REPORT line of an event. */
  report(worker: Worker, job: Job, run: EndedRun, measured: Measured = {}): void {
    this.platform(job, takeReport(worker, job, run, measured))
  }

  /** What became of the init of a process; nothing where it did not fail. */
  reportInit({ loadedAt }: Worker, job: Job, status: PlatformStatus | undefined): void {
    if (status) this.platform(job, initReport(job, this.#input.limitClock() - loadedAt, status))
  }
}
