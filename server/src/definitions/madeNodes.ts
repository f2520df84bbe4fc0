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

/** The entries of two mappings, mappings and lists in them merged as well, as lodash's `merge` does. */
export function mergedEntries(first: readonly Entry[], second: readonly Entry[]): Entry[] {
  const merged = first.map(entry => {
    const other = second.find(({ name }) => name === entry.name)
    return other ? { ...other, value: mergedNodes(entry.value, other.value) } : entry
  })
  return [...merged, ...second.filter(({ name }) => !first.some(entry => entry.name === name))]
}

function mergedNodes(first: Node, second: Node): Node {
  if (first.type === 'mapping' && second.type === 'mapping') {
    return mappingAt(mergedEntries(first.entries, second.entries), second)
  }
  if (first.type !== 'sequence' || second.type !== 'sequence') return second
  const items = second.items.map((item, index) => {
    const earlier = first.items[index]
    return earlier ? mergedNodes(earlier, item) : item
  })
  return sequenceAt([...items, ...first.items.slice(items.length)], second)
}
