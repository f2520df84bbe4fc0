import { spawnSync } from 'node:child_process'
import { test } from 'vitest'

/**
 * `test` where there is all that it needs. Where not, `missing` says what: the test is skipped with the reason in its name and
 * on the console. `docs/fidelity.md` tells of such tests by the `needs` of their `fidelity`.
 */
export function onlyWith(missing: string | undefined) {
  return (name: string, run: () => Promise<void>, timeoutMs?: number): void => {
    if (missing === undefined) return test(name, run, timeoutMs)
    console.warn(`not run: '${name}', because ${missing}`)
    test.skip(`${name} (not run: ${missing})`)
  }
}

/** Why a program cannot be run by its name; undefined when it can. */
export function missingProgram(program: string, versionOption = '--version'): string | undefined {
  if (process.platform === 'win32') return 'custom runtimes need Linux or macOS'
  return spawnSync(program, [versionOption]).status === 0 ? undefined : `${program} is not installed`
}
