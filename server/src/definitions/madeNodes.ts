import type { Entry, Node } from '../syntax/node.ts'
import { MappingNode, ScalarNode, SequenceNode } from '../syntax/node.ts'
import { plant } from '../syntax/plant.ts'

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

/** A value as CloudFormation writes it, with parts of the user's text in it. What is undefined is left out. */
export type Written =
  string | number | boolean | Node | readonly Written[] | { readonly [name: string]: Written | undefined }

/** The tree of such a value. All that is no part of the user's text stands where `at` stands. */
export function writtenAt(value: Written, at: Node): Node {
  if (value instanceof MappingNode || value instanceof SequenceNode || value instanceof ScalarNode)
    return value
  if (typeof value !== 'object') return plant(value, at)
  if (isList(value))
    return sequenceAt(
      value.map(item => writtenAt(item, at)),
      at,
    )
  const entries = Object.entries(value).flatMap(([name, inner]) =>
    inner === undefined ? [] : [entryAt(name, writtenAt(inner, at), at)],
  )
  return mappingAt(entries, at)
}

function isList(value: object): value is readonly Written[] {
  return Array.isArray(value)
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
