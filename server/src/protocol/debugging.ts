import type { SourceLine } from './trace.ts'

/**
 * A message of the Debug Adapter Protocol on its way between the editor and a gateway. Its shape is the protocol's own
 * business: https://microsoft.github.io/debug-adapter-protocol/specification
 */
export interface DebugMessage {
  readonly seq: number
  readonly type: string
}

/**
 * A request beside the protocol, `{ process, isHeld }`: the debugger of a function's process holds it, or lets it go on. Who
 * sends it keeps time limits from counting meanwhile.
 */
export type FunctionHeldRequest = 'gatehouse/functionHeld'

/** An event beside the protocol: a `TestEvent` of tests that are debugged. */
export type TestEventName = 'gatehouse/test'

/** Where a request stands still. */
export interface HeldAt {
  /** `in the request template`, `before integration`. */
  readonly where: string
  /** Unset where it stands in no file. */
  readonly source?: SourceLine
  /** Its thread in the debug session. */
  readonly thread: number
}

/** Whoever follows what may hold a request up. */
export interface HoldFollower {
  /** The gateway's debugger holds it up; with nothing it goes on. */
  readonly held: (at: HeldAt | undefined) => void
  /** A function runs for it in this process, which the debugger of its language may hold; with nothing it has run. */
  readonly runsIn: (process: number | undefined) => void
}

/** An environment of a function that waits for a debugger, or can be attached to. */
export interface DebuggableEnvironment {
  readonly functionId: string
  /** What the function is called on Lambda. */
  readonly name: string
  /** `java21`; undefined where the definition does not tell. */
  readonly runtime: string | undefined
  /** What listens at the port: Node's inspector, debugpy's adapter, or what a `debugCommand` starts. */
  readonly debugger: 'node' | 'python' | 'command'
  /** Process id. */
  readonly process: number
  /** On 127.0.0.1. */
  readonly port: number
  /** Absolute path of the folder that the code runs in: that of the bundle for what was bundled. */
  readonly taskRoot: string
}
