import type { FunctionCode } from '../functionCode.ts'
import type { Platform } from '../platform.ts'
import type { RuntimeStart } from '../runtimeStart.ts'

/** What choosing a runtime stands on. */
export interface RuntimeInput {
  readonly platform: Platform
  /** Absolute path of `nodeBootstrap.js`, built; `pythonBootstrap.py` lies beside it. */
  readonly bootstrapFile: string
  readonly code: FunctionCode
  readonly memoryMb: number
  /** Folders of its layers' contents, the last one on top. */
  readonly layers: readonly string[]
  /** The definition's own variables. */
  readonly variables: Readonly<Record<string, string>>
}

/** How a function is started. */
export interface ChosenRuntime {
  readonly start: RuntimeStart
  /** What differs from AWS: `python3.13 is not installed, ran on Python 3.11`. */
  readonly notes: readonly string[]
}

/** The start, or what is missing on this machine. */
export type StartOrReason = ChosenRuntime | string
