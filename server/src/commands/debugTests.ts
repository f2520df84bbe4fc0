import { templatesOfApi } from '../debugger/templateLines.ts'
import { diskFiles } from '../io/files.ts'
import { TestFault } from '../testing/placeholders.ts'
import { readTestFile } from '../testing/testFile.ts'
import type { LaunchAttributes, Launched, Launching } from './launched.ts'
import { launchArguments } from './launchArguments.ts'
import { UsageError } from './options.ts'
import { readTestOptions, statusOf } from './test.ts'
import { createTestGateways } from './testGateways.ts'
import { paintFor, textOfEvent } from './testReportText.ts'
import { runTests } from './testRun.ts'
import { testSettings } from './testSettings.ts'

/**
 * Runs tests of a file, `{ file, name }`, with their gateways in this process; without a name all of the file. A sentence
 * says what is wrong with the launch.
 */
export async function launchTests(
  given: LaunchAttributes,
  { debugging, tell, finished }: Launching,
): Promise<Launched | string> {
  const { file: named, name } = given['tests'] as { readonly file?: unknown; readonly name?: unknown }
  if (typeof named !== 'string') return "'tests' takes { file, name }"
  const args = launchArguments(given, ['tests'])
  if (typeof args === 'string') return args
  const options = readTestOptions([...args, '--', named])
  if (options instanceof UsageError) return options.message
  const [target] = options.targets
  if (!target) return `'${named}' has no tests`
  const { file } = target
  const read = readTestFile(file, diskFiles.read(file) ?? '')
  const chosen = read.tests.filter(test => name === undefined || test.name === name)
  if (chosen.length === 0) return `'${named}' has no test '${String(name)}'`
  if (chosen.every(({ kind }) => kind !== 'route'))
    return "only tests that send requests are debugged here: a template is, by 'template' and 'context'"
  const ending = new AbortController()
  const gateways = createTestGateways({
    ...options.gateways,
    stays: false,
    onProblem: message => tell('stderr', `${message}\n`),
    onCodeChanged: () => undefined,
    debugging,
  })
  const templates = chosen.flatMap(test => {
    try {
      return gateways
        .read(testSettings(test, read, new Map()), test)
        .apis.flatMap(({ api }) => templatesOfApi(api))
    } catch (error) {
      // The run says so where it stands.
      if (error instanceof TestFault) return []
      throw error
    }
  })
  const paint = paintFor({}, {})
  const run = () =>
    runTests([{ file, lines: [], ids: chosen.map(({ id }) => id) }], {
      gateways,
      checksContracts: options.checksContracts,
      filter: undefined,
      given: options.gateways.given,
      tell: event => tell('stdout', textOfEvent(event, paint, 'counts')),
      signal: ending.signal,
    })
  let done: Promise<void> = Promise.resolve()
  return {
    templates: () => templates,
    begin: () => {
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
