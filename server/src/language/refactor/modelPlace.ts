import type { Entry, MappingNode } from '../../syntax/node.ts'
import { childAt } from '../../syntax/node.ts'

/** Where a model can be added. */
export interface ModelPlace {
  readonly mapping: MappingNode
  /** The entry of it that the new one stands behind. */
  readonly last: Entry
  /** Names that have to be made on the way to the models: `['components', 'schemas']`. */
  readonly missing: readonly string[]
}

/** The innermost of `places` that is there; undefined where something else stands at one of them, or nothing yet. */
export function modelPlace(body: MappingNode, places: readonly string[]): ModelPlace | undefined {
  for (let depth = places.length; depth >= 0; depth--) {
    const found = childAt(body, ...places.slice(0, depth))
    const last = found?.type === 'mapping' ? found.entries.at(-1) : undefined
    if (found?.type === 'mapping' && last) return { mapping: found, last, missing: places.slice(depth) }
    if (found) return undefined
  }
  return undefined
}
