import type { Exchange } from '../gateway/gateway.ts'
import { eventText, isExecutionLogged, loggedLines } from '../gateway/logs/loggedLines.ts'
import type { LogFile } from '../io/logFile.ts'
import { openLogFile } from '../io/logFile.ts'
import type { ChosenApi } from './gatewayFront.ts'
import type { Reporter } from './gatewayHostReporter.ts'

/** Where a user wants the logs; what is left out goes where everything else is told. */
export interface LogOptions {
  /** A file, or `-` for stdout. */
  readonly accessLog: string | undefined
  readonly executionLog: string | undefined
}

/** The logs of a gateway. */
export interface GatewayLogs {
  /** Writes what the stage asks for of a request that was answered. Gives the line of the access log. */
  readonly write: (chosen: ChosenApi, exchange: Exchange) => string | undefined
  /** Says at start what a user may wait for in vain. */
  readonly tell: (apis: readonly ChosenApi[]) => void
  readonly close: () => Promise<void>
}

/** Opens the files of the logs. Throws a `LogFileError`. */
export function openLogs({ accessLog, executionLog }: LogOptions, reporter: Reporter): GatewayLogs {
  const access = openFile(accessLog, reporter)
  const execution =
    accessLog !== undefined && accessLog === executionLog ? access : openFile(executionLog, reporter)
  return {
    write: ({ api, stage }, exchange) => {
      const line = exchange.accessLog()
      const { requestId, startedAt, route } = exchange
      const lines = loggedLines(stage, route, exchange.executionLog).map(each =>
        eventText(each, { requestId, startedAt }),
      )
      if (lines.length > 0) writeTo(execution, lines, () => reporter.gatewayLog(api.id, 'execution', lines))
      if (line !== undefined) writeTo(access, [line], () => reporter.gatewayLog(api.id, 'access', [line]))
      return line
    },
    tell: apis => {
      if (access && !apis.some(isAccessLogged))
        reporter.remark(`'${accessLog ?? ''}' stays empty: no stage states an access log with a format`)
      if (execution && !apis.some(({ stage }) => isExecutionLogged(stage)))
        reporter.remark(`'${executionLog ?? ''}' stays empty: no stage has a LoggingLevel of ERROR or INFO`)
    },
    close: async () => {
      await Promise.all([access?.close(), execution?.close()])
    },
  }
}

function openFile(name: string | undefined, reporter: Reporter): LogFile | undefined {
  return name === undefined ? undefined : openLogFile(name, reporter.problem)
}

function writeTo(file: LogFile | undefined, lines: readonly string[], otherwise: () => void): void {
  if (file) file.write(lines)
  else otherwise()
}

function isAccessLogged({ stage }: ChosenApi): boolean {
  return stage.accessLog?.format !== undefined
}
