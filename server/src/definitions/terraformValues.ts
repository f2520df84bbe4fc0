import type { Fact } from '../base/origin.ts'
import type { Entry, MappingNode, Node } from '../syntax/node.ts'
import type { PlainReader } from './plainReader.ts'
import type { Reader } from './reader.ts'
import { entriesOf, itemsOf, originOf, toValue } from '../syntax/node.ts'
import { plant } from '../syntax/plant.ts'
import { entryAt, mappingAt } from './madeNodes.ts'
import { unknownAt } from './properties.ts'

/** Makes values that stand where the Terraform text has what they come from, and reads them. */
export interface TerraformValues {
  /** Knows which values are unknown; a null is what was never set. */
  readonly reader: Reader
  readonly unknown: (reason: string, at: Node) => Node
  readonly value: (value: unknown, at: Node) => Node
  readonly mapping: (entries: readonly Entry[], at: Node) => MappingNode
  /** An entry of another name than the text has; `key` is what a finding marks. */
  readonly entry: (name: string, value: Node, key?: Node) => Entry
}

export function createTerraformValues(plainReader: PlainReader): TerraformValues {
  const reasons = new Map<Node, string>()
  const firstUnknown = (node: Node): string | undefined => {
    const reason = reasons.get(node)
    if (reason !== undefined || node.type === 'scalar') return reason
    const inside = node.type === 'mapping' ? entriesOf(node).map(({ value }) => value) : itemsOf(node)
    for (const value of inside) {
      const found = firstUnknown(value)
      if (found !== undefined) return found
    }
    return undefined
  }
  const isUnset = (node: Node) => node.type === 'scalar' && node.value === null && !reasons.has(node)
  return {
    reader: {
      ...plainReader,
      settle: node => (node && isUnset(node) ? undefined : node),
      evaluate: (node): Fact<unknown> => {
        const reason = firstUnknown(node)
        return reason === undefined
          ? { known: true, value: toValue(node), origin: originOf(node) }
          : unknownAt(node, reason)
      },
    },
    unknown: (reason, at) => {
      const node = plant(null, at)
      reasons.set(node, reason)
      return node
    },
    value: plant,
    mapping: mappingAt,
    entry: entryAt,
  }
}
