import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import type { SourceLine, TracedMessage } from '../../protocol/trace.ts'
import type { Incoming } from '../incoming.ts'
import type { TraceRecorder } from '../trace.ts'
import { textPayload } from '../tracedMessage.ts'
import type { FunctionCall, FunctionResult, World } from '../world.ts'

/** Runs a function for a request and keeps what it logged. */
export async function runFunction(
  call: {
    readonly function: LambdaFunction
    readonly event: string
    readonly timeoutMs: number
    readonly requestId: string
    readonly stream?: NonNullable<FunctionCall['stream']>
  },
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<FunctionResult> {
  const watching = world.debugger?.of(incoming)
  const result = await world.invokeFunction({
    ...call,
    traceId: incoming.traceId.full,
    ...(signal && { signal }),
    ...(watching && { runsIn: watching.runsIn }),
  })
  watching?.runsIn(undefined)
  trace.addLog(result.log)
  return result
}

/** What Lambda takes as an event: 6 MB when somebody waits for the answer, 1 MB when nobody does. */
const largestEvent = { waited: 6 * 1024 * 1024, async: 1024 * 1024 }

/**
 * Why Lambda does not take an event; undefined when it does.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export function eventSizeFault(event: string, isAsync = false): string | undefined {
  const largest = isAsync ? largestEvent.async : largestEvent.waited
  // A UTF-16 unit is at most three bytes: most events need no counting.
  if (event.length * 3 <= largest) return undefined
  const size = Buffer.byteLength(event)
  return size <= largest ? undefined : `the event has ${size} bytes, and Lambda takes ${largest}`
}

/** `Lambda **GetBook**, warm; handler 24.1 ms, 3 log lines` */
export function describeRun(target: LambdaFunction, result: FunctionResult): string {
  const start = result.initMs === undefined ? 'warm' : `cold start ${result.initMs.toFixed(1)} ms`
  // The platform's own REPORT is none of the function's lines.
  const written = result.log.filter(({ stream }) => stream !== 'platform').length
  const lines = written === 1 ? '1 log line' : `${written} log lines`
  const facts = `Lambda **${target.id}**, ${start}; handler ${result.durationMs.toFixed(1)} ms, ${lines}`
  return [facts, ...result.notes].join('; ')
}

/** Why a run gave no answer: `Lambda **GetBook** failed: Error: no such book`. */
export function describeFailure(
  target: LambdaFunction,
  result: Exclude<FunctionResult, { type: 'success' }>,
): string {
  return [`Lambda **${target.id}** ${failureWords(result)}`, ...result.notes].join('; ')
}

/** Whether there is no such function on this machine: no code, or nothing that runs it. */
export function isMissing(result: FunctionResult): result is Extract<FunctionResult, { type: 'error' }> {
  return result.type === 'error' && result.cause === 'missing'
}

/** Where the handler stands, for the step's source link. */
export function handlerSource(result: FunctionResult): SourceLine | undefined {
  return result.source && { file: result.source.file, line: result.source.line, character: 0 }
}

/** What the function gave back, as the trace shows it. */
export function returnedMessage(result: FunctionResult): TracedMessage {
  return { title: 'Response of the function', body: textPayload(result.payload) }
}

function failureWords(result: Exclude<FunctionResult, { type: 'success' }>): string {
  if (result.type === 'error') return `failed: \`${result.errorType}: ${result.errorMessage}\``
  return result.limit === 'function'
    ? `reached its own timeout: ${result.errorMessage}`
    : 'gave no answer within the time limit of the integration'
}
