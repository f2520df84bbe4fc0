import type { Stage } from '../../api/api.ts'
import type { ExecutionLogLine } from '../../protocol/trace.ts'
import { effectiveSetting } from '../limits/methodSettings.ts'

/**
 * The lines of a request that its stage has written: none with the logging level OFF, which is AWS's default. `route` is the
 * method that took the request, as `GET /books/{bookId}`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function loggedLines(
  stage: Stage,
  route: string | undefined,
  lines: () => readonly ExecutionLogLine[],
): readonly ExecutionLogLine[] {
  if (!stage.methodSettings || route === undefined) return []
  const [httpMethod = '', path = ''] = route.split(' ', 2)
  const method = { httpMethod, path }
  const level = effectiveSetting(stage, method, setting => setting.loggingLevel)?.value.toUpperCase()
  if (level !== 'INFO' && level !== 'ERROR') return []
  const isTraced = effectiveSetting(stage, method, setting => setting.dataTraceEnabled)?.value === true
  return lines().filter(
    line => line.level === 'error' || (level === 'INFO' && (line.level === 'info' || isTraced)),
  )
}

/** A line as CloudWatch shows it: when, and for which request. `startedAt` is when that came, in milliseconds since 1970. */
export function eventText(
  { atMs, text }: ExecutionLogLine,
  { requestId, startedAt }: { readonly requestId: string; readonly startedAt: number },
): string {
  return `${new Date(startedAt + Math.floor(atMs)).toISOString()} (${requestId}) ${text}`
}
