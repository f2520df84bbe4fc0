import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import type { DebuggableEnvironment } from '../protocol/debugging.ts'
import type { DebugState, RuntimeProcess } from './runtimeProcess.ts'

/** Whoever debugs functions, as the processes of functions see them. Processes are named by their ids. */
export interface FunctionDebugging {
  /** Whether environments that start now wait for a debugger. */
  readonly isOn: () => boolean
  /** How a function of a runtime without a debugger of its own is started; undefined: as ever. */
  readonly commandOf: (functionId: string, runtime: string | undefined) => DebuggerStart | undefined
  /** An environment waits; `goOn` lets it run without a debugger. */
  readonly waits: (environment: DebuggableEnvironment, goOn: () => void) => void
  /** It waits no longer. */
  readonly goesOn: (process: number) => void
  readonly ended: (process: number) => void
  /** Tells whoever debugs why something cannot be. */
  readonly says: (text: string) => void
  /** Milliseconds that debuggers have held the gateway or its functions: no time limit counts them. */
  readonly heldMs: () => number
  /** The path of a `HeldTimeFile` that says the same. */
  readonly heldTimeFile: () => string | undefined
}

/** A user's `debugCommand`, in both parts with `{port}`. */
export interface DebuggerStart {
  /** A program and its arguments, with `{command}`, or `{program}` and `{arguments}`. */
  readonly command: readonly string[]
  /** Variables over those of the function. */
  readonly env: Readonly<Record<string, string>>
}

/** Milliseconds that an environment waits for its debugger. */
export const longestWaitMs = 20_000

/** An environment that is to be debugged. */
export interface DebuggedProcess {
  readonly lambda: LambdaFunction
  readonly taskRoot: string
  readonly process: RuntimeProcess
}

/** Follows an environment from its waiting for a debugger to its end; gives who hears its states. */
export function followDebugger(
  debugging: FunctionDebugging,
  { lambda, taskRoot, process }: DebuggedProcess,
  waitMs: number,
  log: (text: string) => void,
): (state: DebugState) => void {
  let patience: NodeJS.Timeout | undefined
  let waiting: Waiting | undefined
  const follow = (pid: number) =>
    void process.ended.then(() => {
      clearTimeout(patience)
      debugging.ended(pid)
      if (waiting?.debugger === 'command')
        debugging.says(`'${lambda.id}' has ended before its first event: see what its debugCommand wrote`)
    })
  return state => {
    if (state.type === 'failed')
      return debugging.says(`'${lambda.id}' cannot be started by its debugCommand: ${state.reason}`)
    const { pid } = process
    if (pid === undefined) return
    if (state.type !== 'waiting') {
      clearTimeout(patience)
      waiting = undefined
      debugging.goesOn(pid)
      if (state.type === 'unavailable')
        debugging.says(`'${lambda.id}' runs without a debugger: ${state.reason}`)
      return
    }
    waiting = state
    follow(pid)
    patience = setTimeout(() => {
      const waited = `no debugger attached within ${waitMs / 1000} s`
      // Whoever wrote the command has it wait.
      if (state.debugger === 'command')
        return log(`${waited}: '${lambda.id}' waits on for one at 127.0.0.1:${state.port}`)
      log(`${waited}: '${lambda.id}' runs without one`)
      process.goOn()
    }, waitMs)
    debugging.waits(describe(lambda, taskRoot, pid, state), () => process.goOn())
  }
}

type Waiting = Extract<DebugState, { readonly type: 'waiting' }>

function describe(
  { id, name, runtime }: LambdaFunction,
  taskRoot: string,
  process: number,
  { debugger: kind, port }: Waiting,
): DebuggableEnvironment {
  return { functionId: id, name, runtime: valueOf(runtime), debugger: kind, process, port, taskRoot }
}
