import type { ExecutionLogLine } from '../../protocol/trace.ts'

type Level = ExecutionLogLine['level']

/** Takes the lines of an execution log while a request runs; each is worded only when somebody reads the log. */
export class ExecutionLog {
  readonly #elapsed: () => number
  readonly #lines: { readonly atMs: number; readonly level: Level; readonly text: () => string }[] = []

  /** `elapsed` gives the milliseconds since the request came in. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
  }

  /** What went wrong: written at every level that is on. */
  error(text: () => string): void {
    this.#add('error', text)
  }

  /** What happened. */
  info(text: () => string): void {
    this.#add('info', text)
  }

  /** Headers, parameters and bodies. */
  dataTrace(text: () => string): void {
    this.#add('dataTrace', text)
  }

  /** The lines in the order of events. */
  lines(): ExecutionLogLine[] {
    return this.#lines.map(({ atMs, level, text }) => ({ atMs, level, text: text() }))
  }

  #add(level: Level, text: () => string): void {
    this.#lines.push({ atMs: this.#elapsed(), level, text })
  }
}
