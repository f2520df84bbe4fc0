import type { ReadOptions } from '../definitions/definitionResult.ts'
import { loadDefinition } from '../definitions/load.ts'
import { diskFiles } from '../io/files.ts'
import { routeCoverage, testsOf } from '../language/coverage.ts'
import type { RouteCoverage } from '../protocol/testRun.ts'
import { TestFault } from '../testing/placeholders.ts'
import type { TestFile } from '../testing/testFile.ts'
import { definitionOf } from './testSettings.ts'

/** How many routes of each API that the tests of some files name have a test. */
export function coverageOfFiles(files: readonly TestFile[], given: ReadOptions): RouteCoverage[] {
  const definitions = new Set(
    files.flatMap(file =>
      file.tests.filter(({ kind }) => kind === 'route').flatMap(test => definitionNamed(file, test) ?? []),
    ),
  )
  return [...definitions].flatMap(definition => {
    const owner = loadDefinition(definition, diskFiles, given)
    const tests = testsOf(definition, files, diskFiles)
    return (owner.definition?.apis ?? []).flatMap(api => routeCoverage(api, owner, tests) ?? [])
  })
}

function definitionNamed(file: TestFile, test: TestFile['tests'][number]): string | undefined {
  try {
    return definitionOf(test, file, new Map())
  } catch (error) {
    // The test has said so when it ran.
    if (error instanceof TestFault) return undefined
    throw error
  }
}
