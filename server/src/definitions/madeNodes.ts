import type { Entry, Node } from '../syntax/node.ts'
import { MappingNode, ScalarNode, SequenceNode } from '../syntax/node.ts'

/** A mapping made of entries, which stands where `at` stands. */
export function mappingAt(entries: readonly Entry[], at: Node): MappingNode {
  const node = new MappingNode(at, entries, true)
  // It stands under what it was made from, so that it knows its document.
  node.parent = at.type === 'scalar' ? at.parent : at
  return node
}

/** A list made of nodes, which stands where `at` stands. */
export function sequenceAt(items: readonly Node[], at: Node): SequenceNode {
  const node = new SequenceNode(at, items, true)
  node.parent = at.parent
  return node
}

/** An entry of another name than the text has; `key` is what a finding marks. */
export function entryAt(name: string, value: Node, key: Node = value): Entry {
  const made = new ScalarNode(key, name, 'json')
  made.parent = key.parent
  return { name, value, key: made }
}
