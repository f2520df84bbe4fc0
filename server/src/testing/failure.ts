import type { TestFailure } from '../protocol/testRun.ts'
import type { SourceLine } from '../protocol/trace.ts'
import type { Node } from '../syntax/node.ts'
import { documentOf, rangeOf } from '../syntax/node.ts'

/** Something that a place of a test expects and that is not so. */
export function failureAt(
  node: Node,
  message: string,
  more: Omit<Partial<TestFailure>, 'source'> = {},
): TestFailure {
  return { message, source: sourceOf(node), ...more }
}

/** The place of a node, for a report. */
export function sourceOf(node: Node): SourceLine {
  const { line, character } = rangeOf(node).start
  return { file: documentOf(node).file, line, character }
}

/** A value over several lines. */
export function prettyText(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, undefined, 2)
}
