import path from 'node:path'
import { diskFiles } from '../io/files.ts'
import type { RouteCoverage, TestEvent, TestFailure, TestResult, TestSummary } from '../protocol/testRun.ts'
import type { SourceLine } from '../protocol/trace.ts'
import { lineDifference } from '../testing/lineDifference.ts'

/** Colours of a terminal; plain text where it shows none. */
export interface Paint {
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly faint: (text: string) => string
}

/** Colours where stdout is a terminal and nobody asked for none (https://no-color.org). */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Paint {
  const isPlain = stream.isTTY !== true || (environment['NO_COLOR'] ?? '') !== ''
  const sequence = (code: number) => (text: string) => (isPlain ? text : `\u001b[${code}m${text}\u001b[0m`)
  return { good: sequence(32), bad: sequence(31), faint: sequence(2) }
}

/** `routes` names the routes without a test too. */
export type CoverageDetail = 'counts' | 'routes'

/** What a terminal shows of an event of a run; empty for what it does not show. */
export function textOfEvent(event: TestEvent, paint: Paint, detail: CoverageDetail = 'counts'): string {
  switch (event.type) {
    case 'run':
    case 'started':
      return ''
    case 'ended':
      return resultText(event, paint)
    case 'unreadable':
      return `${paint.bad('cannot run')} ${placeName(event.source)}: ${event.message}\n`
    case 'problem':
      return `${event.message}\n`
    case 'coverage':
      return `\n${event.apis.map(each => coverageText(each, paint, detail)).join('')}`
    case 'finished':
      return `\n${summaryText(event, paint)}\n`
  }
}

function coverageText({ api, routes, missing }: RouteCoverage, paint: Paint, detail: CoverageDetail): string {
  const head = `${api}: ${routes - missing.length} of ${routes} routes have a test\n`
  if (detail === 'counts') return paint.faint(head)
  return `${head}${missing.map(route => `  no test: ${route}\n`).join('')}`
}

/** `test/shop.gatehouse.yaml:12:5`, from the working folder; counts from 1. */
export function placeName({ file, line, character }: SourceLine): string {
  return `${path.relative('', file) || file}:${line + 1}:${character + 1}`
}

const words = { passed: 'pass', failed: 'FAIL', errored: 'ERROR', skipped: 'skip' } as const

function resultText(result: TestResult, paint: Paint): string {
  const { outcome, name, kind, durationMs, failures, output, test, reason } = result
  const colour = outcome === 'passed' ? paint.good : outcome === 'skipped' ? paint.faint : paint.bad
  const took =
    outcome === 'skipped' ? (reason === undefined ? '' : ` (${reason})`) : ` ${Math.round(durationMs)} ms`
  const head = `${colour(words[outcome])} ${kind} ${name}${paint.faint(took)}\n`
  if (failures.length === 0) return head
  const where = paint.faint(path.relative('', test.file))
  const lines = output.map(line => paint.faint(`    ${line}`))
  return [
    `${head.trimEnd()} ${where}`,
    ...failures.flatMap(each => failureLines(each, paint)),
    ...lines,
    '',
  ].join('\n')
}

function failureLines(failure: TestFailure, paint: Paint): string[] {
  const { message, source, expected, actual, related = [] } = failure
  return [
    `  ${placeName(source)}: ${message}`,
    ...excerpt(source).map(line => paint.faint(line)),
    ...related.map(each => `  ${placeName(each.source)}: ${each.message}`),
    ...(expected === undefined || actual === undefined ? [] : differenceLines(expected, actual, paint)),
  ]
}

function excerpt({ file, line }: SourceLine): string[] {
  const text = diskFiles.read(file)?.split('\n')[line]
  return text === undefined ? [] : [`    ${line + 1} | ${text.trimEnd().slice(0, 160)}`]
}

function differenceLines(expected: string, actual: string, paint: Paint): string[] {
  const lines = lineDifference(expected, actual).map(({ type, text }) => {
    if (type === 'same') return paint.faint(`      ${text}`)
    return type === 'expected' ? paint.good(`    - ${text}`) : paint.bad(`    + ${text}`)
  })
  return [`    ${paint.good('- expected')} ${paint.bad('+ actual')}`, ...lines]
}

function summaryText(summary: TestSummary, paint: Paint): string {
  const { passed, failed, errored, skipped, unreadable, durationMs } = summary
  const parts = [
    [passed, 'passed', paint.good],
    [failed, 'failed', paint.bad],
    [errored, 'could not be told', paint.bad],
    [skipped, 'skipped', paint.faint],
    [unreadable, unreadable === 1 ? 'file cannot be run' : 'files cannot be run', paint.bad],
  ] as const
  const told = parts.filter(([count]) => count > 0).map(([count, name, colour]) => colour(`${count} ${name}`))
  return `${told.join(', ') || 'no tests'} in ${(durationMs / 1000).toFixed(1)} s`
}
