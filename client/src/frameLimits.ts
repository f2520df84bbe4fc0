import type { ConsoleFrame } from './consoleMessages.ts'

/** Frames that are kept; older ones are forgotten. */
const mostFrames = 10_000
/** Frames whose traces are kept: a trace is a hundred times its frame. */
const mostTraces = 1000

/** Lets go of what is one too many behind a frame that was added: the oldest frame, the trace of an old one. */
export function forgetOld(frames: ConsoleFrame[]): void {
  if (frames.length > mostFrames) frames.splice(0, frames.length - mostFrames)
  const index = frames.length - 1 - mostTraces
  const traced = frames[index]
  if (!traced?.trace) return
  const frame = { ...traced }
  Reflect.deleteProperty(frame, 'trace')
  frames[index] = frame
}
