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
import vm from 'node:vm'
import { print } from './commands/print.ts'
import { cacheFolder } from './functions/cacheFolder.ts'
import { recallRun, runName } from './io/rememberedRun.ts'

// The entry of the program. To compile its text costs more than most checks do, so the compiled code is kept from one
// run to the next in the user's own cache folder (never in a shared one: who can write there runs code as the user).

const program = path.join(__dirname, 'program.js')

/** Files of other versions and verbs are few; more than this are left from long ago. */
const mostFiles = 48

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
  // Node 22 keeps compiled code by itself.
  const enable = (Module as { enableCompileCache?: (folder: string) => unknown }).enableCompileCache
  if (enable) {
    enable(folder)
    createRequire(program)(program)
    return
  }
  // What only some verbs need and is large stands beside the program, and is loaded like it when it is asked for.
  const requireBeside = createRequire(program)
  const requireFrom = (name: string): unknown =>
    name === './validators.js'
      ? load(path.join(__dirname, 'validators.js'), folder, requireBeside)
      : requireBeside(name)
  load(program, folder, Object.assign(requireFrom, requireBeside))
}

/** Runs a CommonJS file from the code that an earlier run has kept, and returns what it exports. */
function load(file: string, folder: string, requireFrom: NodeJS.Require): unknown {
  const kept = path.join(folder, cacheName(file))
  const cachedData = readCache(kept)
  // The bundler writes ASCII; to decode megabytes as anything more costs milliseconds.
  const script = new vm.Script(Module.wrap(readFileSync(file, 'latin1')), {
    filename: file,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData && { cachedData }),
  })
  // What has run by then is part of what is kept.
  if (!cachedData || script.cachedDataRejected) process.once('exit', () => writeCache(folder, kept, script))
  const loaded = new Module(file)
  loaded.filename = file
  const start = script.runInThisContext() as (...parts: readonly unknown[]) => void
  start.call(loaded.exports, loaded.exports, requireFrom, loaded, file, __dirname)
  return loaded.exports
}

/** Each verb runs other code. V8 itself refuses what another version or other flags have compiled. */
function cacheName(file: string): string {
  const verb = /^[a-z]+$/.exec(process.argv[2] ?? '')?.[0] ?? 'none'
  const { size, mtimeMs } = statSync(file)
  const name = `${path.basename(file, '.js')}-${verb}-${size}-${Math.floor(mtimeMs)}`
  return `${GATEHOUSE_VERSION}-${process.version}-${process.arch}-${name}.code`
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
