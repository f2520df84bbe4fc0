import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import Module, { createRequire } from 'node:module'
import path from 'node:path'
import v8 from 'node:v8'
import vm from 'node:vm'
import { print } from './commands/print.ts'
import { cacheFolder } from './functions/cacheFolder.ts'
import { recallRun, runName } from './io/rememberedRun.ts'

// The entry of the program. To compile its text costs more than most checks do, so the compiled code is kept from one
// run to the next in the user's own cache folder (never in a shared one: who can write there runs code as the user).

const program = path.join(__dirname, 'program.js')

/** Files of other versions and verbs are few; more than this are left from long ago. */
const mostFiles = 24

function run(): void {
  const folder = cacheFolder()
  const argv = process.argv.slice(2)
  // The same files were checked before: what was said then is said again.
  if (argv[0] === 'check' && !argv.includes('--no-cache')) {
    const known = recallRun(folder, runName(program, argv))
    if (known) {
      process.exitCode = known.status
      void print(known.output)
      return
    }
  }
  // For `commands/idleCollection.ts`, and before anything is compiled: kept code belongs to the flags that it was made with.
  if (argv[0] === 'lsp') v8.setFlagsFromString('--expose-gc')
  // Node 22 keeps compiled code by itself.
  const enable = (Module as { enableCompileCache?: (folder: string) => unknown }).enableCompileCache
  if (enable) {
    enable(folder)
    createRequire(program)(program)
    return
  }
  const file = path.join(folder, cacheName())
  const cachedData = readCache(file)
  // The bundler writes ASCII; to decode megabytes as anything more costs milliseconds.
  const script = new vm.Script(Module.wrap(readFileSync(program, 'latin1')), {
    filename: program,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData && { cachedData }),
  })
  // What has run by then is part of what is kept.
  if (!cachedData || script.cachedDataRejected) process.once('exit', () => writeCache(folder, file, script))
  const loaded = new Module(program)
  loaded.filename = program
  const start = script.runInThisContext() as (...parts: readonly unknown[]) => void
  start.call(loaded.exports, loaded.exports, createRequire(program), loaded, program, __dirname)
}

/** Each verb runs other code. V8 itself refuses what another version or other flags have compiled. */
function cacheName(): string {
  const verb = /^[a-z]+$/.exec(process.argv[2] ?? '')?.[0] ?? 'none'
  const { size, mtimeMs } = statSync(program)
  return `${GATEHOUSE_VERSION}-${process.version}-${process.arch}-${verb}-${size}-${Math.floor(mtimeMs)}.code`
}

function readCache(file: string): Buffer | undefined {
  try {
    const { uid } = statSync(file)
    const isOwn = process.getuid === undefined || uid === process.getuid()
    return isOwn ? readFileSync(file) : undefined
  } catch {
    // None yet, or none that can be read: the program is compiled.
    return undefined
  }
}

function writeCache(folder: string, file: string, script: vm.Script): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const old = readdirSync(folder).filter(name => name.endsWith('.code'))
    if (old.length >= mostFiles) for (const name of old) rmSync(path.join(folder, name), { force: true })
    const partial = `${file}.${process.pid}`
    writeFileSync(partial, script.createCachedData(), { mode: 0o600 })
    chmodSync(partial, 0o600)
    renameSync(partial, file)
  } catch {
    // A folder that cannot be written costs the next run its time and nothing else.
  }
}

run()
