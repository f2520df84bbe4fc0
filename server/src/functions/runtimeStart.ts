/** How the process of a function is started. */
export type RuntimeStart = FrameStart | ProgramStart

/** A bootstrap of our own, over frames. It boots without a function, so that a spare can stand ready. */
export interface FrameStart {
  readonly type: 'frames'
  readonly file: string
  /** The last one is the bootstrap. */
  readonly arguments: readonly string[]
  /** Variables that are read only at the start, over those of the platform. */
  readonly environment: Readonly<Record<string, string>>
  /** Whether the bootstrap takes events while it runs another one. */
  readonly takesMore: boolean
}

/** Any program that asks the Lambda Runtime API for its events; it is started with its function. */
export interface ProgramStart {
  readonly type: 'program'
  readonly file: string
  readonly arguments: readonly string[]
  /** Variables over those of the function. */
  readonly environment: Readonly<Record<string, string>>
  /** On 127.0.0.1, where its debugger listens. */
  readonly debugPort?: number
}
