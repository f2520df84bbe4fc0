import { realpathSync } from 'node:fs'
import path from 'node:path'
import type { Definition } from '../api/api.ts'
import type { LayerVersion } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import { isBelow } from '../functions/codeRoots.ts'
import { createFunctionPool } from '../functions/functionPool.ts'
import type { FunctionPool } from '../functions/functionPool.ts'
import { cacheFolder } from '../functions/cacheFolder.ts'
import { createPlatform } from '../functions/platform.ts'
import type { LocalHosts } from '../functions/runtimeProcess.ts'
import { versionNote } from '../functions/runtimes/node.ts'
import { GatewayState } from '../gateway/state.ts'
import type { Trust } from '../gateway/trust.ts'
import type { World } from '../gateway/world.ts'
import { createBackend } from '../io/backend.ts'
import type { KeyPair } from '../io/certificates.ts'
import { clientCertificate } from '../io/certificates.ts'
import { createServices } from '../io/services.ts'
import { systemClock } from '../io/clock.ts'
import { contentCoder } from '../io/contentCoder.ts'
import { diskFiles } from '../io/files.ts'
import { withTimeLimit } from '../io/timeLimit.ts'
import type { BackendOptions } from './backendOptions.ts'
import type { FunctionOptions } from './functionOptions.ts'
import type { FunctionSurroundings } from './functionVariables.ts'
import type { Debugging } from './debugging.ts'
import type { CodeListener } from './gatewayHostCode.ts'
import { functionVariables } from './functionVariables.ts'
import type { FunctionLogLine } from '../protocol/trace.ts'

export interface HostOptions {
  /** Absolute path of the definition. */
  readonly file: string
  /** Absolute paths of definitions whose functions answer too. */
  readonly others: readonly string[]
  readonly backends: BackendOptions
  /** A gateway that stays: saved code runs from the next request on, a process is kept ready. */
  readonly stays: boolean
  readonly onLog: (line: FunctionLogLine, requestId: string | undefined) => void
  readonly onProblem: (message: string) => void
  /** Hears of saved code. */
  readonly onCode?: CodeListener
  readonly trust: Trust
  readonly functions: FunctionOptions
  /** Where functions reach what this gateway serves, as variables. */
  readonly connections?: FunctionSurroundings['connections']
  /** Whoever debugs: time in which a request is held up does not pass. */
  readonly debugging?: Debugging
  /** Hosts that functions find on this machine. */
  readonly localHosts?: () => Promise<LocalHosts | undefined>
}

/** The world outside a gateway as it is on this machine: functions in child processes, backends over HTTP, the clock. */
export interface Host {
  readonly world: World
  readonly pool: FunctionPool
  /**
   * The first child process has been started. To read a definition never lets go of this thread: whoever waits for this
   * before lets the process boot meanwhile.
   */
  readonly prepared: Promise<void>
  /** Takes a definition: its functions run from the next event on as it says. */
  readonly define: (definition: Definition) => void
  /** What differs from AWS for the functions of a definition, before any has run. */
  readonly notes: (definition: Definition) => Promise<readonly string[]>
  readonly close: () => Promise<void>
}

/** Opens the world and starts the first child process. */
export function openHost(options: HostOptions): Host {
  const platform = createPlatform()
  let layers: readonly LayerVersion[] = []
  const pool = createFunctionPool({
    platform,
    bootstrapFile: bootstrapFile(),
    roots: [options.file, ...options.others].flatMap(file => codeRoots(file, process.cwd())),
    layers: () => layers,
    now: systemClock.now,
    clock: systemClock.clock,
    reloadsCode: options.stays,
    keepsSpare: options.stays,
    onLog: options.onLog,
    onProblem: options.onProblem,
    ...(options.onCode && { onCode: options.onCode }),
    ...(options.debugging && { debugging: options.debugging.functions }),
    variables: lambda =>
      functionVariables(lambda, {
        endpoints: options.backends.endpoints,
        credentials: options.functions.credentials,
        environment: process.env,
        ...(options.connections && { connections: options.connections }),
      }),
    ...(options.localHosts && { localHosts: options.localHosts }),
  })
  options.debugging?.onChange(pool.restart)
  const prepared = pool.prepare()
  process.once('exit', pool.endNow)
  const backend = createBackend(options.backends, shownCertificates())
  const state = new GatewayState()
  return {
    world: {
      ...systemClock,
      clock: () => {
        const now = systemClock.clock()
        return now - (options.debugging?.heldMsAt(now) ?? 0)
      },
      get debugger() {
        return options.debugging?.current
      },
      now: () => systemClock.now() + state.clockOffset,
      state,
      fetch: backend.fetch,
      callService: createServices({
        ...options.backends,
        fetch: backend.fetch,
        now: systemClock.now,
        onProblem: options.onProblem,
      }),
      stubs: options.backends.stubs,
      invokeFunction: pool.invoke,
      readText: diskFiles.read,
      withTimeLimit,
      coder: contentCoder,
      trust: options.trust,
    },
    pool,
    prepared,
    define: definition => {
      layers = definition.surroundings.layerVersions
      pool.reload(definition.functions)
    },
    notes: async definition => {
      const program = await platform.nodeProgram().catch((error: unknown) => String(error))
      if (typeof program === 'string') return definition.functions.length > 0 ? [program] : []
      const runtimes = new Set(definition.functions.flatMap(lambda => valueOf(lambda.runtime) ?? []))
      return [...runtimes].flatMap(runtime => versionNote(runtime, program) ?? [])
    },
    close: async () => {
      backend.close()
      await pool.close()
      process.removeListener('exit', pool.endNow)
    },
  }
}

// Asked for with each request: read once.
function shownCertificates(): (id: string) => Promise<KeyPair> {
  const opened = new Map<string, Promise<KeyPair>>()
  return id => {
    const known = opened.get(id) ?? clientCertificate(cacheFolder(), id)
    opened.set(id, known)
    return known
  }
}

/**
 * Folders whose code a definition may run: its own, and the one Gatehouse was started in when the definition lies in
 * that (a project whose template stands in a folder beside its code).
 */
function codeRoots(file: string, workingFolder: string): string[] {
  const own = path.dirname(file)
  return isBelow(workingFolder, own) ? [own, workingFolder] : [own]
}

// The build puts both programs side by side; argv[1] may be the link that npm makes for `bin`.
function bootstrapFile(): string {
  return path.join(path.dirname(realpathSync(process.argv[1] ?? '')), 'nodeBootstrap.js')
}
