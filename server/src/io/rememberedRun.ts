import { createHash } from 'node:crypto'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { answerNow } from './files.ts'
import type { Read } from './reads.ts'
import { digestOf } from './reads.ts'

/**
 * What a run of `check` printed, and everything it hung on: kept so that the same run over the same files need not be
 * made again. It holds as long as every file, folder and variable that was looked at would answer as it did.
 */
export interface RememberedRun {
  readonly reads: readonly Read[]
  /** Variables of the environment that were asked for; null for one that was not set. */
  readonly variables: readonly (readonly [name: string, value: string | null])[]
  readonly status: number
  readonly output: string
}

/** Runs kept on one machine, and the bytes of one; a folder with more files than `mostReads` is checked each time. */
const mostRuns = 200
const mostBytes = 16 * 1024 * 1024
const mostReads = 20_000

/** Names a run by the program, its arguments and the folder it runs in. */
export function runName(program: string, argv: readonly string[]): string {
  const { size, mtimeMs } = statSync(program)
  const named = JSON.stringify([program, size, mtimeMs, process.version, process.cwd(), argv])
  return createHash('sha256').update(named).digest('hex')
}

/** The run of a name as it was, or undefined when there is none or something it read is different now. */
export function recallRun(folder: string, name: string): RememberedRun | undefined {
  const file = path.join(folder, 'runs', name)
  try {
    const { uid } = statSync(file)
    if (process.getuid !== undefined && uid !== process.getuid()) return undefined
    const run = JSON.parse(readFileSync(file, 'utf8')) as RememberedRun
    const holds =
      typeof run.output === 'string' &&
      typeof run.status === 'number' &&
      run.variables.every(([variable, value]) => (process.env[variable] ?? null) === value) &&
      run.reads.every(([kind, read, answer]) => digestOf(answerNow(kind, read)) === answer)
    if (!holds) return undefined
    // Those that are used stay longest.
    utimesSync(file, new Date(), new Date())
    return run
  } catch {
    // None yet, or one that cannot be read: the run is made.
    return undefined
  }
}

/** Keeps a run. A folder that cannot be written costs the next run its time and nothing else. */
export function rememberRun(folder: string, name: string, run: RememberedRun): void {
  if (run.reads.length > mostReads || run.output.length > mostBytes) return
  const runs = path.join(folder, 'runs')
  try {
    mkdirSync(runs, { recursive: true, mode: 0o700 })
    const partial = path.join(runs, `.${process.pid}.partial`)
    writeFileSync(partial, JSON.stringify(run), { mode: 0o600 })
    renameSync(partial, path.join(runs, name))
    forgetOldest(runs)
  } catch {
    // As said above.
  }
}

function forgetOldest(folder: string): void {
  const files = readdirSync(folder)
  if (files.length <= mostRuns) return
  const byAge = files
    .map(file => ({ file: path.join(folder, file), used: statSync(path.join(folder, file)).mtimeMs }))
    .sort((a, b) => a.used - b.used)
  // Half at once, so that this is seldom done.
  for (const { file } of byAge.slice(0, mostRuns / 2)) rmSync(file, { force: true })
}
