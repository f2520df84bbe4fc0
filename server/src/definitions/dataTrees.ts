import type { DataTree } from '../api/dataTree.ts'
import type { PolicyDocument } from '../api/policy.ts'
import type { Origin } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { originOf } from '../syntax/node.ts'
import { children, known, list } from './reader.ts'

/** Reads structured data with the place of every part; JSON written as text becomes a tree at the place of the text. */
export function readData(reader: Reader, given: Node | undefined): DataTree | undefined {
  const node = reader.settle(given)
  if (!node) return undefined
  if (node.type === 'mapping' && !intrinsicOf(node)) {
    const entries = children(reader, node).flatMap(({ entry, value }) => {
      const tree = readData(reader, value)
      return tree ? [[entry.name, tree] as const] : []
    })
    return { type: 'map', origin: originOf(node), entries: new Map(entries) }
  }
  if (node.type === 'sequence') {
    const items = list(reader, node).flatMap(item => readData(reader, item) ?? [])
    return { type: 'list', origin: originOf(node), items }
  }
  const fact = reader.evaluate(node)
  return fact.known ? treeOf(fact.value, originOf(node)) : { type: 'value', fact }
}

/** A policy under a property, undefined when there is none. */
export function readPolicy(reader: Reader, properties: Properties, name: string): PolicyDocument | undefined {
  const origin = properties.origin(name)
  const tree = readData(reader, properties.value(name))
  if (!origin || !tree || (tree.type === 'value' && tree.fact.known && tree.fact.value === null))
    return undefined
  return { origin, document: parsed(tree) }
}

/** A list of statements as the policy that holds them; anything else as it is. */
export function policyOfStatements(statements: DataTree): DataTree {
  if (statements.type !== 'list') return statements
  const { origin } = statements
  return {
    type: 'map',
    origin,
    entries: new Map([
      ['Version', treeOf('2012-10-17', origin)],
      ['Statement', statements],
    ]),
  }
}

/** Plain data as a tree that stands at one place. */
export function treeOf(value: unknown, origin: Origin): DataTree {
  if (Array.isArray(value)) return { type: 'list', origin, items: value.map(item => treeOf(item, origin)) }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, part]) => [name, treeOf(part, origin)] as const)
    return { type: 'map', origin, entries: new Map(entries) }
  }
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return { type: 'value', fact: known(isScalar ? value : null, origin) }
}

// A policy may be written as JSON text, as the API itself takes it.
function parsed(tree: DataTree): DataTree {
  if (tree.type !== 'value' || !tree.fact.known || typeof tree.fact.value !== 'string') return tree
  try {
    return treeOf(JSON.parse(tree.fact.value), tree.fact.origin)
  } catch {
    return tree
  }
}
