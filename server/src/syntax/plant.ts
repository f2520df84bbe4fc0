import type { Entry, Node } from './node.ts'
import { MappingNode, ScalarNode, SequenceNode } from './node.ts'

/** A tree for a value that a function gave; all of it stands where the function's call `at` stands. */
export function plant(
  value: unknown,
  at: Node,
  parent: MappingNode | SequenceNode | undefined = at.parent,
): Node {
  // A root keeps its document by standing under itself.
  return planted(value, at, parent ?? (at.type === 'scalar' ? undefined : at))
}

function planted(value: unknown, at: Node, parent: MappingNode | SequenceNode | undefined): Node {
  if (Array.isArray(value)) {
    const items: Node[] = []
    const node = new SequenceNode(at, items, true)
    node.parent = parent
    items.push(...value.map(item => planted(item, at, node)))
    return node
  }
  if (typeof value === 'object' && value !== null) {
    const entries: Entry[] = []
    const node = new MappingNode(at, entries, true)
    node.parent = parent
    for (const [name, child] of Object.entries(value)) {
      entries.push({ name, key: scalarAt(name, at, node), value: planted(child, at, node) })
    }
    return node
  }
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return scalarAt(isScalar ? value : null, at, parent)
}

function scalarAt(value: ScalarNode['value'], at: Node, parent: ScalarNode['parent']): ScalarNode {
  const node = new ScalarNode(at, value, 'json')
  node.parent = parent
  return node
}
