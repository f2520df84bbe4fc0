import type { OutputCategory } from '../debugger/debugSession.ts'
import type { ServedTemplates } from '../debugger/templateLines.ts'
import type { TestEvent } from '../protocol/testRun.ts'
import type { Debugging } from './debugging.ts'

/** What a launch has started. */
export interface Launched {
  /** Its mapping templates at the moment. */
  readonly templates: () => ServedTemplates
  /** All breakpoints are known: what has not begun yet may. */
  readonly begin: () => void
  /** Ends it; resolves when nothing of it is left. */
  readonly stop: () => Promise<void>
}

/** What a launch is given of the session. */
export interface Launching {
  readonly debugging: Debugging
  /** Shows a text, lines with their ends, in the client's console. */
  readonly tell: (category: OutputCategory, text: string) => void
  /** Tells a client that lists tests of a run of them. */
  readonly tellTest: (event: TestEvent) => void
  /** What was launched has come to its end by itself. */
  readonly finished: (exitCode: number) => void
}

/** Attributes of a launch, as the client's configuration has them. */
export type LaunchAttributes = Readonly<Record<string, unknown>>
