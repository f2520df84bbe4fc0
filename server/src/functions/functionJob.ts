import type { LambdaFunction } from '../api/lambdaFunction.ts'
import type { FunctionCall, FunctionResult } from '../gateway/world.ts'
import type { FunctionLogLine } from '../protocol/trace.ts'
import type { Deadline } from './deadline.ts'
import type { MissingCode } from './functionCode.ts'
import type { DebuggedProcess } from './functionDebugging.ts'
import type { FunctionSetup } from './functionSetup.ts'
import type { MemoryWatch } from './memoryWatch.ts'
import type { DebugState, RuntimeProcess } from './runtimeProcess.ts'

/** An event on its way through the processes of a function. */
export interface Job {
  readonly call: FunctionCall
  readonly queuedAt: number
  readonly resolve: (result: FunctionResult) => void
  readonly log: FunctionLogLine[]
  notes: readonly string[]
  /** Of the integration. */
  readonly limit: Deadline
  /** Of a streamed answer: runs out when nothing comes. */
  readonly idle: Deadline | undefined
  /** It can no longer be cancelled: its signal may be that of many events. */
  letGo?: (() => void) | undefined
  isAnswered: boolean
  /** Its REPORT line is written; of an event that was cancelled there is none. */
  isReported: boolean
  /** The init before it failed: the next one is part of the event. */
  hasInitFailed: boolean
}

/** A process with its function and what it was given to do. */
export interface Worker {
  readonly process: RuntimeProcess
  readonly setup: FunctionSetup
  readonly memory: MemoryWatch
  /** The state of code and definition that it runs. */
  readonly generation: number
  /** When its init began, by the clock of time limits. */
  readonly loadedAt: number
  idleSince: number
  isLoaded: boolean
  isInitTimedOut: boolean
  /** Of an init that no REPORT line has told yet. */
  initMs?: number | undefined
  /** What it was given, in the order in which it runs them; the first one is under way. */
  readonly jobs: Job[]
  /** When the first one began, by the clock of time limits. */
  startedAt: number
  /** What debuggers had held up by then. */
  heldMsBefore: number
  /** Of the first one. */
  readonly limit: Deadline
  /** After which what waits behind the first one is wanted back. */
  readonly patience: Deadline
}

/** What the processes of one function need from the pool. */
export interface WorkersInput {
  /** Never rejects. */
  readonly setUp: (lambda: LambdaFunction) => Promise<FunctionSetup | MissingCode>
  readonly takeProcess: (setup: FunctionSetup) => Promise<RuntimeProcess>
  readonly watchMemory: (process: RuntimeProcess, memoryMb: number) => MemoryWatch
  readonly log: (line: FunctionLogLine, requestId: string | undefined) => void
  /** Hears of saved code that cannot be loaded. */
  readonly problem: (message: string) => void
  /** Milliseconds of a clock that never jumps. */
  readonly clock: () => number
  /** By which time limits count: it stands still while a debugger holds something. */
  readonly limitClock: () => number
  /** Milliseconds that it has stood still. */
  readonly heldMs: () => number
  /** Gives who hears how an environment stands to its debugger. */
  readonly followDebugger: (
    environment: DebuggedProcess,
    log: (text: string) => void,
  ) => (state: DebugState) => void
  /** Processes that are started as soon as an event waits. */
  readonly eager: number
  /** Processes at most; above `eager` one more only when an event has waited `patienceMs`. */
  readonly most: number
  readonly patienceMs: number
  /** What an init may take; one that fails is tried once more, as part of the event and within the function's `Timeout`. */
  readonly longestInitMs: number
}

/** Acts when a signal is given; gives what ends the wait for it. */
export function onAbort(signal: AbortSignal | undefined, act: () => void): (() => void) | undefined {
  if (!signal) return undefined
  signal.addEventListener('abort', act, { once: true })
  return () => signal.removeEventListener('abort', act)
}
