import { JavaException } from './javaException.ts'

/** What rendering one template may use; beyond it rendering ends with an error. */
export interface RenderLimits {
  /** Passes of one `#foreach`, after which Velocity goes on behind it; API Gateway's quota is 1000. */
  readonly passes: number
  /** Statements run, those of each pass counted again. */
  readonly steps: number
  /** UTF-16 units of the output, and of any text on the way. */
  readonly output: number
  /** Asked now and then; true ends rendering. The caller's clock, which this room does not have. */
  readonly isOverdue?: () => boolean
}

/** API Gateway's quota of passes, its payload of 10 MB, and steps that take some seconds. */
export const defaultLimits: RenderLimits = { passes: 1000, steps: 20_000_000, output: 10 * 1024 * 1024 }

/** Most elements of a list or map: a template can double a list with each statement. */
export const maxElements = 1_000_000

/** Ends rendering when a text has grown beyond what a template can send. */
export function checkedText(text: string): string {
  if (text.length > maxText) throw new JavaException(`a text of more than ${maxText} characters`)
  return text
}

/** Ends rendering when a list or map would grow beyond `maxElements`. */
export function checkSize(size: number): void {
  if (size > maxElements) throw new JavaException(`a list or map of more than ${maxElements} elements`)
}

const maxText = 10 * 1024 * 1024
