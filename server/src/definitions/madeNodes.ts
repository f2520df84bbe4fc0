import type { Entry, MappingNode, Node, ScalarNode, SequenceNode } from '../syntax/node.ts'

/** A mapping made of entries, which stands where `at` stands. */
export function mappingAt(entries: readonly Entry[], at: Node): MappingNode {
  // It stands under what it was made from, so that it knows its document.
  const parent = at.type === 'scalar' ? at.parent : at
  return { type: 'mapping', start: at.start, end: at.end, isFlow: true, parent, entries }
}

/** A list made of nodes, which stands where `at` stands. */
export function sequenceAt(items: readonly Node[], { start, end, parent }: Node): SequenceNode {
  return { type: 'sequence', start, end, parent, isFlow: true, items }
}

/** An entry of another name than the text has; `key` is what a finding marks. */
export function entryAt(name: string, value: Node, key: Node = value): Entry {
  const { start, end, parent } = key
  const made: ScalarNode = { type: 'scalar', style: 'json', value: name, start, end, parent }
  return { name, value, key: made }
}
