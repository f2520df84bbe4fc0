import type { Stage } from '../../api/api.ts'
import { valueOf } from '../../base/origin.ts'
import type { ExecutionLogLine } from '../../protocol/trace.ts'
import { effectiveSetting } from '../limits/methodSettings.ts'

/**
 * The lines of a request that its stage has written: none with the logging level OFF, which is AWS's default. `route` is the
 * method that took the request, as `GET /books/{bookId}`, or the route key of a WebSocket API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function loggedLines(
  stage: Stage,
  route: string | undefined,
  lines: () => readonly ExecutionLogLine[],
): readonly ExecutionLogLine[] {
  if (route === undefined) return []
  const { level, isTraced } = stage.methodSettings ? ofMethod(stage, route) : ofRoute(stage, route)
  if (level !== 'INFO' && level !== 'ERROR') return []
  return lines().filter(
    line => line.level === 'error' || (level === 'INFO' && (line.level === 'info' || isTraced)),
  )
}

/** Whether a stage has lines of any request written. */
export function isExecutionLogged({ methodSettings, routeSettings, defaultRouteSettings }: Stage): boolean {
  const settings = [...(methodSettings ?? []), ...(routeSettings?.values() ?? []), defaultRouteSettings]
  return settings.some(each => /^(INFO|ERROR)$/i.test(valueOf(each?.loggingLevel) ?? ''))
}

interface Logging {
  readonly level: string | undefined
  /** Whether headers, parameters and bodies are written, too. */
  readonly isTraced: boolean
}

function ofMethod(stage: Stage, route: string): Logging {
  const [httpMethod = '', path = ''] = route.split(' ', 2)
  const method = { httpMethod, path }
  return {
    level: effectiveSetting(stage, method, setting => setting.loggingLevel)?.value.toUpperCase(),
    isTraced: effectiveSetting(stage, method, setting => setting.dataTraceEnabled)?.value === true,
  }
}

function ofRoute({ routeSettings, defaultRouteSettings: shared }: Stage, route: string): Logging {
  const own = routeSettings?.get(route)
  return {
    level: valueOf(own?.loggingLevel ?? shared?.loggingLevel)?.toUpperCase(),
    isTraced: valueOf(own?.dataTraceEnabled ?? shared?.dataTraceEnabled) === true,
  }
}

/** A line as CloudWatch shows it: when, and for which request. `startedAt` is when that came, in milliseconds since 1970. */
export function eventText(
  { atMs, text }: ExecutionLogLine,
  { requestId, startedAt }: { readonly requestId: string; readonly startedAt: number },
): string {
  return `${new Date(startedAt + Math.floor(atMs)).toISOString()} (${requestId}) ${text}`
}
