import type { Origin } from '../base/origin.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import type { Node } from '../syntax/node.ts'
import { documentOf, nodeOfOrigin } from '../syntax/node.ts'

/**
 * The value that a fact is stated by: a plain one or a function. Undefined for what a reader makes of something larger, as
 * SAM does of an event.
 */
export function statedValue(origin: Origin): Node | undefined {
  const node = nodeOfOrigin(origin)
  return node && (node.type === 'scalar' || intrinsicOf(node)) ? node : undefined
}

/** Whether a fact is stated in a node, or in the function around it. */
export function isStatedAt(origin: Origin, node: Node): boolean {
  const stated = statedValue(origin)
  if (!stated || stated.start > node.start || node.end > stated.end) return false
  // The tree of a service is read from a copy, in which variables have their values.
  return documentOf(stated).file === documentOf(node).file
}
