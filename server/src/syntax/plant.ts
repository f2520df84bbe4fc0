import type { Entry, MappingNode, Node, SequenceNode } from './node.ts'

/** A tree for a value that a function gave; all of it stands where the function's call `at` stands. */
export function plant(
  value: unknown,
  at: Node,
  parent: MappingNode | SequenceNode | undefined = at.parent,
): Node {
  // A root keeps its document by standing under itself.
  const place = { start: at.start, end: at.end, parent: parent ?? (at.type === 'scalar' ? undefined : at) }
  if (Array.isArray(value)) {
    const items: Node[] = []
    const node: SequenceNode = { ...place, type: 'sequence', isFlow: true, items }
    items.push(...value.map(item => plant(item, at, node)))
    return node
  }
  if (typeof value === 'object' && value !== null) {
    const entries: Entry[] = []
    const node: MappingNode = { ...place, type: 'mapping', isFlow: true, entries }
    for (const [name, child] of Object.entries(value)) {
      entries.push({
        name,
        key: { ...place, parent: node, type: 'scalar', style: 'json', value: name },
        value: plant(child, at, node),
      })
    }
    return node
  }
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return { ...place, type: 'scalar', style: 'json', value: isScalar ? value : null }
}
