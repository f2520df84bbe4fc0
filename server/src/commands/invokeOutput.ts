import { STATUS_CODES } from 'node:http'
import { isUtf8 } from 'node:buffer'
import type { HttpResponse } from '../gateway/messages.ts'
import type { Trace, Why } from '../protocol/trace.ts'
import { placed } from './gatewayHostApis.ts'

/** What a user wants to see behind the answer. */
export interface Further {
  readonly trace: Trace | undefined
  /** Why it was answered so, in lines. */
  readonly why: readonly string[] | undefined
  readonly executionLog: readonly string[] | undefined
}

/** Status line, headers, body; then the steps of the trace, each with the line it followed, and the execution log. */
export async function writeAsText(
  stdout: NodeJS.WritableStream,
  response: HttpResponse,
  { trace, why, executionLog }: Further,
): Promise<void> {
  const head = [
    `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ''}`.trimEnd(),
    ...response.headers.map(([name, value]) => `${name}: ${value}`),
  ]
  await write(stdout, `${head.join('\n')}\n\n`)
  await write(stdout, Buffer.from(response.body))
  if (response.body.at(-1) !== 10) await write(stdout, '\n')
  if (why) await write(stdout, `\n${why.join('\n')}\n`)
  if (trace) await write(stdout, `\n${traceLines(trace).join('\n')}\n`)
  if (executionLog) await write(stdout, `\n${executionLogText(executionLog)}\n`)
}

/** One JSON document: the response and the whole trace; of a function URL why it answered so, too. Header lines are pairs, since names may repeat. */
export async function writeAsJson(
  stdout: NodeJS.WritableStream,
  { status, headers, body }: HttpResponse,
  more: { readonly trace: Trace; readonly why?: Why | null },
): Promise<void> {
  const bytes = Buffer.from(body)
  const isBase64Encoded = !isUtf8(bytes)
  const text = bytes.toString(isBase64Encoded ? 'base64' : 'utf8')
  await write(
    stdout,
    `${JSON.stringify({ response: { status, headers, body: text, isBase64Encoded }, ...more }, null, 2)}\n`,
  )
}

function executionLogText(lines: readonly string[]): string {
  return lines.length > 0 ? lines.join('\n') : 'no execution log: on AWS, only methods of REST APIs have one'
}

function traceLines(trace: Trace): string[] {
  const steps = trace.steps.map(step => {
    const line = `  ${marks[step.state]} ${step.title.padEnd(22)} ${step.summary.replaceAll('**', '')}`
    return step.source ? `${line}\n      ${placed(step.source, '').replace(/: $/, '')}` : line
  })
  const route = trace.route === undefined ? 'no route' : trace.route
  const release = trace.release === undefined ? '' : `, release: ${trace.release}`
  return [`${route} in stage ${trace.stage}${release}, ${trace.durationMs.toFixed(1)} ms`, ...steps]
}

const marks: Readonly<Record<Trace['steps'][number]['state'], string>> = {
  passed: '✓',
  failed: '✗',
  skipped: '-',
  notReached: '·',
  notEmulated: '!',
}

// A reader that has gone, as `head` has after its lines, is no failure.
function write(stdout: NodeJS.WritableStream, data: string | Buffer): Promise<void> {
  return new Promise(resolve => {
    stdout.once('error', () => resolve())
    stdout.write(data, () => resolve())
  })
}
