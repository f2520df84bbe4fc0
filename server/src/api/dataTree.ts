import type { Fact, Origin } from '../base/origin.ts'

/**
 * Structured data of a definition (a policy, the rules of a web ACL) with the place of every part, so that a part which
 * cannot be known leaves the others readable.
 */
export type DataTree = DataValue | DataList | DataMap

/** A text, number, Boolean or null; or a part of any shape that cannot be known here. */
export interface DataValue {
  readonly type: 'value'
  readonly fact: Fact<string | number | boolean | null>
}

export interface DataList {
  readonly type: 'list'
  readonly origin: Origin
  readonly items: readonly DataTree[]
}

export interface DataMap {
  readonly type: 'map'
  readonly origin: Origin
  readonly entries: ReadonlyMap<string, DataTree>
}

/** The whole as plain data, or unknown as soon as one part is; maps have no prototype. */
export function plainData(tree: DataTree): Fact<unknown> {
  if (tree.type === 'value') return tree.fact
  const { origin } = tree
  if (tree.type === 'list') {
    const items: unknown[] = []
    for (const item of tree.items) {
      const fact = plainData(item)
      if (!fact.known) return fact
      items.push(fact.value)
    }
    return { known: true, value: items, origin }
  }
  // A null prototype keeps a user's key `__proto__` from becoming one.
  const value = Object.create(null) as Record<string, unknown>
  for (const [name, part] of tree.entries) {
    const fact = plainData(part)
    if (!fact.known) return fact
    value[name] = fact.value
  }
  return { known: true, value, origin }
}
