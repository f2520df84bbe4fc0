import type { FromGateway, GatewayLogName } from '../protocol/gatewayControl.ts'
import type { FunctionLogLine, SourceLine } from '../protocol/trace.ts'
import type { Chosen } from './gatewayHostApis.ts'
import { placed } from './gatewayHostApis.ts'

/** One request as it was answered. */
export interface Answered {
  readonly apiId: string
  readonly route: string | undefined
  readonly method: string
  readonly path: string
  readonly status: number
  readonly durationMs: number
  /** Of its trace, where there is one. */
  readonly requestId?: string
  /** Why the gateway refused it, when it did. */
  readonly reason: string | undefined
}

/** Where `serve` tells what happens: a terminal's stderr, or the channel to the editor. */
export interface Reporter {
  readonly answered: (request: Answered) => void
  readonly log: (line: FunctionLogLine, requestId: string | undefined) => void
  /** What a stage logs of a request. */
  readonly gatewayLog: (apiId: string, log: GatewayLogName, lines: readonly string[]) => void
  readonly notEmulated: (apiId: string, message: string, source: SourceLine) => void
  readonly problem: (message: string, source?: SourceLine) => void
  /** `changes` says what is another: `2 routes added`. */
  readonly reloaded: (file: string, changes: string) => void
  /** What was saved cannot be served, the last good definition still is. */
  readonly notServed: (file: string, message: string, source?: SourceLine) => void
  /** Code of functions was saved; `files` are those that are known. */
  readonly codeReloaded: (functions: readonly string[], files: readonly string[]) => void
  /** Something worth knowing that is no problem. */
  readonly remark: (message: string) => void
  /** Resolves when everything told is out. */
  readonly flush: () => Promise<void>
}

/** Lines on stderr, gathered for a moment: a write per request would cost more than the request. */
export function terminalReporter(stderr: NodeJS.WritableStream): Reporter {
  let lines: string[] = []
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const text = lines.join('')
    lines = []
    return new Promise<void>(resolve => (text === '' ? resolve() : stderr.write(text, () => resolve())))
  }
  const write = (line: string) => {
    lines.push(`${line}\n`)
    timer ??= setTimeout(() => void flush(), 20)
  }
  return {
    answered: ({ method, path, status, durationMs, reason }) =>
      write(
        `${method} ${path} ${status} ${durationMs.toFixed(1)} ms${reason === undefined ? '' : ` (${reason})`}`,
      ),
    log: line => write(`${line.functionId} | ${line.text}`),
    gatewayLog: (_apiId, log, texts) => {
      for (const text of texts) write(`${log} log | ${text}`)
    },
    notEmulated: (_apiId, message, source) => write(`not emulated: ${placed(source, message)}`),
    problem: (message, source) => write(source ? placed(source, message) : message),
    reloaded: (file, changes) => write(`reloaded ${file}: ${changes}`),
    notServed: (_file, message, source) => {
      const told = `the saved definition is not served, the last good one still is: ${message}`
      write(source ? placed(source, told) : told)
    },
    // Whoever saves in a terminal knows it.
    codeReloaded: () => undefined,
    remark: write,
    flush,
  }
}

/** Tells what of the files of functions' variables has no effect. */
export function tellEnvironmentFaults({ environment }: Chosen, reporter: Reporter): void {
  for (const { file, range, message } of environment.diagnostics)
    reporter.problem(message, { file, ...range.start })
}

/** Messages to the editor; what the protocol has no message for goes to stderr, which the editor shows as it is. */
export function channelReporter(send: (message: FromGateway) => void, terminal: Reporter): Reporter {
  return {
    answered: ({ apiId, route, method, path, status, durationMs, requestId }) =>
      send({
        type: 'answered',
        apiId,
        method,
        path,
        status,
        durationMs,
        ...(route !== undefined && { route }),
        ...(requestId !== undefined && { requestId }),
      }),
    log: (line, requestId) => send({ type: 'log', line, ...(requestId !== undefined && { requestId }) }),
    gatewayLog: (apiId, log, lines) => send({ type: 'gatewayLog', apiId, log, lines }),
    notEmulated: (apiId, message, source) => send({ type: 'notEmulated', apiId, message, source }),
    problem: (message, source) => send({ type: 'problem', message, ...(source && { source }) }),
    reloaded: (file, changes) => send({ type: 'reloaded', file, changes }),
    notServed: (file, message, source) =>
      send({ type: 'notServed', file, message, ...(source && { source }) }),
    codeReloaded: (functions, files) => send({ type: 'codeReloaded', functions, files }),
    remark: terminal.remark,
    flush: terminal.flush,
  }
}
