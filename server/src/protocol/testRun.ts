import type { Range } from '../base/text.ts'
import type { SourceLine } from './trace.ts'

/** What a test is about: a request through the gateway, a mapping template, or policies. */
export type TestKind = 'route' | 'template' | 'policy'

/** A test as a file states it. */
export interface TestOutline {
  /** `route: A book that is there`; one of a kind in its file. */
  readonly id: string
  readonly name: string
  readonly kind: TestKind
  /** The whole test. */
  readonly range: Range
  /** Its name: where an editor says whether it passes. */
  readonly nameRange: Range
  /** Why it does not run, where the file says so. */
  readonly skip?: string
}

/** The tests of a file. */
export interface TestFileOutline {
  readonly tests: readonly TestOutline[]
  /** The first fault that keeps the file from being run. */
  readonly fault?: { readonly message: string; readonly range: Range }
}

/** Names a test of a run. */
export interface TestName {
  /** Absolute path of its file. */
  readonly file: string
  readonly id: string
}

/** Something that a test expects and that is not so. */
export interface TestFailure {
  /** `status is 404, expected 200`. */
  readonly message: string
  /** Two texts that differ, where there is more to compare than a word. */
  readonly expected?: string
  readonly actual?: string
  /** Where the test expects it. */
  readonly source: SourceLine
  /** Other places that belong to it: what is documented, the handler, the statement that decided. */
  readonly related?: readonly { readonly message: string; readonly source: SourceLine }[]
}

/** `errored`: it cannot be told whether it passes; the failures say why. */
export type TestOutcome = 'passed' | 'failed' | 'errored' | 'skipped'

/** What became of a test. */
export interface TestResult {
  readonly test: TestName
  readonly name: string
  readonly kind: TestKind
  readonly outcome: TestOutcome
  readonly durationMs: number
  readonly failures: readonly TestFailure[]
  /** What it did and what functions wrote meanwhile, line by line. */
  readonly output: readonly string[]
  /** Why it was skipped. */
  readonly reason?: string
}

/** A file that cannot be run. */
export interface TestFileFault {
  readonly message: string
  readonly source: SourceLine
}

export interface TestSummary {
  readonly passed: number
  readonly failed: number
  readonly errored: number
  readonly skipped: number
  /** Files that cannot be run. */
  readonly unreadable: number
  readonly durationMs: number
}

/** How many routes of an API saved tests send requests to. */
export interface RouteCoverage {
  /** Its name. */
  readonly api: string
  readonly routes: number
  /** Those without a test: `GET /books`. */
  readonly missing: readonly string[]
}

/** A line of `gatehouse test --format json`. With `--watch` there is one run after the other. */
export type TestEvent =
  | { readonly type: 'run'; readonly tests: readonly TestName[] }
  | { readonly type: 'started'; readonly test: TestName }
  | ({ readonly type: 'ended' } & TestResult)
  | ({ readonly type: 'unreadable' } & TestFileFault)
  /** Something that keeps (part of) the run from working. */
  | { readonly type: 'problem'; readonly message: string }
  /** What the tests of the files cover, all of them and not those of the run alone. */
  | { readonly type: 'coverage'; readonly apis: readonly RouteCoverage[] }
  | ({ readonly type: 'finished' } & TestSummary)
