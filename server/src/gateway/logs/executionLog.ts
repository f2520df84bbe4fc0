import type { ExecutionLogLine } from '../../protocol/trace.ts'

type Level = ExecutionLogLine['level']

/** Words a line. */
type LineText = () => string

/** Takes the lines of an execution log while a request runs; each is worded only when somebody reads the log. */
export class ExecutionLog {
  readonly #elapsed: () => number
  readonly #lines: { readonly atMs: number; readonly level: Level; readonly text: LineText }[] = []

  /** `elapsed` gives the milliseconds since the request came in. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
  }

  /** What went wrong: written at every level that is on. */
  error(...texts: LineText[]): void {
    this.#add('error', texts)
  }

  /** What happened. */
  info(...texts: LineText[]): void {
    this.#add('info', texts)
  }

  /** Headers, parameters and bodies. */
  dataTrace(...texts: LineText[]): void {
    this.#add('dataTrace', texts)
  }

  /** The lines in the order of events. */
  lines(): ExecutionLogLine[] {
    return this.#lines.map(({ atMs, level, text }) => ({ atMs, level, text: text() }))
  }

  #add(level: Level, texts: readonly LineText[]): void {
    const atMs = this.#elapsed()
    for (const text of texts) this.#lines.push({ atMs, level, text })
  }
}
