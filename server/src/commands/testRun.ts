import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ReadOptions } from '../definitions/definitionResult.ts'
import { diskFiles } from '../io/files.ts'
import type { TestEvent, TestFailure, TestName, TestOutcome, TestSummary } from '../protocol/testRun.ts'
import { rangeOf } from '../syntax/node.ts'
import { failureAt } from '../testing/failure.ts'
import { TestFault } from '../testing/placeholders.ts'
import type { StatedTest, TestFile } from '../testing/testFile.ts'
import { readTestFile } from '../testing/testFile.ts'
import type { Debugging } from './debugging.ts'
import type { TestGateways } from './testGateways.ts'
import { coverageOfFiles } from './testCoverage.ts'
import { runPolicyTest } from './testPolicy.ts'
import type { TestFindings, TestRunning } from './testRoute.ts'
import { runRouteTest } from './testRoute.ts'
import type { TestTarget } from './testTargets.ts'
import { runTemplateTest } from './testTemplate.ts'

/** What of the files is run, and how. */
export interface TestRunOptions {
  readonly gateways: TestGateways
  readonly checksContracts: boolean
  /** Only tests whose name contains this, in any case. */
  readonly filter: string | undefined
  /** What the definitions are read with. */
  readonly given: ReadOptions
  readonly tell: (event: TestEvent) => void
  readonly signal: AbortSignal
  /** Whoever debugs the tests. */
  readonly debugging?: Debugging
}

/** Runs tests one after the other; tells of each. */
export async function runTests(
  targets: readonly TestTarget[],
  options: TestRunOptions,
): Promise<TestSummary> {
  const started = performance.now()
  const { tell, signal } = options
  const count: Record<TestOutcome, number> = { passed: 0, failed: 0, errored: 0, skipped: 0 }
  const files = targets.map(target => ({ target, file: readTarget(target) }))
  const broken = files.flatMap(({ file }) => faultIn(file) ?? [])
  const chosen = files
    .filter(({ file }) => !faultIn(file))
    .map(({ target, file }) => ({ file, tests: chosenTests(file, target, options.filter) }))
  const names = chosen.flatMap(({ file, tests }) =>
    tests.map(({ id }): TestName => ({ file: file.file, id })),
  )
  tell({ type: 'run', tests: names })
  for (const fault of broken) tell({ type: 'unreadable', ...fault })
  // Functions keep what tests have them write in a folder of the run.
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-test-'))
  try {
    for (const { file, tests } of chosen) {
      for (const test of tests) {
        if (signal.aborted) break
        count[await runOne(test, file, folder, options)]++
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const isWhole = options.filter === undefined && targets.every(({ lines }) => lines.length === 0)
  if (isWhole && !signal.aborted)
    tellCoverage(
      chosen.map(({ file }) => file),
      options,
    )
  const summary = { ...count, unreadable: broken.length, durationMs: performance.now() - started }
  tell({ type: 'finished', ...summary })
  return summary
}

function tellCoverage(files: readonly TestFile[], { given, tell }: TestRunOptions): void {
  const apis = coverageOfFiles(files, given)
  if (apis.length > 0) tell({ type: 'coverage', apis })
}

async function runOne(
  test: StatedTest,
  file: TestFile,
  folder: string,
  { gateways, checksContracts, tell, signal, debugging }: TestRunOptions,
): Promise<TestOutcome> {
  const name = { file: file.file, id: test.id }
  const head = { type: 'ended', test: name, name: test.name, kind: test.kind } as const
  if (test.skip !== undefined) {
    const reason = test.skip === '' ? {} : { reason: test.skip }
    tell({ ...head, outcome: 'skipped', durationMs: 0, failures: [], output: [], ...reason })
    return 'skipped'
  }
  tell({ type: 'started', test: name })
  const started = performance.now()
  const variables = new Map([['tempFolder', folder]])
  const running = { test, file, variables, gateways, checksContracts, signal, debugging }
  const { outcome, failures, output } = await outcomeOf(running)
  tell({ ...head, outcome, durationMs: performance.now() - started, failures, output })
  return outcome
}

async function outcomeOf(running: TestRunning): Promise<TestFindings & { readonly outcome: TestOutcome }> {
  try {
    const found = await run(running)
    return { ...found, outcome: found.failures.length > 0 ? 'failed' : 'passed' }
  } catch (error) {
    return { outcome: 'errored', failures: [faultOf(error, running)], output: [] }
  }
}

function run(running: TestRunning): TestFindings | Promise<TestFindings> {
  switch (running.test.kind) {
    case 'route':
      return runRouteTest(running)
    case 'template':
      return runTemplateTest(running)
    case 'policy':
      return runPolicyTest(running)
  }
}

function faultOf(error: unknown, { test, signal }: TestRunning): TestFailure {
  if (error instanceof TestFault) return failureAt(error.node, error.message)
  if (signal.aborted) return failureAt(test.nameNode, 'the run was cancelled')
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return failureAt(test.nameNode, `Gatehouse broke, please report it: ${reason}`)
}

function readTarget({ file }: TestTarget): TestFile {
  const text = diskFiles.read(file)
  if (text !== undefined) return readTestFile(file, text)
  const start = { line: 0, character: 0 }
  const message = 'This file cannot be read'
  const fault = { code: 'test-file', severity: 'error', message, file, range: { start, end: start } } as const
  return { file, root: undefined, tests: [], diagnostics: [fault] }
}

function faultIn({ diagnostics }: TestFile) {
  const found = diagnostics.find(({ severity }) => severity === 'error')
  return found && { message: found.message, source: { file: found.file, ...found.range.start } }
}

/**
 * The target with the tests that stand at its lines now, whatever lines they come to stand at later. A file that cannot be
 * read keeps its lines.
 */
export function pinnedTarget(target: TestTarget): TestTarget {
  if (target.lines.length === 0) return target
  const file = readTarget(target)
  if (faultIn(file)) return target
  return { ...target, ids: chosenTests(file, target, undefined).map(({ id }) => id) }
}

function chosenTests(file: TestFile, { lines, ids }: TestTarget, filter: string | undefined): StatedTest[] {
  const wanted = filter?.toLowerCase()
  const named = file.tests.filter(({ name }) => wanted === undefined || name.toLowerCase().includes(wanted))
  if (ids) return named.filter(({ id }) => ids.includes(id))
  if (lines.length === 0) return named
  return named.filter(({ node }) => {
    const { start, end } = rangeOf(node)
    return lines.some(line => start.line < line && line <= end.line + (end.character > 0 ? 1 : 0))
  })
}
