import type { Origin, UnknownFact } from '../base/origin.ts'
import { pointerSegments, pointerTo } from '../base/jsonPointer.ts'
import type { PolicyNode } from '../policy/policyTree.ts'
import type { DataTree } from './dataTree.ts'

/**
 * Structured data of a definition as the policy engine reads it. Parts that cannot be known become `unknown`. Pointers
 * begin at this tree, `''` for its root; offsets are 0, since the parts may stand in different files: `partAt` tells
 * where a part stands.
 */
export function policyNodeOf(tree: DataTree, pointer = ''): PolicyNode {
  const place = { pointer, start: 0, end: 0 }
  if (tree.type === 'value') {
    return tree.fact.known
      ? { type: 'scalar', value: tree.fact.value, ...place }
      : { type: 'unknown', ...place }
  }
  if (tree.type === 'list') {
    const items = tree.items.map((item, index) => policyNodeOf(item, pointerTo(pointer, index)))
    return { type: 'list', items, ...place }
  }
  const members = [...tree.entries].map(([name, part]) => {
    const inner = pointerTo(pointer, name)
    return { name, key: { pointer: inner, start: 0, end: 0 }, value: policyNodeOf(part, inner) }
  })
  return { type: 'object', members, ...place }
}

/** The part of `tree` that a pointer of `policyNodeOf(tree)` names; the nearest part around it when it names none. */
export function partAt(tree: DataTree, pointer: string): DataTree {
  let part = tree
  for (const step of pointerSegments(pointer)) {
    const inner = innerPart(part, step)
    if (!inner) return part
    part = inner
  }
  return part
}

/** Where the part stands in the user's files. */
export function originOfTree(tree: DataTree): Origin {
  return tree.type === 'value' ? tree.fact.origin : tree.origin
}

/** Where the part that a pointer of `policyNodeOf(tree)` names stands in the user's files. */
export function originAt(tree: DataTree, pointer: string): Origin {
  return originOfTree(partAt(tree, pointer))
}

/** The parts that cannot be known, in the order of the text, each with its reason. */
export function unknownParts(tree: DataTree): readonly UnknownFact[] {
  if (tree.type === 'value') return tree.fact.known ? [] : [tree.fact]
  const parts = tree.type === 'list' ? tree.items : [...tree.entries.values()]
  return parts.flatMap(unknownParts)
}

function innerPart(part: DataTree, step: string): DataTree | undefined {
  if (part.type === 'list') return part.items[Number(step)]
  if (part.type === 'map') return part.entries.get(step)
  return undefined
}
