import path from 'node:path'
import type { SourceLine, Trace } from '../protocol/trace.ts'
import type { TraceDifference } from '../traces/compareTraces.ts'
import { compareTraces } from '../traces/compareTraces.ts'
import { openTelemetryOf } from '../traces/openTelemetry.ts'
import { traceText } from '../traces/traceText.ts'
import { readTrace } from './givenTrace.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { print } from './print.ts'

/**
 * `gatehouse trace FILE`: prints a saved trace; with a second FILE what is another in that one. Exit status 0; with two
 * files 1 when they differ; 2 for wrong usage or a file that cannot be read, as `diff` has it.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseOptions(argv, { format: { type: 'text', oneOf: ['text', 'json', 'otlp'] } })
  if (parsed instanceof UsageError) return reportUsage('trace', parsed)
  const [file, other, ...more] = parsed.positionals
  const { format = 'text' } = parsed.values
  if (file === undefined || more.length > 0) {
    return reportUsage('trace', new UsageError('takes one FILE, or two to compare'))
  }
  if (other !== undefined && format === 'otlp') {
    return reportUsage('trace', new UsageError('--format otlp takes one FILE'))
  }
  const trace = readTrace(file)
  const second = other === undefined ? undefined : readTrace(other)
  if (typeof trace === 'string') return tell(trace)
  if (typeof second === 'string') return tell(second)
  if (!second) {
    await print(printed(trace, format))
    return 0
  }
  const differences = compareTraces(trace, second)
  await print(format === 'json' ? json(differences) : differencesText(differences))
  return differences.length > 0 ? 1 : 0
}

function printed(trace: Trace, format: string): string {
  if (format === 'json') return json(trace)
  if (format === 'otlp') return json(openTelemetryOf(trace, GATEHOUSE_VERSION))
  return traceText(trace, { place })
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** One line for each difference, below the step that tells it. */
function differencesText(differences: readonly TraceDifference[]): string {
  if (differences.length === 0) return 'the same, but for ids and times\n'
  let last = ''
  const lines = differences.flatMap(({ where, what, before, after }) => {
    const head = where === last ? [] : [where]
    last = where
    return [...head, `  ${what}: ${short(before)} → ${short(after)}`]
  })
  return `${lines.join('\n')}\n`
}

/** Characters. */
const longest = 100

function short(text: string | undefined): string {
  if (text === undefined) return '(none)'
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text
}

function place({ file, line, character }: SourceLine): string {
  const relative = path.relative(process.cwd(), file)
  return `${relative.startsWith('..') ? file : relative}:${line + 1}:${character + 1}`
}

function tell(message: string): number {
  process.stderr.write(`gatehouse trace: ${message}\n`)
  return 2
}
