import { writeFileSync } from 'node:fs'
import Mocha from 'mocha'

interface TestResult {
  readonly title: string
  readonly durationMs?: number
  /** The stack; set when the test failed. */
  readonly error?: string
}

/**
 * What both hosts call inside the extension host: @vscode/test-electron's desktop window and our VS Code server.
 * Rejects when a test failed. The results go as JSON into the file that GATEHOUSE_TEST_RESULTS names.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false })
  mocha.suite.emit('pre-require', globalThis, '', mocha)
  // `npm run test:debug` asks for many starts, and for nothing else.
  const isForStarts = process.env['GATEHOUSE_DEBUG_STARTS'] !== undefined
  if (!isForStarts) {
    await import('./extension.ts')
    await import('./diagnostics.ts')
    await import('./language.ts')
    await import('./journeys.ts')
    await import('./gateway.ts')
    await import('./debugging.ts')
    await import('./compound.ts')
    await import('./debuggingPython.ts')
    await import('./restarting.ts')
  }
  await import('./starts.ts')

  const tests: TestResult[] = []
  const failures = await new Promise<number>(resolve => {
    const runner = mocha.run(resolve)
    runner.on('pass', test => tests.push({ title: test.fullTitle(), durationMs: test.duration ?? 0 }))
    runner.on('fail', (test, error: Error) =>
      tests.push({ title: test.fullTitle(), error: error.stack ?? error.message }),
    )
  })
  const resultsFile = process.env['GATEHOUSE_TEST_RESULTS']
  if (resultsFile) writeFileSync(resultsFile, JSON.stringify({ tests }))
  if (failures > 0) throw new Error(`${failures} of ${tests.length} tests failed`)
}
