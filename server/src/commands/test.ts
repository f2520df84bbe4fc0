import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { onShutdown } from '../functions/platform.ts'
import type { TestEvent, TestFileFault, TestResult, TestSummary } from '../protocol/testRun.ts'
import type { OptionValues } from './options.ts'
import { backendSpecs } from './backendOptions.ts'
import { functionSpecs, readFunctionOptions } from './functionOptions.ts'
import { givenOptions, readGivenOptions } from './givenOptions.ts'
import { parseOptions, reportUsage, UsageError } from './options.ts'
import { print } from './print.ts'
import type { TestGatewayOptions } from './testGateways.ts'
import { createTestGateways } from './testGateways.ts'
import { junitReport } from './testReportJunit.ts'
import type { CoverageDetail } from './testReportText.ts'
import { paintFor, textOfEvent } from './testReportText.ts'
import { pinnedTarget, runTests } from './testRun.ts'
import type { TestTarget } from './testTargets.ts'
import { testTargets } from './testTargets.ts'
import { watchTests } from './testWatch.ts'

/**
 * `gatehouse test`: runs the tests of `*.gatehouse.yaml` files. Exit status 0 when all passed, 1 when some did not, 2 for
 * wrong usage, where there is nothing to run, and where a file or a test cannot be run as it is written.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readTestOptions(argv)
  if (options instanceof UsageError) return reportUsage('test', options)
  const { format, output, watches } = options
  const targets = options.targets.map(pinnedTarget)
  const report = reportFor(options)
  const ending = new AbortController()
  const end = () => ending.abort()
  onShutdown(end)
  if (options.stdinWatch) process.stdin.on('end', end).on('close', end).on('error', end).resume()
  const watch = watches ? watchTests(targets) : undefined
  const gateways = createTestGateways({
    ...options.gateways,
    stays: watches,
    onProblem: message => report.tell({ type: 'problem', message }),
    onCodeChanged: () => watch?.codeChanged(),
  })
  try {
    for (;;) {
      watch?.begin()
      const { checksContracts, filter } = options
      const { given } = options.gateways
      const { tell } = report
      const summary = await runTests(targets, {
        gateways,
        checksContracts,
        filter,
        given,
        tell,
        signal: ending.signal,
      })
      await report.finish(summary)
      if (!watch) return statusOf(summary)
      if (!(await watch.changed(ending.signal))) return statusOf(summary)
      gateways.forget()
      if (format === 'text' && output === undefined) await print('\n')
    }
  } finally {
    watch?.close()
    await gateways.close()
    process.stdin.destroy()
  }
}

/** The exit status of a run. */
export function statusOf({ passed, failed, errored, skipped, unreadable }: TestSummary): number {
  if (errored > 0 || unreadable > 0 || passed + failed + skipped === 0) return 2
  return failed > 0 ? 1 : 0
}

interface TestOptions {
  readonly targets: readonly TestTarget[]
  readonly filter: string | undefined
  readonly format: 'text' | 'json' | 'junit'
  /** Absolute path; undefined for stdout. */
  readonly output: string | undefined
  readonly watches: boolean
  readonly stdinWatch: boolean
  readonly checksContracts: boolean
  readonly coverage: CoverageDetail
  readonly gateways: Omit<TestGatewayOptions, 'stays' | 'onProblem' | 'onCodeChanged'>
}

const specs = {
  filter: { type: 'text' },
  format: { type: 'text', oneOf: ['text', 'json', 'junit'] },
  output: { type: 'text', short: 'o' },
  watch: { type: 'flag' },
  contract: { type: 'flag' },
  coverage: { type: 'flag' },
  functions: { type: 'text' },
  jwks: { type: 'texts' },
  ...givenOptions,
  ...backendSpecs,
  ...functionSpecs,
  'stdin-watch': { type: 'flag' },
} as const

/** Reads the arguments of `test`. */
export function readTestOptions(argv: readonly string[]): TestOptions | UsageError {
  const parsed = parseOptions(argv, specs)
  if (parsed instanceof UsageError) return parsed
  const { values, positionals } = parsed
  const targets = testTargets(positionals)
  if (targets instanceof UsageError) return targets
  if (targets.length === 0)
    return new UsageError('there is no *.gatehouse.yaml file: name files or folders with tests')
  const gateways = readGateways(values)
  if (gateways instanceof UsageError) return gateways
  const format = values.format === 'json' || values.format === 'junit' ? values.format : 'text'
  if (values.watch && format === 'junit')
    return new UsageError('--watch has no end, so it makes no JUnit report')
  return {
    targets,
    filter: values.filter,
    format,
    output: values.output === undefined ? undefined : path.resolve(values.output),
    watches: values.watch,
    stdinWatch: values['stdin-watch'],
    checksContracts: values.contract,
    coverage: values.coverage ? 'routes' : 'counts',
    gateways,
  }
}

function readGateways(values: OptionValues<typeof specs>): TestOptions['gateways'] | UsageError {
  const given = readGivenOptions(values)
  if (given instanceof UsageError) return given
  const functions = readFunctionOptions(values)
  if (functions instanceof UsageError) return functions
  const { functions: named, jwks, upstream, endpoint, canned, stub } = values
  const backends = { upstream, 'vpc-link': values['vpc-link'], endpoint, canned, stub }
  return {
    given,
    functions,
    jwks,
    backends,
    functionsOf: named === undefined ? undefined : path.resolve(named),
  }
}

interface Report {
  readonly tell: (event: TestEvent) => void
  /** Writes what only a whole run can say. */
  readonly finish: (summary: TestSummary) => Promise<void>
}

/** Tells events as they come; a report in a file leaves stdout to the reader. */
function reportFor({ format, output, coverage }: TestOptions): Report {
  const paint = paintFor(process.stdout, process.env)
  let results: TestResult[] = []
  let faults: TestFileFault[] = []
  let events: TestEvent[] = []
  return {
    tell: event => {
      events.push(event)
      if (event.type === 'ended') results.push(event)
      if (event.type === 'unreadable') faults.push(event)
      if (format === 'json' && output === undefined) void print(`${JSON.stringify(event)}\n`)
      else if (format === 'text' || output !== undefined) void print(textOfEvent(event, paint, coverage))
    },
    finish: async () => {
      const whole =
        format === 'junit'
          ? junitReport(
              results,
              faults,
              events.flatMap(event => (event.type === 'coverage' ? event.apis : [])),
            )
          : format === 'json'
            ? events.map(event => `${JSON.stringify(event)}\n`).join('')
            : events.map(event => textOfEvent(event, paintFor({}, {}), coverage)).join('')
      ;[results, faults, events] = [[], [], []]
      if (output !== undefined) {
        mkdirSync(path.dirname(output), { recursive: true })
        writeFileSync(output, whole)
      } else if (format === 'junit') await print(whole)
      else await print('')
    },
  }
}
