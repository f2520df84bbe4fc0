import os from 'node:os'
import type { LambdaFunction, LayerVersion } from '../api/lambdaFunction.ts'
import type { FunctionCall, FunctionResult } from '../gateway/world.ts'
import type { FunctionLogLine } from '../protocol/trace.ts'
import { createCodeWatcher } from './codeWatcher.ts'
import type { Variables } from './environment.ts'
import type { MissingCode } from './functionCode.ts'
import { removeWrittenCode } from './functionCode.ts'
import type { FunctionDebugging } from './functionDebugging.ts'
import { followDebugger, longestWaitMs } from './functionDebugging.ts'
import { fingerprint, setUpFunction } from './functionSetup.ts'
import type { WorkersInput } from './functionJob.ts'
import { FunctionWorkers } from './functionWorkers.ts'
import { watchMemory } from './memoryWatch.ts'
import type { Platform } from './platform.ts'
import { frameStart } from './runtimes/node.ts'
import { removeBundles } from './sourceBundle.ts'
import type { LocalHosts } from './runtimeProcess.ts'
import { SpareProcesses } from './spareProcesses.ts'

export interface FunctionPoolOptions {
  readonly platform: Platform
  /** Absolute path of `nodeBootstrap.js`, built. */
  readonly bootstrapFile: string
  /** Folders whose code may be run: the definition's and the one Gatehouse was started in. */
  readonly roots: readonly string[]
  /** The layers of the definition, as they are now. */
  readonly layers?: () => readonly LayerVersion[]
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds of a clock that never jumps. */
  readonly clock: () => number
  /** Every line a function writes, also outside a request. */
  readonly onLog?: (line: FunctionLogLine, requestId: string | undefined) => void
  /** Variables that every function finds unless its definition sets them; asked when a process of it starts. */
  readonly variables?: (lambda: LambdaFunction) => Promise<Variables>
  /** Hosts that Node and Python functions find on this machine; asked when a function is set up. */
  readonly localHosts?: () => Promise<LocalHosts | undefined>
  /** Watches the code and runs saved files; else code is as it was when first run. */
  readonly reloadsCode: boolean
  /** Code of functions (logical ids) was saved: they run it from the next event on. Called for every event of the disk. */
  readonly onCode?: (functions: readonly string[], file: string | undefined) => void
  /** Whoever debugs functions. */
  readonly debugging?: FunctionDebugging
  /** Milliseconds that an environment waits for its debugger; default 20 seconds. */
  readonly debuggerWaitMs?: number
  /** Boots the next spare whenever one is taken; else `prepare` boots the only one. Default true. */
  readonly keepsSpare?: boolean
  /** What keeps part of the pool from working, for the user. */
  readonly onProblem?: (message: string) => void
  /** Processes of one function at most; default 32. */
  readonly mostPerFunction?: number
  /** Milliseconds after which an idle process is ended; default five minutes. */
  readonly idleMs?: number
  /** Milliseconds that Lambda gives an init of its own; default 10 seconds. */
  readonly longestInitMs?: number
}

/** All functions of a gateway, each in processes of its own. */
export interface FunctionPool {
  /** Runs one event; always resolves. */
  readonly invoke: (call: FunctionCall) => Promise<FunctionResult>
  /** Boots the spare process, so that the first request finds it ready. Never rejects. */
  readonly prepare: () => Promise<void>
  /** The definition has changed: functions that differ run in fresh processes from the next event on. */
  readonly reload: (functions: readonly LambdaFunction[]) => void
  /** All code has changed: every function runs in fresh processes from the next event on. */
  readonly renew: () => void
  /** A debug session has begun or ended: every function runs in fresh processes from the next event on. */
  readonly restart: () => void
  /** Ends every process and resolves when they are gone. */
  readonly close: () => Promise<void>
  /** Ends every process without waiting, for the last moment of this program. */
  readonly endNow: () => void
}

const defaultMost = 32
const defaultIdleMs = 5 * 60_000
const patienceMs = 100
/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const defaultLongestInitMs = 10_000

interface Entry {
  readonly workers: FunctionWorkers
  readonly fingerprint: string
}

/** Makes a pool; nothing is started before `prepare` or `invoke`. */
export function createFunctionPool(options: FunctionPoolOptions): FunctionPool {
  const spare = new SpareProcesses(options.platform, options.keepsSpare ?? true)
  const code = watchCode(options)
  const functions = functionTable(lambda => {
    const workers: FunctionWorkers = new FunctionWorkers(lambda, {
      ...workersInput(options, spare),
      setUp: async changed => {
        const setup = await setUpFunction(changed, options).catch((error: unknown) =>
          cannotRun(changed, error),
        )
        // Before the code is loaded: nothing saved afterwards is missed.
        if (setup.type === 'code') for (const folder of setup.watched) code.watch(folder, workers)
        return setup
      },
    })
    return workers
  })
  const idleMs = options.idleMs ?? defaultIdleMs
  const sweep = setInterval(
    () => {
      for (const workers of functions.all()) workers.endIdleSince(options.clock() - idleMs)
    },
    Math.min(idleMs, 30_000),
  )
  sweep.unref()

  return {
    invoke: call => functions.of(call.function).invoke(call),
    prepare: async () => {
      const program = await options.platform.nodeProgram().catch(() => undefined)
      // Without a Node the first request says so.
      if (program) spare.prepare(frameStart(program, options.bootstrapFile, {}))
    },
    reload: functions.reload,
    renew: () => {
      for (const workers of functions.all()) workers.renew()
    },
    restart: () => {
      for (const workers of functions.all()) workers.restart()
    },
    close: async () => {
      clearInterval(sweep)
      code.close()
      for (const workers of functions.all()) workers.close()
      await spare.close()
      removeWrittenCode()
      removeBundles()
    },
    endNow: () => {
      spare.endNow()
      removeWrittenCode()
      removeBundles()
    },
  }
}

interface FunctionTable {
  readonly of: (lambda: LambdaFunction) => FunctionWorkers
  readonly all: () => readonly FunctionWorkers[]
  readonly reload: (functions: readonly LambdaFunction[]) => void
}

/** Finds the processes of a function by its logical id; a function that is defined otherwise than before starts anew. */
function functionTable(create: (lambda: LambdaFunction) => FunctionWorkers): FunctionTable {
  const entries = new Map<string, Entry>()
  // Finding an entry by the function itself saves the fingerprint on every call.
  let known = new WeakMap<LambdaFunction, FunctionWorkers>()

  const of = (lambda: LambdaFunction): FunctionWorkers => {
    const found = known.get(lambda)
    if (found) return found
    const current = fingerprint(lambda)
    const entry = entries.get(lambda.id)
    const workers = entry?.workers ?? create(lambda)
    if (entry && entry.fingerprint !== current) workers.renew(lambda)
    entries.set(lambda.id, { workers, fingerprint: current })
    known.set(lambda, workers)
    return workers
  }
  return {
    of,
    all: () => [...entries.values()].map(({ workers }) => workers),
    reload: functions => {
      known = new WeakMap()
      for (const lambda of functions) if (entries.has(lambda.id)) of(lambda)
      for (const [id, { workers }] of entries) {
        if (functions.some(lambda => lambda.id === id)) continue
        workers.renew()
        entries.delete(id)
      }
    },
  }
}

interface CodeWatch {
  readonly watch: (folder: string, workers: FunctionWorkers) => void
  readonly close: () => void
}

/** Renews the functions whose code lies in a folder when something in it is saved. */
function watchCode(options: FunctionPoolOptions): CodeWatch {
  if (!options.reloadsCode) return { watch: () => undefined, close: () => undefined }
  const functionsByFolder = new Map<string, Set<FunctionWorkers>>()
  const watcher = createCodeWatcher(
    options.platform.watchesTrees,
    (folder, file) => {
      const saved = [...(functionsByFolder.get(folder) ?? [])]
      for (const workers of saved) workers.renew()
      options.onCode?.(
        saved.map(({ functionId }) => functionId),
        file,
      )
    },
    message => options.onProblem?.(message),
  )
  return {
    watch: (folder, workers) => {
      watcher.add(folder)
      const functions = functionsByFolder.get(folder)
      if (functions) functions.add(workers)
      else functionsByFolder.set(folder, new Set([workers]))
    },
    close: watcher.close,
  }
}

function workersInput(options: FunctionPoolOptions, spare: SpareProcesses): Omit<WorkersInput, 'setUp'> {
  const heldMs = () => options.debugging?.heldMs() ?? 0
  return {
    takeProcess: setup => spare.take(setup.start),
    watchMemory: (process, memoryMb) => watchMemory(options.platform, process, memoryMb),
    log: (line, requestId) => options.onLog?.(line, requestId),
    problem: message => options.onProblem?.(message),
    clock: options.clock,
    eager: Math.max(4, os.availableParallelism()),
    most: options.mostPerFunction ?? defaultMost,
    patienceMs,
    limitClock: () => options.clock() - heldMs(),
    heldMs,
    followDebugger: (environment, log) =>
      options.debugging
        ? followDebugger(options.debugging, environment, options.debuggerWaitMs ?? longestWaitMs, log)
        : () => undefined,
    longestInitMs: options.longestInitMs ?? defaultLongestInitMs,
  }
}

function cannotRun(lambda: LambdaFunction, error: unknown): MissingCode {
  const { file, range } = lambda.origin
  const message = error instanceof Error ? error.message : String(error)
  return { type: 'missing', message, place: { file, line: range.start.line } }
}
