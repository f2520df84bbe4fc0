import path from 'node:path'
import type { ServedTemplates } from '../debugger/templateLines.ts'
import { templatesOfApi } from '../debugger/templateLines.ts'
import { diskFiles } from '../io/files.ts'
import { TestFault } from '../testing/placeholders.ts'
import type { StatedTest, TestFile } from '../testing/testFile.ts'
import { readTestFile } from '../testing/testFile.ts'
import type { LaunchAttributes, Launched, Launching } from './launched.ts'
import { launchArguments } from './launchArguments.ts'
import { UsageError } from './options.ts'
import { readTestOptions, statusOf } from './test.ts'
import type { TestGateways } from './testGateways.ts'
import { createTestGateways } from './testGateways.ts'
import { paintFor, textOfEvent } from './testReportText.ts'
import { runTests } from './testRun.ts'
import { testSettings } from './testSettings.ts'
import { statesTemplate, templateOfTest } from './testTemplate.ts'

/**
 * Runs tests of files, `{ file, name }`, `{ file, ids }` or a list of such, with their gateways in this process; without
 * names all of a file. What sends requests or renders a template stops at breakpoints. A sentence says what is wrong with
 * the launch.
 */
export async function launchTests(
  given: LaunchAttributes,
  { debugging, tell, tellTest, finished }: Launching,
): Promise<Launched | string> {
  const asked = readAsked(given['tests'])
  if (typeof asked === 'string') return asked
  const args = launchArguments(given, ['tests'])
  if (typeof args === 'string') return args
  const options = readTestOptions([...args, '--', ...asked.map(({ file }) => file)])
  if (options instanceof UsageError) return options.message
  const chosen = asked.map(each => chosenOf(each))
  const none = chosen.find(({ tests }) => tests.length === 0)
  if (none) return `'${none.asked.file}' has no test ${namesIn(none.asked)}`
  const ending = new AbortController()
  const gateways = createTestGateways({
    ...options.gateways,
    stays: false,
    onProblem: message => tell('stderr', `${message}\n`),
    onCodeChanged: () => undefined,
    debugging,
  })
  const templates = chosen.flatMap(({ tests, file }) =>
    tests.flatMap(test => templatesFor(test, file, gateways)),
  )
  const paint = paintFor({}, {})
  const targets = chosen.map(({ file, tests }) => ({
    file: file.file,
    lines: [],
    ids: tests.map(({ id }) => id),
  }))
  const run = () =>
    runTests(targets, {
      gateways,
      checksContracts: options.checksContracts,
      filter: undefined,
      given: options.gateways.given,
      tell: event => {
        tellTest(event)
        tell('stdout', textOfEvent(event, paint, 'counts'))
      },
      signal: ending.signal,
      debugging,
    })
  let done: Promise<void> = Promise.resolve()
  return {
    templates: () => templates,
    begin: () => {
      if (chosen.some(({ tests }) => tests.some(({ kind }) => kind === 'policy')))
        tell('console', 'Tests of policies run through: there is nothing in them to stop at.\n')
      done = run()
        .then(summary => ending.signal.aborted || finished(statusOf(summary)))
        .then(
          () => undefined,
          (error: unknown) => {
            tell('stderr', `${String(error)}\n`)
            finished(1)
          },
        )
    },
    stop: async () => {
      ending.abort()
      await done
      await gateways.close()
    },
  }
}

interface Asked {
  readonly file: string
  readonly name?: unknown
  /** As `gatehouse test --format json` has them. */
  readonly ids?: readonly unknown[]
}

function readAsked(value: unknown): readonly Asked[] | string {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.length > 0 && list.every(isAsked) ? list : "'tests' takes { file, name }, or a list of such"
}

function isAsked(value: unknown): value is Asked {
  if (typeof value !== 'object' || value === null || !('file' in value)) return false
  return typeof value.file === 'string' && (!('ids' in value) || Array.isArray(value.ids))
}

function chosenOf(asked: Asked): { asked: Asked; file: TestFile; tests: readonly StatedTest[] } {
  const { name, ids } = asked
  const at = path.resolve(asked.file)
  const file = readTestFile(at, diskFiles.read(at) ?? '')
  const tests = file.tests
    .filter(test => name === undefined || test.name === name)
    .filter(test => ids === undefined || ids.includes(test.id))
  return { asked, file, tests }
}

function namesIn({ name, ids = [] }: Asked): string {
  return [...(name === undefined ? [] : [name]), ...ids].map(each => `'${String(each)}'`).join(', ')
}

/** The templates that a test can be stopped in. */
function templatesFor(test: StatedTest, file: TestFile, gateways: TestGateways): ServedTemplates {
  const variables = new Map<string, string>()
  try {
    if (test.kind === 'template' && !statesTemplate(test)) {
      const { text, origin } = templateOfTest({ test, file, variables, gateways })
      return [{ known: true, value: text, origin }]
    }
    if (test.kind === 'policy') return []
    return gateways
      .read(testSettings(test, file, variables), test)
      .apis.flatMap(({ api }) => templatesOfApi(api))
  } catch (error) {
    // The run says so where it stands.
    if (error instanceof TestFault) return []
    throw error
  }
}
