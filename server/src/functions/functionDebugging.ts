import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import type { DebuggableEnvironment } from '../protocol/debugging.ts'
import type { DebugState, RuntimeProcess } from './runtimeProcess.ts'

/** Whoever debugs functions, as the processes of functions see them. Processes are named by their ids. */
export interface FunctionDebugging {
  /** Whether environments that start now wait for a debugger. */
  readonly isOn: () => boolean
  /** The words that start a function of a runtime without a debugger of its own; undefined: as ever. */
  readonly commandOf: (functionId: string, runtime: string | undefined) => readonly string[] | undefined
  /** An environment waits; `goOn` lets it run without a debugger. */
  readonly waits: (environment: DebuggableEnvironment, goOn: () => void) => void
  /** It waits no longer. */
  readonly goesOn: (process: number) => void
  readonly ended: (process: number) => void
  /** Tells whoever debugs why something cannot be. */
  readonly says: (text: string) => void
  /** Milliseconds that debuggers have held the gateway or its functions: no time limit counts them. */
  readonly heldMs: () => number
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
  const follow = (pid: number) =>
    void process.ended.then(() => {
      clearTimeout(patience)
      debugging.ended(pid)
    })
  return state => {
    const { pid } = process
    if (pid === undefined) return
    if (state.type !== 'waiting') {
      clearTimeout(patience)
      debugging.goesOn(pid)
      if (state.type === 'unavailable')
        debugging.says(`'${lambda.id}' runs without a debugger: ${state.reason}`)
      return
    }
    follow(pid)
    patience = setTimeout(() => {
      log(`no debugger attached within ${waitMs / 1000} s: '${lambda.id}' runs without one`)
      process.goOn()
    }, waitMs)
    const described: DebuggableEnvironment = {
      functionId: lambda.id,
      name: lambda.name,
      runtime: valueOf(lambda.runtime),
      debugger: state.debugger,
      process: pid,
      port: state.port,
      taskRoot,
    }
    debugging.waits(described, () => process.goOn())
  }
}
